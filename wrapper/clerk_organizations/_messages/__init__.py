"""HTTP messages: from an operation to its request, from a response to a model or an error."""

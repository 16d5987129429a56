"""Effects of a change of the document on callers of the generated code."""

"""From the document to the parts of the package."""

"""From the parts of the package to the text of its files."""

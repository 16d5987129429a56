"""What a change of the document means to those who call the generated functions and read the models."""

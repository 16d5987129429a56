"""The document: what a request must look like, and which error is answered when it does not."""

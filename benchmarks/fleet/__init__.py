"""Many processes under one key: what the server sees, with a rate limit of the client's own and without."""

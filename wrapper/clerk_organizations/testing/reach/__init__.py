"""Ways to reach the mock: an ASGI application, a server on a socket, control calls over HTTP."""

"""HTTP: executes the steps of calls. The only package that sends."""

"""Side by side with peers: `make bench`, described in benchmarks/README.md."""

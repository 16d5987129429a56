"""One file per peer. Files that begin with _ are what they share; see benchmarks/README.md for how to add one."""

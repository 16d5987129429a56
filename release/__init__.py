"""From a commit to a package on an index: versions, comparison with the last release, build, upload."""

"""The files of the package: formatting, comparing, writing."""

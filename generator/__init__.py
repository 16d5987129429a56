"""The pipeline from openapi/organizations.yaml to generated/: load, judge, parse, render, write."""

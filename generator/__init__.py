"""Code generator: from openapi/organizations.yaml to generated/."""

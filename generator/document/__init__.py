"""The OpenAPI document as plain data."""

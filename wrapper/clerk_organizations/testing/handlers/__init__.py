"""Handlers of operations: the rules of each resource, and how it looks on the wire."""

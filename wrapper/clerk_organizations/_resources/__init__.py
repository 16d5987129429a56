"""Methods of resources: one definition of each, bound to a sync or an async client, and lists that walk."""

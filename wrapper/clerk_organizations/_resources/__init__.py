"""Methods of resources: made from descriptions of calls, bound to a sync or an async client."""

"""List methods of a client, bound: `SyncList` and `AsyncList`."""

from ._resources.lists import AsyncList, SyncList

__all__ = ["AsyncList", "SyncList"]

"""Slots under a quota: in this process, or shared by processes through Redis."""

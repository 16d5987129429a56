"""This project's client with the extra `fast`, which is orjson. The rows are those of `ours`."""

from __future__ import annotations

from functools import partial

from benchmarks.peers import ours

TITLE = "ours [fast]"
KIND = "ours"

version = ours.version

cold_start = partial(ours.cold_start, fast=True)
sync_get = partial(ours.sync_get, fast=True)
async_get = partial(ours.async_get, fast=True)
parse = partial(ours.parse, fast=True)
memory = partial(ours.memory, fast=True)
fan_out = partial(ours.fan_out, fast=True)
network = partial(ours.network, fast=True)
walk = partial(ours.walk, fast=True)
async_walk = partial(ours.async_walk, fast=True)
many_clients = partial(ours.many_clients, fast=True)

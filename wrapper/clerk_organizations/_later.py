"""Modules that are imported when first needed: most bring a library, which takes longer than all of ours.

`_later._urls` is the module `_urls`, and so on.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import _limiter as _limiter  # nothing, but few need it
    from . import _multipart as _multipart  # httpx, when a file is sent
    from . import _redis_limit as _redis_limit  # redis, when a rate limit is shared
    from . import _stats as _stats  # when stats() is called
    from . import _urls as _urls  # httpx, when a URL is not plain ASCII, or a proxy is set
    from . import events as events  # when a hook or the log is to be told
    from . import telemetry as telemetry  # opentelemetry, when a client gets one
else:

    def __getattr__(name: str) -> Any:
        module = globals()[name] = import_module(f"{__package__}.{name}")
        return module

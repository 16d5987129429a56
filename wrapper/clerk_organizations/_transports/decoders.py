"""The body of an answer: decoded while it arrives, within a bound, so that a small answer cannot become a huge one."""

from __future__ import annotations

import zlib

_AUTO = 47
"""For zlib: gzip or zlib, whichever the first bytes are."""
_BARE = -15
"""For zlib: deflate without a header, which some servers mean by `deflate`."""


class BodyError(Exception):
    """A body that came and cannot be used: too large, or not what its Content-Encoding says."""


class Body:
    """Takes what arrives; `content` is what it says.

    Args:
        encoding: The header Content-Encoding.
        limit: Bytes, before decoding and after.
    """

    def __init__(self, encoding: str, limit: int) -> None:
        self._encoding = encoding.strip().lower()
        self._limit = limit
        self._raw = self._size = 0
        self._pieces: list[bytes] = []
        self._decoder = zlib.decompressobj(_AUTO)
        self._untouched = True
        if self._encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
            self._refused: str | None = f"the encoding {encoding!r:.60} was not asked for"
        else:
            self._refused = None

    def take(self, chunk: bytes) -> None:
        """A part of the body as it came over the wire."""
        if self._refused:
            raise BodyError(self._refused)
        self._raw += len(chunk)
        if self._raw > self._limit:
            raise self._too_large()
        if self._encoding in ("", "identity"):
            self._keep(chunk)
        else:
            self._decode(chunk)

    def content(self) -> bytes:
        """All of it; raises BodyError when an encoded body is not whole."""
        if self._raw and self._encoding not in ("", "identity") and not self._decoder.eof:
            raise BodyError(f"the {self._encoding} body breaks off")
        return self.so_far

    @property
    def so_far(self) -> bytes:
        """What could be decoded until now."""
        return b"".join(self._pieces)

    def _decode(self, chunk: bytes) -> None:
        while chunk:
            if self._decoder.eof:  # gzip may have several members
                self._decoder = zlib.decompressobj(_AUTO)
            piece = self._decompressed(chunk)
            self._keep(piece)
            chunk = self._decoder.unconsumed_tail or self._decoder.unused_data

    def _decompressed(self, chunk: bytes) -> bytes:
        room = self._limit - self._size + 1
        try:
            piece = self._decoder.decompress(chunk, room)
        except zlib.error as error:
            if not (self._encoding == "deflate" and self._untouched):
                raise BodyError(f"the body is not {self._encoding}: {error}") from error
            self._decoder = zlib.decompressobj(_BARE)
            try:
                piece = self._decoder.decompress(chunk, room)
            except zlib.error:
                raise BodyError(f"the body is not deflate: {error}") from error
        self._untouched = False
        return piece

    def _keep(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > self._limit:
            raise self._too_large()
        self._pieces.append(piece)

    def _too_large(self) -> BodyError:
        return BodyError(f"the body is larger than {self._limit} bytes")

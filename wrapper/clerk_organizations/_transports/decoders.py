"""Decoding of response bodies while they arrive, within a size limit: a small response cannot become a huge one."""

from __future__ import annotations

import zlib

from .exceptions import DecodingError

_AUTO = 47
"""For zlib: gzip or zlib, whichever the first bytes are."""
_BARE = -15
"""For zlib: deflate without a header, which some servers mean by `deflate`."""


class ContentDecoder:
    """Decoder of one response body: gzip, deflate or identity.

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
        self._head: bytes | None = b""
        """What came before it was known whether it has a header, which is two bytes; None once it is."""
        if self._encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
            self._refused: str | None = f"the encoding {encoding!r:.60} was not asked for"
        else:
            self._refused = None

    def feed(self, chunk: bytes) -> None:
        """Decode a part of the body as it came over the wire."""
        if self._refused:
            raise DecodingError(self._refused)
        self._raw += len(chunk)
        if self._raw > self._limit:
            raise self._too_large()
        if self._encoding in ("", "identity"):
            self._keep(chunk)
        else:
            self._decode(chunk)

    def finish(self) -> bytes:
        """The whole content; raises DecodingError when an encoded body is incomplete."""
        if self._raw and self._encoding not in ("", "identity") and not self._decoder.eof:
            raise DecodingError(f"the {self._encoding} body breaks off")
        return self.so_far

    @property
    def so_far(self) -> bytes:
        """The content decoded until now."""
        return b"".join(self._pieces)

    def _decode(self, chunk: bytes) -> None:
        while chunk:
            if self._decoder.eof:  # gzip may have several members, and zeros behind the last
                chunk = chunk.lstrip(b"\0")
                if not chunk:
                    return
                self._decoder = zlib.decompressobj(_AUTO)
            piece = self._decompressed(chunk)
            self._keep(piece)
            chunk = self._decoder.unconsumed_tail or self._decoder.unused_data

    def _decompressed(self, chunk: bytes) -> bytes:
        room, head = self._limit - self._size + 1, self._head
        if head is not None:
            self._head = head + chunk if len(head + chunk) < 2 else None
        try:
            return self._decoder.decompress(chunk, room)
        except zlib.error as error:
            if self._encoding != "deflate" or head is None:
                raise DecodingError(f"the body is not {self._encoding}: {error}") from error
            self._decoder = zlib.decompressobj(_BARE)
        try:
            return self._decoder.decompress(head + chunk, room)
        except zlib.error as error:
            raise DecodingError(f"the body is not deflate: {error}") from error

    def _keep(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > self._limit:
            raise self._too_large()
        self._pieces.append(piece)

    def _too_large(self) -> DecodingError:
        return DecodingError(f"the body is larger than {self._limit} bytes")

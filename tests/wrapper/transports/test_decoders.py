"""Bodies that are decoded as they come: each encoding, in any pieces, up to a limit of bytes."""

import gzip
import random
import zlib
from collections.abc import Callable

import pytest

from clerk_organizations._transports.decoders import ContentDecoder
from clerk_organizations._transports.exceptions import DecodingError

CONTENT = b'{"id": "org_1"}' * 20
RANDOM = random.Random(1).randbytes(100)  # which no encoding makes smaller


def bare(content: bytes) -> bytes:
    """Deflate without a header."""
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(content) + packer.flush()


PACK: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "Identity ": bytes,
    "gzip": gzip.compress,
    "X-GZIP": gzip.compress,
    "deflate": zlib.compress,
}
ENCODINGS = [*PACK.items(), ("deflate", bare)]


@pytest.mark.parametrize("size", [1, 7, 10_000])
@pytest.mark.parametrize(("encoding", "pack"), ENCODINGS)
def test_each_encoding_is_decoded_in_any_pieces(encoding: str, pack: Callable[[bytes], bytes], size: int) -> None:
    packed, decoder = pack(CONTENT), ContentDecoder(encoding, 1000)
    for start in range(0, len(packed), size):
        decoder.feed(packed[start : start + size])
    assert decoder.finish() == decoder.so_far == CONTENT


@pytest.mark.parametrize(("encoding", "pack"), ENCODINGS)
@pytest.mark.parametrize("content", [CONTENT, RANDOM], ids=["text", "random"])
def test_the_limit_is_for_what_comes_and_for_what_becomes_of_it(
    encoding: str, pack: Callable[[bytes], bytes], content: bytes
) -> None:
    packed = pack(content)
    limit = max(len(packed), len(content))
    exact = ContentDecoder(encoding, limit)
    exact.feed(packed)
    assert exact.finish() == content
    with pytest.raises(DecodingError, match=f"larger than {limit - 1} bytes"):
        ContentDecoder(encoding, limit - 1).feed(packed)


@pytest.mark.parametrize("encoding", ["", "gzip", "deflate"])
def test_no_body_is_an_empty_one(encoding: str) -> None:
    assert ContentDecoder(encoding, 10).finish() == b""


def test_members_of_gzip_are_one_body_and_zeros_behind_them_are_none() -> None:
    packed = gzip.compress(b"one ") + bytes(3) + gzip.compress(b"two") + bytes(5)
    for pieces in ([packed], [packed[place : place + 1] for place in range(len(packed))]):
        decoder = ContentDecoder("gzip", 1000)
        for piece in pieces:
            decoder.feed(piece)
        assert decoder.finish() == b"one two"


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_body_that_breaks_off_is_told(encoding: str) -> None:
    decoder = ContentDecoder(encoding, 1000)
    decoder.feed(PACK[encoding](CONTENT)[:-3])
    with pytest.raises(DecodingError, match=f"the {encoding} body breaks off"):
        decoder.finish()


def test_what_is_not_in_its_encoding_is_refused() -> None:
    for encoding, body in (("gzip", CONTENT), ("gzip", bare(CONTENT)), ("deflate", b"\xff\xff\xff")):
        with pytest.raises(DecodingError, match=f"the body is not {encoding}"):
            ContentDecoder(encoding, 1000).feed(body)
    decoder = ContentDecoder("deflate", 1000)  # bare or not is settled by the first piece
    decoder.feed(zlib.compress(CONTENT)[:-4])
    with pytest.raises(DecodingError, match="the body is not deflate"):
        decoder.feed(b"\0\0\0\0")


def test_an_encoding_that_was_not_asked_for_is_refused() -> None:
    decoder = ContentDecoder("br", 1000)
    with pytest.raises(DecodingError, match="the encoding 'br' was not asked for"):
        decoder.feed(b"x")

"""What can be given as a logo, and how it stands in the body."""

import gc
import io
import os
import tempfile
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest

from clerk_organizations import File
from clerk_organizations._messages.files import FileInput
from clerk_organizations_api import api
from tests.support.clients import BothClients
from tests.support.servers import RecordingServer
from tests.wrapper.resources.test_methods import PNG, parts


class Entry(os.PathLike[str]):
    """A path that is not one of pathlib's, such as an entry of `os.scandir`."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __fspath__(self) -> str:
        return str(self._path)


class BytesEntry(os.PathLike[bytes]):
    """As that of `os.scandir` for a folder that is named by bytes."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __fspath__(self) -> bytes:
        return os.fsencode(self._path)


@pytest.mark.parametrize("kind", ["bytes", "path", "os.PathLike", "os.PathLike of bytes", "open", "memory", "File"])
def test_a_logo_is_bytes_a_path_or_a_file(
    kind: str, tmp_path: Path, world: BothClients, wire: RecordingServer, clerk: Any
) -> None:
    path = tmp_path / "löwe.png"
    path.write_bytes(PNG)
    with path.open("rb") as opened:
        logos = {
            "bytes": (PNG, "logo"),
            "path": (path, path.name),
            "os.PathLike": (Entry(path), path.name),
            "os.PathLike of bytes": (BytesEntry(path), path.name),
            "open": (opened, path.name),
            "memory": (io.BytesIO(PNG), "logo"),
            "File": (File(PNG, "mine.png", "image/png"), "mine.png"),
        }
        logo, filename = logos[kind]
        world.run(clerk.organizations.update_organization_logo("org_1", file=logo))
    assert dict(parts(wire.last)) == {"file": PNG}
    assert f'filename="{filename}"'.encode() in wire.last.body
    assert b"Content-Type: image/png" in wire.last.body


class Upload:
    """As web frameworks hand them over: a name, a read, and no more of a file."""

    name = "mine.png"

    def read(self) -> bytes:
        return PNG


class AsyncUpload(Upload):
    async def read(self) -> bytes:  # type: ignore[override]  # as those of async frameworks
        return PNG


@pytest.mark.parametrize("make", [Upload, lambda: bytearray(PNG), lambda: memoryview(PNG)])
def test_what_else_is_read_as_a_logo(make: Any, world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    logo: FileInput = make()
    world.run(clerk.organizations.update_organization_logo("org_1", file=logo))
    assert dict(parts(wire.last)) == {"file": PNG}


def test_a_spooled_file_is_read_as_a_logo(world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    with tempfile.SpooledTemporaryFile() as logo:
        logo.write(PNG)
        logo.seek(0)
        world.run(clerk.organizations.update_organization_logo("org_1", file=logo))
    assert dict(parts(wire.last)) == {"file": PNG}


@pytest.mark.filterwarnings("error")
def test_an_upload_that_is_read_by_await_is_refused(wire: RecordingServer, clerk: Any) -> None:
    with pytest.raises(TypeError, match=r"give await file\.read\(\)"):
        clerk.organizations.update_organization_logo("org_1", file=AsyncUpload())
    gc.collect()
    assert wire.requests == []


@pytest.mark.parametrize("name", ["logo.png", "", "/etc/passwd"])
def test_a_str_is_no_logo(name: str, tmp_path: Path, wire: RecordingServer, clerk: Any) -> None:
    """Text of an end user must not become a path; the text is not shown either."""
    (tmp_path / "logo.png").write_bytes(PNG)
    with chdir(tmp_path), pytest.raises(TypeError, match=r'pathlib\.Path\(\.\.\.\) or open\(\.\.\., "rb"\)') as caught:
        clerk.organizations.update_organization_logo("org_1", file=name)  # before a coroutine is there
    assert not name or name not in str(caught.value)
    assert wire.requests == []


def test_a_logo_that_is_not_there_is_the_callers_error(
    tmp_path: Path, world: BothClients, wire: RecordingServer, clerk: Any
) -> None:
    with pytest.raises(FileNotFoundError):
        world.run(clerk.organizations.update_organization_logo("org_1", file=tmp_path / "none.png"))
    assert wire.requests == []


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\0\0\0\0WEBP", "image/webp"),
        (b"?", "application/octet-stream"),
    ],
)
def test_the_type_of_a_logo_is_told_by_its_first_bytes(
    content: bytes, kind: str, world: BothClients, wire: RecordingServer, clerk: Any
) -> None:
    world.run(clerk.organizations.update_organization_logo("org_1", file=content))
    assert f"Content-Type: {kind}\r\n".encode() in wire.last.body


def test_every_file_is_sent_with_a_name_and_a_type(world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    world.run(clerk.organizations.update_organization_logo("org_1", file=File(PNG)))
    assert b'filename="logo"\r\nContent-Type: image/png\r\n' in wire.last.body
    world.run(clerk.send(api.upload_organization_logo("org_1", file=PNG)))
    assert b'filename="file"\r\nContent-Type: image/png\r\n' in wire.last.body
    world.run(clerk.organizations.update_organization_logo("org_1", file=File(b"?", "a.webp")))
    assert b'filename="a.webp"\r\nContent-Type: image/webp\r\n' in wire.last.body


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (("text",), TypeError, "content must be bytes, not str"),
        ((PNG, b"name"), TypeError, "filename must be a str or None, not bytes"),
        ((PNG, "a", 1), TypeError, "content_type must be a str or None, not int"),
        ((PNG, "a", "image/png\r\nX: y"), ValueError, "content_type must be plain text without control"),
        ((PNG, "a", "image/\u00fc"), ValueError, "content_type must be plain text"),
    ],
)
def test_a_file_that_cannot_be_announced_is_refused(
    arguments: tuple[Any, ...], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        File(*arguments)


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ({"file": PNG, "uploader_user_id": "\ud800"}, "uploader_user_id"),
        ({"file": File(PNG, "\udcff.png")}, "file"),
    ],
)
def test_a_part_that_is_no_text_is_refused(
    options: dict[str, Any], name: str, world: BothClients, wire: RecordingServer, clerk: Any
) -> None:
    with pytest.raises(ValueError, match=rf"{name}.* is not valid"):
        world.run(clerk.organizations.update_organization_logo("org_1", **options))
    assert wire.requests == []


def test_a_line_break_in_a_filename_stays_in_the_filename(
    world: BothClients, wire: RecordingServer, clerk: Any
) -> None:
    world.run(clerk.organizations.update_organization_logo("org_1", file=File(PNG, 'a"\r\nX: y.png')))
    assert b'filename="a%22%0D%0AX: y.png"' in wire.last.body

"""A client of pyright's language server: what an editor is told about a place in a file."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Json = dict[str, Any]


class LanguageServer:
    """A running server with one folder open."""

    def __init__(self, process: "subprocess.Popen[bytes]", folder: Path) -> None:
        self._process, self._folder, self._last = process, folder, 0
        capabilities = {
            "textDocument": {
                "hover": {"contentFormat": ["markdown"]},
                "signatureHelp": {
                    "signatureInformation": {
                        "documentationFormat": ["markdown"],
                        "parameterInformation": {"labelOffsetSupport": True},
                    }
                },
                "completion": {
                    "completionItem": {
                        "documentationFormat": ["markdown"],
                        "resolveSupport": {"properties": ["documentation", "detail"]},
                    }
                },
            },
            "workspace": {"configuration": True, "workspaceFolders": True},
        }
        root = {"uri": folder.as_uri(), "name": folder.name}
        self._ask(
            "initialize",
            {"processId": None, "rootUri": root["uri"], "workspaceFolders": [root], "capabilities": capabilities},
        )
        self._tell("initialized", {})

    def open(self, name: str, text: str) -> str:
        """The URI of a new file with this text."""
        uri = (self._folder / name).as_uri()
        (self._folder / name).write_text(text, encoding="utf-8")
        item = {"uri": uri, "languageId": "python", "version": 1, "text": text}
        self._tell("textDocument/didOpen", {"textDocument": item})
        return uri

    def hover(self, at: Json) -> str:
        """What an editor shows over a name, in Markdown."""
        found = self._ask("textDocument/hover", at)
        return str(found["contents"]["value"]) if found else ""

    def signature(self, at: Json) -> Json:
        """Label, documentation and parameters (name → documentation) of the call around a place."""
        found = self._ask("textDocument/signatureHelp", at)["signatures"][0]
        label = found["label"]
        parameters = {label[slice(*one["label"])]: _text(one.get("documentation")) for one in found["parameters"]}
        return {"label": label, "documentation": _text(found.get("documentation")), "parameters": parameters}

    def completion(self, at: Json) -> dict[str, str]:
        """Label → documentation of what may stand here, for names and texts that begin with a lower-case letter."""
        found = self._ask("textDocument/completion", at)
        items = found["items"] if isinstance(found, dict) else found
        wanted = [item for item in items if re.match("[\"']?[a-z]", item["label"])]
        return {item["label"]: _text(self._ask("completionItem/resolve", item).get("documentation")) for item in wanted}

    def _tell(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def _ask(self, method: str, params: Any) -> Any:
        self._last += 1
        self._send({"id": self._last, "method": method, "params": params})
        while True:
            message = self._read()
            if "method" in message and "id" in message:  # the server asks us
                asked = message["params"]["items"] if message["method"] == "workspace/configuration" else []
                settings = [{"pythonPath": sys.executable} if one["section"] == "python" else {} for one in asked]
                self._send({"id": message["id"], "result": settings or None})
            elif message.get("id") == self._last and "method" not in message:
                assert "error" not in message, message
                return message["result"]

    def _send(self, message: Json) -> None:
        assert self._process.stdin
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._process.stdin.flush()

    def _read(self) -> Json:
        assert self._process.stdout
        length = 0
        while line := self._process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        message: Json = json.loads(self._process.stdout.read(length))
        return message


def _text(documentation: Any) -> str:
    return str(documentation["value"]) if isinstance(documentation, dict) else documentation or ""


@contextmanager
def language_server(folder: Path) -> Iterator[LanguageServer]:
    """A server over a folder, which sees this environment's packages."""
    (folder / "pyrightconfig.json").write_text("{}", encoding="utf-8")
    command = [str(Path(sys.executable).with_name("pyright-langserver")), "--stdio"]
    with subprocess.Popen(
        command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield LanguageServer(process, folder)
        finally:
            process.kill()

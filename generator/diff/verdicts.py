"""Rules by which a change is judged; docs/changes.md prints this table."""

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["breaking", "addition", "documentation"]
VERDICTS: tuple[Verdict, ...] = ("breaking", "addition", "documentation")
"""From the worst to the best."""


@dataclass(frozen=True)
class Rule:
    """What can happen, and what it means."""

    name: str
    verdict: Verdict
    what: str
    why: str
    wire: bool = False
    """Judged by what goes over the wire, or by the client's methods: generated code may stay as it was."""


_GROUPS: dict[str, tuple[Rule, ...]] = {
    "Operations": (
        Rule("operation-gone", "breaking", "the operation is gone", "its function is gone"),
        Rule("operation-added", "addition", "a new operation", "a new function"),
        Rule("operation-renamed", "breaking", "the operationId changed", "it names the function"),
        Rule("operation-moved", "breaking", "the method or path changed", "clients call the old one", wire=True),
        Rule("module-changed", "breaking", "the tag changed", "it names the module that the function is imported from"),
        Rule("method-renamed", "breaking", "the client has it under another name", "callers use the old", wire=True),
        Rule("key-added", "addition", "x-idempotency-key is there", "with the key a call is repeated as a GET is"),
        Rule("key-changed", "breaking", "x-idempotency-key is gone or another", "with the old one a call is sent once"),
        Rule("success-changed", "breaking", "the status of success changed", "`send_raw` tells callers", wire=True),
        Rule("media-type-changed", "breaking", "a media type is gone", "the body is written in another way", wire=True),
        Rule("media-type-added", "addition", "a media type more", "what was sent or read still is", wire=True),
        Rule("body-optional", "addition", "the body may be left out", "a call without fields sends no body", wire=True),
        Rule("body-always", "documentation", "the body is always sent", "a call without fields sends `{}`", wire=True),
        Rule("error-added", "addition", "an error that can happen", "its class is there for every status", wire=True),
        Rule("error-gone", "documentation", "an error that no longer happens", "nobody meets it", wire=True),
        Rule("version-changed", "breaking", "info.version changed", "every call asks for another version of the API"),
        Rule("server-changed", "breaking", "the URL of a server changed", "calls go to the old one", wire=True),
        Rule("security-changed", "breaking", "what authorizes a call changed", "a bearer token is sent", wire=True),
    ),
    "Arguments": (
        Rule("argument-gone", "breaking", "an argument is gone, or has another name", "who passes it gets a TypeError"),
        Rule("argument-demanded", "breaking", "a new argument, required", "who does not pass it gets a TypeError"),
        Rule("argument-added", "addition", "a new argument, optional", "calls without it are as before"),
        Rule("argument-keyword-only", "breaking", "x-positional lacks it, or moved it", "by position it fails"),
        Rule("argument-positional", "addition", "x-positional has it now", "by name it goes as before"),
        Rule("argument-renamed", "breaking", "an argument of the path has another name", "it can be passed by name"),
        Rule("now-required", "breaking", "an argument is now required", "who does not pass it gets a TypeError"),
        Rule("now-optional", "addition", "an argument is no longer required", "who passes it still can"),
        Rule("null-refused", "breaking", "an argument may no longer be null", "`None` is refused"),
        Rule("null-taken", "addition", "an argument may be null", "`None` is taken, too"),
        Rule("several-taken", "addition", "x-multiple-values: several values", "one value is still taken"),
        Rule("several-refused", "breaking", "x-multiple-values is gone", "a sequence is refused"),
        Rule("several-written", "breaking", "explode: repeated or joined", "clients write it the old way", wire=True),
        Rule("retyped", "breaking", "an argument has another type", "what was passed is refused"),
        Rule("widened", "addition", "an argument takes more types", "what was passed is still taken"),
        Rule("value-refused", "breaking", "an enum takes a value less", "checkers and the API refuse it"),
        Rule("value-taken", "addition", "an enum takes a value more", "the others are still taken"),
        Rule("limit-narrowed", "breaking", "a limit or pattern takes less", "the API refuses what it took", wire=True),
        Rule("limit-widened", "addition", "a limit or pattern takes more", "what was taken still is", wire=True),
        Rule("default-changed", "breaking", "the default changed", "who leaves it out gets another result", wire=True),
        Rule("default-told", "documentation", "a default is told, or not", "the API does what it did", wire=True),
        Rule("row-renamed", "breaking", "the component of a row has another name", "it names the class"),
    ),
    "Answers": (
        Rule("field-gone", "breaking", "a field is gone, or has another name", "who reads it gets an AttributeError"),
        Rule("field-added", "addition", "a new field", "readers keep what they do not know"),
        Rule("maybe-none", "breaking", "a field may be absent or null that was always there", "readers meet `None`"),
        Rule("never-none", "addition", "a field is always there that was absent or null", "`None` is no longer met"),
        Rule("presence", "documentation", "a field may be absent, or null, that was the other", "`None` in both cases"),
        Rule("field-retyped", "breaking", "a field has another type", "readers meet a value of another type"),
        Rule("field-refined", "addition", "a field is told more exactly, or an enum is open", "what was read still is"),
        Rule("value-told", "addition", "an enum has a value more", "readers know `Literal[…] | str`"),
        Rule("value-untold", "documentation", "an enum has a value less", "nobody meets it"),
        Rule("limit-told", "documentation", "a limit or pattern of an answer changed", "readers do not check it"),
        Rule("class-renamed", "breaking", "the component has another name", "it names the class"),
        Rule("base-changed", "breaking", "the component extends another one, or none", "`isinstance` says otherwise"),
        Rule("base-added", "addition", "the component extends one", "`isinstance` says more"),
        Rule("sensitive", "addition", "x-sensitive: out of `repr`", "the field is read as before"),
        Rule("not-sensitive", "breaking", "x-sensitive is gone", "`repr` shows what was kept out of logs"),
    ),
    "Both, and what surrounds them": (
        Rule("deprecated", "addition", "something is deprecated", "it works, and using it warns"),
        Rule("not-deprecated", "documentation", "something is no longer deprecated", "using it no longer warns"),
        Rule("text", "documentation", "a summary, description, format, example or link changed", "docstrings alone"),
        Rule("order", "documentation", "the order of things changed", "arguments and fields have names"),
        Rule("rewritten", "documentation", "the same is said in another way", "it means what it meant"),
        Rule("unused", "documentation", "a component changed that no operation uses, or an example", "no code has it"),
    ),
}  # fmt: skip
RULES = {rule.name: rule for rules in _GROUPS.values() for rule in rules}


_PAGE = """# What a change of the document means

`python -m generator diff OLD [NEW]` compares two documents and judges each change by what it means to callers of the
generated Python (functions, keyword arguments, models) and by what goes over the wire. OLD and NEW are files, or
`git:REV` or `git:REV:PATH`; NEW is the working document unless given. `--json` is for programs. The exit status is 0,
or 1 when `--fail-on breaking` (or `addition`, `documentation`) finds such a change or a worse one, or 2 when a document
cannot be used.

A change in a component is told once, with every operation that it reaches; when it reaches requests and answers, the
worse verdict counts. The version that follows is the one of [Semantic Versioning](https://semver.org): a breaking
change makes a major version, an addition a minor one, documentation a patch. Below 1.0 a breaking change makes a minor
version, and everything else a patch.

Rules marked ¹ judge what goes over the wire, or the methods of the client: the generated code may stay as it was. The
page is written by `make docs-tables` from `generator/diff/verdicts.py`.
"""


def page() -> str:
    """The rules in Markdown, for people."""
    lines = [_PAGE]
    for group, rules in _GROUPS.items():
        lines += [f"## {group}", "", "| rule | verdict | what happened | why |", "|---|---|---|---|"]
        for rule in rules:
            lines.append(f"| `{rule.name}` | {rule.verdict} | {rule.what} | {rule.why}{' ¹' if rule.wire else ''} |")
        lines.append("")
    return "\n".join(lines).rstrip("\n")

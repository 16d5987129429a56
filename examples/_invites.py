"""The files of invite_from_csv.py: the rows that come in, and the results that say which of them are done."""

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, cast

from _resume import BadInput, append, write_atomically

from clerk_organizations.models import OrganizationInvitationRow

COLUMNS = ("email_address", "role", "public_metadata", "private_metadata")
RESULTS = "row,email_address,status,invitation_id,code,message,organization_id\n"


class Row(NamedTuple):
    """A row of the file; its number counts the header, as spreadsheets do."""

    number: int
    invitation: OrganizationInvitationRow

    @property
    def key(self) -> str:
        return self.invitation["email_address"].casefold()


class Result(NamedTuple):
    """What became of a row: `invited`, `already` or `refused`."""

    row: Row
    status: str
    invitation_id: str = ""
    code: str = ""
    message: str = ""


# The input, all of which is judged before anything is sent.


def read_rows(path: Path, common: dict[str, Any]) -> list[Row]:
    """The rows of the file, each with what all invitations have in common; or BadInput with every problem there is."""
    try:
        lines = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""), strict=True))
    except UnicodeDecodeError:
        raise BadInput(f"{path}: not UTF-8 text: save it as CSV in UTF-8") from None
    except (OSError, csv.Error) as error:
        raise BadInput(f"{path}: cannot be read as CSV: {error}") from None
    header = [cell.strip() for cell in lines[0]] if lines else []
    if not set(COLUMNS[:2]) <= set(header) <= set(COLUMNS) or len(set(header)) < len(header):
        wanted = (
            f"the columns {COLUMNS[0]}, {COLUMNS[1]} and, if you like, {', '.join(COLUMNS[2:])}, separated by commas"
        )
        raise BadInput(f"{path}: row 1: the header is {', '.join(header) or 'missing'}: give it {wanted}")
    rows, problems, seen = list[Row](), list[str](), dict[str, int]()
    for number, line in enumerate(lines[1:], 2):
        cells = [cell.strip() for cell in line]
        if not any(cells):
            continue
        found = list(problems_of(header, cells))
        if not found:
            given = {
                name: text if name in COLUMNS[:2] else json.loads(text)
                for name, text in zip(header, cells, strict=True)
                if text
            }
            row = Row(number, cast(OrganizationInvitationRow, {**common, **given}))
            if seen.setdefault(row.key, number) != number:
                found = [f"{row.key} stands in row {seen[row.key]} already: remove one of them"]
            rows.append(row)
        problems += [f"{path}: row {number}: {problem}" for problem in found]
    if problems or not rows:
        raise BadInput("\n".join(problems) or f"{path}: there are no rows below the header: add those to invite")
    return rows


def problems_of(header: Sequence[str], cells: Sequence[str]) -> Iterator[str]:
    """What is wrong with a row, and what to do about it."""
    if len(cells) != len(header):
        yield f"{len(cells)} cells under {len(header)} columns: put cells with a comma in quotes"
        return
    for name, text in zip(header, cells, strict=True):
        if name == "email_address" and not re.fullmatch(r"[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+", text):
            yield f"email_address {text!r} is no e-mail address: write one as name@example.com"
        elif name == "role" and not re.fullmatch(r"org:[a-z0-9_-]+", text):
            yield f"role {text!r} is no key of a role: write one as org:member"
        elif name.endswith("metadata") and text:
            try:
                good = isinstance(json.loads(text, parse_constant=int), dict)  # NaN is none: int refuses it
            except ValueError:
                good = False
            if not good:
                yield f'{name} {text!r} is no JSON object: write one as {{"key": "value"}}, in CSV with doubled quotes'


# The results: what is done, and what is being sent right now.


class Results:
    """The results file, one line for each row that is done, and beside it the rows of the call under way."""

    def __init__(self, path: Path, organization: str) -> None:
        self.path, self.organization = path, organization
        self.sending = path.with_name(f"{path.name}.sending")
        self.status: dict[str, str] = {}
        """Of each address that is done."""
        try:
            self._file = path.open("a+b")
        except OSError as error:
            raise BadInput(f"{path}: cannot be written: {error.strerror}: give another file with --results") from None
        self._file.seek(0)
        found = self._file.read().decode(errors="replace")
        if not (found.startswith(RESULTS) or RESULTS.startswith(found)):
            raise BadInput(f"{path}: holds something else than results: give another file with --results")
        whole = found[: found.rfind("\n") + 1]  # a last line that is torn says nothing: its row is still in doubt
        self._file.truncate(len(whole.encode()))
        if not whole:
            append(self._file, RESULTS)
        for line in csv.DictReader(io.StringIO(whole, newline="")):
            self._check(line["organization_id"])
            self.status[line["email_address"].casefold()] = line["status"]

    def _check(self, organization: str) -> None:
        if organization != self.organization:
            raise BadInput(f"{self.path}: holds results for {organization}: give another file with --results")

    def add(self, results: Sequence[Result]) -> None:
        """Note what is done, on the disk."""
        text = io.StringIO()
        for row, status, invitation_id, code, message in results:
            told = (status, invitation_id, code, " ".join(message.split()), self.organization)
            csv.writer(text, lineterminator="\n").writerow((row.number, row.invitation["email_address"], *told))
        append(self._file, text.getvalue())
        self.status.update({result.row.key: result.status for result in results})

    def open(self, rows: Sequence[Row]) -> list[Row]:
        """Those rows that are not done."""
        return [row for row in rows if row.key not in self.status]

    def begin(self, rows: Sequence[Row], since: tuple[int, str]) -> None:
        """Note, before they are sent, which rows are; and what the newest invitation was before."""
        intent = {"organization_id": self.organization, "since": since, "rows": [row.key for row in rows]}
        write_atomically(self.sending, json.dumps(intent))

    def in_doubt(self) -> tuple[list[str], tuple[int, str]]:
        """What `begin` noted, if `end` did not come."""
        if not self.sending.exists():
            return [], (0, "")
        intent = json.loads(self.sending.read_text())
        self._check(intent["organization_id"])
        return intent["rows"], (intent["since"][0], intent["since"][1])

    def end(self) -> None:
        """Each row that was sent is done."""
        self.sending.unlink(missing_ok=True)

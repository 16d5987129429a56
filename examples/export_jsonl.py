"""Export organizations and memberships to JSON Lines. Kill it at any moment and run it again: it goes on.

    pip install clerk-organizations rich
    export CLERK_SECRET_KEY=sk_live_...
    python export_jsonl.py out

OUT_DIR gets organizations.jsonl and memberships.jsonl, one object a line as the API has it, but without private
metadata unless asked for. Until both are complete they are called .part, and export.json says after each page how far
they are: a run that finds it cuts the files back to there and goes on, one page earlier.

Lists shift while they are read. What is seen twice is written once, by its id. When a list has shrunk since the walk
began, or holds more than was written, something may have been passed over: it is walked once more, and what is new is
added. So whatever is there all the time is exported; what comes or goes meanwhile may or may not be. (Unless one object
goes and another comes between two pages: the counts do not show that.) Ids are kept in memory: some 100 MB a million.

Exit status: 0 complete, 2 bad input, 3 not finished: run it again.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import attrs
from _resume import DONE, BadInput, Progress, Unfinished, append, run, write_atomically

from clerk_organizations import ClerkClient, RateLimit, RetryPolicy
from clerk_organizations.models import Organization, OrganizationMembership, OrganizationMemberships, Organizations

WALKS = 5  # over one list, before giving up on one that shrinks each time

Pages = Callable[[int], Iterator[Organizations] | Iterator[OrganizationMemberships]]


@attrs.define
class Mark:
    """How far one list is."""

    size: int = 0
    """Bytes of its file that count."""
    written: int = 0
    offset: int = 0
    """Place in the list, of the walk under way."""
    total: int = 0
    """The most that the list held since this walk began."""
    shrunk: bool = False
    """Whether it held less after that, or other objects than before where this run began."""
    complete: bool = False


class Export:
    """A directory with the lists, and export.json, which says how far they are."""

    def __init__(self, directory: Path, options: dict[str, Any], page_size: int) -> None:
        self.directory, self.options, self.page_size = directory, options, page_size
        self.marks = {"organizations": Mark(), "memberships": Mark()}
        self.checkpoint = directory / "export.json"
        try:
            directory.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BadInput(f"{directory}: cannot be made: {error.strerror}: give another directory") from None
        if self.checkpoint.exists():
            found = json.loads(self.checkpoint.read_text())
            if found["options"] != options:
                raise BadInput(f"{directory}: holds an export with {found['options']}: give another directory")
            self.marks = {name: Mark(**mark) for name, mark in found["lists"].items()}
        elif any(self.final(name).exists() for name in self.marks):
            raise BadInput(f"{directory}: holds files of these names already: give another directory")

    def part(self, name: str) -> Path:
        return self.directory / f"{name}.jsonl.part"

    def final(self, name: str) -> Path:
        return self.directory / f"{name}.jsonl"

    def save(self) -> None:
        """Note how far it is; the files must be on the disk up to there."""
        lists = {name: attrs.asdict(mark) for name, mark in self.marks.items()}
        write_atomically(self.checkpoint, json.dumps({"options": self.options, "lists": lists}, indent=1))

    def known(self, name: str) -> set[str]:
        """Cut a file back to what export.json knows of, and give the ids that are in it."""
        path, mark = self.part(name), self.marks[name]
        path.touch()
        if path.stat().st_size < mark.size:
            raise BadInput(f"{path}: is shorter than {self.checkpoint} says: remove {self.directory} and start over")
        os.truncate(path, mark.size)
        with path.open(encoding="utf-8") as lines:
            return {json.loads(line)["id"] for line in lines}

    def write(self, name: str, pages: Pages, line: Callable[[Any], str], progress: Progress) -> None:
        """Walk a list until nothing can have been passed over."""
        mark = self.marks[name]
        if mark.complete:
            return
        known = self.known(name)
        with self.part(name).open("ab") as file:
            for _ in range(WALKS):
                start = mark.offset = max(0, mark.offset - self.page_size)
                for page in pages(start):
                    if mark.offset == start > 0 and page.data:  # what stands before a known object is known as well
                        mark.shrunk |= page.data[0].id not in known
                    fresh = {item.id: line(item) for item in page.data if item.id not in known}
                    append(file, "".join(fresh.values()))
                    known.update(fresh)
                    total = page.total_count or 0
                    mark.shrunk |= total < mark.total
                    mark.total = max(total, mark.total)
                    mark.offset += len(page.data)
                    mark.size, mark.written = file.tell(), len(known)
                    self.save()
                    progress.at(mark.written, max(mark.written, total), name)
                if not mark.shrunk and mark.written >= mark.total:
                    mark.complete = True
                    self.save()
                    return
                progress.say(f"{name}: the list has changed: walking it once more")
                mark.offset, mark.total, mark.shrunk = 0, 0, False
                self.save()
        raise Unfinished(f"{name}: the list shrank under each of {WALKS} walks")

    def finish(self) -> None:
        """Both are complete: give them their names."""
        for name in self.marks:
            if self.part(name).exists():
                self.part(name).replace(self.final(name))
            if not self.final(name).exists():
                raise BadInput(f"{self.final(name)}: was exported and is gone: remove {self.directory} and start over")


def as_line(private: bool, item: Organization | OrganizationMembership) -> str:
    """An object as a line, with or without private metadata, that of a membership's organization included."""
    fields = item.to_dict()
    if not private:
        for part in (fields, fields.get("organization")):
            if isinstance(part, dict):
                part.pop("private_metadata", None)
    return json.dumps(fields) + "\n"


def main() -> int:
    options = arguments()
    what = {"organization": options.organization, "private_metadata": options.with_private_metadata}
    export = Export(options.directory, what, options.page_size)
    # Keeps to Clerk's limits by itself; what others use of them shows as a 429, and is waited out.
    patient, quota = RetryPolicy(attempts=8), RateLimit.for_key()
    with (
        ClerkClient(timeout=300, retry=patient, rate_limit=quota) as clerk,  # the key comes from CLERK_SECRET_KEY
        Progress("export") as progress,
    ):
        api, common = clerk.organizations, {"order_by": "created_at", "limit": options.page_size}
        organizations = partial(api.get_organization_list.pages, **common)
        memberships = partial(api.get_instance_organization_membership_list.pages, **common)
        if options.organization:
            organizations = partial(organizations, organization_id=[options.organization])
            memberships = partial(
                api.get_organization_membership_list.pages, organization_id=options.organization, **common
            )
        line = partial(as_line, options.with_private_metadata)
        export.write("organizations", lambda offset: organizations(offset=offset), line, progress)
        if options.organization and not export.marks["organizations"].written:
            raise BadInput(f"--organization: there is no {options.organization}: remove {options.directory}")
        export.write("memberships", lambda offset: memberships(offset=offset), line, progress)
    export.finish()
    print(", ".join(f"{export.final(name)}: {mark.written}" for name, mark in export.marks.items()))
    return DONE


def arguments() -> argparse.Namespace:
    about, _, more = (__doc__ or "").partition("\n")
    parser = argparse.ArgumentParser(
        description=about, epilog=more, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("directory", type=Path, metavar="OUT_DIR", help="where the files go; made if need be")
    parser.add_argument("--organization", metavar="org_...", help="only this one and its memberships; all unless given")
    parser.add_argument("--with-private-metadata", action="store_true", help="export private metadata as well")
    parser.add_argument("--page-size", type=int, default=500, metavar="N", help="1 to 500 (default: %(default)s)")
    options = parser.parse_args()
    if not 1 <= options.page_size <= 500:
        parser.error(f"--page-size is 1 to 500, not {options.page_size}")
    return options


if __name__ == "__main__":
    sys.exit(run(main))

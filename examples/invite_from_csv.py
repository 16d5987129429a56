"""Invite everyone in a CSV file to an organization. Kill it at any moment and run it again: nobody is invited twice.

    pip install clerk-organizations rich
    export CLERK_SECRET_KEY=sk_live_...
    python invite_from_csv.py invites.csv --organization org_...

The file has a header with the columns email_address and role, and may have public_metadata and private_metadata
(JSON objects). All of it is checked before anything is sent.

Each row that is done gets a line in the results file, with a status: invited; already (a member, or with a pending
invitation); refused, with the code and message of the API. A row with a line is never sent again: to try refused ones
once more, take their lines out, or put them into a file of their own. Rows without a line are open. While a call is
under way its rows stand in a file beside the results, RESULTS.sending. If that is there at the start, or an answer is
lost, their outcome is unknown: the organization's invitations are looked at before anything is sent again.

Rows go out ten a call. The API takes all ten or none: when it refuses ten, each goes out in a call of its own, so that
the good ones are invited and the bad ones are known. That is eleven calls in place of one, but Clerk takes 250 calls an
hour for single rows beside the 50 for ten. When it takes no more (429), the program waits as long as Clerk asks for.

Exit status: 0 all are invited (or were already), 1 some are refused, 2 bad input, 3 not finished: run it again.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from _invites import Result, Results, Row, read_rows
from _resume import DONE, SOME_REFUSED, BadInput, Progress, Unfinished, run

from clerk_organizations import (
    BadRequestError,
    ClerkClient,
    ClerkConnectionError,
    ClerkDecodeError,
    NotFoundError,
    RateLimitError,
    RetryPolicy,
    ServerError,
    UnprocessableEntityError,
)
from clerk_organizations.models import OrganizationInvitation

CHUNK = 10  # rows that the API takes in one call
ATTEMPTS = 8  # for one chunk
ALREADY = ("already_a_member_in_organization", "organization_invitation_not_unique")


class Inviter:
    """Sends chunks of rows until each row is done, and counts the calls."""

    def __init__(self, clerk: ClerkClient, results: Results, progress: Progress, max_wait: float) -> None:
        self.reading = clerk.organizations.get_organization_invitation_list
        self.sending = clerk.with_options(retry=RetryPolicy(attempts=1)).organizations  # we repeat, and show it
        self.results, self.progress, self.max_wait = results, progress, max_wait
        self.calls = Counter[str]()

    def invite(self, rows: Sequence[Row]) -> None:
        """Returns when all rows are done."""
        doubtful, since = self.results.in_doubt()
        if doubtful:
            self.progress.say(f"The outcome of {len(doubtful)} rows is unknown: looking at the invitations first.")
            self.deliver([row for row in rows if row.key in doubtful], since, in_doubt=True)
        if not self.results.open(rows):
            return
        self.calls["list"] += 1
        newest = self.reading(organization_id=self.results.organization, order_by="-created_at", limit=1).data
        since = (newest[0].created_at, newest[0].id) if newest else (0, "")
        pending = {key(invitation): invitation.id for invitation in self.invitations(status="pending")}
        told = "there was a pending invitation before"
        known = [row for row in self.results.open(rows) if row.key in pending]
        self.results.add([Result(row, "already", pending[row.key], "", told) for row in known])
        todo = self.results.open(rows)
        for start in range(0, len(todo), CHUNK):
            self.progress.at(len(rows) - len(todo) + start, len(rows))
            chunk = todo[start : start + CHUNK]
            self.results.begin(chunk, since)
            self.deliver(chunk, since, in_doubt=False)
        self.progress.at(len(rows), len(rows))

    def deliver(self, rows: Sequence[Row], since: tuple[int, str], *, in_doubt: bool) -> None:
        """Returns when these rows are done: sent once, and again only where a look shows that it had no effect."""
        one_by_one = False
        for attempt in range(ATTEMPTS):
            try:
                if in_doubt:
                    self.settle(rows, since)
                    in_doubt = False
                if not one_by_one:
                    one_by_one = not self.send_all(self.results.open(rows))
                for row in self.results.open(rows):
                    self.send_one(row)
                return self.results.end()
            except RateLimitError as error:  # it has not happened
                asked = 60 if error.retry_after is None else error.retry_after
                self.wait(asked, "the API takes no more calls for now (429)")
            except (ServerError, ClerkConnectionError, ClerkDecodeError) as error:  # it may have happened
                in_doubt = True
                self.wait(0.5 * 2**attempt, f"{error}; then looking what took effect")
        raise Unfinished(f"given up after {ATTEMPTS} attempts at {', '.join(row.key for row in rows)}")

    def settle(self, rows: Sequence[Row], since: tuple[int, str]) -> None:
        """Rows in doubt whose address has an invitation, in whatever state, that is newer than `since` were sent."""
        made = dict[str, str]()
        for invitation in self.invitations():
            if invitation.created_at < since[0]:
                break
            if invitation.id != since[1]:
                made[key(invitation)] = invitation.id
        found = [row for row in self.results.open(rows) if row.key in made]
        self.results.add(
            [Result(row, "invited", made[row.key], "", "seen in the list after a lost answer") for row in found]
        )

    def send_all(self, rows: Sequence[Row]) -> bool:
        """Invite all rows with one call; False if the API refuses it, so that nobody is invited."""
        if len(rows) < 2:
            return False
        self.calls["bulk"] += 1
        invitations = [row.invitation for row in rows]
        try:
            page = self.sending.create_organization_invitation_bulk(self.results.organization, invitations)
        except (BadRequestError, NotFoundError, UnprocessableEntityError) as error:
            self.progress.say(f"rows {rows[0].number} to {rows[-1].number}: {error}: now one by one")
            return False
        made = {key(invitation): invitation.id for invitation in page.data}
        self.results.add([Result(row, "invited", made.get(row.key, "")) for row in rows])
        return True

    def send_one(self, row: Row) -> None:
        """Invite one row, or note why the API refuses it."""
        self.calls["single"] += 1
        try:
            made = self.sending.create_organization_invitation(
                organization_id=self.results.organization, **row.invitation
            )
            result = Result(row, "invited", made.id)
        except (BadRequestError, NotFoundError, UnprocessableEntityError) as error:
            status = "already" if error.code in ALREADY else "refused"
            message = error.errors[0].long_message or error.errors[0].message if error.errors else str(error)
            result = Result(row, status, "", error.code or str(error.status), message)
            self.progress.say(f"row {row.number}: {row.key}: {status}: {result.code}: {message}")
        self.results.add([result])

    def invitations(self, **filters: Any) -> Iterator[OrganizationInvitation]:
        """The organization's invitations, newest first."""
        pages = self.reading.pages(organization_id=self.results.organization, order_by="-created_at", **filters)
        for page in pages:
            self.calls["list"] += 1
            yield from page.data

    def wait(self, seconds: float, why: str) -> None:
        if seconds > self.max_wait:
            raise Unfinished(f"{why}: that takes {seconds:.0f} s, and --max-wait is {self.max_wait:.0f}")
        self.progress.wait(seconds, why)


def key(invitation: OrganizationInvitation) -> str:
    return (invitation.email_address or "").casefold()


def main() -> int:
    options = arguments()
    common = {"inviter_user_id": options.inviter, "redirect_url": options.redirect_url}
    common |= {"expires_in_days": options.expires_in_days}
    rows = read_rows(options.invites, {name: value for name, value in common.items() if value is not None})
    with ClerkClient() as clerk:  # the key comes from CLERK_SECRET_KEY
        who = {"organization_id": options.organization, "user_id": [options.inviter]}
        if options.inviter and not clerk.organizations.get_organization_membership_list(**who, limit=1).data:
            raise BadInput(
                f"--inviter: {options.inviter} is no member of {options.organization}: give one who may invite"
            )
        results = Results(options.results or options.invites.with_suffix(".results.csv"), options.organization)
        with Progress("rows") as progress:
            inviter = Inviter(clerk, results, progress, options.max_wait)
            try:
                inviter.invite(rows)
            finally:
                found = Counter(results.status.get(row.key, "open") for row in rows)
                told = ", ".join(f"{found[status]} {status}" for status in ("invited", "already", "refused", "open"))
                counts = "{bulk} for ten, {single} for one, {list} pages of the list".format_map(inviter.calls)
                progress.say(f"{results.path}: {told}; calls: {counts}")
    return SOME_REFUSED if found["refused"] else DONE


def arguments() -> argparse.Namespace:
    about, _, more = (__doc__ or "").partition("\n")
    parser = argparse.ArgumentParser(
        description=about, epilog=more, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("invites", type=Path, metavar="INVITES.csv", help="whom to invite, and as what")
    parser.add_argument("--organization", required=True, metavar="org_...", help="to which organization")
    parser.add_argument("--results", type=Path, metavar="FILE", help="default: INVITES.results.csv")
    parser.add_argument("--inviter", metavar="user_...", help="the member who invites")
    parser.add_argument("--redirect-url", metavar="URL", help="where the link in the mail leads")
    parser.add_argument("--expires-in-days", type=int, metavar="N", help="1 to 365; 30 unless given")
    parser.add_argument(
        "--max-wait", type=float, default=3700, metavar="SECONDS",
        help="longest wait at a time, as for a limit of the API, before giving up with 3 (default: %(default)s)",
    )  # fmt: skip
    options = parser.parse_args()
    if not re.fullmatch(r"org_\w+", options.organization):
        parser.error(f"--organization is an id such as org_2abc, not {options.organization!r}")
    if options.expires_in_days is not None and not 1 <= options.expires_in_days <= 365:
        parser.error(f"--expires-in-days is 1 to 365, not {options.expires_in_days}")
    return options


if __name__ == "__main__":
    sys.exit(run(main))

"""examples/invite_from_csv.py: each address is invited once, whenever it is killed and whatever gets lost."""

import csv
import os
import pty
import random
import re
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Literal

import pytest

from clerk_organizations.testing import Request
from clerk_organizations.testing.state.records import Invitation, Organization
from tests.examples.stage import KILLED, Ran, Stage, addresses, cut, interrupt, kill, kill_soon, staged

PROGRAM = "invite_from_csv.py"
ACME = {"name": "Acme", "created_by": "user_ada", "members": {"user_alan": "org:member"}, "max_allowed_memberships": 0}
BULK, SINGLE = "CreateOrganizationInvitationBulk", "CreateOrganizationInvitation"


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """With an organization that has invited somebody, and taken an invitation back."""
    before = [{"email_address": f"{who}@acme.example", "role": "org:member"} for who in ("old", "gone")]
    with staged({"organizations": [{**ACME, "invitations": before}]}) as stage:
        api = stage.mock.client().organizations
        gone = invited(stage)["gone@acme.example"][0]
        api.revoke_organization_invitation(organization_id=acme(stage).id, invitation_id=gone.id)
        stage.watch = Judge(stage, tmp_path / "invites.results.csv.sending")
        yield stage


class Judge:
    """Of each POST: its rows are noted on the disk before, and nobody in it has been invited by one before."""

    def __init__(self, stage: Stage, sending: Path) -> None:
        self.stage, self.sending = stage, sending
        self.old = {one.id for one in acme(stage).invitations}
        self.wrong: list[str] = []

    def __call__(self, request: Request) -> None:
        noted = self.sending.read_text() if self.sending.exists() else ""
        for address in addresses(request):
            if f'"{address}"' not in noted:
                self.wrong.append(f"{address} is sent without being noted")
            if any(one.id not in self.old for one in acme(self.stage).invitations_to.get(address, [])):
                self.wrong.append(f"{address} is sent again")


def acme(stage: Stage) -> Organization:
    [organization] = stage.mock.instance.organizations
    return organization


def invited(stage: Stage) -> dict[str, list[Invitation]]:
    """All invitations there are, by address."""
    return acme(stage).invitations_to


def file(tmp_path: Path, *lines: str, people: Sequence[str] = ()) -> Path:
    path = tmp_path / "invites.csv"
    path.write_text("\n".join([*(lines or ["email_address,role"]), *(f"{who},org:member" for who in people), ""]))
    return path


def people(count: int) -> list[str]:
    return [f"p{number}@acme.example" for number in range(count)]


def results(tmp_path: Path) -> list[dict[str, str]]:
    with (tmp_path / "invites.results.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def run(stage: Stage, path: Path, *more: object) -> Ran:
    return stage.run(PROGRAM, path, "--organization", acme(stage).id, *more)


def all_invited_once(stage: Stage, tmp_path: Path, wanted: list[str]) -> None:
    """Each has one invitation by the program, and one line that says so, with its id."""
    assert isinstance(stage.watch, Judge)
    assert stage.watch.wrong == []
    new = {who: [one.id for one in made if one.id not in stage.watch.old] for who, made in invited(stage).items()}
    assert {who: len(ids) for who, ids in new.items() if ids} == dict.fromkeys(wanted, 1)
    told = [(line["email_address"], line["status"], line["invitation_id"]) for line in results(tmp_path)]
    assert sorted(told) == sorted((who, "invited", new[who][0]) for who in wanted)
    assert not (tmp_path / "invites.results.csv.sending").exists()


@pytest.mark.slow
@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_at_each_call_in_turn(stage: Stage, tmp_path: Path, when: Literal["before", "after"]) -> None:
    """The first run at its first call, the second at its second, and so on; before or after it took effect."""
    wanted = [*people(75), "gone@acme.example"]
    path = file(tmp_path, people=wanted)
    deeds = stage.before if when == "before" else stage.after
    ran = stage.run_to_the_end(PROGRAM, path, "--organization", acme(stage).id, at=deeds)
    assert (ran.status, ran.out) == (0, "")
    all_invited_once(stage, tmp_path, wanted)


@pytest.mark.slow
@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_at_each_call_of_a_refused_chunk(stage: Stage, tmp_path: Path, when: Literal["before", "after"]) -> None:
    """Where each row goes out alone."""
    wanted = people(5)
    path = file(tmp_path, people=[*wanted, "alan@example.com"])
    deeds = stage.before if when == "before" else stage.after
    ran = stage.run_to_the_end(PROGRAM, path, "--organization", acme(stage).id, at=deeds)
    assert ran.status == 0
    assert isinstance(stage.watch, Judge)
    assert stage.watch.wrong == []
    assert {line["email_address"]: line["status"] for line in results(tmp_path)} == {
        **dict.fromkeys(wanted, "invited"), "alan@example.com": "already"
    }  # fmt: skip
    assert all(len(invited(stage)[who]) == 1 for who in wanted)


@pytest.mark.slow
def test_killed_at_any_time(stage: Stage, tmp_path: Path) -> None:
    """Within some milliseconds of a call, so that it may be at whatever it does between calls."""
    wanted, seed = people(100), random.randrange(1_000_000)
    chance, path = random.Random(seed), file(tmp_path, people=wanted)
    statuses = list[int]()
    for _ in range(6):
        stage.meanwhile = {chance.randrange(2, 6): partial(kill_soon, seconds=chance.uniform(0, 0.01))}
        statuses.append(run(stage, path).status)
    assert set(statuses) <= {KILLED, 0}, seed
    stage.meanwhile = {}
    assert run(stage, path).status == 0, seed
    all_invited_once(stage, tmp_path, wanted)


@pytest.mark.slow
def test_faults_and_lost_answers_in_one_run(stage: Stage, tmp_path: Path) -> None:
    """Calls 1 and 2 look at what there is; then each of five chunks meets another fault."""
    wanted = people(44)
    stage.meanwhile = {
        3: lambda stage: stage.mock.fail(429, retry_after=1),
        5: lambda stage: stage.mock.fail(503),
        8: lambda stage: stage.mock.fail(503, takes_effect=True),
        14: lambda stage: stage.mock.fail(500, retry_after=0),
    }
    stage.before, stage.after = {10: cut}, {13: cut}
    ran = run(stage, file(tmp_path, people=wanted))
    assert ran.status == 0, ran.err
    assert "no more calls for now (429): waiting 1.0 s, until " in ran.err
    assert ran.err.count("then looking what took effect") == 4
    assert ran.err.count("503 POST") == 2
    assert ran.err.count("POST") == 4
    assert ran.err.count("may or may not have happened") == 2
    assert "44 invited, 0 already, 0 refused, 0 open; calls: 8 for ten, 0 for one, 6 pages of the list" in ran.err
    all_invited_once(stage, tmp_path, wanted)


@pytest.mark.slow
def test_what_was_accepted_or_revoked_while_in_doubt_is_not_sent_again(stage: Stage, tmp_path: Path) -> None:
    wanted = people(2)
    stage.after = {3: kill}
    assert run(stage, file(tmp_path, people=wanted)).status == KILLED
    api = stage.mock.client().organizations
    accepted, revoked = (invited(stage)[who][0].id for who in wanted)
    stage.mock.accept_invitation(accepted, "user_grace")
    api.revoke_organization_invitation(organization_id=acme(stage).id, invitation_id=revoked)
    stage.after = {}
    assert run(stage, tmp_path / "invites.csv").status == 0
    all_invited_once(stage, tmp_path, wanted)


@pytest.mark.slow
def test_an_invitation_that_was_taken_back_before_settles_nothing(stage: Stage, tmp_path: Path) -> None:
    wanted = [*people(2), "gone@acme.example"]
    stage.before = {3: kill}
    assert run(stage, file(tmp_path, people=wanted)).status == KILLED
    stage.before = {}
    assert run(stage, tmp_path / "invites.csv").status == 0
    all_invited_once(stage, tmp_path, wanted)


def test_a_refused_chunk_goes_out_row_by_row(stage: Stage, tmp_path: Path) -> None:
    wanted = people(17)
    rows = [f"{who},org:member," for who in wanted]
    rows[3:3] = ["alan@example.com,org:member,", "Old@acme.example,org:member,", "nobody@acme.example,org:none,"]
    rows[-1] = 'p16@acme.example,org:admin,"{""desk"": 7}"'
    path = file(tmp_path, "email_address,role,public_metadata", *rows)
    stage.meanwhile = {7: lambda stage: stage.mock.fail(429, retry_after=0)}  # one by one goes on one by one
    ran = run(stage, path, "--inviter", "user_ada", "--expires-in-days", 3, "--redirect-url", "https://acme.example/in")
    assert ran.status == 1, ran.err
    assert "17 invited, 2 already, 1 refused, 0 open; calls: 2 for ten, 11 for one, 2 pages of the list" in ran.err
    told = {line["email_address"]: line for line in results(tmp_path)}
    assert [told[who]["status"] for who in wanted] == ["invited"] * 17
    assert (told["Old@acme.example"]["row"], told["Old@acme.example"]["status"]) == ("6", "already")
    assert told["Old@acme.example"]["invitation_id"] == invited(stage)["old@acme.example"][0].id
    assert told["alan@example.com"]["status"] == "already"
    assert told["alan@example.com"]["code"] == "already_a_member_in_organization"
    refused = told["nobody@acme.example"]
    assert (refused["row"], refused["status"], refused["code"]) == ("7", "refused", "resource_not_found")
    assert "org:none" in refused["message"]
    made = invited(stage)["p16@acme.example"][0]
    assert (made.role.key, made.public_metadata, made.inviter_id) == ("org:admin", {"desk": 7}, "user_ada")
    assert (made.redirect_url, made.expires_at - made.created_at) == ("https://acme.example/in", 3 * 86_400_000)

    stage.meanwhile = {}
    again = run(stage, path)
    assert (again.status, stage.calls) == (1, 0)
    assert len(results(tmp_path)) == 20


@pytest.mark.slow
def test_a_wait_longer_than_allowed_ends_the_run(stage: Stage, tmp_path: Path) -> None:
    wanted = people(12)
    stage.mock.fail(429, operation_id=BULK, retry_after=3000)
    ran = run(stage, file(tmp_path, people=wanted), "--max-wait", 5)
    assert ran.status == 3
    assert "no more calls for now (429): that takes 3000 s, and --max-wait is 5\nNot finished. Run" in ran.err
    assert run(stage, tmp_path / "invites.csv").status == 0
    all_invited_once(stage, tmp_path, wanted)


@pytest.mark.slow
def test_a_terminal_shows_a_bar_and_the_time_that_is_left_to_wait(stage: Stage, tmp_path: Path) -> None:
    stage.meanwhile = {3: lambda stage: stage.mock.fail(429, retry_after=1)}
    path, (terminal, program_side) = file(tmp_path, people=people(12)), pty.openpty()
    with ThreadPoolExecutor() as pool:
        shown = pool.submit(everything, terminal)
        ran = stage.run(PROGRAM, path, "--organization", acme(stage).id, stderr=program_side)
        os.close(program_side)
    assert ran.status == 0
    assert re.search(r"rows, waiting \d s", shown.result())
    assert "12/12" in shown.result()
    assert "12 invited, 0 already, 0 refused, 0 open" in shown.result()
    assert "rows: 10 of 12" not in shown.result()


def everything(terminal: int) -> str:
    """All that comes over a terminal, until nobody has its other side any more."""
    parts = list[bytes]()
    with os.fdopen(terminal, "rb", buffering=0) as file, suppress(OSError):  # Linux: an error says that it is over
        while part := file.read(4096):
            parts.append(part)
    return b"".join(parts).decode()


@pytest.mark.slow
def test_what_holds_for_all_rows_ends_the_run(stage: Stage, tmp_path: Path) -> None:
    stage.mock.fail(403, operation_id=BULK, code="organization_membership_quota_exceeded")
    ran = run(stage, file(tmp_path, people=people(30)))
    assert (ran.status, stage.calls) == (3, 3)
    assert "organization_membership_quota_exceeded" in ran.err
    assert results(tmp_path) == []


@pytest.mark.slow
def test_ctrl_c(stage: Stage, tmp_path: Path) -> None:
    wanted = people(25)
    stage.after = {4: interrupt}
    ran = run(stage, file(tmp_path, people=wanted))
    assert (ran.status, "Traceback" in ran.err) == (3, False), ran.err
    assert ran.err.endswith("Interrupted. Run the same command again to go on.\n")
    assert "10 invited, 0 already, 0 refused, 15 open" in ran.err
    stage.after = {}
    assert run(stage, tmp_path / "invites.csv").status == 0
    all_invited_once(stage, tmp_path, wanted)


@pytest.mark.slow
@pytest.mark.sample(1)
@pytest.mark.parametrize("torn", [1, 300])
def test_results_that_are_torn_are_repaired(stage: Stage, tmp_path: Path, torn: int) -> None:
    """As a power cut leaves them: part of the last lines is missing, and what was noted before is still there."""
    wanted = people(14)
    path, told = file(tmp_path, people=wanted), tmp_path / "invites.results.csv"
    sending = tmp_path / "invites.results.csv.sending"
    noted: list[str] = []
    judge = stage.watch

    def keep(request: Request) -> None:
        judge(request)
        if addresses(request):
            noted.append(sending.read_text())

    stage.watch = keep
    assert run(stage, path).status == 0
    stage.watch = judge
    told.write_bytes(told.read_bytes()[:-torn])
    sending.write_text(noted[-1])
    assert run(stage, path).status == 0
    all_invited_once(stage, tmp_path, wanted)


def test_bad_rows_are_all_told_before_anything_is_sent(stage: Stage, tmp_path: Path) -> None:
    path = file(
        tmp_path,
        "role,email_address,private_metadata",
        "org:member,ada@acme.example,",
        "",
        "admin,grace@acme.example,",
        "org:member,,",
        "org:member,someone,[1]",
        'org:member,a@acme.example,"{""n"": NaN}"',
        "org:member",
        "org:member,ADA@acme.example,",
    )
    ran = run(stage, path)
    assert (ran.status, stage.calls) == (2, 0)
    json = 'is no JSON object: write one as {"key": "value"}, in CSV with doubled quotes'
    assert ran.err.splitlines() == [
        f"{path}: row {problem}"
        for problem in (
            "4: role 'admin' is no key of a role: write one as org:member",
            "5: email_address '' is no e-mail address: write one as name@example.com",
            "6: email_address 'someone' is no e-mail address: write one as name@example.com",
            f"6: private_metadata '[1]' {json}",
            f"7: private_metadata '{{\"n\": NaN}}' {json}",
            "8: 1 cells under 3 columns: put cells with a comma in quotes",
            "9: ada@acme.example stands in row 2 already: remove one of them",
        )
    ]
    assert sorted(tmp_path.iterdir()) == [path]


@pytest.mark.sample(1)
@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"email_address;role\na@acme.example;org:member\n", "row 1: the header is email_address;role: give it the"),
        (b"email_address,role,name\n", "row 1: the header is email_address, role, name: give it the columns"),
        (b"", "row 1: the header is missing: give it"),
        (b"email_address,role\n\n", "there are no rows below the header: add those to invite"),
        (b"email_address,role\n\xff@acme.example,org:member\n", "not UTF-8 text: save it as CSV in UTF-8"),
        (b'email_address,role\n"a@acme.example,org:member\n', "cannot be read as CSV: "),
    ],
)
def test_what_is_no_such_file(stage: Stage, tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "invites.csv"
    path.write_bytes(content)
    ran = run(stage, path)
    assert (ran.status, stage.calls) == (2, 0)
    assert ran.err.startswith(f"{path}: {message}")
    assert ran.err.count("\n") == 1


@pytest.mark.slow
def test_options_that_cannot_be(stage: Stage, tmp_path: Path) -> None:
    path = file(tmp_path, people=people(2))
    strange = run(stage, path, "--inviter", "user_grace")
    assert strange.status == 2
    assert f"--inviter: user_grace is no member of {acme(stage).id}" in strange.err
    unknown = stage.run(PROGRAM, path, "--organization", "org_none")
    assert (unknown.status, "org_none" in unknown.err) == (2, True)
    own = path.read_bytes()
    over = run(stage, path, "--results", path)
    assert (over.status, over.err) == (
        2,
        f"{path}: holds something else than results: give another file with --results\n",
    )
    assert path.read_bytes() == own
    assert run(stage, path).status == 0
    other = stage.run(PROGRAM, path, "--organization", "org_none")
    assert f"holds results for {acme(stage).id}: give another file with --results" in other.err
    stage.mock.fail(401, operation_id="ListOrganizationInvitations")
    refused = run(stage, path, "--results", tmp_path / "others.csv")
    assert (refused.status, "Traceback" in refused.err) == (2, False)


@pytest.mark.slow
def test_sigterm_is_told_as_an_interruption(stage: Stage, tmp_path: Path) -> None:
    stage.before = {3: lambda stage: stage.program.send_signal(signal.SIGTERM)}
    ran = run(stage, file(tmp_path, people=people(2)))
    assert (ran.status, ran.err.splitlines()[-1]) == (3, "Interrupted. Run the same command again to go on.")

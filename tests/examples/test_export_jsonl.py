"""examples/export_jsonl.py: each object is exported once, whenever it is killed and however lists shift."""

import json
import random
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, Literal

import pytest

from clerk_organizations.testing import Request
from tests.examples.stage import KILLED, Ran, Stage, cut, interrupt, kill, kill_soon, staged

PROGRAM = "export_jsonl.py"
NAMES = ("organizations", "memberships")


@pytest.fixture
def stage() -> Iterator[Stage]:
    """With 23 organizations and 63 memberships."""
    others = [{"name": f"Org {number}", "created_by": "user_ada"} for number in range(22)]
    crowded = {"name": "Crowded", "created_by": "user_alan", "crowd": 40, "max_allowed_memberships": 0}
    with staged({"organizations": [*others, crowded]}) as stage:
        yield stage


def run(stage: Stage, out: Path, *more: object) -> Ran:
    return stage.run(PROGRAM, out, "--page-size", 5, *more)


def exported(out: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def there(stage: Stage, name: str) -> list[dict[str, Any]]:
    """What the API has, oldest first."""
    api = stage.mock.client().organizations
    if name == "organizations":
        return [one.to_dict() for one in api.get_organization_list.iter(order_by="created_at")]
    return [one.to_dict() for one in api.get_instance_organization_membership_list.iter(order_by="created_at")]


def public(fields: dict[str, Any]) -> dict[str, Any]:
    """An object without its private metadata, and that of its organization."""
    kept = {name: value for name, value in fields.items() if name != "private_metadata"}
    return {**kept, "organization": public(kept["organization"])} if "organization" in kept else kept


def all_exported_once(stage: Stage, out: Path) -> None:
    for name in NAMES:
        assert exported(out, name) == [public(fields) for fields in there(stage, name)]
    assert sorted(path.name for path in out.iterdir()) == ["export.json", "memberships.jsonl", "organizations.jsonl"]


@pytest.mark.slow
@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_at_each_call_in_turn(stage: Stage, tmp_path: Path, when: Literal["before", "after"]) -> None:
    """The first run at its first call, the second at its second, and so on."""
    deeds = stage.before if when == "before" else stage.after
    ran = stage.run_to_the_end(PROGRAM, tmp_path / "out", "--page-size", 8, at=deeds)
    assert ran.status == 0, ran.err
    assert ran.out == f"{tmp_path}/out/organizations.jsonl: 23, {tmp_path}/out/memberships.jsonl: 63\n"
    all_exported_once(stage, tmp_path / "out")

    again = run(stage, tmp_path / "out")
    assert (again.status, again.out, stage.calls) == (0, ran.out, 0)


@pytest.mark.slow
def test_killed_at_any_time(stage: Stage, tmp_path: Path) -> None:
    """Within some milliseconds of a call, so that it may be at whatever it does between calls."""
    seed = random.randrange(1_000_000)
    chance, statuses = random.Random(seed), list[int]()
    for _ in range(8):
        stage.meanwhile = {chance.randrange(2, 7): partial(kill_soon, seconds=chance.uniform(0, 0.02))}
        statuses.append(run(stage, tmp_path).status)
    assert set(statuses) <= {KILLED, 0}, seed
    stage.meanwhile = {}
    assert run(stage, tmp_path).status == 0, seed
    all_exported_once(stage, tmp_path)


@pytest.mark.slow
def test_faults_and_lost_answers_in_one_run(stage: Stage, tmp_path: Path) -> None:
    stage.meanwhile = {
        2: lambda stage: stage.mock.fail(429, retry_after=1),
        4: lambda stage: stage.mock.fail(503, retry_after=0, times=2),
    }
    stage.before, stage.after = {7: cut, 12: cut}, {9: cut}
    assert run(stage, tmp_path).status == 0
    all_exported_once(stage, tmp_path)


@pytest.mark.slow
def test_what_was_not_noted_is_cut_off(stage: Stage, tmp_path: Path) -> None:
    """As a power cut may leave it: written beyond what export.json says, and not in whole lines."""
    stage.after = {9: kill}
    assert run(stage, tmp_path).status == KILLED
    part = next(tmp_path.glob("*.part"))
    with part.open("ab") as file:
        file.write(b'{"id": "org_no')
    stage.after = {}
    assert run(stage, tmp_path).status == 0
    all_exported_once(stage, tmp_path)


@pytest.mark.slow
def test_killed_between_the_two_names(stage: Stage, tmp_path: Path) -> None:
    assert run(stage, tmp_path).status == 0
    (tmp_path / "memberships.jsonl").rename(tmp_path / "memberships.jsonl.part")
    assert run(stage, tmp_path).status == 0
    all_exported_once(stage, tmp_path)


def nothing_is_lost(stage: Stage, out: Path) -> None:
    """Whatever is there now is exported, and nothing twice."""
    for name in NAMES:
        ids = [fields["id"] for fields in exported(out, name)]
        assert len(set(ids)) == len(ids)
        assert {fields["id"] for fields in there(stage, name)} <= set(ids)


@pytest.mark.slow
@pytest.mark.parametrize("deleted", [3, 8])
def test_lists_that_shift_between_runs(stage: Stage, tmp_path: Path, deleted: int) -> None:
    """What was exported is deleted, less or more than a page, and as many join: the count shows nothing of it."""

    def kill_at_the_last_page(request: Request) -> None:
        if ("offset", "20") in request.query:
            stage.program.kill()

    stage.watch = kill_at_the_last_page
    assert run(stage, tmp_path).status == KILLED
    assert json.loads((tmp_path / "export.json").read_text())["lists"]["organizations"]["offset"] == 20
    api = stage.mock.client().organizations
    for gone in there(stage, "organizations")[:deleted]:
        api.delete_organization(gone["id"])
    for number in range(deleted):
        api.create_organization(name=f"New {number}", created_by="user_grace")
    stage.watch = lambda request: None
    ran = run(stage, tmp_path)
    assert (ran.status, "organizations: the list has changed" in ran.err) == (0, deleted > 5)
    nothing_is_lost(stage, tmp_path)


@pytest.mark.slow
def test_a_list_that_shrinks_while_it_is_walked(stage: Stage, tmp_path: Path) -> None:
    """Objects before the place of a walk are deleted, twice, so that others move to places that it has passed."""
    last_pages = ["20", "15"]

    def delete(request: Request) -> None:
        if last_pages and ("offset", last_pages[0]) in request.query:
            last_pages.pop(0)
            for gone in there(stage, "organizations")[:4]:
                stage.mock.client().organizations.delete_organization(gone["id"])

    stage.watch = delete
    ran = run(stage, tmp_path)
    assert (ran.status, ran.err.count("organizations: the list has changed: walking it once more")) == (0, 2)
    nothing_is_lost(stage, tmp_path)


@pytest.mark.slow
def test_a_list_that_grows_in_front(stage: Stage, tmp_path: Path) -> None:
    """An object joins at a place that the walk has passed."""

    def create(request: Request) -> None:
        if ("offset", "20") in request.query:
            stage.watch = lambda request: None
            stage.mock.client().organizations.create_organization(name="Old", created_at="2020-01-01T00:00:00Z")

    stage.watch = create
    ran = run(stage, tmp_path)
    assert (ran.status, "organizations: the list has changed: walking it once more" in ran.err) == (0, True)
    nothing_is_lost(stage, tmp_path)


def test_one_organization_with_private_metadata(stage: Stage, tmp_path: Path) -> None:
    api = stage.mock.client().organizations
    crowded = there(stage, "organizations")[-1]["id"]
    api.update_organization_metadata(crowded, private_metadata={"plan": "secret"})
    [member, *_] = there(stage, "memberships")[-1:]
    api.update_organization_membership_metadata(
        organization_id=crowded, user_id=member["public_user_data"]["user_id"], private_metadata={"desk": "secret"}
    )
    ran = run(stage, tmp_path / "private", "--organization", crowded, "--with-private-metadata")
    assert ran.status == 0, ran.err
    everything = [fields for fields in there(stage, "memberships") if fields["organization"]["id"] == crowded]
    assert exported(tmp_path / "private", "memberships") == everything
    assert exported(tmp_path / "private", "organizations") == there(stage, "organizations")[-1:]

    assert run(stage, tmp_path / "public", "--organization", crowded).status == 0
    written = [path.read_text() for path in (tmp_path / "public").iterdir()]
    assert len(written) == 3
    assert "secret" not in "".join(written)


@pytest.mark.slow
def test_ctrl_c(stage: Stage, tmp_path: Path) -> None:
    stage.after = {6: interrupt}
    ran = run(stage, tmp_path)
    assert (ran.status, "Traceback" in ran.err) == (3, False), ran.err
    assert ran.err.endswith("Interrupted. Run the same command again to go on.\n")
    stage.after = {}
    assert run(stage, tmp_path).status == 0
    all_exported_once(stage, tmp_path)


@pytest.mark.slow
def test_what_cannot_be(stage: Stage, tmp_path: Path) -> None:
    unknown = run(stage, tmp_path / "none", "--organization", "org_none")
    assert (unknown.status, "org_none" in unknown.err, unknown.err.count("\n")) == (2, True, 2)
    (tmp_path / "file").touch()
    made = run(stage, tmp_path / "file" / "out")
    assert (made.status, made.err.count("\n")) == (2, 1)
    assert run(stage, tmp_path / "out").status == 0
    stage.calls = 0
    other = run(stage, tmp_path / "out", "--with-private-metadata")
    assert (other.status, stage.calls) == (2, 0)
    assert f"{tmp_path}/out: holds an export with " in other.err
    (tmp_path / "out" / "memberships.jsonl").unlink()
    gone = run(stage, tmp_path / "out")
    assert (gone.status, "memberships.jsonl: was exported and is gone: remove" in gone.err) == (2, True)
    (tmp_path / "out" / "export.json").unlink()
    mixed = run(stage, tmp_path / "out")
    assert (mixed.status, "holds files of these names already: give another directory" in mixed.err) == (2, True)

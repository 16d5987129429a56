"""The benchmarks can run and count right. How fast anything is, no test says: see benchmarks/README.md."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from benchmarks import answers, columns, profile, report, server
from benchmarks.case import Case
from benchmarks.columns import Column
from benchmarks.documents import scaled
from benchmarks.peers import ours
from benchmarks.process import ROOT, Lines, ProcessFailed
from benchmarks.rows import GROWTHS, ROWS, Growth, Row, Target
from benchmarks.run import Run, turned
from benchmarks.stats import Samples, Spread, exponent, ratios, spread, verdict
from generator.pipeline import build

OURS = Column("ours", "ours", "ours", "1", tuple(row.key for row in ROWS))
THREE = [{"cpu": 1.0}, {"cpu": 2.0}, {"cpu": 9.0}]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    page = tmp_path_factory.mktemp("bench") / "page.json"
    page.write_bytes(answers.memberships(0, 500, 500))
    documents = {"x1": str(ROOT / "openapi" / "organizations.yaml")}
    with Lines([sys.executable, "-m", "benchmarks.server"]) as lines:
        url = f"http://127.0.0.1:{lines.next()}"
        yield Case(url, page=str(page), documents=documents, environment=str(Path(sys.executable).parent))


@pytest.mark.sample(1)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.key)
def test_our_adapter_runs_each_row(row: Row, base: Case) -> None:
    run = Run("tiny", base, {})
    (measured,) = run.samples(row, [OURS])["ours"]
    assert not run.failures
    assert measured is not None
    missing = set(row.metrics) - set(measured) - {"x10"}  # the larger document is not made here
    assert not missing
    assert measured[row.metric] > 0


@pytest.mark.slow
def test_a_profile_has_all_parts(base: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(profile, "ROUNDS", 2)
    monkeypatch.setattr(profile, "CALLS", 3)
    told = [*profile.written(base.url)]
    assert [line.split("|")[1].strip() for line in told[2:8]] == [
        "receiving it by a bare socket", "json.loads", "orjson.loads, of the extra fast",
        "models, of what is decoded", "models, without garbage collection", "the call, all of it",
    ]  # fmt: skip
    shares = [[int(cell.strip(" %")) for cell in line.split("|")[2:4]] for line in told[11:]]
    assert all(98 <= sum(of_one) <= 102 for of_one in zip(*shares, strict=True)), told


@pytest.mark.slow
@pytest.mark.sample(1)
@pytest.mark.parametrize("growth", GROWTHS, ids=lambda growth: growth.key)
def test_our_adapter_grows(growth: Growth, base: Case) -> None:
    run = Run("tiny", base, {})
    grown = run.grown(growth, [OURS])
    assert not run.failures
    assert tuple(grown) == growth.sizes["tiny"]
    for samples in grown.values():
        (measured,) = samples["ours"]
        assert measured is not None
        assert measured["wall"] > 0
        assert measured["peak"] > 1e6


@pytest.mark.slow
def test_a_size_that_would_take_a_peer_too_long_is_left_out(base: Case) -> None:
    growth, peer = replace(GROWTHS[0], bound=0), replace(OURS, kind="peer")
    for column, last in ((OURS, ["ours"]), (peer, [])):
        grown = Run("tiny", base, {}).grown(growth, [column])
        assert [list(samples) for samples in grown.values()] == [["ours"], last]


def test_each_row_has_a_function_of_ours() -> None:
    assert [one.key for one in (*ROWS, *GROWTHS) if not hasattr(ours, one.function or one.key)] == []


@pytest.mark.sample(1)
@pytest.mark.parametrize(("once_over", "rounds"), [(0, 1), (60, 3)])
def test_what_takes_long_is_measured_once(base: Case, once_over: float, rounds: int) -> None:
    amounts: dict[Any, Any] = {"tiny": {"calls": 1, "counted": 3}}
    row = Row("parse", "", "", {"wall": ("", "s")}, (), amounts, once_over=once_over)
    assert len(Run("tiny", base, {}).samples(row, [OURS])["ours"]) == rounds


def test_no_column_always_follows_the_same_one() -> None:
    columns = [replace(OURS, name=name) for name in "abcde"]
    rounds = [[column.name for column in turned(columns, number)] for number in range(4)]
    assert all(sorted(names) == sorted("abcde") for names in rounds)
    for name in "abcde":
        assert len({names[names.index(name) - 1] for names in rounds if names.index(name)}) > 1


def test_a_peer_that_is_not_there_says_why() -> None:
    assert columns.introduced("stock", {"BENCH_STOCK": ""}) == "BENCH_STOCK does not say where it was generated"


def test_who_fails_is_out_of_the_row(base: Case) -> None:
    run = Run("tiny", Case("http://127.0.0.1:1", page="/nowhere", environment=base.environment), {})
    row = next(row for row in ROWS if row.key == "parse")
    assert run.samples(row, [OURS]) == {"ours": [None]}
    assert "FileNotFoundError" in run.failures["parse", "ours"]


def test_a_process_that_does_not_answer_is_ended() -> None:
    with Lines([sys.executable, "-c", "import time; time.sleep(60)"]) as lines, pytest.raises(ProcessFailed):
        lines.next(0.2)


def test_a_process_that_ends_leaves_its_last_words() -> None:
    with (
        Lines([sys.executable, "-c", "raise SystemExit('no more')"]) as lines,
        pytest.raises(ProcessFailed, match="no more"),
    ):
        lines.next()


def test_median_and_quartiles() -> None:
    assert spread([4.0, 1.0, 3.0, 2.0, 5.0]) == Spread(2.0, 3.0, 4.0, 5)
    assert spread([7.0]) == Spread(7.0, 7.0, 7.0, 1)
    assert spread([]) is None


def test_the_exponent_is_that_of_the_two_largest_sizes() -> None:
    points = [(1, spread([7.0])), (10, spread([2.0])), (100, spread([200.0]))]
    assert exponent([(size, one) for size, one in points if one]) == pytest.approx(2.0)
    assert exponent([(1, Spread(1, 1, 1, 1))]) is None


def test_ratios_are_taken_within_a_round() -> None:
    samples: Samples = {"ours": THREE, "httpx": [{"cpu": 2.0}, None, {"cpu": 3.0}]}
    assert ratios(Target("", ("ours",), ("httpx",), 1), _row(), samples) == [0.5, 3.0]


def test_the_fastest_of_several_peers_counts() -> None:
    samples: Samples = {"ours": THREE, "one": [{"cpu": 5.0}] * 3, "other": [{"cpu": 4.0}, {"cpu": 6.0}, None]}
    target = Target("", ("one", "other", "absent"), ("ours",), 2.5, at_least=True)
    assert ratios(target, _row(), samples) == [4.0, 2.5, 5.0 / 9.0]
    assert verdict(target, _row(), samples).met is True


def test_a_target_without_reference_is_in_the_unit_that_is_shown() -> None:
    target = Target("", ("ours",), (), 1.5)
    found = verdict(target, _row(), {"ours": [{"cpu": 0.002}]})
    assert (found.ratio, found.met) == (Spread(2.0, 2.0, 2.0, 1), False)


def test_a_target_about_an_absent_column_is_neither_met_nor_missed() -> None:
    assert verdict(Target("", ("ours_fast",), ("ours",), 1), _row(), {"ours": THREE}).met is None


def test_the_page_and_the_data_say_what_was_found() -> None:
    row = _row(Target("ours / httpx", ("ours",), ("httpx",), 0.4))
    there = [Column("ours", "ours", "ours", "1", ()), Column("httpx", "bare httpx", "floor", "2", ())]
    samples = {"ours": THREE, "httpx": [{"cpu": 4.0}] * 3}
    results = report.Results({"run": "full"}, there, {"gone": "not installed"}, [(row, samples)], {})
    page = report.markdown(results)
    assert "| A row | ours / httpx | ≤ 0.4 | 0.5 [0.375 to 1.38] | **missed** |" in page
    assert "| A row | 2,000 ms | 4,000 ms |" in page
    assert "not there: gone (not installed)" in page
    told = json.loads(report.as_json(results))
    assert told["rows"] == {"row": samples}
    assert told["targets"][0]["met"] is False


def test_the_server_answers_what_the_path_says() -> None:
    wait, answer = server.answer_to("/wait-20/of-3/v1/organizations/org_1/memberships?limit=2&offset=2")
    head, body = answer.split(b"\r\n\r\n")
    assert wait == 0.02
    assert f"content-length: {len(body)}".encode() in head
    page = json.loads(body)
    assert (len(page["data"]), page["total_count"]) == (1, 3)


def test_memberships_have_ids_of_their_own() -> None:
    members = json.loads(answers.memberships(0, 500, 500))["data"]
    assert len({one["id"] for one in members}) == len({one["public_user_data"]["user_id"] for one in members}) == 500


@pytest.mark.slow
def test_a_larger_document_is_one_that_the_generator_takes(tmp_path: Path) -> None:
    document = yaml.load((ROOT / "openapi" / "organizations.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    path = tmp_path / "larger.yaml"
    path.write_text(yaml.safe_dump(scaled(document, 2), sort_keys=False), encoding="utf-8")
    made = build(path, ROOT / "templates")
    assert "models/organization_copy_1.py" in made
    assert len([name for name in made if name.startswith("api/")]) == 2 * len(document["tags"]) + 1


def _row(*targets: Target) -> Row:
    amounts: dict[Any, Any] = {"tiny": {"counted": 1}}
    return Row("row", "A row", "row", {"cpu": ("CPU", "ms")}, targets, amounts)

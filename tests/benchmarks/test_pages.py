"""README.md and the pages of the benchmarks say what results.json says, number for number."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks import pages, picture, report
from benchmarks.columns import Column
from benchmarks.report import Results
from benchmarks.rows import GROWTHS, ROWS, Size
from benchmarks.stats import Grown, Samples

COLUMNS = [
    Column("ours", "ours", "ours", "1.0", ("parse",)),
    Column("official", "clerk-backend-api", "peer", "7.0", ("parse",)),
    Column("stock", "stock generator", "peer", "0.29", ("parse",)),
    Column("json_loads", "json.loads", "floor", "3.11", ("parse",)),
]
PARSE: Samples = {
    "ours": [{"cpu": 0.004, "wall": 0.004}, {"cpu": 0.005, "wall": 0.005}],
    "stock": [{"cpu": 0.008, "wall": 0.008}],
    "official": [{"cpu": 0.006, "wall": 0.006}, {"cpu": 0.007, "wall": 0.007}],
    "json_loads": [{"cpu": 0.002, "wall": 0.002}, {"cpu": 0.002, "wall": 0.002}],
}
WALK: Grown = {
    100: {"ours": [{"wall": 0.01, "peak": 40e6}], "official": [{"wall": 0.03, "peak": 50e6}]},
    10_000: {
        "ours": [{"wall": 0.1, "peak": 40e6}],
        "official": [{"wall": 9.0, "peak": 60e6}],
        "stock": [{"wall": 2.0, "peak": 60e6}],
    },
    1_000_000: {"ours": [{"wall": 10.0, "peak": 41e6}], "stock": [None]},
}


@pytest.fixture
def results() -> Results:
    about = {"run": "full", "machine": "Linux, 2 cores", "Python": "3.11.7"}
    row = next(row for row in ROWS if row.key == "parse")
    growth = next(growth for growth in GROWTHS if growth.key == "growth_walk")
    return Results(about, COLUMNS, {}, [(row, PARSE)], {("parse", "gone"): "no file /srv/a/b.py"}, [(growth, WALK)])


def test_the_pages_say_what_the_results_are() -> None:
    """Of the results that are committed; without any, the pages must not claim any."""
    try:
        wanted = pages.written()
    except pages.NoResults:
        wanted = {page: pages.filled(page.read_text(encoding="utf-8"), "") for page in (pages.README, pages.HOW)}
    stale = [path.name for path, text in wanted.items() if path.read_text(encoding="utf-8") != text]
    assert stale == [], "make bench ARGS=readme"


def test_another_number_is_another_page(results: Results, tmp_path: Path) -> None:
    file = tmp_path / "results.json"
    file.write_text(report.as_json(results), encoding="utf-8")
    one = pages.written(tmp_path)
    file.write_text(report.as_json(results).replace("0.004", "0.003"), encoding="utf-8")
    other = pages.written(tmp_path)
    assert [path.name for path in one if one[path] == other[path]] == []


@pytest.mark.parametrize("size", ["quick", "tiny"])
def test_pages_do_not_quote_a_run_that_is_not_full(results: Results, tmp_path: Path, size: Size) -> None:
    (tmp_path / "results.json").write_text(report.as_json(replace(results, size=size)), encoding="utf-8")
    with pytest.raises(pages.NoResults, match=f"a {size} run"):
        pages.written(tmp_path)
    assert f"**A {size} run" in report.markdown(replace(results, size=size))


def test_results_without_a_file_are_none(tmp_path: Path) -> None:
    with pytest.raises(pages.NoResults, match="make bench"):
        pages.written(tmp_path)


def test_data_can_be_read_again(results: Results) -> None:
    text = report.as_json(results)
    assert report.as_json(report.from_json(text)) == text
    assert report.markdown(report.from_json(text)) == report.markdown(results)


def test_no_folder_of_the_machine_is_told(results: Results) -> None:
    assert json.loads(report.as_json(results))["failures"] == {"parse/gone": "no file …/b.py"}
    assert "- failed: parse by gone: no file …/b.py" in report.markdown(results)


def test_the_section_of_the_readme(results: Results) -> None:
    section = pages.how_fast(results)
    assert "| 500 memberships, bytes to models | 4.5 ms | 6.5 ms | 8 ms | 2 ms (json.loads) |" in section
    assert "from 100 to 1,000,000 items walked 0.01 to 10 s (1.00) and 40 to 41 MB (0.01)" in " ".join(section.split())
    assert "Linux, 2 cores, with Python 3.11.7" in " ".join(section.split())


def test_missed_targets_are_told_with_how_much(results: Results) -> None:
    told = pages.missed(results)
    assert "Of 2 targets, 1 are missed." in told
    assert "| `parse` | ours / json.loads | ≤ 1.5 | 2.25 | 1.5× |" in told
    assert "Not there yet: `parse`." in told


def test_a_page_has_one_place_for_results() -> None:
    with pytest.raises(ValueError, match="not one place"):
        pages.filled("# A page\n", "text")


def test_growth_says_what_each_costs_and_what_was_left_out(results: Results) -> None:
    page = report.markdown(results)
    assert "| ours | 0.01 | 0.1 | 10 | 100 to 10 µs | 1.00 |" in page
    assert "| clerk-backend-api | 0.03 | 9 | left out | 300 to 900 µs | 1.24 |" in page
    assert "| stock generator | left out | 2 | failed | 200 to 200 µs | - |" in page
    assert "| ours | 40 | 40 | 41 | 1 bytes | 0.01 |" in page


def test_the_picture_shows_ours_and_the_best_peer_as_multiples_of_the_floor(results: Results) -> None:
    root = ElementTree.fromstring(picture.drawn(results))
    texts = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
    place = texts.index("500 models from bytes")
    assert texts[place + 1 : place + 4] == ["2.25×", "-", "3.25×"]
    told = [title.text for title in root.iter("{http://www.w3.org/2000/svg}title")][1:]
    assert told == ["stock generator 4×", "clerk-backend-api 3.25×", "ours 2.25×"]
    assert "500 models from bytes 2.25×" in picture.described(results)


def test_a_picture_of_nothing_is_a_picture(results: Results) -> None:
    assert ElementTree.fromstring(picture.drawn(replace(results, rows=[]))).tag.endswith("svg")


def test_the_scale_of_the_picture_ends_where_its_first_tick_is(results: Results) -> None:
    tiny: Samples = {**PARSE, "ours": [{"cpu": 0.000002}], "official": [{"cpu": 0.000004}]}
    root = ElementTree.fromstring(picture.drawn(replace(results, rows=[(results.rows[0][0], tiny)])))
    texts = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "≤ 0.05×" in texts
    assert {"0.001×", "0.002×"} <= set(texts)
    dots = [float(dot.attrib["cx"]) for dot in root.iter("{http://www.w3.org/2000/svg}circle")]
    assert dots == [196, 196]  # in the legend, and where the scale begins

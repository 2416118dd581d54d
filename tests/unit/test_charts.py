"""Charts: well-formed for any counts, the same for the same counts, and readable without eyes."""

from __future__ import annotations

import os
import subprocess
import sys
import xml.etree.ElementTree as ET  # our own drawings
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.adapters.web.charts import Chart, Kind, Look, draw
from bot.adapters.web.pages.figures import charts, reviews
from bot.core.usage import Counted, Statistics
from tests.fakes import a_term

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = '$x_1$ </text><script>alert(1)</script> "&amp; \x00\x0b\u202e \u6f22\u5b57'
LOOKS = [Look(dark=dark, narrow=narrow) for dark in (False, True) for narrow in (False, True)]
SVG = "{http://www.w3.org/2000/svg}"


def texts(drawing: bytes) -> str:
    """All words of a drawing."""
    return "\n".join("".join(element.itertext()) for element in ET.fromstring(drawing).iter(f"{SVG}text"))  # noqa: S314 - our own drawing


def columns(*values: int) -> Chart:
    days = [date(2026, 1, 1) + timedelta(days=place) for place in range(len(values))]
    return Chart(Kind.COLUMNS, "Questions per day", "Day", tuple(f"{day.day} {day:%b}" for day in days), values)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("values", [(), (0,), (0, 0, 0), (1,), (3, 0, 12), tuple(range(90)), (10**6,)])
def test_columns_are_well_formed_and_carry_the_highest_count(values: tuple[int, ...], look: Look) -> None:
    said = texts(draw(columns(*values), look))
    assert f"{max(values)}" in said.split("\n") if any(values) else said == "Nothing yet"


def test_the_last_day_is_always_named() -> None:
    for days in (7, 30, 90):
        chart = columns(*range(days))
        assert chart.labels[-1] in texts(draw(chart, Look())).split("\n")


@pytest.mark.parametrize("look", LOOKS)
def test_bars_carry_every_label_and_count_as_plain_text(look: Look) -> None:
    chart = Chart(Kind.BARS, HOSTILE, "Asked for", ("beam search", HOSTILE, "long " * 60), (17, 5, 2))
    drawing = draw(chart, look)
    said = texts(drawing)
    assert "beam search" in said
    assert "$x_1$ </text><script>" in said, "read neither as mathematics nor as markup"
    assert {"17", "5", "2"} <= set(said.split("\n"))
    assert not [element.tag for element in ET.fromstring(drawing).iter() if element.tag in {f"{SVG}script", f"{SVG}image", f"{SVG}a"}]  # noqa: S314


def test_the_same_counts_make_the_same_bytes() -> None:
    chart = columns(1, 2, 3)
    first = draw(chart, Look())
    draw.cache_clear()
    assert draw(chart, Look()) == first
    assert b"<dc:date>" not in first


def test_a_drawing_is_told_in_words_and_in_a_table() -> None:
    day = date(2026, 11, 1)
    statistics = Statistics(day, day, 4, 3, {day: 4}, {"exact": 3, "none": 1}, (), (Counted("beam search", 1),), 3, 1)
    drawn = charts(statistics)
    assert drawn["questions"].alt == "Questions per day, 1 Nov to 1 Nov: 4 in all, most on 1 Nov (4)."
    assert drawn["helpful"].alt == "Did it help?: Helpful 3 (75 %), Not helpful 1 (25 %)."
    assert ("Nothing matched", "1 (25 %)") in drawn["steps"].rows
    assert drawn["unanswered"].rows == (("beam search", "1"),)


def test_what_is_stale_and_what_will_be_next_is_drawn_by_the_age_of_reviews() -> None:
    today = date(2026, 11, 25)
    dates = ("2026-11-25", "2026-08-27", "2026-08-26", "2026-05-29", "2026-05-28", "2025-11-25", "2025-11-24", "2020-01-01", None)
    drawn = reviews([a_term(f"term {number}", last_reviewed=day) for number, day in enumerate(dates)], today)
    assert drawn.rows == (
        ("Within three months", "2 (22 %)"),
        ("Within six months", "2 (22 %)"),
        ("Within twelve months", "2 (22 %)"),
        ("Longer ago: stale", "2 (22 %)"),
        ("Never", "1 (11 %)"),
    )
    assert "Longer ago: stale" in texts(draw(drawn, Look()))


def test_nothing_asked_is_said_so() -> None:
    day = date(2026, 11, 1)
    for chart in charts(Statistics(day, day, 0, 0, {day: 0})).values():
        assert chart.alt.endswith("nothing yet.")
        assert texts(draw(chart, Look())) == "Nothing yet"


def test_a_home_that_cannot_be_written_to_is_no_news(tmp_path: Path) -> None:
    nowhere = tmp_path / "file"
    nowhere.write_text("")
    code = "from bot.adapters.web.charts import *; draw(Chart(Kind.BARS, 't', 'x', ('a',), (3,)), Look())"
    environment = {**os.environ, "HOME": str(nowhere), "XDG_CONFIG_HOME": str(nowhere), "XDG_CACHE_HOME": str(nowhere)}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_matplotlib_waits_for_the_first_drawing() -> None:
    code = "import sys; import bot.adapters.web.pages; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, timeout=60).returncode == 0

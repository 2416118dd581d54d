"""Every card of Teams: as it should look, and as Teams takes it."""

from __future__ import annotations

import json
import os
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.teams_cards import check, problems, texts
from tests.teams_samples import CARDS

GOLDEN = ROOT / "tests" / "golden" / "teams"


@pytest.mark.parametrize("name", CARDS)
def test_it_looks_as_in_its_golden_file(name: str) -> None:
    file = GOLDEN / f"{name}.json"
    written = json.dumps(CARDS[name](), ensure_ascii=False, indent=1) + "\n"
    if os.environ.get("GOLDEN") == "write":
        GOLDEN.mkdir(parents=True, exist_ok=True)
        file.write_text(written, encoding="utf-8")
        pytest.skip("rewritten")
    assert written == file.read_text(encoding="utf-8")


def test_no_golden_file_is_left_over() -> None:
    assert {file.stem for file in GOLDEN.glob("*.json")} == set(CARDS)


@pytest.mark.parametrize("name", CARDS)
def test_the_schema_the_sdk_and_our_own_checks_accept_it(name: str) -> None:
    check(CARDS[name]())


BROKEN: dict[str, dict[str, Any]] = {
    "an element of no kind": {"body": [{"type": "Nothing"}]},
    "live markdown": {"body": [{"type": "TextBlock", "text": "[x](https://evil.test)"}]},
    "a function": {"body": [{"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": "{{DATE(x)}}"}]}]},
    "two inputs of one name": {"body": [{"type": "Input.Text", "id": "a", "label": "x"}, {"type": "Input.Text", "id": "a", "label": "x"}]},
    "an input without a label": {"body": [{"type": "Input.Text", "id": "a", "label": ""}]},
    "an action that older clients do not have": {"actions": [{"type": "Action.Execute", "verb": "a", "title": "x", "data": {"action": "a"}}]},
    "nothing to say": {"speak": " "},
    "too much": {"body": [{"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": "x" * 21_000}]}]},
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_checks_would_refuse(name: str) -> None:
    with pytest.raises((AssertionError, KeyError)):
        check({**CARDS["notice"](), **BROKEN[name]})


def test_the_schema_alone_finds_what_is_no_card() -> None:
    assert problems({"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "Input.Text"}]})


def test_everything_stands_on_the_answer_at_a_glance() -> None:
    read = texts(CARDS["answer"]())
    places = [read.index(part) for part in ("reinforcement learning", "RLHF", "For you as Product Manager", "(2017)", "approved, reviewed", "More", "Share")]
    assert places == sorted(places)


def test_a_card_that_others_see_changes_nothing_for_them() -> None:
    assert "For my role" in texts(CARDS["answer-shared"]())
    assert "Helpful" not in texts(CARDS["answer-shared"]())
    assert "Share" not in texts(CARDS["answer-direct"]())


def test_what_is_inserted_into_a_message_needs_no_bot() -> None:
    assert "Action.Execute" not in json.dumps(CARDS["unfurl"]())

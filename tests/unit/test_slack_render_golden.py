"""Every message and view of Slack: as it should look, and as Slack takes it."""

from __future__ import annotations

import json
import os
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.slack_blocks import check, check_by_sdk, check_by_slackblocks, check_inert, check_option, check_the_rest
from tests.slack_samples import MESSAGES, OTHERS, VIEWS

GOLDEN = ROOT / "tests" / "golden" / "slack"
ALL = {**MESSAGES, **VIEWS, **OTHERS}


@pytest.mark.parametrize("name", ALL)
def test_it_looks_as_in_its_golden_file(name: str) -> None:
    file = GOLDEN / f"{name}.json"
    written = json.dumps(ALL[name](), ensure_ascii=False, indent=2) + "\n"
    if os.environ.get("GOLDEN") == "write":
        GOLDEN.mkdir(parents=True, exist_ok=True)
        file.write_text(written, encoding="utf-8")
        pytest.skip("rewritten")
    assert written == file.read_text(encoding="utf-8")


def test_no_golden_file_is_left_over() -> None:
    assert {file.stem for file in GOLDEN.glob("*.json")} == set(ALL)


@pytest.mark.parametrize("name", [*MESSAGES, *VIEWS])
def test_both_libraries_and_our_own_checks_accept_it(name: str) -> None:
    check(json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8")))


def test_a_card_and_options_are_accepted() -> None:
    card = json.loads((GOLDEN / "unfurl.json").read_text(encoding="utf-8"))
    check({**card, "text": "A card has none."})
    for option in json.loads((GOLDEN / "options.json").read_text(encoding="utf-8"))["options"]:
        check_option(option)
        check_inert(option)


BUTTON = {"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": "x", "emoji": False}}
DIVIDER = {"type": "divider"}
MODAL = {"type": "modal", "callback_id": "c", "blocks": [DIVIDER], "close": {"type": "plain_text", "text": "x", "emoji": False}}


def mrkdwn(text: str) -> dict[str, Any]:
    return {"text": "x", "blocks": [{"type": "context", "elements": [{"type": "mrkdwn", "text": text, "verbatim": True}]}]}


@pytest.mark.parametrize(
    "content",
    [
        {"text": "x", "blocks": []},
        {"text": "", "blocks": [DIVIDER]},
        {"text": "x" * 3_001, "blocks": [DIVIDER]},
        {"text": "x", "blocks": [DIVIDER] * 51},
        {"type": "home", "blocks": [DIVIDER] * 101},
        {"text": "x", "blocks": [{"type": "actions", "block_id": "b", "elements": [BUTTON, BUTTON]}]},
        {"text": "x", "blocks": [{"type": "actions", "block_id": "b", "elements": [BUTTON]}, {"type": "actions", "block_id": "b", "elements": [BUTTON]}]},
        {"text": "x", "blocks": [{"type": "actions", "block_id": "b", "elements": []}]},
        {"text": "x", "blocks": [{"type": "actions", "block_id": "b" * 256, "elements": [BUTTON]}]},
        {"text": "x", "blocks": [{"type": "header", "text": {"type": "plain_text", "text": "&" * 40, "emoji": False}}]},
        {"text": "x", "blocks": [{"type": "section", "text": {"type": "plain_text", "text": "x" * 3_000, "emoji": False}}] * 5},
        MODAL,
        {**MODAL, "title": {"type": "plain_text", "text": "x" * 25, "emoji": False}},
    ],
    ids=lambda content: json.dumps(content)[:60],
)
def test_the_checks_refuse_what_slack_would_refuse(content: dict[str, Any]) -> None:
    with pytest.raises((AssertionError, KeyError)):
        check_the_rest(content)


@pytest.mark.parametrize(
    "content",
    [
        {"text": "x", "blocks": [{"type": "unheard_of"}]},
        {"text": "x", "blocks": [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151, "emoji": False}}]},
        {"text": "x", "blocks": [{"type": "header", "text": {"type": "plain_text", "text": "x", "emoji": False}, "colour": "red"}]},
        {"text": "x", "blocks": [{"type": "actions", "block_id": "b", "elements": [{**BUTTON, "style": "purple"}]}]},
    ],
    ids=lambda content: json.dumps(content)[:60],
)
def test_the_libraries_refuse_what_is_no_block_kit(content: dict[str, Any]) -> None:
    refused = []
    for checked in (check_by_sdk, check_by_slackblocks):
        try:
            checked(content)
        except Exception:  # noqa: BLE001 - each has its own kinds
            refused.append(checked)
    assert refused


@pytest.mark.parametrize(
    "content",
    [
        mrkdwn("<!channel> hello"),
        mrkdwn("<@U123|x>"),
        mrkdwn("<mailto:a@b.c|x>"),
        mrkdwn("a *bold* word"),
        mrkdwn("an _italic_ word"),
        mrkdwn(":tada:"),
        mrkdwn("<https://example.com|a <b>>"),
        mrkdwn("&gt; quoted"),
        {"text": "<!here>", "blocks": [DIVIDER]},
        {"text": "x", "blocks": [{"type": "header", "text": {"type": "plain_text", "text": ":tada:", "emoji": True}}]},
        {"text": "x", "blocks": [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "broadcast", "range": "here"}]}]}]},
        {"text": "x", "blocks": [{"type": "section", "text": {"type": "plain_text", "text": "a\u202eb", "emoji": False}}]},
    ],
    ids=lambda content: json.dumps(content)[:90],
)
def test_live_markup_is_noticed(content: dict[str, Any]) -> None:
    with pytest.raises((AssertionError, KeyError)):
        check_inert(content)

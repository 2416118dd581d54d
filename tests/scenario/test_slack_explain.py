"""Explain terms in message."""

from __future__ import annotations

from typing import Any

import pytest

from bot.render.slack import names
from tests.slack_glossary import shown
from tests.slack_world import World, controls


def explained(world: World, text: str = "", **message: Any) -> dict[str, Any]:
    """The private list; `message` has fields of the message it is about."""
    assert world.message_shortcut(names.EXPLAIN_MESSAGE, text, message=message).status_code == 200
    response = world.api.response
    assert response["response_type"] == "ephemeral"
    assert response["replace_original"] is False
    return response


def opens(message: dict[str, Any]) -> list[str]:
    return [element["value"] for _, element in controls(message) if element["action_id"].startswith(names.OPEN)]


def test_the_terms_of_a_message_are_listed_privately_each_once(world: World) -> None:
    listed = explained(world, "We chose DPO over RLHF, since direct preference optimization is cheaper than RLHF &amp; co, <@U2>")
    assert opens(listed) == ["dpo", "rlhf"]
    assert "Tunes a model" in shown(listed)
    assert world.api.calls == [], "it works where the app is not a member"


def test_each_term_is_one_click_from_its_answer_and_the_list_stays(world: World) -> None:
    listed = explained(world, "DPO or RLHF?")
    world.press(listed, "open:1")
    opened = world.api.responses[1]
    assert "Tunes a model" in shown(opened)
    assert opened["replace_original"] is False
    assert names.SHARE in {element["action_id"] for _, element in controls(opened)}


def test_a_message_without_terms_says_so(world: World) -> None:
    assert "No glossary terms in this message." in shown(explained(world, "lunch at noon?"))


def test_an_empty_message_says_so(world: World) -> None:
    assert "No glossary terms in this message." in shown(explained(world, "", blocks=[], attachments=None))


@pytest.mark.parametrize(
    "message",
    [
        {"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "We use *RLHF* now"}}]},
        {"blocks": [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "We use RLHF"}]}]}]},
        {"blocks": [{"type": "section", "fields": [{"type": "plain_text", "text": "Method"}, {"type": "plain_text", "text": "RLHF"}]}]},
        {"attachments": [{"fallback": "[no preview]", "title": "A paper about RLHF", "text": "It is long."}]},
        {"attachments": [{"fields": [{"title": "Method", "value": "RLHF", "short": True}]}]},
        {"attachments": [{"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "RLHF"}}]}]},
    ],
)
def test_where_a_message_has_no_text_of_its_own_its_blocks_and_attachments_are_read(world: World, message: dict[str, Any]) -> None:
    assert opens(explained(world, "", **message)) == ["rlhf"]


def test_what_people_do_not_see_of_a_message_is_not_read(world: World) -> None:
    button = {"type": "button", "action_id": "dpo", "text": {"type": "plain_text", "text": "RLHF"}, "value": "dpo"}
    assert opens(explained(world, "", blocks=[{"type": "actions", "block_id": "dpo", "elements": [button]}])) == ["rlhf"]


def test_blocks_without_end_are_read_to_some_depth(world: World) -> None:
    nested: dict[str, Any] = {"type": "text", "text": "RLHF"}
    for _ in range(60):
        nested = {"type": "rich_text", "elements": [nested]}
    assert opens(explained(world, "", blocks=[nested])) == []


def test_a_label_of_several_entries_offers_all_of_them(world: World) -> None:
    assert set(opens(explained(world, "the BS was 32"))) == {"batch-size", "bias-score"}


def test_in_a_thread_the_list_stays_in_the_thread(world: World) -> None:
    listed = explained(world, "DPO", thread_ts="1600.1")
    assert listed["thread_ts"] == "1600.1"


def test_nothing_of_the_message_is_recorded(world: World) -> None:
    explained(world, "DPO is secret")
    assert world.site.service._questions.flush()  # type: ignore[attr-defined]
    assert "secret" not in str(world.site.service.statistics("T1", 30))

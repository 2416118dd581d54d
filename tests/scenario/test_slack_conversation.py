"""Mentions in channels, and conversations with the app."""

from __future__ import annotations

from typing import Any

import pytest

from bot.render.slack import names
from tests.slack_glossary import shown, the_assistant
from tests.slack_world import World, controls


def told(world: World, text: str, **options: Any) -> str:
    """What a direct message is answered with, as it is read."""
    before = len(world.api.of("chat.postMessage"))
    assert world.direct(text, **options).status_code == 200
    posted = world.api.of("chat.postMessage")[before:]
    assert len(posted) == 1, "one answer for one message"
    return shown(posted[0])


def test_a_mention_is_answered_in_a_thread_below_it(world: World) -> None:
    assert world.mention("what is rlhf?", event={"ts": "1700.5"}).status_code == 200
    posted = world.api.one("chat.postMessage")
    assert (posted["channel"], posted["thread_ts"]) == ("C1", "1700.5")
    assert "Tunes a model" in posted["text"]
    assert posted["unfurl_links"] is posted["unfurl_media"] is False


def test_a_mention_in_a_thread_is_answered_there(world: World) -> None:
    world.mention("rlhf", thread_ts="1600.1")
    assert world.api.one("chat.postMessage")["thread_ts"] == "1600.1"


@pytest.mark.parametrize(
    "text", ["hey <@UBOT> what is rlhf?", "hey <@UBOT|glossary>, what is rlhf?", "what is rlhf, <@UBOT>?", "<@UBOT>: rlhf pls", "<@UBOT> <@U2> rlhf"]
)
def test_a_mention_may_stand_anywhere_in_a_sentence(world: World, text: str) -> None:
    world.mention("", event={"text": text})
    assert "reinforcement learning" in shown(world.api.one("chat.postMessage"))


def test_an_answer_that_others_see_has_no_vote_and_no_control_that_changes_it(world: World) -> None:
    world.mention("rlhf")
    ids = {element["action_id"] for _, element in controls(world.api.one("chat.postMessage"))}
    assert names.MINE in ids
    assert not ids & {names.ROLE, names.MORE, names.LESS, names.SHARE, names.FEEDBACK}


def test_a_mention_with_nothing_else_gets_help_that_only_the_asker_sees(world: World) -> None:
    world.mention("")
    posted = world.api.one("chat.postEphemeral")
    assert (posted["channel"], posted["user"], posted.get("thread_ts")) == ("C1", world.user, None)
    assert "/define" in shown(posted)
    assert world.api.of("chat.postMessage") == []


@pytest.mark.parametrize("text", ["role lawyer", "recent", "stats", "help", "thanks!"])
def test_what_is_personal_is_not_posted_for_all(world: World, text: str) -> None:
    world.mention(text, thread_ts="1600.1")
    assert world.api.one("chat.postEphemeral")["thread_ts"] == "1600.1"
    assert world.api.of("chat.postMessage") == []


def test_lists_and_searches_are_understood_in_a_mention(world: World) -> None:
    world.mention("list found")
    assert "reward model" in shown(world.api.one("chat.postMessage"))


def test_a_post_that_comes_as_a_mention_and_as_a_message_is_answered_once(world: World) -> None:
    post = {"ts": "1700.7", "text": "<@UBOT> rlhf"}
    world.mention("", event=post)
    world.direct("", channel="C1", event={**post, "channel_type": "channel"})
    world.mention("", channel="D1", event={**post, "ts": "1700.8"})
    world.direct("", event={**post, "ts": "1700.8"})
    assert [posted["channel"] for posted in world.api.of("chat.postMessage")] == ["C1", "D1"]


def test_follow_ups_refer_to_the_last_term_of_the_conversation(world: World) -> None:
    assert "Tunes a model" in told(world, "what is rlhf?")
    assert "Plan for recurring labelling rounds." in told(world, "and for product?")
    assert "direct preference optimization" in told(world, "compare it with dpo")
    assert "First people compare answers" in told(world, "tell me more")


def test_a_chosen_sense_is_what_the_conversation_goes_on_about(world: World) -> None:
    told(world, "bs")
    choice = world.api.one("chat.postMessage")
    world.press(choice, "open:1", channel="D1")
    assert "What bias score is." in told(world, "tell me more")


def test_a_random_entry_can_be_asked_about(world: World) -> None:
    first = told(world, "random")
    term = next(term for term in the_assistant().glossary if term.short_def in first)
    assert term.short_def in told(world, "tell me more")


def test_follow_ups_in_a_thread_of_a_channel_refer_to_that_thread(world: World) -> None:
    world.mention("rlhf", event={"ts": "1700.1"})
    world.mention("dpo", event={"ts": "1700.2"})
    world.mention("and for product?", thread_ts="1700.1")
    assert "Plan for recurring labelling rounds." in shown(world.api.of("chat.postMessage")[-1])


def test_a_conversation_stays_with_its_people(world: World) -> None:
    told(world, "rlhf")
    world.direct("tell me more", user="U2", channel="D2")
    assert "Tunes a model" not in shown(world.api.of("chat.postMessage")[-1])


def test_a_direct_message_in_a_thread_is_answered_there_and_others_beside_it(world: World) -> None:
    world.direct("rlhf")
    world.direct("and for product?", thread_ts="1700.3")
    first, second = world.api.of("chat.postMessage")
    assert "thread_ts" not in first
    assert second["thread_ts"] == "1700.3"
    assert "Plan for recurring" in shown(second)


def test_an_answer_in_a_conversation_changes_in_place_and_is_not_shared(world: World) -> None:
    world.direct("rlhf")
    ids = {element["action_id"] for _, element in controls(world.api.one("chat.postMessage"))}
    assert {names.ROLE, names.MORE, names.FEEDBACK} <= ids
    assert names.SHARE not in ids


@pytest.mark.parametrize(
    ("text", "part"), [("help", "/define"), ("list", "Foundations"), ("search preference", "direct preference"), ("recent", "not looked"), ("stats", "")]
)
def test_the_words_of_the_command_work_in_a_conversation(world: World, text: str, part: str) -> None:
    assert part in told(world, text)


def test_a_role_is_chosen_in_a_conversation_and_counts_in_channels(world: World) -> None:
    told(world, "role pm")
    world.mention("rlhf")
    assert "Plan for recurring labelling rounds." in shown(world.api.of("chat.postMessage")[-1])
    assert "Plan for recurring labelling rounds." in shown(world.command("rlhf").json())


@pytest.mark.parametrize("text", ["thanks", "Thank you!", "ok", "hi"])
def test_courtesy_is_not_looked_up(world: World, text: str) -> None:
    assert "No entry" not in told(world, text)

"""The controls on answers: each does what it says, where it is pressed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.core.assistant import Assistant
from bot.core.roles import Role
from bot.render.slack import names
from tests.fakes import an_assistant
from tests.slack_glossary import DPO, RLHF, TERMS, asker, role_of, settle, shown, the_assistant
from tests.slack_world import World, a_world, controls

CITATION = "https://arxiv.org/abs/2203.02155"


def answer(world: World, text: str, **fields: Any) -> dict[str, Any]:
    message = world.command(text, **fields).json()
    assert isinstance(message, dict)
    return message


def ids(message: Mapping[str, Any]) -> set[str]:
    return {element["action_id"] for _, element in controls(message)}


def test_the_role_switch_shows_the_same_answer_for_another_role_in_the_same_place(world: World) -> None:
    world.command("role product")
    world.choose(answer(world, "rlhf"), names.ROLE, "legal")
    changed = world.api.response
    assert changed["replace_original"] is True
    assert "Ask for the rater guidelines." in shown(changed)
    assert "Plan for recurring" not in shown(changed)


def test_the_first_role_chosen_on_an_answer_is_remembered_and_the_answer_says_so(world: World) -> None:
    world.choose(answer(world, "rlhf"), names.ROLE, "legal")
    assert role_of(world) is Role.LEGAL
    assert "remembered as your role; /define role changes it" in shown(world.api.response)
    assert "Ask for the rater guidelines." in shown(answer(world, "rlhf"))


def test_later_switches_change_only_that_answer(world: World) -> None:
    world.command("role product")
    world.choose(answer(world, "rlhf"), names.ROLE, "legal")
    assert role_of(world) is Role.PRODUCT
    assert "remembered" not in shown(world.api.response)


def test_no_role_can_be_chosen_on_an_answer_too(world: World) -> None:
    world.command("role product")
    world.choose(answer(world, "rlhf"), names.ROLE, names.NO_ROLE)
    assert "Plan for recurring" not in shown(world.api.response)
    assert role_of(world) is Role.PRODUCT


def test_more_shows_everything_and_less_takes_it_back(world: World) -> None:
    world.press(answer(world, "rlhf for a lawyer"), names.MORE)
    more = world.api.responses[0]
    for part in ("First people compare answers", "Say who the raters are.", "Call it fairness.", "Ask for the rater guidelines."):
        assert part in shown(more)
    world.press(more, names.LESS)
    less = world.api.responses[1]
    assert "First people compare answers" not in shown(less)
    assert "Ask for the rater guidelines." in shown(less), "the role that was shown stays"
    assert CITATION in shown(less)


def test_a_role_switch_keeps_everything_in_sight(world: World) -> None:
    world.press(answer(world, "rlhf"), names.MORE)
    world.choose(world.api.responses[0], names.ROLE, "product")
    assert "First people compare answers" in shown(world.api.responses[1])
    assert "Plan for recurring" in shown(world.api.responses[1])


def test_how_an_answer_was_found_is_still_said_after_a_switch(world: World) -> None:
    world.choose(answer(world, "rlhff"), names.ROLE, "legal")
    assert "Read as" in shown(world.api.response)


def test_a_comparison_is_shown_for_another_role_as_a_whole(world: World) -> None:
    world.choose(answer(world, "rlhf vs dpo"), names.ROLE, "product")
    assert "Plan for recurring" in shown(world.api.response)
    assert "Cheaper to run." in shown(world.api.response)


def test_related_terms_are_one_click_away_and_the_first_answer_stays(world: World) -> None:
    world.command("role product")
    first = answer(world, "rlhf")
    world.press(first, "open:1")
    opened = world.api.response
    assert opened["replace_original"] is False
    assert opened["response_type"] == "ephemeral"
    assert "Cheaper to run." in shown(opened) or "What reward model is." in shown(opened)


def test_an_opened_entry_counts_as_looked_up(world: World) -> None:
    world.press(answer(world, "bs"), "open:0")
    settle(world)
    assert [ref.slug for ref in world.site.service.recently_opened(asker(world), 5)] == ["batch-size"]


def test_share_posts_what_is_shown_with_who_shared_it(world: World) -> None:
    world.command("role product")
    world.press(answer(world, "rlhf for a lawyer"), names.SHARE)
    posted = world.api.one("chat.postMessage")
    assert posted["channel"] == "C1"
    assert f"<@{world.user}>" in shown(posted)
    assert "Ask for the rater guidelines." in shown(posted)
    assert names.MINE in ids(posted)
    assert not ids(posted) & {names.ROLE, names.SHARE, names.MORE, names.FEEDBACK}


def test_share_keeps_the_thread_it_is_pressed_in(world: World) -> None:
    world.press(answer(world, "rlhf"), names.SHARE, thread_ts="1600.1")
    assert world.api.one("chat.postMessage")["thread_ts"] == "1600.1"


@pytest.mark.parametrize("error", ["not_in_channel", "channel_not_found"])
def test_share_works_where_the_app_is_not_a_member(world: World, error: str) -> None:
    world.api.fail("chat.postMessage", error)
    world.press(answer(world, "rlhf"), names.SHARE)
    posted = world.api.response
    assert posted["response_type"] == "in_channel"
    assert posted["replace_original"] is False
    assert f"<@{world.user}>" in shown(posted)


def test_a_message_that_others_see_is_never_changed_the_reader_gets_an_own_one(world: World) -> None:
    world.press(answer(world, "rlhf"), names.SHARE)
    posted = world.api.one("chat.postMessage")
    world.user = "UREADER"
    world.command("role legal")
    world.press(posted, names.MINE, ephemeral=False)
    own = world.api.response
    assert own["response_type"] == "ephemeral"
    assert own["replace_original"] is False
    assert "Ask for the rater guidelines." in shown(own)
    assert world.api.of("chat.update") == []


def test_who_has_no_role_yet_is_invited_to_choose_one(world: World) -> None:
    world.mention("rlhf")
    world.press(world.api.one("chat.postMessage"), names.MINE, ephemeral=False)
    own = world.api.response
    assert "You have not chosen a role yet" in shown(own)
    world.choose(own, names.ROLE, "legal")
    assert role_of(world) is Role.LEGAL


def test_a_choice_in_a_message_that_others_see_opens_privately(world: World) -> None:
    world.mention("bs")
    world.press(world.api.one("chat.postMessage"), "open:0", ephemeral=False)
    assert world.api.response["response_type"] == "ephemeral"
    assert "What batch size is." in shown(world.api.response)
    assert names.SHARE in ids(world.api.response)


def test_in_a_conversation_with_the_app_answers_stay(world: World) -> None:
    world.direct("rlhf")
    world.choose(world.api.one("chat.postMessage"), names.ROLE, "legal", channel="D1")
    assert world.api.response["replace_original"] is True
    assert "Ask for the rater guidelines." in shown(world.api.response)
    world.press(world.api.response, "open:0", channel="D1")
    assert len(world.api.of("chat.postMessage")) == 2, "an entry that is opened is a message of its own"


def test_a_vote_is_stored_and_thanked_for_under_the_answer(world: World) -> None:
    before = world.site.service.statistics("T1", 30)
    message = answer(world, "rlhf")
    world.choose(message, names.FEEDBACK, "no")
    after = world.site.service.statistics("T1", 30)
    assert (after.helpful - before.helpful, after.not_helpful - before.not_helpful) == (0, 1)
    assert world.api.response["replace_original"] is True
    assert "Thank you" in shown(world.api.response)
    assert "RLHF" in shown(world.api.response)


def test_a_vote_in_a_conversation_leaves_no_message_behind(world: World) -> None:
    world.direct("rlhf")
    world.choose(world.api.one("chat.postMessage"), names.FEEDBACK, "yes", channel="D1")
    assert world.api.response["replace_original"] is True
    assert len(world.api.of("chat.postMessage")) == 1


def test_a_second_vote_replaces_the_first(world: World) -> None:
    before = world.site.service.statistics("T1", 30)
    message = answer(world, "rlhf")
    world.choose(message, names.FEEDBACK, "no")
    world.choose(message, names.FEEDBACK, "yes")
    after = world.site.service.statistics("T1", 30)
    assert (after.helpful - before.helpful, after.not_helpful - before.not_helpful) == (1, 0)


def test_the_same_vote_delivered_five_times_at_once_is_thanked_for_once(world: World) -> None:
    payload = world.action_payload(answer(world, "rlhf"), names.FEEDBACK, value="yes")
    assert [response.status_code for response in world.at_once(lambda: world.interact(payload), 5)] == [200] * 5
    assert "Thank you" in shown(world.api.response)


@pytest.fixture
def changing(tmp_path: Path) -> Any:
    """A world whose glossary the test replaces, as a reload does."""
    current: list[Assistant] = [the_assistant()]
    with a_world(tmp_path, *TERMS) as made:
        made.site.service._current = lambda: current[0]  # type: ignore[method-assign]
        yield made, current


@pytest.mark.parametrize(("action_id", "value"), [(names.ROLE, "legal"), (names.MORE, None), (names.SHARE, None), (names.FEEDBACK, "yes"), ("open:0", None)])
def test_old_controls_of_an_entry_that_has_left_the_glossary_say_so(changing: tuple[World, list[Assistant]], action_id: str, value: str | None) -> None:
    world, current = changing
    message = answer(world, "rlhf")
    current[0] = an_assistant(*(term for term in TERMS if term.slug not in {"rlhf", "reward-model", "dpo"}))
    response = world.interact(world.action_payload(message, action_id, value=value))
    assert response.status_code == 200
    assert shown(world.api.response) == "This entry is no longer in the glossary."
    assert world.api.of("chat.postMessage") == []


def test_what_is_left_of_an_old_comparison_is_shown(changing: tuple[World, list[Assistant]]) -> None:
    world, current = changing
    message = answer(world, "rlhf vs dpo")
    current[0] = an_assistant(*(term for term in TERMS if term != RLHF))
    world.choose(message, names.ROLE, "product")
    assert DPO.short_def in shown(world.api.response)


def test_a_role_is_known_in_every_channel_the_conversation_home_and_the_modal(world: World) -> None:
    world.choose(answer(world, "rlhf"), names.ROLE, "product")
    part = "Plan for recurring labelling rounds."
    assert part in shown(answer(world, "rlhf", channel="C2"))
    world.mention("rlhf", channel="C3")
    assert part in shown(world.api.of("chat.postMessage")[-1])
    world.direct("rlhf")
    assert part in shown(world.api.of("chat.postMessage")[-1])
    world.home()
    assert "Product Manager" in shown(world.api.one("views.publish")["view"])
    world.shortcut(names.LOOK_UP_SHORTCUT)
    world.choose(world.api.one("views.open")["view"], names.TERM, "rlhf", view="modal")
    assert part in shown(world.api.one("views.update")["view"])
    assert part not in shown(answer(world, "rlhf", user="UELSE"))

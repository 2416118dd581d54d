"""The look-up modal."""

from __future__ import annotations

from typing import Any

import pytest

from bot.core.roles import Role
from bot.render.slack import names
from tests.fakes import a_term, an_assistant
from tests.slack_glossary import role_of, settle, shown
from tests.slack_world import World, a_world


def modal(world: World) -> dict[str, Any]:
    """The modal as the shortcut opens it."""
    assert world.shortcut(names.LOOK_UP_SHORTCUT).status_code == 200
    opened = world.api.one("views.open")
    assert opened["trigger_id"]
    view = opened["view"]
    assert isinstance(view, dict)
    return view


def updated(world: World) -> dict[str, Any]:
    view = world.api.of("views.update")[-1]["view"]
    assert isinstance(view, dict)
    return view


def offered(world: World, typed: str) -> list[tuple[str, str]]:
    response = world.suggest(names.TERM, typed)
    assert response.status_code == 200
    return [(option["value"], option["text"]["text"]) for option in response.json()["options"]]


def test_the_shortcut_opens_a_modal_with_typeahead(world: World) -> None:
    view = modal(world)
    assert view["title"]["text"] == "Look up a term"
    assert view["callback_id"] == names.LOOK_UP_MODAL


def test_the_button_of_a_message_opens_it_too(world: World) -> None:
    world.press(world.command("help").json(), names.LOOK_UP)
    assert world.api.one("views.open")["view"]["callback_id"] == names.LOOK_UP_MODAL


def test_entries_are_offered_while_one_types(world: World) -> None:
    assert offered(world, "rew")[0][0] == "reward-model"
    assert [value for value, _ in offered(world, "BS")] == ["batch-size", "bias-score"]
    assert offered(world, "zzzzzz") == []


def test_before_anything_is_typed_the_own_look_ups_are_offered_else_what_was_reviewed_last(world: World) -> None:
    assert offered(world, "")[0][0] == "reward-model"
    world.command("dpo")
    settle(world)
    assert [value for value, _ in offered(world, "")] == ["dpo"]


def test_what_is_offered_fits_for_any_glossary(tmp_path: Any) -> None:
    long = [a_term(f"{'very ' * 20}long name {number}", slug=f"{'long-' * 40}{number}", short_def="word " * 60) for number in range(30)]
    with a_world(tmp_path, assistant=an_assistant(*long)) as world:
        options = world.suggest(names.TERM, "very").json()["options"]
        assert 0 < len(options) <= 100
        assert all(len(option["text"]["text"]) <= 75 and len(option["value"]) <= 150 for option in options)
        world.choose(modal(world), names.TERM, options[0]["value"], view="modal")
        assert "long name" in shown(updated(world))


def test_the_chosen_entry_stands_in_the_modal(world: World) -> None:
    world.choose(modal(world), names.TERM, "rlhf", view="modal")
    update = world.api.one("views.update")
    assert (update["view_id"], update["hash"]) == ("V1", "h1")
    assert "Tunes a model" in shown(update["view"])
    assert world.api.of("chat.postMessage") == world.api.responses == []


def test_role_and_length_change_inside_the_modal(world: World) -> None:
    world.choose(modal(world), names.TERM, "rlhf", view="modal")
    world.choose(updated(world), names.ROLE, "legal", view="modal")
    assert "Ask for the rater guidelines." in shown(updated(world))
    assert "remembered as your role" in shown(updated(world))
    assert role_of(world) is Role.LEGAL
    world.press(updated(world), names.MORE, view="modal")
    assert "First people compare answers" in shown(updated(world))
    world.press(updated(world), names.LESS, view="modal")
    assert "First people compare answers" not in shown(updated(world))


def test_a_related_term_opens_inside_the_modal(world: World) -> None:
    world.choose(modal(world), names.TERM, "rlhf", view="modal")
    world.press(updated(world), "open:0", view="modal")
    assert "Tunes a model" not in shown(updated(world))


def test_of_two_presses_in_quick_succession_the_later_one_counts(world: World) -> None:
    view = modal(world)
    world.api.fail("views.update", "hash_conflict", times=1)
    assert world.choose(view, names.TERM, "rlhf", view="modal").status_code == 200
    first, second = world.api.of("views.update")
    assert first["hash"] == "h1"
    assert "hash" not in second
    assert "Tunes a model" in shown(second["view"])


def test_an_entry_that_has_left_the_glossary_is_said_to_have(world: World) -> None:
    world.choose(modal(world), names.TERM, "gone-entry", view="modal")
    assert "no longer in the glossary" in shown(updated(world))


@pytest.mark.parametrize("error", ["expired_trigger_id", "trigger_expired"])
def test_a_trigger_that_has_expired_is_told_in_a_plain_sentence(world: World, error: str) -> None:
    world.api.fail("views.open", error)
    assert world.shortcut(names.LOOK_UP_SHORTCUT).status_code == 200
    posted = world.api.one("chat.postMessage")
    assert posted["channel"] == world.user
    assert "too long" in posted["text"]
    assert error not in str(posted)

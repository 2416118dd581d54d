"""The app's own pages: Home, and the suggested prompts of its conversation."""

from __future__ import annotations

from typing import Any

from bot.core.roles import Role
from bot.render.slack import names
from tests.slack_glossary import role_of, settle, shown
from tests.slack_world import World, controls


def home(world: World) -> dict[str, Any]:
    """Home as it is published when somebody opens it."""
    before = len(world.api.of("views.publish"))
    assert world.home().status_code == 200
    published = world.api.of("views.publish")[before:]
    assert [args["user_id"] for args in published] == [world.user]
    view = published[0]["view"]
    assert isinstance(view, dict)
    return view


def test_home_shows_what_the_app_can_do_the_role_and_the_terms_of_the_week(world: World) -> None:
    view = home(world)
    assert view["type"] == "home"
    ids = {element["action_id"] for _, element in controls(view)}
    assert {names.LOOK_UP, names.CHOOSE_ROLE} <= ids
    assert any(action_id.startswith(names.OPEN) for action_id in ids)
    assert "/define" in shown(view)
    assert "reward model" in shown(view)
    assert "expert system" not in shown(view), "nobody needs to learn what is no longer in use"


def test_home_shows_what_somebody_has_looked_up(world: World) -> None:
    assert "Looked up by you" not in shown(home(world))
    world.command("bias score")
    settle(world)
    assert "Looked up by you" in (read := shown(home(world)))
    assert "bias score" in read


def test_a_role_chosen_at_home_is_kept_and_home_shows_it(world: World) -> None:
    world.choose(home(world), names.CHOOSE_ROLE, "legal", view="home")
    assert role_of(world) is Role.LEGAL
    again = world.api.of("views.publish")[-1]
    assert again["user_id"] == world.user
    assert "Counsel" in shown(again["view"])
    assert "Ask for the rater guidelines." in shown(world.command("rlhf").json())
    world.choose(again["view"], names.CHOOSE_ROLE, names.NO_ROLE, view="home")
    assert role_of(world) is None


def test_a_role_is_chosen_in_the_message_about_it_too(world: World) -> None:
    world.choose(world.command("role").json(), names.CHOOSE_ROLE, "legal")
    assert role_of(world) is Role.LEGAL
    assert world.api.response["replace_original"] is True
    assert "Counsel" in shown(world.api.response)


def test_the_look_up_button_opens_the_modal(world: World) -> None:
    world.press(home(world), names.LOOK_UP, view="home")
    assert world.api.one("views.open")["view"]["callback_id"] == names.LOOK_UP_MODAL


def test_an_entry_at_home_opens_in_a_modal(world: World) -> None:
    world.command("role legal")
    world.command("rlhf")
    settle(world)
    world.press(home(world), "open:0", view="home")
    opened = world.api.one("views.open")["view"]
    assert "Ask for the rater guidelines." in shown(opened)
    world.press(opened, names.MORE, view="modal")
    assert "First people compare answers" in shown(world.api.one("views.update")["view"])


def test_the_conversation_with_the_app_suggests_what_to_ask(world: World) -> None:
    assert world.home("messages").status_code == 200
    suggested = world.api.one("assistant.threads.setSuggestedPrompts")
    assert suggested["channel_id"] == "D1"
    assert "thread_ts" not in suggested
    assert 1 <= len(suggested["prompts"]) <= 4
    assert world.api.of("views.publish") == []
    for prompt in suggested["prompts"]:
        world.direct(prompt["message"])
        assert "No entry" not in shown(world.api.of("chat.postMessage")[-1]), prompt

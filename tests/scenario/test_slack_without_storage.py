"""The database fails or hangs: look-ups go on, and what needs it says so."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.adapters.chat.looks import ROLE_UNKNOWN
from bot.core.roles import Role
from bot.core.usage import Asker, Statistics
from bot.errors import StorageUnavailable
from bot.render.slack import names
from tests.slack_glossary import shown, the_assistant
from tests.slack_world import World, a_world


class Broken:
    """Preferences, look-ups, votes and figures of a database that does what it is told."""

    def __init__(self, answer: Callable[[], None]) -> None:
        self._answer = answer

    def role(self, tenant: str, user: str) -> Role | None:
        self._answer()
        return None

    def choose(self, tenant: str, user: str, role: Role | None) -> None:
        self._answer()

    def recent(self, tenant: str, user: str, limit: int) -> tuple[str, ...]:
        self._answer()
        return ()

    def statistics(self, tenant: str, since: date, until: date) -> Statistics:
        self._answer()
        return Statistics(since, until, 0, 0)

    def record(self, asker: Asker, *_: object, **__: object) -> bool:
        self._answer()
        return True


def refuse() -> None:
    raise StorageUnavailable("the disk is full")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with a_world(tmp_path, assistant=the_assistant()) as made:
        yield made


def break_storage(world: World, answer: Callable[[], None]) -> None:
    broken = Broken(answer)
    for port in ("_preferences", "_look_ups", "_feedback", "_statistics"):
        setattr(world.site.service, port, broken)


def test_a_look_up_is_answered_and_says_what_is_missing(world: World) -> None:
    break_storage(world, refuse)
    read = shown(world.command("rlhf").json())
    assert "Tunes a model" in read
    assert ROLE_UNKNOWN in read
    assert ROLE_UNKNOWN not in shown(world.command("rlhf for a lawyer").json())


def test_a_database_that_hangs_does_not_hold_up_the_answer(world: World) -> None:
    released = threading.Event()
    break_storage(world, lambda: released.wait(20) and None)
    try:
        assert "Tunes a model" in shown(world.command("rlhf").json())
        assert world.suggest(names.TERM, "").json()["options"][0]["value"] == "reward-model"
        assert "the database does not answer" in world.command("stats").json()["text"]
    finally:
        released.set()


def test_a_role_switch_still_works_on_the_answer(world: World) -> None:
    answer = world.command("rlhf").json()
    break_storage(world, refuse)
    world.choose(answer, names.ROLE, "legal")
    assert "Ask for the rater guidelines." in shown(world.api.response)


def test_a_role_that_cannot_be_saved_on_an_answer_says_so(world: World) -> None:
    answer = world.command("rlhf").json()
    broken = Broken(refuse)
    world.site.service._preferences.choose = broken.choose  # type: ignore[method-assign]
    world.choose(answer, names.ROLE, "legal")
    assert "Ask for the rater guidelines." in shown(world.api.response)
    assert "could not be saved" in shown(world.api.response)


@pytest.mark.parametrize("text", ["role lawyer", "role", "recent"])
def test_what_needs_the_database_says_that_nothing_was_stored(world: World, text: str) -> None:
    break_storage(world, refuse)
    assert "the database does not answer" in world.command(text).json()["text"]


def test_a_vote_that_was_not_stored_is_not_thanked_for(world: World) -> None:
    answer = world.command("rlhf").json()
    break_storage(world, refuse)
    assert world.choose(answer, names.FEEDBACK, "yes").status_code == 200
    assert "Thank you" not in str(world.api.responses)
    assert "Nothing was stored" in shown(world.api.response)


def test_home_and_the_modal_appear_without_what_the_database_knows(world: World) -> None:
    break_storage(world, refuse)
    world.home()
    assert "reward model" in shown(world.api.one("views.publish")["view"])
    assert world.suggest(names.TERM, "").json()["options"][0]["value"] == "reward-model"

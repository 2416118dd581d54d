"""Everybody follows what they have requested: on Home and by the command."""

from __future__ import annotations

from typing import Any

import pytest

from bot.core.requests import MyRequest, State
from bot.core.usage import Asker, Surface
from bot.render.slack import names
from tests.slack_forms import filled
from tests.slack_glossary import asker, shown
from tests.slack_stewards import STEWARD, a_request, name_stewards
from tests.slack_world import World, controls

SUE = Asker("T1", STEWARD, Surface.SLACK)


@pytest.fixture(autouse=True)
def stewards(world: World) -> None:
    name_stewards(world)


@pytest.fixture
def term(world: World) -> str:
    """One that nobody else has asked for."""
    return f"flux capacitor of {world.user}"


def listed(world: World) -> dict[str, Any]:
    answer = world.command("my requests").json()
    assert answer["response_type"] == "ephemeral"
    assert isinstance(answer, dict)
    return answer


def home(world: World) -> dict[str, Any]:
    world.home()
    return newest(world, "views.publish")


def newest(world: World, method: str) -> dict[str, Any]:
    view = world.api.of(method)[-1]["view"]
    assert isinstance(view, dict)
    return view


def mine(world: World) -> MyRequest:
    (request,) = world.site.desk.mine(asker(world))
    return request


def ids(content: dict[str, Any]) -> set[str]:
    return {element["action_id"].partition(":")[0] for _, element in controls(content)}


def test_without_requests_there_is_a_button_to_make_one(world: World) -> None:
    answer = listed(world)
    assert "You have not requested anything yet." in shown(answer)
    world.press(answer, names.REQUEST)
    assert newest(world, "views.open")["callback_id"] == names.REQUEST_FORM
    assert "Your requests" not in shown(home(world))


def test_the_list_says_where_each_request_stands_and_what_the_stewards_said(world: World, term: str) -> None:
    request = a_request(world, term)
    due = mine(world).due_at
    assert due
    assert f"Waiting for a decision, promised for {due:%-d %B %Y}. 1 person wants it" in shown(listed(world))
    world.site.desk.ask(SUE, request, "Which kind do you mean?")
    for read in (shown(listed(world)), shown(home(world))):
        assert term in read
        assert "Waiting for details" in read
        assert "The stewards say: Which kind do you mean?" in read


def test_it_is_for_nobody_but_the_person_who_asks(world: World, term: str) -> None:
    a_request(world, term)
    world.mention("my requests")
    assert term in shown(world.api.one("chat.postEphemeral"))
    assert world.api.of("chat.postMessage") == []
    world.user = f"{world.user}B"
    assert term not in shown(listed(world))


def test_details_answer_the_stewards(world: World, term: str) -> None:
    request = a_request(world, term)
    world.site.desk.ask(SUE, request, "Which kind do you mean?")
    world.press(listed(world), names.ADD_DETAILS)
    form = newest(world, "views.open")
    assert "Which kind do you mean?" in shown(form)
    answer = world.submit(form, filled(form, details="The fast kind.")).json()
    assert "Thank you" in shown(answer["view"])
    assert mine(world).state is State.SUBMITTED
    assert world.site.desk.get(SUE, request).details == ("The fast kind.",)
    assert world.api.of("views.publish") == []


def test_details_from_home_are_shown_there(world: World, term: str) -> None:
    world.site.desk.ask(SUE, a_request(world, term), "Which kind?")
    world.press(home(world), names.ADD_DETAILS, view="home")
    form = newest(world, "views.open")
    world.submit(form, filled(form, details="The fast kind."))
    assert "Waiting for a decision" in shown(newest(world, "views.publish"))


def test_details_that_say_nothing_are_returned(world: World, term: str) -> None:
    a_request(world, term)
    world.press(listed(world), names.ADD_DETAILS)
    form = newest(world, "views.open")
    assert "nothing in it" in world.submit(form, filled(form, details="  ")).json()["errors"]["details"]


def test_details_that_come_too_late_are_not_asked_for(world: World, term: str) -> None:
    request = a_request(world, term)
    answer = listed(world)
    world.site.desk.decline(SUE, request, "It is fiction.")
    world.press(answer, names.ADD_DETAILS)
    assert world.api.response["replace_original"] is True
    assert "Declined" in shown(world.api.response)
    assert world.api.of("views.open") == []


def test_a_request_is_withdrawn_after_a_question(world: World, term: str) -> None:
    a_request(world, term)
    answer = listed(world)
    button = next(element for _, element in controls(answer) if element["action_id"].startswith(names.WITHDRAW))
    assert button["confirm"]["style"] == "danger"
    world.press(answer, names.WITHDRAW)
    assert mine(world).state is State.WITHDRAWN
    assert world.api.response["replace_original"] is True
    assert "Withdrawn" in shown(world.api.response)
    assert not ids(world.api.response) & {names.WITHDRAW, names.ADD_DETAILS}


def test_a_request_is_withdrawn_on_home(world: World, term: str) -> None:
    a_request(world, term)
    world.press(home(world), names.WITHDRAW, view="home")
    assert "is withdrawn: you hear no more of it." in shown(newest(world, "views.publish"))


def test_what_was_decided_meanwhile_is_not_withdrawn_and_shown_as_it_is(world: World, term: str) -> None:
    request = a_request(world, term)
    answer = listed(world)
    world.site.desk.decline(SUE, request, "It is fiction.")
    world.press(answer, names.WITHDRAW)
    assert "cannot be withdrawn any more" in shown(world.api.response)
    assert "It is fiction." in shown(world.api.response)


def test_nobody_can_withdraw_or_add_to_what_is_not_theirs(world: World, term: str) -> None:
    request = a_request(world, term)
    answer = listed(world)
    owner, world.user = world.user, f"{world.user}B"
    world.press(answer, names.WITHDRAW)
    world.press(answer, names.ADD_DETAILS)
    assert term not in "".join(map(shown, world.api.responses))
    world.user = owner
    assert mine(world).state is State.SUBMITTED
    assert world.site.desk.get(SUE, request).details == ()


def test_a_duplicate_of_an_entry_opens_the_entry(world: World, term: str) -> None:
    world.site.desk.mark_duplicate(SUE, a_request(world, term), "rlhf")
    world.press(listed(world), names.OPEN)
    assert "Tunes a model" in shown(world.api.response)


def test_many_requests_fit(world: World, term: str) -> None:
    for number in range(30):
        world.site.desk.ask(SUE, a_request(world, f"{term} <!channel> {number} {'x' * 60}"), "why? " * 300)
    assert "more, older ones" in shown(listed(world))
    assert "more, older ones" in shown(home(world))

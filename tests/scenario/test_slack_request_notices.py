"""Those who asked hear what became of it, by a direct message, however Slack answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.slack.authorize_single import SingleWorkspace
from bot.adapters.slack.connection import web_client
from bot.adapters.slack.notify import personal_notices
from bot.adapters.slack.outbound import Outbound
from bot.core.assistant import Assistant
from bot.core.glossary import Glossary
from bot.core.requests import Job, JobKind
from bot.core.roles import Role
from bot.core.usage import Asker, Surface
from bot.errors import GiveUp, RetryLater
from bot.render.slack import names
from tests.fakes import a_term
from tests.slack_blocks import check
from tests.slack_glossary import TERMS, shown
from tests.slack_stewards import LATER, STEWARD, a_request, name_stewards
from tests.slack_web_api import TOKEN
from tests.slack_world import World, a_world

SUE = Asker("T1", STEWARD, Surface.SLACK)
NEW = a_term("flux capacitor", short_def="Makes time travel possible.", takeaways={"legal": "Check who travels.", "product": "Do not ship it."})


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with a_world(tmp_path, *TERMS) as made:
        name_stewards(made)
        yield made
        for args in made.api.of("chat.postMessage"):
            check({"text": args["text"], "blocks": args["blocks"]})


def jobs(world: World) -> tuple[Job, ...]:
    return world.storage.outbox.claim([JobKind.NOTIFY_PERSON], LATER, 100)


def tell(world: World, job: Job, token: str = TOKEN) -> None:
    client = web_client(world.api.url)
    notices = personal_notices(world.site, Outbound(client, SingleWorkspace(client, token)))
    assert world.client.portal is not None
    world.client.portal.call(notices.tell, job)


def told(world: World) -> list[tuple[str, str]]:
    """Everything that is due, delivered: to whom, and what they read."""
    for job in jobs(world):
        tell(world, job)
        world.storage.outbox.done(job, LATER)
    return [(args["channel"], shown(args)) for args in world.api.of("chat.postMessage")]


def publish(world: World, *terms: Any) -> None:
    """As a reload does."""
    renewed = Assistant(Glossary([*world.site.service.assistant.glossary, *terms]), [])
    world.site.service._current = lambda: renewed
    world.site.desk._current = lambda: renewed
    world.site.desk.published(renewed.glossary)


def test_a_question_comes_with_the_words_of_the_stewards_and_a_way_to_answer(world: World) -> None:
    request = a_request(world, "flux capacitor")
    world.site.desk.ask(SUE, request, "Which kind do you mean?")
    ((channel, read),) = told(world)
    assert channel == "U1"
    assert "need to know more about \u201cflux capacitor\u201d" in read
    assert "The stewards say: Which kind do you mean?" in read


def test_the_answer_to_a_question_is_one_click_away_and_a_late_click_leaves_the_notice(world: World) -> None:
    request = a_request(world, "flux capacitor")
    world.site.desk.ask(SUE, request, "Which kind do you mean?")
    told(world)
    notice = world.api.one("chat.postMessage")
    world.press(notice, names.ADD_DETAILS, channel="D1")
    assert "Which kind do you mean?" in shown(world.api.one("views.open")["view"])
    world.site.desk.decline(SUE, request, "It is fiction.")
    world.press(notice, names.ADD_DETAILS, channel="D1")
    assert world.api.of("chat.update") == []
    assert "Declined" in shown(world.api.of("chat.postMessage")[-1])
    assert world.api.responses == []


def test_a_decision_is_told_with_its_reason(world: World) -> None:
    first, second = a_request(world, "flux capacitor"), a_request(world, "warp drive")
    world.site.desk.accept(SUE, first, note="Ann writes it.")
    world.site.desk.decline(SUE, second, "It is fiction.")
    accepted, declined = (read for _, read in told(world))
    assert "\u201cflux capacitor\u201d is accepted" in accepted
    assert "Ann writes it." in accepted
    assert "no entry for \u201cwarp drive\u201d" in declined
    assert "It is fiction." in declined


def test_everybody_who_asked_is_told_of_the_entry_with_the_answer_for_their_role(world: World) -> None:
    request = a_request(world, "flux capacitor", "U1")
    a_request(world, "Flux Capacitor", "U2")
    world.site.service.choose_role(Asker("T1", "U1", Surface.SLACK), Role.LEGAL)
    world.site.service.choose_role(Asker("T1", "U2", Surface.SLACK), Role.PRODUCT)
    world.site.desk.accept(SUE, request)
    assert {channel for channel, _ in told(world)} == {"U1", "U2"}
    world.api.calls.clear()
    publish(world, NEW)
    read = dict(told(world))
    assert set(read) == {"U1", "U2"}
    assert all("in the glossary now" in text and "Makes time travel possible." in text and "Web entry" in text for text in read.values())
    assert "Check who travels." in read["U1"]
    assert "Do not ship it." in read["U2"]


def test_a_duplicate_of_an_entry_comes_with_the_entry(world: World) -> None:
    world.site.desk.mark_duplicate(SUE, a_request(world, "learning from raters"), "rlhf")
    ((_, read),) = told(world)
    assert "is in the glossary as \u201creinforcement learning from human feedback\u201d" in read
    assert "Tunes a model" in read


def test_a_duplicate_of_a_request_is_followed_there(world: World) -> None:
    other = a_request(world, "flux capacitor", "U2")
    world.site.desk.mark_duplicate(SUE, a_request(world, "time machine"), other)
    ((channel, read),) = told(world)
    assert channel == "U1"
    assert "\u201ctime machine\u201d is the same as \u201cflux capacitor\u201d" in read


def test_what_is_no_longer_so_is_not_told(world: World) -> None:
    request = a_request(world, "flux capacitor")
    world.site.desk.ask(SUE, request, "Which kind?")
    world.site.desk.add_details(Asker("T1", "U1", Surface.SLACK), request, "The fast kind.")
    assert told(world) == []


def test_who_withdrew_is_not_told(world: World) -> None:
    request = a_request(world, "flux capacitor")
    world.site.desk.accept(SUE, request)
    world.site.desk.withdraw(Asker("T1", "U1", Surface.SLACK), request)
    assert told(world) == []


def test_the_same_job_twice_is_one_message(world: World) -> None:
    world.site.desk.decline(SUE, a_request(world, "flux capacitor"), "No.")
    (job,) = jobs(world)
    tell(world, job)
    tell(world, job)
    world.api.one("chat.postMessage")


def test_slack_says_when_to_come_again(world: World) -> None:
    world.site.desk.decline(SUE, a_request(world, "flux capacitor"), "No.")
    (job,) = jobs(world)
    world.api.limit("chat.postMessage", retry_after_s=17)
    with pytest.raises(RetryLater) as error:
        tell(world, job)
    assert error.value.after_s == 17.0
    world.api.break_down("chat.postMessage")
    with pytest.raises(RetryLater):
        tell(world, job)
    world.api.up()
    tell(world, job)
    assert len(world.api.of("chat.postMessage")) == 3


@pytest.mark.parametrize("code", ["user_not_found", "channel_not_found", "user_disabled", "token_revoked", "invalid_blocks"])
def test_what_will_never_arrive_is_given_up_and_nobody_is_named(world: World, code: str) -> None:
    world.site.desk.decline(SUE, a_request(world, "flux capacitor", "UCANARY"), "No.")
    (job,) = jobs(world)
    world.api.fail("chat.postMessage", code)
    with pytest.raises(GiveUp, match=code) as error:
        tell(world, job)
    assert "UCANARY" not in str(error.value)


def test_without_a_token_that_works_nothing_is_sent(world: World) -> None:
    world.site.desk.decline(SUE, a_request(world, "flux capacitor"), "No.")
    (job,) = jobs(world)
    with pytest.raises(GiveUp, match="not installed"):
        tell(world, job, "xoxb-revoked")
    world.api.tokens[TOKEN]["team_id"] = "T2"
    with pytest.raises(GiveUp, match="another workspace"):
        tell(world, job)
    assert world.api.of("chat.postMessage") == []


def test_hostile_words_of_stewards_are_inert_and_cut(world: World) -> None:
    world.site.desk.decline(SUE, a_request(world, "<!channel> *x*"), "<!here> \u202e`_x_` " + "&<" * 5_000)
    assert len(told(world)) == 1

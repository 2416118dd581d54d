"""A user group of Slack stands for the people who are in it now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import anyio
import pytest
from anyio import to_thread

from bot.adapters.slack.authorize_single import SingleWorkspace
from bot.adapters.slack.connection import web_client
from bot.adapters.slack.outbound import Outbound
from bot.adapters.slack.usergroups import FRESH_S, RETRY_S, GroupMembers
from bot.core.requests import NamedStewards
from tests.slack_web_api import TOKEN, FakeWebApi, shared

METHOD = "usergroups.users.list"


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def api() -> Iterator[FakeWebApi]:
    fake = shared()
    fake.reset()
    fake.returns(METHOD, {"users": ["U1", "U2"]})
    yield fake
    fake.reset()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def members(api: FakeWebApi, clock: Clock) -> GroupMembers:
    client = web_client(api.url)
    return GroupMembers(Outbound(client, SingleWorkspace(client, TOKEN)), clock)


def ask(*questions: Callable[[], object]) -> list[object]:
    """In worker threads of one loop, all at once."""

    async def asked() -> list[object]:
        answers: list[object] = [None] * len(questions)

        async def one(number: int, question: Callable[[], object]) -> None:
            answers[number] = await to_thread.run_sync(question)

        async with anyio.create_task_group() as tasks:
            for number, question in enumerate(questions):
                tasks.start_soon(one, number, question)
        return answers

    return anyio.run(asked)


def test_members_are_stewards_and_others_are_not(api: FakeWebApi, members: GroupMembers) -> None:
    stewards = NamedStewards({}, {"T1": ("S00001",)}, members)
    questions = [partial(stewards.is_steward, "T1", user) for user in ("U1", "U2", "U3")]
    assert ask(*questions) == [True, True, False]
    assert api.one(METHOD) == {"usergroup": "S00001"}, "one question to Slack for all who wait"
    assert ask(partial(stewards.is_steward, "T2", "U1")) == [False]


def test_whoever_has_left_the_group_is_no_steward_minutes_later(api: FakeWebApi, members: GroupMembers, clock: Clock) -> None:
    question = partial(members, "T1", "S00001")
    assert ask(question) == [{"U1", "U2"}]
    api.returns(METHOD, {"users": ["U2"]})
    clock.now = FRESH_S - 1
    assert ask(question) == [{"U1", "U2"}]
    clock.now = FRESH_S
    assert ask(question) == [{"U2"}]


@pytest.mark.parametrize("error", ["missing_scope", "no_such_subteam", "ratelimited"])
def test_nobody_gets_a_right_on_a_guess(api: FakeWebApi, members: GroupMembers, clock: Clock, error: str) -> None:
    question = partial(members, "T1", "S00001")
    api.fail(METHOD, error)
    assert ask(question) == [frozenset()]
    api.up()
    assert ask(question) == [frozenset()], "not asked again at once"
    clock.now = RETRY_S
    assert ask(question) == [{"U1", "U2"}]


def test_a_token_of_another_workspace_opens_nothing(api: FakeWebApi, members: GroupMembers) -> None:
    assert ask(partial(members, "T2", "S00001")) == [frozenset()]
    assert api.of(METHOD) == []

"""Socket Mode over real WebSockets: answers, reconnections, refusals and a good end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult

from bot.adapters.slack.backoff import Backoff
from bot.adapters.slack.socket import Pace, SocketMode
from bot.adapters.slack.socket_work import SocketWork
from tests.slack_socket_server import APP_TOKEN, Connection, SocketServer, socket_server

pytestmark = pytest.mark.anyio
COMMAND = {"command": "/define", "text": "rlhf", "team_id": "T1", "user_id": "U1", "api_app_id": "A1"}
MENTION = {"type": "event_callback", "event_id": "Ev1", "team_id": "T1", "event": {"type": "app_mention", "user": "U1", "text": "rlhf", "channel": "C1"}}
NO_WAIT = Pace(steady_s=0.0, refused_s=0.01)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def server() -> AsyncIterator[SocketServer]:
    async with socket_server() as server:
        yield server


class Bot:
    """An application with one command and one event; the command waits until it may answer."""

    def __init__(self, server: SocketServer) -> None:
        self.free = asyncio.Event()
        self.free.set()
        self.begun: asyncio.Queue[str] = asyncio.Queue()
        self.headers: list[Any] = []
        self.fails = False
        self.app = AsyncApp(client=server.client(), authorize=_authorize, process_before_response=True, request_verification_enabled=False)
        self.app.command("/define")(self.define)
        self.app.event("app_mention")(self.mentioned)

    async def define(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await self.begun.put(body["text"])
        await self.free.wait()
        if body["text"] == "json":
            await ack(blocks=[{"type": "divider"}], text="an answer")
        elif body["text"] == "nothing":
            await ack()
        else:
            await ack(f"about {body['text']}")

    async def mentioned(self, request: AsyncBoltRequest) -> None:
        self.headers.append(request.headers)
        if self.fails:
            raise ValueError("not today")


async def _authorize(team_id: str) -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id=team_id, bot_id="B1", bot_user_id="UBOT", bot_token="xoxb-1")  # noqa: S106


@asynccontextmanager
async def running(server: SocketServer, bot: Bot, pace: Pace = NO_WAIT, **options: Any) -> AsyncIterator[SocketMode]:
    """The client, stopped in good order at the end."""
    socket = SocketMode(bot.app, server.client(), options.pop("app_token", APP_TOKEN), pace, options.pop("backoff", Backoff(first_s=0.01, most_s=0.02)))
    stop = asyncio.Event()
    task = asyncio.create_task(socket.run(stop))
    try:
        yield socket
    finally:
        stop.set()
        await asyncio.wait_for(task, 10)
    assert not socket.connected


async def acknowledged(connection: Connection) -> dict[str, Any]:
    return await asyncio.wait_for(connection.acknowledged.get(), 10)


async def lines(caplog: pytest.LogCaptureFixture, count: int) -> list[str]:
    """The first log lines of ours, as soon as there are so many."""
    async with asyncio.timeout(10):
        while True:
            found = [record.getMessage() for record in caplog.records if record.name.startswith("bot") and record.levelno >= logging.WARNING]
            if len(found) >= count:
                return found[:count]
            await asyncio.sleep(0.005)


async def test_a_command_is_answered_in_its_acknowledgement(server: SocketServer) -> None:
    async with running(server, Bot(server)) as socket:
        slack = await server.next_connection()
        for text, payload in {"rlhf": {"text": "about rlhf"}, "json": {"text": "an answer", "blocks": [{"type": "divider"}]}}.items():
            await slack.deliver(text, COMMAND | {"text": text})
            assert await acknowledged(slack) == {"envelope_id": text, "payload": payload}
        await slack.deliver("nothing", COMMAND | {"text": "nothing"})
        assert await acknowledged(slack) == {"envelope_id": "nothing"}
        await slack.deliver("mute", COMMAND, accepts_response_payload=False)
        assert await acknowledged(slack) == {"envelope_id": "mute"}
        assert socket.connected


async def test_an_event_is_acknowledged_when_its_listener_is_done_and_not_when_it_failed(server: SocketServer) -> None:
    bot = Bot(server)
    async with running(server, bot):
        slack = await server.next_connection()
        bot.fails = True
        await slack.deliver("1", MENTION, "events_api")
        await slack.deliver("between", COMMAND)
        assert (await acknowledged(slack))["envelope_id"] == "between"
        bot.fails = False
        await slack.deliver("2", MENTION, "events_api", retry_attempt=1, retry_reason="timeout")
        assert await acknowledged(slack) == {"envelope_id": "2"}
    assert "x-slack-retry-num" not in bot.headers[0]
    assert (bot.headers[1]["x-slack-retry-num"], bot.headers[1]["x-slack-retry-reason"]) == (["1"], ["timeout"])


async def test_one_slow_answer_holds_up_no_other(server: SocketServer) -> None:
    bot = Bot(server)
    async with running(server, bot):
        slack = await server.next_connection()
        bot.free.clear()
        await slack.deliver("slow", COMMAND)
        assert await bot.begun.get() == "rlhf"
        await slack.deliver("event", MENTION, "events_api")
        assert await acknowledged(slack) == {"envelope_id": "event"}
        bot.free.set()
        assert (await acknowledged(slack))["envelope_id"] == "slow"


async def test_no_more_than_so_many_run_and_wait_at_once(server: SocketServer, caplog: pytest.LogCaptureFixture) -> None:
    bot = Bot(server)
    bot.free.clear()
    work = SocketWork(bot.app, at_once=2, waiting=3)
    done: list[str] = []

    async def acknowledge(envelope_id: str, _: object) -> bool:
        done.append(envelope_id)
        return True

    for number in range(7):
        work.take({"envelope_id": str(number), "payload": COMMAND | {"text": str(number)}}, acknowledge)
    assert {await bot.begun.get(), await bot.begun.get()} == {"0", "1"}
    assert bot.begun.empty()
    bot.free.set()
    await work.finish(10)
    assert done == ["0", "1", "2", "3", "4"]
    assert await lines(caplog, 2) == ["a request from Slack is not taken: 5 are waiting"] * 2


async def test_what_is_no_request_harms_nobody(server: SocketServer) -> None:
    async with running(server, Bot(server)):
        slack = await server.next_connection()
        for text in (
            "{",
            "[1]",
            "null",
            '"x"',
            "[" * 100_000,
            '{"type":"surprise"}',
            '{"envelope_id":"x","payload":[1]}',
            '{"envelope_id":"x","payload":{"event":3}}',
        ):
            await slack.socket.send_str(text)
        await slack.socket.send_bytes(b"\x00")
        await slack.deliver("after", COMMAND)
        while (answer := await acknowledged(slack))["envelope_id"] != "after":
            assert "payload" not in answer


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_an_announced_end_costs_no_request(server: SocketServer, reason: str) -> None:
    bot = Bot(server)
    async with running(server, bot) as socket:
        old = await server.next_connection()
        bot.free.clear()
        await old.deliver("before", COMMAND)
        await bot.begun.get()
        await old.disconnect(reason)
        new = await server.next_connection()
        await old.deliver("late", COMMAND)  # over the old one, which is still there
        await new.deliver("new", COMMAND)
        await bot.begun.get()
        await bot.begun.get()
        bot.free.set()
        assert {(await acknowledged(old))["envelope_id"], (await acknowledged(old))["envelope_id"]} == {"before", "late"}
        assert (await acknowledged(new))["envelope_id"] == "new"
        assert socket.connected
    assert server.opened == 2


async def test_an_answer_that_outlives_its_connection_goes_over_the_next_one(server: SocketServer) -> None:
    bot = Bot(server)
    async with running(server, bot):
        old = await server.next_connection()
        bot.free.clear()
        await old.deliver("before", COMMAND)
        await bot.begun.get()
        await old.socket.close()
        new = await server.next_connection()
        bot.free.set()
        assert (await acknowledged(new))["envelope_id"] == "before"


async def test_an_old_connection_that_slack_leaves_open_is_closed_after_a_while(server: SocketServer) -> None:
    async with running(server, Bot(server), Pace(steady_s=0.0, linger_s=0.05)):
        old = await server.next_connection()
        await old.disconnect("warning")
        await server.next_connection()
        await asyncio.wait_for(old.ended.wait(), 10)


async def test_a_server_that_closes_at_once_is_asked_less_and_less_often(server: SocketServer) -> None:
    async def close(socket: web.WebSocketResponse) -> None:
        await socket.close()

    server.on_open = close
    waits = Backoff(first_s=0.02, most_s=5.0, chance=lambda: 0.0)
    async with running(server, Bot(server), Pace(), backoff=waits) as socket:
        await asyncio.sleep(0.5)
        assert not socket.connected
    assert 2 <= server.opened <= 5  # after 0.02, 0.06, 0.14, 0.3 seconds


async def test_connections_that_end_young_are_followed_by_longer_and_longer_waits(server: SocketServer, caplog: pytest.LogCaptureFixture) -> None:
    waits = Backoff(first_s=0.01, most_s=5.0, chance=lambda: 0.0)
    async with running(server, Bot(server), Pace(), backoff=waits):
        for _ in range(4):
            await (await server.next_connection()).socket.close()
        found = await lines(caplog, 4)
    assert [line.rpartition(" in ")[2] for line in found] == ["0.0 s", "0.0 s", "0.0 s", "0.1 s"]
    assert waits.next_s() == 0.16


async def test_a_connection_that_no_longer_answers_is_replaced(server: SocketServer) -> None:
    server.pongs = False
    async with running(server, Bot(server), Pace(heartbeat_s=0.1, steady_s=0.0)) as socket:
        await server.next_connection()
        server.pongs = True
        slack = await server.next_connection()
        await slack.deliver("1", COMMAND)
        assert (await acknowledged(slack))["envelope_id"] == "1"
        assert socket.connected


async def test_a_server_that_never_says_hello_is_left(server: SocketServer) -> None:
    waiting = asyncio.Event()

    async def silent(socket: web.WebSocketResponse) -> None:
        waiting.set()
        await socket.receive()

    server.on_open = silent
    async with running(server, Bot(server), Pace(hello_s=0.1, steady_s=0.0)) as socket:
        await asyncio.wait_for(waiting.wait(), 10)
        assert not socket.connected
        server.on_open = None
        await server.next_connection()


@pytest.mark.parametrize("token", ["xoxb-not-an-app-token", ""])
async def test_a_wrong_app_token_is_named_and_tried_slowly(server: SocketServer, caplog: pytest.LogCaptureFixture, token: str) -> None:
    async with running(server, Bot(server), Pace(), app_token=token) as socket:
        (line,) = await lines(caplog, 1)
        assert not socket.connected
    assert "SLACK_APP_TOKEN (invalid_auth)" in line
    assert "connections:write" in line
    assert line.endswith("trying again in 60 s")
    assert token not in line or not token
    assert server.asked == 1


async def test_once_the_setting_is_mended_the_connection_is_made(server: SocketServer, caplog: pytest.LogCaptureFixture) -> None:
    server.refusal = "missing_scope"
    async with running(server, Bot(server)) as socket:
        await lines(caplog, 2)
        server.refusal = None
        await server.next_connection()
        assert socket.connected


async def test_socket_mode_that_is_switched_off_is_named(server: SocketServer, caplog: pytest.LogCaptureFixture) -> None:
    async with running(server, Bot(server), Pace()):
        await (await server.next_connection()).disconnect("link_disabled")
        (line,) = await lines(caplog, 1)
    assert "switched off" in line
    assert "SLACK_SIGNING_SECRET" in line
    assert server.opened == 1


async def test_slack_is_left_alone_for_as_long_as_it_asks(server: SocketServer, caplog: pytest.LogCaptureFixture) -> None:
    server.refusal, server.retry_after_s = "ratelimited", 30
    async with running(server, Bot(server)):
        assert await lines(caplog, 1) == ["no connection to Slack (ratelimited), trying again in 30.0 s"]


async def test_no_address_and_no_token_of_a_connection_gets_into_the_log(server: SocketServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    async with running(server, Bot(server)):
        await (await server.next_connection()).socket.close()
        await server.next_connection()
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name != "aiohttp.access")
    assert "connected to Slack" in ours
    assert "ticket" not in ours
    assert "xapp" not in ours


async def test_at_the_end_what_was_taken_is_finished_and_nothing_more_is_taken(server: SocketServer) -> None:
    bot = Bot(server)
    bot.free.clear()
    socket = SocketMode(bot.app, server.client(), APP_TOKEN)
    stop = asyncio.Event()
    task = asyncio.create_task(socket.run(stop))
    slack = await server.next_connection()
    await slack.deliver("taken", COMMAND)
    await bot.begun.get()
    stop.set()
    await asyncio.sleep(0)
    await slack.deliver("too late", COMMAND)
    await slack.socket.ping()
    assert not task.done()
    bot.free.set()
    assert (await acknowledged(slack))["envelope_id"] == "taken"
    await asyncio.wait_for(task, 10)
    await asyncio.wait_for(slack.ended.wait(), 10)
    assert slack.acknowledged.empty()


async def test_being_cancelled_is_a_good_end_too(server: SocketServer) -> None:
    bot = Bot(server)
    bot.free.clear()
    task = asyncio.create_task(SocketMode(bot.app, server.client(), APP_TOKEN).run(asyncio.Event()))
    slack = await server.next_connection()
    await slack.deliver("taken", COMMAND)
    await bot.begun.get()
    task.cancel()
    await asyncio.sleep(0)
    bot.free.set()
    assert (await acknowledged(slack))["envelope_id"] == "taken"
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(task, 10)


async def test_what_is_not_finished_in_time_is_given_up(server: SocketServer, caplog: pytest.LogCaptureFixture) -> None:
    bot = Bot(server)
    bot.free.clear()
    async with running(server, bot, Pace(drain_s=0.05)):
        slack = await server.next_connection()
        await slack.deliver("for ever", COMMAND)
        await bot.begun.get()
    assert await lines(caplog, 1) == ["1 requests from Slack were not finished"]

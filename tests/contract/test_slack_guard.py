"""What is let through to Bolt: what Slack has signed, lately, and not too much of it."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from fastapi import FastAPI
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.signature import SignatureVerifier
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from bot.adapters.slack.addresses import EVENTS_PATH
from bot.adapters.slack.guard import MAX_BODY_BYTES, Guard
from bot.adapters.slack.replies import replies
from bot.adapters.slack.routes import mount
from bot.adapters.slack.site import SlackSite
from bot.render.slack.messages import notice
from tests.fakes import a_term
from tests.slack_world import FORM, JSON, SECRET, World, a_world, signed

SECRET_TEXT = "the-text-that-nobody-may-log"  # noqa: S105


def register(app: AsyncApp, site: SlackSite) -> None:
    @app.command(site.command)
    async def define(context: AsyncBoltContext, body: dict[str, Any]) -> None:
        await replies(context, body, context.client, site).privately(notice("an answer"))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with a_world(tmp_path_factory.mktemp("guard"), a_term("rlhf"), register=register) as world:
        yield world


BODY = urlencode({"command": "/define", "text": SECRET_TEXT, "team_id": "T1", "user_id": "U1", "trigger_id": "1.1.1"}).encode()
NOW = str(int(time.time()))
GOOD = "v0=" + "0" * 64


def headers(timestamp: str | None, signature: str | None) -> dict[str, str]:
    named = {"x-slack-request-timestamp": timestamp, "x-slack-signature": signature}
    return {"content-type": FORM} | {name: value for name, value in named.items() if value is not None}


FORGED: dict[str, tuple[bytes, dict[str, str]]] = {
    "nothing signed": (BODY, headers(None, None)),
    "no timestamp": (BODY, headers(None, GOOD)),
    "no signature": (BODY, headers(NOW, None)),
    "a wrong signature": (BODY, headers(NOW, GOOD)),
    "another secret": (BODY, {"content-type": FORM, **signed(BODY, secret="another")}),  # noqa: S106
    "another body": (BODY + b"&x=1", {"content-type": FORM, **signed(BODY)}),
    "another timestamp": (BODY, {"content-type": FORM, **signed(BODY), "x-slack-request-timestamp": str(int(NOW) - 1)}),
    "six minutes ago": (BODY, {"content-type": FORM, **signed(BODY, at=time.time() - 360)}),
    "in six minutes": (BODY, {"content-type": FORM, **signed(BODY, at=time.time() + 360)}),
    "a timestamp of letters": (BODY, headers("abc", GOOD)),
    "a timestamp that is no number": (BODY, headers("nan", GOOD)),
    "a timestamp with a sign": (BODY, headers(f"-{NOW}", GOOD)),
    "a timestamp with a fraction": (BODY, headers(f"{NOW}.5", GOOD)),
    "a timestamp of many digits": (BODY, headers("9" * 5000, GOOD)),
    "a timestamp in other digits": (BODY, {**headers(None, GOOD), "x-slack-request-timestamp": "١٢٣".encode().decode("latin-1")}),
    "an empty timestamp": (BODY, headers("", GOOD)),
    "an empty signature": (BODY, headers(NOW, "")),
    "a signature of another version": (BODY, headers(NOW, "v1=" + "0" * 64)),
    "a short signature": (BODY, headers(NOW, "v0=00")),
    "a signature in capitals": (BODY, headers(NOW, "v0=" + "A" * 64)),
    "bytes that are no text": (b"\xff\xfe\x00", headers(NOW, GOOD)),
    "deep JSON": (b"[" * 200_000, {**headers(NOW, GOOD), "content-type": JSON}),
    "broken JSON": (b'{"type": ', {**headers(NOW, GOOD), "content-type": JSON}),
    "a broken payload": (b"payload=%7B", headers(NOW, GOOD)),
    "an empty body": (b"", headers(NOW, GOOD)),
    "a check of the certificate": (b"ssl_check=1&token=x", headers(None, None)),
    "a verification of the address": (b'{"type": "url_verification", "challenge": "x"}', {"content-type": JSON}),
}


@pytest.mark.parametrize(("body", "sent"), FORGED.values(), ids=FORGED)
def test_what_slack_has_not_signed_is_refused_without_a_word(world: World, caplog: pytest.LogCaptureFixture, body: bytes, sent: dict[str, str]) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    caplog.set_level(logging.DEBUG, "slack_bolt")
    response = world.client.post(EVENTS_PATH, content=body, headers={name: value.encode("latin-1") for name, value in sent.items()})
    assert response.status_code == 401
    assert response.content == b""
    assert not [record for record in caplog.records if record.name.partition(".")[0] in {"bot", "slack_bolt", "slack_sdk"}]
    assert SECRET_TEXT not in caplog.text
    assert not world.api.calls


def test_a_header_that_comes_twice_is_refused(world: World) -> None:
    sent = signed(BODY)
    twice = [(name.encode(), value.encode()) for name, value in [*sent.items(), ("x-slack-signature", GOOD)]]
    assert world.client.post(EVENTS_PATH, content=BODY, headers=twice).status_code == 401


NOT_SLACKS: dict[str, tuple[bytes, str]] = {
    "bytes that are no text": (b"\xff\xfe\x00", FORM),
    "broken JSON": (b'{"type": ', JSON),
    "deep JSON": (b"[" * 200_000, JSON),
    "deep objects": (b'{"a":' * 100_000, JSON),
    "a deep payload": (b"payload=" + b"[" * 200_000, FORM),
    "a broken payload": (b"payload=%7B", FORM),
    "an empty payload": (b"payload=", FORM),
    "a list": (b"[1, 2]", JSON),
    "a list in a payload": (b"payload=%5B%5D", FORM),
    "a number": (b"5", JSON),
    "null": (b"null", JSON),
    "a text": (b'"x"', JSON),
    "an event that is a number": (b'{"type": "event_callback", "event": 5}', JSON),
    "an event that is a text": (b'{"type": "event_callback", "event": "type"}', JSON),
    "actions that are no list": (b'{"type": "block_actions", "actions": {"a": 1}}', JSON),
    "no actions": (b'{"type": "block_actions", "actions": []}', JSON),
    "actions that are numbers": (b'{"type": "block_actions", "actions": [1]}', JSON),
    "a user that is a number": (b'{"type": "shortcut", "callback_id": "x", "user": 5}', JSON),
    "a view that is a list": (b'{"type": "view_submission", "view": []}', JSON),
    "authorizations of numbers": (b'{"type": "event_callback", "event": {"type": "x"}, "authorizations": [5]}', JSON),
    "response_urls that are numbers": (b'{"type": "view_submission", "view": {"callback_id": "x"}, "response_urls": [5]}', JSON),
    "a team without an id": (b'{"type": "shortcut", "callback_id": "x", "team": [1]}', JSON),
}


@pytest.mark.parametrize(("body", "content_type"), NOT_SLACKS.values(), ids=NOT_SLACKS)
def test_what_is_signed_but_nothing_that_slack_sends_is_a_bad_request(world: World, body: bytes, content_type: str) -> None:
    assert world.post(body, content_type).status_code == 400


STRANGE: dict[str, dict[str, Any]] = {
    "an empty object": {},
    "an unknown type": {"type": "what_is_this"},
    "an event without a type": {"type": "event_callback", "event": {}},
    "an unknown event": {"type": "event_callback", "event": {"type": "team_join", "user": {"id": "U1"}}, "team_id": "T1", "event_id": "Ev1"},
    "ids that are no text": {"type": "event_callback", "event": {"type": "app_mention", "user": "\ud800", "text": "\ud800"}, "event_id": "\ud800"},
    "a closed view": {"type": "view_closed", "view": {"callback_id": "x", "id": "V1"}},
    "nothing but a type": {"type": "block_suggestion"},
    "a submission of nothing": {"type": "view_submission", "view": {}},
}


@pytest.mark.parametrize("body", STRANGE.values(), ids=STRANGE)
def test_what_slack_may_send_one_day_is_no_failure(world: World, body: dict[str, Any]) -> None:
    assert world.post(json.dumps(body), JSON).status_code == 200


def test_what_slack_has_signed_is_answered(world: World) -> None:
    response = world.command("rlhf")
    assert response.status_code == 200
    assert response.json()["text"] == "an answer"


def test_slacks_own_library_signs_alike() -> None:
    verifier = SignatureVerifier(SECRET)
    assert verifier.is_valid_request(BODY, signed(BODY))


def test_the_address_is_verified(world: World) -> None:
    response = world.post(json.dumps({"type": "url_verification", "token": "x", "challenge": "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"}), JSON)
    assert response.status_code == 200
    assert response.json() == {"challenge": "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"}


def test_the_certificate_is_checked(world: World) -> None:
    assert world.post("ssl_check=1&token=x").status_code == 200


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "OPTIONS"])
def test_only_posts_are_taken(world: World, method: str) -> None:
    assert world.client.request(method, EVENTS_PATH, headers=signed(b"")).status_code == 405


def test_headers_with_which_bolt_steers_itself_do_not_reach_it(world: World) -> None:
    steering = {"x-slack-bolt-lazy-only": "1", "x-slack-bolt-lazy-function-name": "define"}
    body = urlencode(world.command_payload("rlhf"))
    assert world.post(body, headers=steering).json()["text"] == "an answer"


# -- size ----------------------------------------------------------------------------------------------------------


def test_a_large_body_is_taken_up_to_the_limit(world: World) -> None:
    fitting = json.dumps({"type": "unknown", "x": ""})
    assert world.post(fitting[:-2] + "x" * (MAX_BODY_BYTES - len(fitting)) + fitting[-2:], JSON).status_code == 200


def test_a_body_over_the_limit_is_refused(world: World) -> None:
    assert world.post("x" * (MAX_BODY_BYTES + 1)).status_code == 413


class Sender:
    """A client on the wire, that says how much was asked of it."""

    def __init__(self, *, declared: str | None = None, chunk: bytes = b"x" * 100_000) -> None:
        given = signed(b"")
        self.headers = [(name.encode(), value.encode()) for name, value in given.items()]
        if declared is not None:
            self.headers.append((b"content-length", declared.encode()))
        self.chunk = chunk
        self.asked = 0
        self.status = 0

    async def receive(self) -> Message:
        self.asked += 1
        return {"type": "http.request", "body": self.chunk, "more_body": True}

    async def send(self, message: Message) -> None:
        self.status = message.get("status", self.status)

    def run(self, guard: Guard) -> None:
        scope: Scope = {"type": "http", "method": "POST", "path": EVENTS_PATH, "headers": self.headers}
        work = guard(scope, self.receive, self.send)
        with pytest.raises(StopIteration):
            work.send(None)  # type: ignore[attr-defined]


async def never(scope: Scope, receive: Receive, send: Send) -> None:
    raise AssertionError("reached")


def test_a_body_without_end_is_read_only_up_to_the_limit() -> None:
    sender = Sender()
    sender.run(Guard(never, signing_secret=SECRET))
    assert sender.status == 413
    assert sender.asked == MAX_BODY_BYTES // 100_000 + 1


@pytest.mark.parametrize("declared", [str(MAX_BODY_BYTES + 1), "9" * 5000, "-1", "abc"])
def test_a_declared_length_that_cannot_be_is_refused_before_anything_is_read(declared: str) -> None:
    sender = Sender(declared=declared)
    sender.run(Guard(never, signing_secret=SECRET))
    assert sender.status == 413
    assert sender.asked == 0


def test_nothing_is_read_of_what_is_not_signed() -> None:
    sender = Sender()
    sender.headers = []
    sender.run(Guard(never, signing_secret=SECRET))
    assert sender.status == 401
    assert sender.asked == 0


def test_a_client_that_leaves_half_way_gets_no_answer() -> None:
    sender = Sender()

    async def gone() -> Message:
        return {"type": "http.disconnect"}

    sender.receive = gone  # type: ignore[method-assign]
    sender.run(Guard(never, signing_secret=SECRET))
    assert sender.status == 0


@pytest.mark.parametrize("secret", ["", "  "])
def test_an_empty_secret_is_no_secret(world: World, secret: str) -> None:
    with pytest.raises(ValueError, match="secret"):
        mount(FastAPI(), world.bolt, secret)


def test_the_route_has_a_name_in_traces(world: World) -> None:
    app = FastAPI()
    mount(app, world.bolt, SECRET)
    seen: list[str] = []

    async def noting(scope: Scope, receive: Receive, send: Send) -> None:
        await app(scope, receive, send)
        seen.append(getattr(scope.get("route"), "path", ""))

    TestClient(noting).post(EVENTS_PATH)
    assert seen == [EVENTS_PATH]

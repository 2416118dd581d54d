"""A workspace in which things happen: signed requests of every kind, through the real route, to the real application; Slack's side is a fake.

    with a_world(tmp_path, RLHF, DPO) as world:
        answer = world.command("rlhf").json()      # what the person sees
        world.press(answer, names.MORE)            # as if the button in that message were pressed
        shown = world.api.response                 # what was posted to its response_url

Requests give the HTTP response; whatever else was done is in `world.api.calls` and `world.api.responses`.
"""

from __future__ import annotations

import atexit
import hashlib
import hmac
import itertools
import json
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from shutil import copyfile, rmtree
from tempfile import mkdtemp
from typing import Any
from urllib.parse import urlencode

import httpx
from fastapi import FastAPI
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from starlette.testclient import TestClient

from bot.adapters.chat.once import Deliveries
from bot.adapters.slack.addresses import EVENTS_PATH
from bot.adapters.slack.app import Register, build_app
from bot.adapters.slack.authorize_single import SingleWorkspace
from bot.adapters.slack.connection import connected, web_client
from bot.adapters.slack.routes import mount
from bot.adapters.slack.site import SlackSite
from bot.bootstrap.requests import build_desk
from bot.core.assistant import Assistant
from bot.core.requests import RequestDesk
from bot.core.term import Term
from bot.settings import RequestSettings
from bot.storage import Storage, database_path, open_storage
from tests.fakes import TODAY, an_assistant
from tests.slack_web_api import TOKEN, FakeWebApi, shared
from tests.stored_service import stored_service

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"  # noqa: S105 - of nobody
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
KEY = b"a key of sixteen bytes or more"
PUBLIC_URL = "https://glossary.example"

_numbers = itertools.count(1)


class MemoryDeliveries:
    """Deliveries that are done, in memory. Set `failure` for a database that does not answer."""

    def __init__(self) -> None:
        self.known: set[tuple[str, str]] = set()
        self.failure: Exception | None = None

    def is_done(self, tenant: str, delivery: str) -> bool:
        if self.failure:
            raise self.failure
        return (tenant, delivery) in self.known

    def done(self, tenant: str, delivery: str) -> None:
        if self.failure:
            raise self.failure
        self.known.add((tenant, delivery))


@dataclass
class World:
    """One workspace, T1, and one app in it, UBOT.

    Attributes:
        user: who acts, unless a request says otherwise.
        channel: where, unless a request says otherwise. "D1" is the conversation of `user` with the app.
    """

    api: FakeWebApi
    site: SlackSite
    bolt: AsyncApp
    client: TestClient
    storage: Storage
    user: str = "U1"
    channel: str = "C1"
    team: str = "T1"
    enterprise: str | None = None
    org_wide: bool = False
    forgotten: list[str] = field(default_factory=list)

    # -- sending ----------------------------------------------------------------------------------------------------

    def post(self, body: str | bytes, content_type: str = FORM, *, headers: Mapping[str, str] | None = None) -> httpx.Response:
        """A signed request with any body."""
        raw = body.encode() if isinstance(body, str) else body
        return self.client.post(EVENTS_PATH, content=raw, headers={"content-type": content_type, **signed(raw), **(headers or {})})

    def interact(self, payload: Mapping[str, Any]) -> httpx.Response:
        """Any payload of an interaction."""
        return self.post(urlencode({"payload": json.dumps(payload)}))

    def at_once(self, request: Callable[[], httpx.Response], count: int) -> list[httpx.Response]:
        """The same request that many times at the same moment. Give it fixed ids, or each is one of its own."""
        with ThreadPoolExecutor(count) as pool:
            return [future.result() for future in [pool.submit(request) for _ in range(count)]]

    def by_socket(self, payload: dict[str, Any]) -> BoltResponse:
        """The same payload as it comes over Socket Mode: unsigned, straight to the application."""

        async def dispatch() -> BoltResponse:
            return await self.bolt.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=payload, headers={}))

        assert self.client.portal is not None
        return self.client.portal.call(dispatch)

    # -- commands ---------------------------------------------------------------------------------------------------

    def command(self, text: str, **fields: Any) -> httpx.Response:
        """`/define text`. The answer, if it is in the response, is `.json()`."""
        return self.post(urlencode(self.command_payload(text, **fields)))

    def command_payload(self, text: str, *, user: str | None = None, channel: str | None = None, **fields: Any) -> dict[str, str]:
        channel = channel or self.channel
        return {
            "token": "legacy",
            "team_id": self.team,
            "team_domain": "acme",
            **({"enterprise_id": self.enterprise} if self.enterprise else {}),
            "channel_id": channel,
            "channel_name": "directmessage" if channel.startswith("D") else "general",
            "user_id": user or self.user,
            "user_name": "ann",
            "command": self.site.command,
            "text": text,
            "api_app_id": "A1",
            "is_enterprise_install": str(self.org_wide).lower(),
            "response_url": self.api.response_url(),
            "trigger_id": a_trigger(),
            **fields,
        }

    # -- events -----------------------------------------------------------------------------------------------------

    def event(self, event: Mapping[str, Any], *, event_id: str | None = None, retry: int | None = None, **fields: Any) -> httpx.Response:
        """Any event. `retry` is the number of the redelivery."""
        headers = {} if retry is None else {"x-slack-retry-num": str(retry), "x-slack-retry-reason": "http_timeout"}
        return self.post(json.dumps(self.event_payload(event, event_id=event_id, **fields)), JSON, headers=headers)

    def event_payload(self, event: Mapping[str, Any], *, event_id: str | None = None, **fields: Any) -> dict[str, Any]:
        return {
            "token": "legacy",
            "team_id": self.team,
            "enterprise_id": self.enterprise,
            "api_app_id": "A1",
            "event": dict(event),
            "type": "event_callback",
            "event_id": event_id or f"Ev{next(_numbers):08d}",
            "event_time": int(time.time()),
            "authorizations": [
                {
                    "enterprise_id": self.enterprise,
                    "team_id": None if self.org_wide else self.team,
                    "user_id": "UBOT",
                    "is_bot": True,
                    "is_enterprise_install": self.org_wide,
                }
            ],
            "is_ext_shared_channel": False,
            **fields,
        }

    def mention(self, text: str, *, user: str | None = None, channel: str | None = None, thread_ts: str | None = None, **options: Any) -> httpx.Response:
        """`@glossary text` in a channel. `event={...}` adds fields to the event, other options to the delivery."""
        more = options.pop("event", {})
        return self.event(
            {
                "type": "app_mention",
                "user": user or self.user,
                "text": f"<@UBOT> {text}".strip(),
                "ts": a_ts(),
                "channel": channel or self.channel,
                "team": self.team,
                **({"thread_ts": thread_ts} if thread_ts else {}),
                **more,
            },
            **options,
        )

    def direct(self, text: str, *, user: str | None = None, channel: str = "D1", thread_ts: str | None = None, **options: Any) -> httpx.Response:
        """A message to the app. `event={...}` adds fields to the event."""
        more = options.pop("event", {})
        return self.event(
            {
                "type": "message",
                "channel_type": "im",
                "user": user or self.user,
                "text": text,
                "ts": a_ts(),
                "channel": channel,
                "team": self.team,
                **({"thread_ts": thread_ts} if thread_ts else {}),
                **more,
            },
            **options,
        )

    def home(self, tab: str = "home", **options: Any) -> httpx.Response:
        """The app's Home, or its Messages tab, is opened."""
        event = {"type": "app_home_opened", "user": self.user, "channel": "D1", "tab": tab, "event_ts": a_ts()}
        return self.event(event, **options)

    def link(self, *urls: str, **options: Any) -> httpx.Response:
        """Somebody posts links to the web glossary."""
        more = options.pop("event", {})
        links = [{"domain": url.split("/")[2], "url": url} for url in urls]
        event = {
            "type": "link_shared",
            "user": self.user,
            "channel": self.channel,
            "message_ts": a_ts(),
            "unfurl_id": f"{self.channel}.{a_ts()}",
            "source": "conversations_history",
            "links": links,
            "event_ts": a_ts(),
            **more,
        }
        return self.event(event, **options)

    def step(self, callback_id: str, inputs: Mapping[str, Any], *, execution: str = "Fx1", **options: Any) -> httpx.Response:
        """A step of Workflow Builder is to be executed."""
        self.api.tokens.setdefault("xwfp-test", dict(self.api.tokens[TOKEN]))
        event = {
            "type": "function_executed",
            "function": {"id": "Fn1", "callback_id": callback_id, "title": "Look up a term", "app_id": "A1", "type": "app"},
            "inputs": dict(inputs),
            "function_execution_id": execution,
            "workflow_execution_id": "Wx1",
            "bot_access_token": "xwfp-test",
            "event_ts": a_ts(),
        }
        return self.event(event, **options)

    # -- interactions -----------------------------------------------------------------------------------------------

    def press(self, message: Mapping[str, Any], action_id: str, **options: Any) -> httpx.Response:
        """A button of a message or view, found by its action id, or by the beginning of it ("open:" finds the first)."""
        return self.interact(self.action_payload(message, action_id, **options))

    def choose(self, message: Mapping[str, Any], action_id: str, value: str, **options: Any) -> httpx.Response:
        """An option of a select, by its value; of a select with typeahead, any."""
        return self.interact(self.action_payload(message, action_id, value=value, **options))

    def action_payload(self, message: Mapping[str, Any], action_id: str, *, value: str | None = None, **options: Any) -> dict[str, Any]:
        """What Slack sends when a control is used.

        Args:
            message: the message, or the view, that the control is in.
            value: of the option that is chosen, or of the button when it is not the one it has.
            options: `user`, `channel`, `thread_ts`, `ephemeral` (default: True outside of "D..." channels), `ts`, `view` (where the control is
                in a view: "modal" or "home"), and anything to add to the payload.
        """
        user, channel = options.pop("user", self.user), options.pop("channel", self.channel)
        thread, ts, view = options.pop("thread_ts", None), options.pop("ts", "1700000000.000001"), options.pop("view", None)
        ephemeral = options.pop("ephemeral", not channel.startswith("D"))
        block_id, element = find(message, action_id)
        base = {**self._interaction("block_actions", user), "actions": [_action(block_id, element, value)]}
        if view:
            shown = {"id": "V1", "hash": "h1", "type": view, "callback_id": "", "team_id": self.team, "app_installed_team_id": self.team, **message}
            return {**base, "container": {"type": "view", "view_id": "V1"}, "view": shown, **options}
        container = {"type": "message", "message_ts": ts, "channel_id": channel, "is_ephemeral": ephemeral, **({"thread_ts": thread} if thread else {})}
        posted = {} if ephemeral else {"message": {"type": "message", "user": "UBOT", "bot_id": "BBOT", "ts": ts, **message}}
        place = {"id": channel, "name": "directmessage" if channel.startswith("D") else "general"}
        return {**base, "container": container, "channel": place, "response_url": self.api.response_url(), **posted, **options}

    def shortcut(self, callback_id: str, **fields: Any) -> httpx.Response:
        """A global shortcut."""
        return self.interact({**self._interaction("shortcut"), "callback_id": callback_id, "action_ts": a_ts(), **fields})

    def message_shortcut(self, callback_id: str, text: str = "", *, message: Mapping[str, Any] | None = None, **fields: Any) -> httpx.Response:
        """A shortcut on a message."""
        said = {"type": "message", "user": "U2", "ts": "1700000000.000002", "text": text, "team": self.team, **(message or {})}
        return self.interact(
            {
                **self._interaction("message_action"),
                "callback_id": callback_id,
                "action_ts": a_ts(),
                "message_ts": said["ts"],
                "channel": {"id": self.channel, "name": "general"},
                "message": said,
                "response_url": self.api.response_url(),
                **fields,
            }
        )

    def suggest(self, action_id: str, typed: str, *, block_id: str = "", view: Mapping[str, Any] | None = None, **fields: Any) -> httpx.Response:
        """Options for what is typed into a select."""
        shown = {"id": "V1", "type": "modal", "callback_id": "", **(view or {})}
        payload = {**self._interaction("block_suggestion"), "action_id": action_id, "block_id": block_id, "value": typed, "view": shown}
        return self.interact({**payload, "container": {"type": "view", "view_id": "V1"}, **fields})

    def submit(self, view: Mapping[str, Any], values: Mapping[str, Mapping[str, Any]], **fields: Any) -> httpx.Response:
        """A modal is submitted. `values` by block id and action id."""
        shown = {"id": f"V{next(_numbers)}", "hash": "h1", "type": "modal", "team_id": self.team, **view, "state": {"values": dict(values)}}
        return self.interact({**self._interaction("view_submission"), "view": shown, "response_urls": [], **fields})

    def _interaction(self, kind: str, user: str | None = None) -> dict[str, Any]:
        return {
            "type": kind,
            "token": "legacy",
            "api_app_id": "A1",
            "team": None if self.org_wide else {"id": self.team, "domain": "acme"},
            "enterprise": {"id": self.enterprise, "name": "Acme"} if self.enterprise else None,
            "is_enterprise_install": self.org_wide,
            "user": {"id": user or self.user, "username": "ann", "name": "ann", "team_id": self.team},
            "trigger_id": a_trigger(),
        }


@contextmanager
def a_world(
    folder: Path,
    *terms: Term,
    register: Register | None = None,
    assistant: Assistant | None = None,
    deliveries: Deliveries | None = None,
    desk: RequestDesk | None = None,
    authorize: AsyncAuthorize | None = None,
    timeout_s: float = 1.0,
    **site: Any,
) -> Iterator[World]:
    """A world with a glossary of `terms`, a real database in `folder`, and all listeners, or those of `register`.

    Args:
        deliveries: default: those of the database.
        desk: default: one over the database, without stewards.
        authorize: default: the token of the workspace.
        timeout_s: how long a call of the Web API may take.
        site: fields of SlackSite.
    """
    if register is None:
        from bot.adapters.slack.listeners import register_all

        register = register_all
    api = shared()
    api.reset()
    known = assistant or an_assistant(*terms)
    if not database_path(folder).exists():
        copyfile(_empty_database(), database_path(folder))
    storage = open_storage(folder, KEY)
    questions = storage.question_log()
    desk = desk or build_desk(RequestSettings(), storage, lambda: known)
    service = stored_service(storage, questions, desk, lambda: known)
    forgotten: list[str] = []
    fields = {"rate": "10000/minute", "public_url": PUBLIC_URL, "response_hosts": frozenset({"127.0.0.1"}), "today": lambda: TODAY, **site}
    made = SlackSite(service, desk, deliveries or storage.processed(), forgotten.append, **fields)
    client = web_client(api.url)
    bolt = build_app(made, client=client, register=register, authorize=authorize or SingleWorkspace(client, TOKEN))

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with connected(client, timeout_s):
            yield

    app = FastAPI(lifespan=lifespan, openapi_url=None)
    mount(app, bolt, SECRET)
    try:
        with TestClient(app, base_url="http://glossary.test") as http:
            yield World(api, made, bolt, http, storage, forgotten=forgotten)
    finally:
        api.reset()
        questions.close(5.0)
        storage.close()


@cache
def _empty_database() -> Path:
    """Made once a run: bringing it up to date takes longer than most tests."""
    folder = Path(mkdtemp())
    atexit.register(rmtree, folder)
    storage = open_storage(folder, KEY)
    storage.upgrade()
    storage.close()
    return database_path(folder)


def signed(body: bytes, *, secret: str = SECRET, at: float | None = None) -> dict[str, str]:
    """The headers that prove that a body is Slack's."""
    timestamp = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"x-slack-request-timestamp": timestamp, "x-slack-signature": f"v0={digest}"}


def a_ts() -> str:
    """A time as messages have it, later than those before."""
    return f"1700000100.{next(_numbers):06d}"


def a_trigger() -> str:
    return f"{next(_numbers)}.1.abcdef"


def find(message: Mapping[str, Any], action_id: str) -> tuple[str, dict[str, Any]]:
    """The block id and the element of a control, by its action id or the beginning of it.

    Raises:
        LookupError: there is none; says which there are.
    """
    there = list(controls(message))
    for matches in (str.__eq__, str.startswith):
        for block_id, element in there:
            if matches(element["action_id"], action_id):
                return block_id, element
    raise LookupError(f"no control {action_id!r} among {[element['action_id'] for _, element in there]}")


def controls(message: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every control of a message or view, with the id of its block."""
    for block in message.get("blocks", ()):
        accessory = [block[name] for name in ("accessory", "element") if isinstance(block.get(name), dict)]
        for element in [*block.get("elements", ()), *accessory]:
            if isinstance(element, dict) and "action_id" in element:
                yield block.get("block_id", ""), element


def texts(value: object) -> str:
    """All that is to be read in a message, view or response, a line each."""
    if isinstance(value, Mapping):
        own = [value["text"]] if isinstance(value.get("text"), str) else []
        return "\n".join(own + [line for key, item in value.items() if key not in {"block_id", "action_id", "value"} and (line := texts(item))])
    return "\n".join(line for item in value if (line := texts(item))) if isinstance(value, list | tuple) else ""


def _action(block_id: str, element: Mapping[str, Any], value: str | None) -> dict[str, Any]:
    action = {"type": element["type"], "action_id": element["action_id"], "block_id": block_id, "action_ts": a_ts()}
    match element["type"]:
        case "static_select" | "external_select" | "overflow" | "radio_buttons":
            options = [*element.get("options", ()), *(option for group in element.get("option_groups", ()) for option in group["options"])]
            chosen = next((option for option in options if option["value"] == value), None)
            if chosen is None and element["type"] != "external_select":
                raise LookupError(f"no option {value!r} among {[option['value'] for option in options]}")
            return {**action, "selected_option": chosen or {"text": {"type": "plain_text", "text": value}, "value": value}}
        case "feedback_buttons":
            values = [element["positive_button"]["value"], element["negative_button"]["value"]]
            if (value or values[0]) not in values:
                raise LookupError(f"no button {value!r} among {values}")
            return {**action, "value": value or values[0]}
        case "plain_text_input":
            return {**action, "value": value}
        case _:
            button = {"text": element.get("text"), "value": element.get("value") if value is None else value}
            return {**action, **button, **({"url": element["url"]} if "url" in element else {})}

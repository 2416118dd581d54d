"""An organization in Teams and one app in it, over the real endpoint: requests go in as Teams sends them, answers go to a service on loopback."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile
from typing import Any

import httpx
from fastapi import FastAPI
from fastapi.testclient import TestClient

from bot.adapters.teams.app import Identity
from bot.adapters.teams.routes import MESSAGES_PATH
from bot.adapters.teams.site import TeamsSite
from bot.adapters.teams.tokens import Tokens
from bot.bootstrap.requests import build_desk
from bot.bootstrap.routing import Routing
from bot.bootstrap.teams import Teams, assemble
from bot.core.assistant import Assistant
from bot.core.requests import NamedStewards
from bot.core.term import Term
from bot.settings import RequestSettings
from bot.storage import QuestionLogWriter, Storage, database_path, open_storage
from tests.fakes import TODAY, an_assistant
from tests.slack_world import KEY, PUBLIC_URL, _empty_database
from tests.stored_service import stored_service
from tests.teams_connector import Connector, a_connector

BOT = "28:b0000000-0000-0000-0000-00000000b0b0"
TENANT = "11111111-2222-3333-4444-555555555555"
ANN = "aaaaaaaa-0000-0000-0000-000000000001"
BEN = "bbbbbbbb-0000-0000-0000-000000000002"
STEWARD = "cccccccc-0000-0000-0000-000000000003"
NAMES = {ANN: "Ann Lee", BEN: "Ben Ode", STEWARD: "Sam Steward"}
GROUP = "19:group@thread.v2"
CHANNEL = "19:channel@thread.tacv2"
TRIAGE = "19:triage@thread.tacv2"
LATER = datetime(2100, 1, 1, tzinfo=UTC)
TOKEN = "eyJhbGciOiJub25lIn0.e30.test"  # noqa: S105 - of nobody
_numbers = itertools.count(1)


@dataclass
class TeamsWorld:
    """Attributes:
    forgotten: tenants whose rows were deleted.
    """

    service: Connector
    site: TeamsSite
    teams: Teams
    client: TestClient
    storage: Storage
    questions: QuestionLogWriter
    forgotten: list[str] = field(default_factory=list)

    # -- sending ----------------------------------------------------------------------------------------------------

    def post(self, activity: Mapping[str, Any], **headers: str) -> httpx.Response:
        return self.client.post(MESSAGES_PATH, json=dict(activity), headers=headers)

    def activity(self, kind: str, *, user: str = ANN, conversation: str | None = None, **fields: Any) -> dict[str, Any]:
        """Any activity, as Teams sends it: in the person's own conversation, or in a named one."""
        where = conversation or f"a:{user}"
        sort = "personal" if where.startswith("a:") else "channel" if "tacv2" in where else "groupChat"
        return {
            "type": kind,
            "id": f"{next(_numbers)}",
            "timestamp": "2026-11-23T09:00:00Z",
            "channelId": "msteams",
            "serviceUrl": self.service.url,
            "from": {"id": f"29:{user}", "name": NAMES.get(user, "Somebody"), "aadObjectId": user},
            "conversation": {"id": where, "conversationType": sort, "tenantId": TENANT, **({"isGroup": True} if sort != "personal" else {})},
            "recipient": {"id": BOT, "name": "Glossary"},
            "channelData": {"tenant": {"id": TENANT}},
            "locale": "en-GB",
            **fields,
        }

    def say(self, text: str, **options: Any) -> httpx.Response:
        """A message: to the app, or with a mention of it in a conversation of others."""
        if options.get("conversation"):
            mention = {"type": "mention", "text": "<at>Glossary</at>", "mentioned": {"id": BOT, "name": "Glossary"}}
            options = {"entities": [mention], **options}
            text = f"<at>Glossary</at> {text}"
        return self.post(self.activity("message", text=text, textFormat="plain", **options))

    def command(self, text: str, conversation: str = CHANNEL, **options: Any) -> httpx.Response:
        """`/define text`, which nobody else sees."""
        recipient = {"id": BOT, "name": "Glossary", "isTargeted": True}
        return self.post(self.activity("message", text=text, textFormat="plain", conversation=conversation, recipient=recipient, **options))

    def invoke(self, name: str, value: Any, **options: Any) -> httpx.Response:
        return self.post(self.activity("invoke", name=name, value=value, **options))

    def press(self, action: Mapping[str, Any], filled: Mapping[str, Any] | None = None, **options: Any) -> dict[str, Any]:
        """A control with `Action.Execute`, with what is filled in; gives the response."""
        assert action["type"] == "Action.Execute", action
        data = {**action["data"], **(filled or {})}
        response = self.invoke(
            "adaptiveCard/action", {"action": {"type": "Action.Execute", "verb": action["verb"], "data": data}, "trigger": "manual"}, **options
        )
        assert response.status_code == 200, response.text
        body: dict[str, Any] = response.json()
        return body

    def submit(self, data: Mapping[str, Any], filled: Mapping[str, Any] | None = None, **options: Any) -> httpx.Response:
        """The same from a client that knows `Action.Submit` only: a message with a value."""
        return self.post(self.activity("message", value={**data, **(filled or {})}, **options))

    def dialog(self, action: Mapping[str, Any], **options: Any) -> dict[str, Any]:
        """Opens the window of a button; gives the card in it."""
        return window(self.invoke("task/fetch", {"data": action["data"]}, **options))

    def send_dialog(self, action: Mapping[str, Any], filled: Mapping[str, Any] | None = None, **options: Any) -> dict[str, Any]:
        """Sends what is filled in in a window; gives the card that comes then."""
        return window(self.invoke("task/submit", {"data": {**action["data"], **(filled or {})}}, **options))

    # -- what follows -----------------------------------------------------------------------------------------------

    def deliver(self, channels: Mapping[str, str] | None = None) -> int:
        """Every job that waits. Raises what the handler raises."""
        handlers = Routing(None, self.teams.platform, {TENANT: TRIAGE} if channels is None else channels).handlers
        assert self.client.portal is not None
        done = 0
        while jobs := self.storage.outbox.claim(tuple(handlers), LATER, 100):
            for job in jobs:
                self.client.portal.call(handlers[job.kind], job)
                self.storage.outbox.done(job, LATER)
                done += 1
        return done

    def name_stewards(self, *people: str, tenant: str = TENANT) -> None:
        self.site.desk._stewards = NamedStewards({tenant: set(people or (STEWARD,))})

    @property
    def last(self) -> dict[str, Any]:
        """The card that was sent last."""
        return self.service.messages[-1].card


def window(response: httpx.Response) -> dict[str, Any]:
    """The card in a window. Raises AssertionError."""
    assert response.status_code == 200, response.text
    task = response.json()["task"]
    assert task["type"] == "continue", task
    card: dict[str, Any] = task["value"]["card"]["content"]
    return card


@contextmanager
def a_teams_world(
    folder: Path,
    *terms: Term,
    assistant: Assistant | None = None,
    storage: Storage | None = None,
    tokens: Tokens | None = None,
    hosts: frozenset[str] = frozenset(),
    raising: bool = True,
    **site: Any,
) -> Iterator[TeamsWorld]:
    """A world with a glossary of `terms` and a real database in `folder`.

    Args:
        storage: another's, to share it.
        tokens: default: the local mode, in which nobody is asked for one.
        site: fields of TeamsSite.
    """
    known = assistant or an_assistant(*terms)
    own = storage is None
    if storage is None:
        if not database_path(folder).exists():
            copyfile(_empty_database(), database_path(folder))
        storage = open_storage(folder, KEY)
    questions = storage.question_log()
    desk = site.pop("desk", None) or build_desk(RequestSettings(), storage, lambda: known)
    service = stored_service(storage, questions, desk, lambda: known)
    forgotten: list[str] = []
    fields = {"rate": "10000/minute", "public_url": PUBLIC_URL, "today": lambda: TODAY, **site}
    made = TeamsSite(service, desk, storage.processed(), storage.teams_conversations, forgotten.append, **fields)
    identity = Identity("b0000000-0000-0000-0000-00000000b0b0", TENANT, token=lambda *_: TOKEN)
    teams = assemble(made, identity, hosts, tokens=tokens, directories=None if tokens is None else frozenset({TENANT}))

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with teams.running():
            yield

    app = FastAPI(lifespan=lifespan, openapi_url=None)
    teams.mount(app)
    try:
        with a_connector() as connector, TestClient(app, base_url="http://glossary.test", raise_server_exceptions=raising) as http:
            yield TeamsWorld(connector, made, teams, http, storage, questions, forgotten)
    finally:
        questions.close(5.0)
        if own:
            storage.close()

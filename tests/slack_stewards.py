"""Requests in a workspace of Slack: who decides about them, and what is delivered because of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from bot.adapters.slack.authorize_single import SingleWorkspace
from bot.adapters.slack.connection import web_client
from bot.adapters.slack.notify import personal_notices
from bot.adapters.slack.outbound import Outbound
from bot.adapters.slack.triage import TriageChannel
from bot.bootstrap.routing import Platform, Routing
from bot.core.requests import JobKind, NamedStewards, RequestForm, RequestView
from bot.core.usage import Asker, Surface
from tests.slack_web_api import TOKEN
from tests.slack_world import World

STEWARD = "USTEWARD"
CHANNEL = "CTRIAGE"
LATER = datetime(2100, 1, 1, tzinfo=UTC)


def name_stewards(world: World, people: Iterable[str] = (STEWARD,), tenant: str = "T1") -> None:
    """From now on these decide."""
    world.site.desk._stewards = NamedStewards({tenant: set(people)})


def a_request(world: World, form: RequestForm | str, user: str | None = None) -> int:
    """Filed, and not yet shown to stewards."""
    asker = Asker(world.team, user or world.user, Surface.SLACK)
    return world.site.desk.file(asker, RequestForm(form) if isinstance(form, str) else form).request.id


def request_of(world: World, request_id: int) -> RequestView:
    """As a steward sees it."""
    return world.site.desk.get(Asker(world.team, STEWARD, Surface.SLACK), request_id)


def triage(world: World, channel: str = CHANNEL) -> Routing:
    """What Slack does of what the outbox holds."""
    client = web_client(world.api.url)
    outbound = Outbound(client, SingleWorkspace(client, TOKEN))
    return Routing(Platform(personal_notices(world.site, outbound), TriageChannel(world.site, outbound)), None, {world.team: channel})


def deliver(world: World) -> None:
    """Every job about cards that waits. Raises what the handler raises."""
    channels = triage(world)
    assert world.client.portal is not None
    kinds = tuple(kind for kind in channels.handlers if kind != JobKind.NOTIFY_PERSON)
    while jobs := world.storage.outbox.claim(kinds, LATER, 100):
        for job in jobs:
            world.client.portal.call(channels.handlers[job.kind], job)
            world.storage.outbox.done(job, LATER)


def cards(world: World) -> list[dict[str, Any]]:
    """What was posted into the triage channel, and changed there, in order."""
    return [call.args for call in world.api.calls if call.method in {"chat.postMessage", "chat.update"} and call.args.get("channel") == CHANNEL]


def card(world: World) -> dict[str, Any]:
    """The newest picture of a card, after everything is delivered."""
    deliver(world)
    return cards(world)[-1]

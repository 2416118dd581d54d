"""The ways to answer one request."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack import response_url, sentences
from bot.adapters.slack.payloads import Body, Kind, event, kind_of
from bot.adapters.slack.people import Person, person
from bot.adapters.slack.refusals import error_code
from bot.adapters.slack.site import SlackSite
from bot.render.slack.messages import notice

Message = Mapping[str, Any]

ABSENT = frozenset({"not_in_channel", "channel_not_found", "user_not_in_channel", "messages_tab_disabled"})
FORBIDDEN = ABSENT | {"is_archived", "restricted_action", "restricted_action_thread_only_channel", "restricted_action_read_only_channel", "no_permission"}
_PATIENCE_S = 2.5  # for all ways together: one that hangs leaves half a second for the next, of the three that Slack waits
_PLAIN: Message = {"unfurl_links": False, "unfurl_media": False}


class NotDeliveredError(Exception):
    """There is no way to the person."""


FAILURES = (SlackApiError, response_url.RefusedError, NotDeliveredError, aiohttp.ClientError, TimeoutError, ConnectionError)
"""What it looks like when Slack does not take what it is sent."""


@dataclass(frozen=True, slots=True)
class Replies:
    """Every way acknowledges the request, where that is needed, and raises one of FAILURES when none of its means works.

    Attributes:
        url: the `response_url` of the request, when there is one that may be called.
    """

    client: AsyncWebClient
    context: AsyncBoltContext
    body: Body
    person: Person
    url: str | None

    async def privately(self, message: Message) -> None:
        """Only this person sees it: in the answer to a command, beside the message that was used, or in the conversation with the app."""
        ack = self.context.ack
        if self._kind is Kind.COMMAND and ack.response is None:
            await ack({**_PLAIN, **message, "response_type": "ephemeral"})
            return
        await self._acknowledge()
        await _first_that_works(*self._private_ways(message))

    async def replace(self, message: Message) -> None:
        """In place of the message that the control stands on. A message that cannot be changed any more is followed by a new one."""
        await self._acknowledge()
        container = self.body.get("container") or {}
        ways: list[Callable[[], Awaitable[object]]] = []
        if self.url:
            ways.append(lambda: self._respond({**message, "replace_original": True}))
        channel, ts = container.get("channel_id"), container.get("message_ts")
        if channel and ts and not container.get("is_ephemeral"):
            ways.append(lambda: self.client.chat_update(channel=channel, ts=ts, **message))
        await _first_that_works(*ways, *self._private_ways(message))

    async def publicly(self, message: Message) -> bool:
        """Everybody in the channel sees it. False when the app may not post there: then the person has been told what to do."""
        await self._acknowledge()
        try:
            await self._post(message, self.person.channel, self.person.thread)
        except SlackApiError as error:
            if error_code(error) not in FORBIDDEN:
                raise
            return await self._publicly_by_url(message, error_code(error))
        return True

    async def in_thread(self, message: Message, thread_ts: str | None = None) -> None:
        """In the thread of a message, or in the conversation with the app; where the app may not post, to the person alone."""
        await self._acknowledge()
        try:
            await self._post(message, self.person.channel, thread_ts)
        except SlackApiError as error:
            if error_code(error) not in FORBIDDEN:
                raise
            await _first_that_works(*self._private_ways(message))

    async def _publicly_by_url(self, message: Message, code: str) -> bool:
        thread = {"thread_ts": self.person.thread} if self.person.thread else {}
        if self.url and code in ABSENT:
            try:
                await self._respond({**message, **thread, "response_type": "in_channel", "replace_original": False})
            except FAILURES:
                pass
            else:
                return True
        text = sentences.INVITE if code in ABSENT else sentences.NO_POSTING
        await _first_that_works(*self._private_ways(notice(text)))
        return False

    def _private_ways(self, message: Message) -> list[Callable[[], Awaitable[object]]]:
        """The best first. A conversation with the app keeps what is posted there; beside other messages only one person may see it."""
        channel, thread, user = self.person.channel, self.person.thread, self.person.user
        direct = bool(channel and channel.startswith("D"))
        ways: list[Callable[[], Awaitable[object]]] = []
        if channel and direct and self._kind in {Kind.ACTION, Kind.MESSAGE, Kind.MENTION}:
            ways.append(lambda: self._post(message, channel, thread))
        if self.url:
            in_thread = {"thread_ts": thread} if thread else {}
            ways.append(lambda: self._respond({**message, **in_thread, "response_type": "ephemeral", "replace_original": False}))
        if channel and user and not direct:
            ways.append(lambda: self.client.chat_postEphemeral(channel=channel, user=user, thread_ts=thread, **message))
        if user:
            ways.append(lambda: self._post(message, user, None))
        return ways

    async def _post(self, message: Message, channel: str | None, thread_ts: str | None) -> None:
        if channel is None:
            raise NotDeliveredError
        await self.client.chat_postMessage(channel=channel, thread_ts=thread_ts, **_PLAIN, **message)

    async def _respond(self, message: Message) -> None:
        if self.url is None:
            raise NotDeliveredError
        await response_url.send(self.client, self.url, {**_PLAIN, **message})

    async def _acknowledge(self) -> None:
        if not event(self.body) and self.context.ack.response is None:
            await self.context.ack()

    @property
    def _kind(self) -> Kind:
        return kind_of(self.body)


def replies(context: AsyncBoltContext, body: Body, client: AsyncWebClient, site: SlackSite) -> Replies:
    """The ways to answer a request of any kind."""
    url = context.response_url
    return Replies(client, context, body, person(context, body), url if url and response_url.is_allowed(url, site.response_hosts) else None)


async def _first_that_works(*ways: Callable[[], Awaitable[object]]) -> None:
    """Raises what the last way has raised, or TimeoutError."""
    failure: Exception = NotDeliveredError()
    async with asyncio.timeout(_PATIENCE_S):
        for way in ways:
            try:
                await way()
            except FAILURES as error:
                failure = error
            else:
                return
    raise failure

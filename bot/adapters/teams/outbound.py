"""Teams called without a request: by jobs, and where an answer goes elsewhere than it was asked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import httpx
from microsoft_teams.api.activities.message.message import MessageActivityInput
from microsoft_teams.api.clients.conversation.params import CreateConversationParams
from microsoft_teams.api.models.account import Account

from bot.adapters.teams.service_urls import is_allowed
from bot.adapters.teams.site import Conversations
from bot.adapters.workers import Workers, in_thread
from bot.core.reach import PERSONAL, Reach
from bot.errors import DeliveryError, GiveUp, RetryLater

if TYPE_CHECKING:
    from microsoft_teams.apps import App

_PASSING = frozenset({408, 412, 429, 500, 502, 503, 504})  # that Teams asks to be tried again
_MAX_WAIT_S = 3_600.0


class Outbound:
    """Sends messages. Every method raises RetryLater, or GiveUp where nobody can be reached.

    Args:
        local: for the playground on this machine.
    """

    def __init__(self, app: Callable[[], App], conversations: Conversations, workers: Workers, hosts: frozenset[str], *, local: bool = False) -> None:
        self._app = app
        self._conversations = conversations
        self._workers = workers
        self._hosts = hosts
        self._local = local

    async def send(self, conversation: str, service_url: str, message: MessageActivityInput) -> str:
        """Gives the id of the message."""
        self._check(service_url)
        async with _named():
            sent = await self._app().send(conversation, message, service_url=service_url)
        return sent.id

    async def change(self, conversation: str, service_url: str, message_id: str, message: MessageActivityInput) -> bool:
        """Puts a message in the place of another. False when that is gone."""
        message.id = message_id
        try:
            await self.send(conversation, service_url, message)
        except GiveUp as error:
            if "404" in str(error) or "403" in str(error):
                return False
            raise
        return True

    async def to_person(self, tenant: str, user: str, message: MessageActivityInput) -> None:
        """In the conversation of the two, which begins where there is none yet. Raises StorageUnavailable too."""
        reach = await in_thread(self._workers.storing, self._conversations.person, tenant, user)
        if reach is None:
            raise GiveUp("this person was never met in Teams")
        conversation = reach.conversation if reach.kind == PERSONAL else await self._begin(reach)
        await self.send(conversation, reach.service_url, message)

    async def to_conversation(self, tenant: str, conversation: str, message: MessageActivityInput) -> str:
        """In one that belongs to where the app is installed, such as any channel of a team. Raises StorageUnavailable too."""
        reach = await in_thread(self._workers.storing, self._reach, tenant, conversation)
        if reach is None:
            raise GiveUp("the app is installed nowhere in Teams")
        return await self.send(conversation, reach.service_url, message)

    async def change_in(self, tenant: str, conversation: str, message_id: str, message: MessageActivityInput) -> bool:
        """Like `change`, by what is known of the conversation."""
        reach = await in_thread(self._workers.storing, self._reach, tenant, conversation)
        return reach is not None and await self.change(conversation, reach.service_url, message_id, message)

    def _reach(self, tenant: str, conversation: str) -> Reach | None:
        """A team tells of its first channel only when the app is installed in it."""
        return self._conversations.find(tenant, conversation) or self._conversations.anywhere(tenant)

    async def _begin(self, reach: Reach) -> str:
        self._check(reach.service_url)
        wanted = CreateConversationParams(
            members=[Account(id=reach.account or "")], tenant_id=reach.directory, channel_data={"tenant": {"id": reach.directory}}
        )
        async with _named():
            made = await self._app().api.clone(service_url=reach.service_url.rstrip("/")).conversations.create(wanted)
        return made.id

    def _check(self, service_url: str) -> None:
        if not is_allowed(service_url, self._hosts, local=self._local):
            raise GiveUp("the address of the service is none of Teams")


@asynccontextmanager
async def _named() -> AsyncIterator[None]:
    """What Teams refuses comes out as RetryLater or GiveUp."""
    try:
        yield
    except httpx.HTTPStatusError as error:
        raise refused(error) from None
    except (httpx.HTTPError, TimeoutError, ConnectionError) as error:
        raise RetryLater(f"Teams does not answer: {type(error).__name__}") from None


def refused(error: httpx.HTTPStatusError) -> DeliveryError:
    status = error.response.status_code
    if status in _PASSING:
        asked = error.response.headers.get("Retry-After", "")
        return RetryLater(f"Teams refuses for now: {status}", min(float(asked), _MAX_WAIT_S) if asked.isdigit() else None)
    return GiveUp(f"Teams refuses: {status}")

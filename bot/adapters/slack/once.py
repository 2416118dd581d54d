"""One effect for one delivery, however often and wherever it comes."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.adapters.slack.payloads import Kind, delivery_of, kind_of
from bot.adapters.slack.people import tenant_of
from bot.adapters.slack.site import SlackSite
from bot.adapters.workers import in_thread
from bot.errors import StorageUnavailable

Dispatch = Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]
Key = tuple[str, str]

_REMEMBERED = 1_000  # answers in memory, a few kilobytes each: more than come in the five minutes in which a signature holds
_PATIENCE_S = 0.5  # for the database: a look-up goes on without it
_STORED = frozenset({Kind.ACTION, Kind.SUBMISSION, Kind.MENTION, Kind.MESSAGE, Kind.LINK, Kind.STEP})
"""Kinds that Slack delivers again, or that write: these are known after a restart too.

A command is neither: its effect is the answer to it. What is stored for a workspace that has just been purged would be left behind,
so that lifecycle events are not stored either; doing them twice does no harm.
"""


class Once:
    """Whoever comes while a delivery is in work waits, and is told the same; after a failure, it is the next one's turn to try."""

    def __init__(self, site: SlackSite) -> None:
        self._site = site
        self._answers: OrderedDict[Key, BoltResponse] = OrderedDict()
        self._turns: dict[Key, tuple[asyncio.Lock, int]] = {}

    async def run(self, request: AsyncBoltRequest, dispatch: Dispatch) -> BoltResponse:
        delivery = delivery_of(request.body)
        if delivery is None:
            return await dispatch(request)
        key = (tenant_of(request.context), delivery)
        stored = kind_of(request.body) in _STORED
        async with self._turn(key):
            if key in self._answers:
                return self._answers[key]
            if stored and await self._patiently(self._site.deliveries.is_done, key):
                return BoltResponse(status=200)
            response = await dispatch(request)
            if response.status == 200 and not _is_returned(response):  # noqa: PLR2004 - OK
                self._remember(key, response)
                if stored:
                    await self._patiently(self._site.deliveries.done, key)
            return response

    def _remember(self, key: Key, response: BoltResponse) -> None:
        self._answers[key] = response
        while len(self._answers) > _REMEMBERED:
            self._answers.popitem(last=False)

    async def _patiently(self, call: Callable[[str, str], bool | None], key: Key) -> bool:
        """False as well when the database does not answer in time: what is in memory must do."""

        async def answer() -> bool:
            try:
                return bool(await in_thread(self._site.workers.storing, call, *key))
            except StorageUnavailable:
                return False

        try:
            return await asyncio.wait_for(asyncio.shield(asyncio.ensure_future(answer())), _PATIENCE_S)
        except TimeoutError:
            return False

    @asynccontextmanager
    async def _turn(self, key: Key) -> AsyncIterator[None]:
        lock, waiting = self._turns.get(key, (asyncio.Lock(), 0))
        self._turns[key] = (lock, waiting + 1)
        try:
            async with lock:
                yield
        finally:
            _, waiting = self._turns.pop(key)
            if waiting > 1:
                self._turns[key] = (lock, waiting - 1)


def _is_returned(response: BoltResponse) -> bool:
    """Whether a form comes back with what is wrong in it: put right, it is submitted under the same id."""
    return '"response_action": "errors"' in (response.body or "")

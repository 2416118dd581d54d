"""One effect for one delivery, however often and wherever it comes."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Generic, Protocol, TypeVar

from bot.adapters.workers import Workers, in_thread
from bot.errors import StorageUnavailable

Key = tuple[str, str]
R = TypeVar("R")

_REMEMBERED = 1_000  # answers in memory, a few kilobytes each: more than come while a platform still delivers again
_PATIENCE_S = 0.5  # for the database: a look-up goes on without it


class Deliveries(Protocol):
    """Which deliveries are done."""

    def is_done(self, tenant: str, delivery: str) -> bool:
        """Raises StorageUnavailable."""
        ...

    def done(self, tenant: str, delivery: str) -> None:
        """Remembered for a day at least. Raises StorageUnavailable."""
        ...


class Once(Generic[R]):
    """Whoever comes while a delivery is in work waits, and is told the same; after a failure, it is the next one's turn to try.

    Args:
        succeeded: whether a response ends the delivery.
        done_before: the response to one that a process before this one has done.
    """

    def __init__(self, deliveries: Deliveries, workers: Workers, *, succeeded: Callable[[R], bool], done_before: Callable[[], R]) -> None:
        self._deliveries = deliveries
        self._workers = workers
        self._succeeded = succeeded
        self._done_before = done_before
        self._answers: OrderedDict[Key, R] = OrderedDict()
        self._turns: dict[Key, tuple[asyncio.Lock, int]] = {}

    async def run(self, key: Key, act: Callable[[], Awaitable[R]], *, stored: bool) -> R:
        """`key` is tenant and delivery; what is `stored` is known after a restart too."""
        async with self._turn(key):
            if key in self._answers:
                return self._answers[key]
            if stored and await self._patiently(self._deliveries.is_done, key):
                return self._done_before()
            response = await act()
            if self._succeeded(response):
                self._remember(key, response)
                if stored:
                    await self._patiently(self._deliveries.done, key)
            return response

    def _remember(self, key: Key, response: R) -> None:
        self._answers[key] = response
        while len(self._answers) > _REMEMBERED:
            self._answers.popitem(last=False)

    async def _patiently(self, call: Callable[[str, str], bool | None], key: Key) -> bool:
        """False as well when the database does not answer in time: what is in memory must do."""

        async def answer() -> bool:
            try:
                return bool(await in_thread(self._workers.storing, call, *key))
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

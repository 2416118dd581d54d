"""What is read from the database while somebody waits."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from bot.adapters.chat.site import ChatSite
from bot.adapters.workers import in_thread
from bot.errors import StorageUnavailable

P = ParamSpec("P")
T = TypeVar("T")

PATIENCE_S = 0.5  # a part of an answer that is missing is better than an answer after three seconds, which Slack does not take


async def read(site: ChatSite, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The result of a call that reads. Raises StorageUnavailable, also when the database takes its time."""
    reading = asyncio.ensure_future(in_thread(site.workers.storing, function, *args, **kwargs))
    await asyncio.wait({reading}, timeout=PATIENCE_S)
    if reading.done():
        return reading.result()
    reading.add_done_callback(_left_behind)
    raise StorageUnavailable("the database takes its time")


def _left_behind(reading: asyncio.Future[T]) -> None:
    """Nobody waits for it any more, and its failure has been said."""
    if not reading.cancelled():
        reading.exception()

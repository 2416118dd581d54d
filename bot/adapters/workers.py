"""How synchronous work is done beside the event loop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Workers:
    """Threads apart by kind of work, so that one kind cannot starve another.

    `answering` has room for all questions that may wait for the model, and as many again for those that need not.
    `storing` is little, since SQLite has one writer. `drawing` is one: plotting is not made for threads.
    """

    answering: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(40))
    storing: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(4))
    drawing: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(1))


async def in_thread(limiter: CapacityLimiter, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The result of a synchronous call, made in a worker thread."""
    return await to_thread.run_sync(lambda: function(*args, **kwargs), limiter=limiter)

"""What the routes of the web need, and how synchronous work is done beside the event loop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread
from fastapi import Depends, Request

from bot.core.condition import Condition
from bot.core.service import Service

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


@dataclass(frozen=True, slots=True)
class Site:
    """One web glossary.

    Attributes:
        condition: how the running glossary is, now.
        tenant: whom questions on the web count for.
        public_url: where people reach the site, without a slash at the end; None takes what they asked.
        today: the day on which reviews are aged.
    """

    service: Service
    condition: Callable[[], Condition]
    tenant: str = "web"
    public_url: str | None = None
    today: Callable[[], date] = date.today
    workers: Workers = field(default_factory=Workers)


def site_of(request: Request) -> Site:
    site: Site = request.app.state.site
    return site


TheSite = Annotated[Site, Depends(site_of)]

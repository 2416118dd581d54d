"""What the routes of the web need."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from fastapi import Depends, Request

from bot.adapters.workers import Workers
from bot.core.condition import Condition
from bot.core.service import Service


@dataclass(frozen=True, slots=True)
class Site:
    """One web glossary.

    Attributes:
        condition: how the running glossary is, now.
        tenant: whom questions on the web count for.
        public_url: where people reach the site, without a slash at the end; None takes what they asked.
        question_days: how long questions are kept.
        today: the day on which reviews are aged.
    """

    service: Service
    condition: Callable[[], Condition]
    tenant: str = "web"
    public_url: str | None = None
    question_days: int = 90
    today: Callable[[], date] = date.today
    workers: Workers = field(default_factory=Workers)


def site_of(request: Request) -> Site:
    site: Site = request.app.state.site
    return site


TheSite = Annotated[Site, Depends(site_of)]

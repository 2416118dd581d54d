"""Settings -> the desk of term requests, and what happens to requests by itself."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from datetime import datetime

import anyio

from bot.core.assistant import Assistant
from bot.core.glossary import Glossary
from bot.core.requests import JobKind, NamedStewards, NewJob, RequestDesk, Stewards
from bot.core.service import SystemClock
from bot.errors import StorageUnavailable
from bot.settings import RequestSettings
from bot.storage import Outbox, Storage

_LOG = logging.getLogger(__name__)
_LOOK_S = 60.0  # whether it is time for the digest


def build_desk(settings: RequestSettings, storage: Storage, current: Callable[[], Assistant], stewards: Stewards | None = None) -> RequestDesk:
    """`stewards` for other rights than those in the settings, such as with the members of groups."""
    return RequestDesk(
        storage.requests,
        stewards or named_stewards(settings),
        current,
        questions=storage.unanswered,
        clock=SystemClock(),
        promised_days=settings.request_days,
    )


def named_stewards(settings: RequestSettings, members: Callable[[str, str], Collection[str]] = lambda _tenant, _group: ()) -> NamedStewards:
    """`members` gives the user ids of a Slack user group as they are now; without it, groups are empty."""
    return NamedStewards(settings.steward_people, settings.steward_groups, members)


def tell_published(desk: RequestDesk, glossary: Glossary) -> None:
    """Accepted requests that the glossary has by now; what the database keeps from being stored is found at the next reload or start."""
    try:
        for request in desk.published(glossary):
            _LOG.info("request %d is published as %s", request.id, request.slug)
    except StorageUnavailable as error:
        _LOG.warning("published requests are not looked for: %s", error)


async def run_digests(outbox: Outbox, settings: RequestSettings, now: Callable[[], datetime]) -> None:
    """Stores one digest a day and tenant with a triage channel, once its hour has come: in every process, and only one is made."""
    while settings.digest_hour is not None:
        try:
            await anyio.to_thread.run_sync(add_digests, outbox, settings, now())
        except StorageUnavailable as error:
            _LOG.warning("there is no digest yet: %s", error)
        await anyio.sleep(_LOOK_S)


def add_digests(outbox: Outbox, settings: RequestSettings, now: datetime) -> int:
    """The digests that are due at `now`. Gives how many are new. Raises StorageUnavailable."""
    if settings.digest_hour is None or now.hour < settings.digest_hour:
        return 0
    day = now.date().isoformat()
    job = NewJob(JobKind.DIGEST, {"day": day}, f"digest:{day}")
    return sum(outbox.add(tenant, job, now) for tenant in settings.triage_channel)

"""How things look to the person who asks."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from bot.adapters.slack.site import SlackSite
from bot.adapters.workers import in_thread
from bot.core.roles import Role
from bot.core.usage import Asker
from bot.errors import StorageUnavailable
from bot.render.slack.look import Look, Place

ROLE_PATIENCE_S = 0.5  # an answer without a role is better than one after three seconds, which Slack does not take
ROLE_UNKNOWN = "Your role cannot be looked up just now, so this is not written for it."


@dataclass(frozen=True, slots=True)
class SavedRole:
    """The role of a person, and a sentence to say when it could not be looked up."""

    role: Role | None = None
    note: str = ""


async def saved_role(site: SlackSite, asker: Asker) -> SavedRole:
    """Never raises for a database that fails or hangs: look-ups go on without it."""
    reading = asyncio.ensure_future(in_thread(site.workers.storing, site.service.role_of, asker))
    await asyncio.wait({reading}, timeout=ROLE_PATIENCE_S)
    if not reading.done():
        reading.add_done_callback(_left_behind)
        return SavedRole(note=ROLE_UNKNOWN)
    try:
        return SavedRole(reading.result())
    except StorageUnavailable:
        return SavedRole(note=ROLE_UNKNOWN)


def _left_behind(reading: asyncio.Future[Role | None]) -> None:
    """Nobody waits for it any more; its failure has been said."""
    if not reading.cancelled():
        reading.exception()


def look(site: SlackSite, place: Place, role: Role | None = None, *, detail: bool = False, sharer: str | None = None, note: str = "") -> Look:
    return Look(
        today=site.today(),
        place=place,
        role=role,
        detail=detail,
        public_url=site.public_url,
        command=site.command,
        sharer=sharer,
        note=note,
    )

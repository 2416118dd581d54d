"""How things look to the person who asks."""

from __future__ import annotations

from dataclasses import dataclass

from bot.adapters.slack.listeners import patience
from bot.adapters.slack.site import SlackSite
from bot.core.roles import Role
from bot.core.usage import Asker
from bot.errors import StorageUnavailable
from bot.render.slack.look import Look, Place

ROLE_UNKNOWN = "Your role cannot be looked up just now, so this is not written for it."


@dataclass(frozen=True, slots=True)
class SavedRole:
    """The role of a person, and a sentence to say when it could not be looked up."""

    role: Role | None = None
    note: str = ""


async def saved_role(site: SlackSite, asker: Asker) -> SavedRole:
    """Never raises for a database that fails or hangs: look-ups go on without it."""
    try:
        return SavedRole(await patience.read(site, site.service.role_of, asker))
    except StorageUnavailable:
        return SavedRole(note=ROLE_UNKNOWN)


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

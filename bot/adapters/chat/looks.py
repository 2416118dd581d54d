"""How things look to the person who asks."""

from __future__ import annotations

from dataclasses import dataclass

from bot.adapters.chat import notices, patience
from bot.adapters.chat.site import ChatSite
from bot.adapters.workers import in_thread
from bot.core.roles import Role
from bot.core.usage import Asker
from bot.errors import StorageUnavailable
from bot.render.look import Look, Place

ROLE_UNKNOWN = "Your role cannot be looked up just now, so this is not written for it."


@dataclass(frozen=True, slots=True)
class SavedRole:
    """The role of a person, and a sentence to say when it could not be looked up."""

    role: Role | None = None
    note: str = ""


async def saved_role(site: ChatSite, asker: Asker) -> SavedRole:
    """Never raises for a database that fails or hangs: look-ups go on without it."""
    if asker not in site.roles:
        try:
            site.roles.remember(asker, await patience.read(site, site.service.role_of, asker))
        except StorageUnavailable:
            return SavedRole(note=ROLE_UNKNOWN)
    return SavedRole(site.roles[asker])


async def save_role(site: ChatSite, asker: Asker, role: Role | None) -> None:
    """From now on, everywhere. Raises StorageUnavailable."""
    await in_thread(site.workers.storing, site.service.choose_role, asker, role)
    site.roles.remember(asker, role)


async def remember_first(site: ChatSite, asker: Asker, role: Role) -> str:
    """The first role that somebody chooses on an answer is theirs from then on; later ones are for that answer only. Gives what to say of it."""
    saved = await saved_role(site, asker)
    if saved.role or saved.note:
        return ""
    try:
        await save_role(site, asker, role)
    except StorageUnavailable:
        return notices.ROLE_NOT_SAVED
    return notices.role_saved(role, site.command)


def look(site: ChatSite, place: Place, role: Role | None = None, *, detail: bool = False, sharer: str | None = None, note: str = "") -> Look:
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

"""Who is asking, and where."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.adapters.teams.activity import Activity, directory_of, mapping, text
from bot.adapters.teams.site import TeamsSite
from bot.core.reach import Reach
from bot.core.usage import Asker, Surface
from bot.render.look import Place

_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_CONVERSATION = re.compile(r"(?:19|a):.+")
MAX_NAME = 80  # characters of what people call themselves


class Where(StrEnum):
    """What kind of conversation it is, as Teams calls it."""

    PERSONAL = "personal"
    GROUP = "groupChat"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in Teams.

    Attributes:
        account: the id by which Teams addresses the person.
        conversation: with the message that a thread hangs from, where there is one.
        targeted: the person alone sees what was sent, and what is answered.
        guest: belongs to another directory than the conversation.
    """

    asker: Asker
    account: str
    name: str
    conversation: str
    where: Where
    targeted: bool
    guest: bool

    @property
    def place(self) -> Place:
        """Who sees what is answered in the same conversation."""
        if self.where is Where.PERSONAL:
            return Place.DIRECT
        return Place.PRIVATE if self.targeted else Place.CHANNEL


def person_of(activity: Activity, site: TeamsSite) -> Person:
    directory, sender = directory_of(activity), mapping(activity, "from")
    user = (text(sender, "aadObjectId") or text(sender, "id")).lower() or None
    home = text(sender, "tenantId").lower()
    kind = text(activity, "conversation", "conversationType")
    return Person(
        asker=Asker(site.tenant_of(directory), user, Surface.TEAMS),
        account=text(sender, "id"),
        name=" ".join(text(sender, "name").split())[:MAX_NAME],
        conversation=text(activity, "conversation", "id"),
        where=next((where for where in Where if where == kind), Where.GROUP if mapping(activity, "conversation").get("isGroup") else Where.PERSONAL),
        targeted=mapping(activity, "recipient").get("isTargeted") is True,
        guest=bool(home) and home != directory,
    )


def met(activity: Activity, person: Person, *, installed: bool = False) -> Reach:
    """Where the person can be reached from now on. In a group, that is known by the person, and not by the group."""
    alone = person.where is Where.PERSONAL
    return Reach(
        conversation=person.conversation if alone or installed else f"met:{person.account}",
        kind=person.where.value if alone or installed else "met",
        service_url=text(activity, "serviceUrl"),
        directory=directory_of(activity),
        user=person.asker.user if alone or not installed else None,
        account=person.account if alone or not installed else None,
        name=person.name if alone or not installed else None,
        installed=installed,
    )


def is_teams_person(user: str) -> bool:
    """Whether an id is that of somebody in Teams; those of Slack begin with U or W."""
    return bool(_GUID.fullmatch(user)) or ":" in user or "-" in user


def is_teams_conversation(channel: str) -> bool:
    """Whether an id is that of a conversation in Teams."""
    return bool(_CONVERSATION.fullmatch(channel))

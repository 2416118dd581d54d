"""What a rendering depends on beside what is rendered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.core.roles import Role


class Place(StrEnum):
    """Who sees a message, and therefore which controls it has."""

    PRIVATE = "private"  # one person, in a channel: can be shared
    DIRECT = "direct"  # one person, in a conversation with the app
    CHANNEL = "channel"  # everybody in a channel: controls answer privately and never change the message
    MODAL = "modal"


@dataclass(frozen=True, slots=True)
class Look:
    """How something is shown.

    Attributes:
        role: whose takeaway is shown; None when the person has no role.
        detail: everything about the entry instead of its short form.
        public_url: where the web glossary is, without a slash at the end; None when people cannot reach it.
        command: the slash command as people type it.
        sharer: who shared the answer, as the platform names people.
        note: a sentence of ours to stand under it, for example that a role is remembered.
    """

    today: date
    place: Place = Place.PRIVATE
    role: Role | None = None
    detail: bool = False
    public_url: str | None = None
    command: str = "/define"
    sharer: str | None = None
    note: str = ""

"""What is said to a typed text, whichever platform says it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.answer import TermRef
from bot.core.requests import MyRequest, Queue, QueueFilter
from bot.core.roles import Role
from bot.core.service import Answered
from bot.core.usage import Statistics


@dataclass(frozen=True, slots=True)
class Told:
    """An answer. `note` is a sentence of ours to stand under it."""

    answered: Answered
    note: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence. Names may stand in it: nothing in it is markup."""

    text: str


@dataclass(frozen=True, slots=True)
class EntryList:
    """Entries to choose from."""

    heading: str
    terms: tuple[TermRef, ...]


@dataclass(frozen=True, slots=True)
class CategoryList:
    """Categories and how many entries each has. `before` says first what was wrong."""

    categories: tuple[tuple[str, int], ...]
    before: str = ""


@dataclass(frozen=True, slots=True)
class RoleCard:
    """The role that is remembered, and all there are. `before` says first what was wrong, `note` stands under it."""

    role: Role | None
    note: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class Help:
    """All that can be asked."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What was asked, and whether it was answered."""

    statistics: Statistics


@dataclass(frozen=True, slots=True)
class MyRequests:
    """What somebody has requested or supports, open ones first."""

    requests: tuple[MyRequest, ...]


@dataclass(frozen=True, slots=True)
class StewardQueue:
    """Requests to be decided, and which ones were chosen."""

    queue: Queue
    which: QueueFilter = QueueFilter.OPEN


Reply = Told | Note | EntryList | CategoryList | RoleCard | Help | Figures | MyRequests | StewardQueue

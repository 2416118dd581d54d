"""What the listeners need."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Protocol

from bot.adapters.chat.known_roles import KnownRoles
from bot.adapters.chat.once import Deliveries
from bot.adapters.workers import Workers
from bot.core.reach import Reach
from bot.core.requests import RequestDesk
from bot.core.service import Service


class Conversations(Protocol):
    """Where people can be reached. Every method raises StorageUnavailable."""

    def find(self, tenant: str, conversation: str) -> Reach | None: ...
    def anywhere(self, tenant: str) -> Reach | None:
        """Any conversation: its service takes messages for all of a tenant."""
        ...

    def person(self, tenant: str, user: str) -> Reach | None: ...
    def names(self, tenant: str, users: Iterable[str]) -> Mapping[str, str]: ...
    def remember(self, tenant: str, met: Reach, at: datetime) -> bool:
        """True when the app is installed there by this, and was not before."""
        ...

    def forget(self, tenant: str, conversation: str) -> int:
        """Gives how many are left in which the app is installed."""
        ...


@dataclass(frozen=True, slots=True)
class TeamsSite:
    """One Teams app.

    Attributes:
        desk: where term requests are filed, followed and decided.
        forget: deletes everything that belongs to a tenant; called when the app is installed nowhere there any more. Raises StorageUnavailable.
        organizations: the tenant of ours by directory, where it has another name than the directory.
        public_url: where people reach the web glossary, without a slash at the end; None leaves links to it out.
        command: the slash command, as in the app's manifest.
        as_text: questions are answered by messages of words with citations, instead of cards.
        allow_guests: whether people of other directories are answered.
        rate: how often one person may ask, in the words of `limits`: "30/minute".
        today: the day on which reviews are aged.
    """

    service: Service
    desk: RequestDesk
    deliveries: Deliveries
    conversations: Conversations
    forget: Callable[[str], None]
    organizations: Mapping[str, str] = field(default_factory=dict)
    public_url: str | None = None
    command: str = "/define"
    as_text: bool = False
    allow_guests: bool = False
    rate: str = "30/minute"
    today: Callable[[], date] = date.today
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    workers: Workers = field(default_factory=Workers)
    roles: KnownRoles = field(default_factory=KnownRoles)

    def tenant_of(self, directory: str) -> str:
        """Whose data it is."""
        return self.organizations.get(directory, directory) or "unknown"

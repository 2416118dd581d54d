"""What the listeners need."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from bot.adapters.chat.known_roles import KnownRoles
from bot.adapters.chat.once import Deliveries
from bot.adapters.workers import Workers
from bot.core.requests import RequestDesk
from bot.core.service import Service


@dataclass(frozen=True, slots=True)
class SlackSite:
    """One Slack app.

    Attributes:
        desk: where term requests are filed, followed and decided.
        forget: deletes everything that belongs to a tenant; called when the app is uninstalled. Raises StorageUnavailable.
        public_url: where people reach the web glossary, without a slash at the end; None leaves links to it out.
        command: the slash command, as in the app's manifest.
        allow_outsiders: whether people of other organizations are answered in shared channels.
        rate: how often one person may ask, in the words of `limits`: "30/minute".
        response_hosts: hosts that a `response_url` may have.
        today: the day on which reviews are aged.
    """

    service: Service
    desk: RequestDesk
    deliveries: Deliveries
    forget: Callable[[str], None]
    public_url: str | None = None
    command: str = "/define"
    allow_outsiders: bool = False
    rate: str = "30/minute"
    response_hosts: frozenset[str] = frozenset({"hooks.slack.com"})
    today: Callable[[], date] = date.today
    workers: Workers = field(default_factory=Workers)
    roles: KnownRoles = field(default_factory=KnownRoles)

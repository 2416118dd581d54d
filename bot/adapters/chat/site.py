"""What talking needs of an app, on any platform."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Protocol

from bot.adapters.chat.known_roles import KnownRoles
from bot.adapters.workers import Workers
from bot.core.requests import RequestDesk
from bot.core.service import Service


class ChatSite(Protocol):
    """See `SlackSite`."""

    @property
    def service(self) -> Service: ...
    @property
    def desk(self) -> RequestDesk: ...
    @property
    def workers(self) -> Workers: ...
    @property
    def roles(self) -> KnownRoles: ...
    @property
    def command(self) -> str: ...
    @property
    def public_url(self) -> str | None: ...
    @property
    def today(self) -> Callable[[], date]: ...

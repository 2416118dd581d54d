"""The desk of term requests as an operator has it: in the database of this installation, for one tenant, as a steward."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.app import application

if TYPE_CHECKING:
    from bot.core.assistant import Assistant
    from bot.core.requests import RequestDesk
    from bot.core.usage import Asker
    from bot.settings import Settings
    from bot.storage import Outbox

TenantOption = Annotated[
    str | None, typer.Option("--tenant", metavar="T", help="Whose requests, such as a Slack team id; default: GLOSSARY_WEB_TENANT.", show_default=False)
]
RequestArgument = Annotated[int, typer.Argument(metavar="ID", min=1, help="The number of the request.", show_default=False)]


@dataclass(frozen=True, slots=True)
class AtTheDesk:
    """`operator` is a steward of the tenant: whoever can write the database needs no leave to. `current` gives the assistant over the terms."""

    desk: RequestDesk
    operator: Asker
    outbox: Outbox
    settings: Settings
    current: Callable[[], Assistant]


@contextmanager
def at_the_desk(context: typer.Context, tenant: str | None) -> Iterator[AtTheDesk]:
    """Looking makes no database.

    Raises:
        StorageUnavailable: there is none, or it is of another version.
    """
    from bot.bootstrap.requests import build_desk
    from bot.core.requests import OperatorsAreStewards
    from bot.core.usage import Asker, Surface
    from bot.settings import load_settings
    from bot.storage import Database, database_path, open_storage, require_current

    settings = load_settings(terms_dir=context.obj.terms)
    with Database(database_path(settings.storage.data_dir)) as database:
        require_current(database)
    storage = open_storage(settings.storage.data_dir, settings.storage.key)
    current = cache(lambda: application(context, quiet=True).assistant)
    operator = Asker(tenant or settings.server.web_tenant, _operator(), Surface.TERMINAL)
    try:
        yield AtTheDesk(build_desk(settings.requests, storage, current, OperatorsAreStewards()), operator, storage.outbox, settings, current)
    finally:
        storage.close()


def _operator() -> str:
    """Who is recorded as having decided: no id of any platform looks so."""
    try:
        return f"operator:{getpass.getuser()}"
    except (KeyError, OSError):  # a container whose user has no name
        return "operator"

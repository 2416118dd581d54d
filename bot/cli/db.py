"""`glossary db ...`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.app import app
from bot.cli.findings import print_findings

if TYPE_CHECKING:
    from bot.storage import Database

db_app = typer.Typer(help="Upgrade, back up and check the database.", no_args_is_help=True)
app.add_typer(db_app, name="db")

EXIT_UNSOUND = 1


def _database() -> Database:
    from bot.settings import load_settings
    from bot.storage import Database, database_path

    return Database(database_path(load_settings().storage.data_dir))


@db_app.command()
def upgrade() -> None:
    """Make the database, or bring its tables to this version. The server does so too when it starts."""
    from bot.storage import head
    from bot.storage import upgrade as bring_up

    with _database() as database:
        before = bring_up(database)
        typer.echo(f"{database.path} has the tables of version {head()}" + (f", before {before}" if before not in {"", head()} else ""))


@db_app.command()
def backup(
    target: Annotated[
        Path | None,
        typer.Argument(metavar="[TARGET]", help="A new file; default: one with the time as its name in `backups` of the data folder.", show_default=False),
    ] = None,
) -> None:
    """Write a verified copy of the database and print its path. The server may go on meanwhile."""
    from datetime import UTC, datetime

    from bot.storage import backup as copy

    with _database() as database:
        named = target or database.path.parent / "backups" / f"{database.path.stem}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}{database.path.suffix}"
        copy(database, named)
        typer.echo(named)


@db_app.command()
def check() -> None:
    """Check that the database is whole, durable and private. Exit status 1 when something is wrong."""
    from bot.storage import check as examine

    with _database() as database:
        findings = examine(database)
    raise typer.Exit(0 if print_findings(findings) else EXIT_UNSOUND)

"""The command tree. Every command imports what it needs when it runs, so that the first answer comes fast."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot import __version__

if TYPE_CHECKING:
    from bot.bootstrap import Application
    from bot.catalog.loader import Catalog

EXIT_CONFIGURATION = 78  # EX_CONFIG of sysexits.h

app = typer.Typer(name="glossary", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
terms_app = typer.Typer(help="Check, list, show, add and export terms.", no_args_is_help=True)
index_app = typer.Typer(help="Build the vector index, or say what it holds.", no_args_is_help=True)
app.add_typer(terms_app, name="terms")
app.add_typer(index_app, name="index")


@dataclass(frozen=True, slots=True)
class Options:
    """What stands before the command."""

    terms: Path | None


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    terms: Annotated[
        Path | None, typer.Option("--terms", metavar="DIR", help="Folder of term files; default: GLOSSARY_TERMS_DIR, else the shipped ones.")
    ] = None,
    _: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    """The right AI term, what it means for your role, and where that comes from."""
    context.obj = Options(terms)


def application(context: typer.Context, *, blocking: bool = True, quiet: bool = False) -> Application:
    """The application over the chosen terms; files that cannot be used are named on standard error."""
    from bot.bootstrap import compose
    from bot.cli.progress import reporter
    from bot.settings import load_settings

    built = compose(load_settings(terms_dir=context.obj.terms), blocking=blocking, progress=reporter() if blocking else None)
    if not quiet:
        report_faults(built.catalog)
    return built


def report_faults(catalog: Catalog) -> None:
    """Names the files that cannot be used on standard error."""
    if catalog.faults:
        typer.echo(f"{len(catalog.faults)} fault(s) in {catalog.folder}; the terms concerned are left out:", err=True)
        for fault in catalog.faults:
            typer.echo(f"  {fault}", err=True)

"""The entry point."""

from __future__ import annotations

import sys

import typer

from bot.cli.app import EXIT_CONFIGURATION
from bot.cli.commands import app
from bot.errors import CatalogError, ConfigurationError, GlossaryError


def main() -> None:
    """Runs the command; what we can name ends in one plain line and an exit code."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal that cannot show a character still shows the answer, and any bytes can be a question
    try:
        app()
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except GlossaryError as error:
        typer.echo(f"glossary: {error}", err=True)
        if isinstance(error, CatalogError):
            for fault in error.faults:
                typer.echo(f"  {fault}", err=True)
        if error.hint:
            typer.echo(f"  {error.hint}", err=True)
        sys.exit(EXIT_CONFIGURATION if isinstance(error, CatalogError | ConfigurationError) else 1)

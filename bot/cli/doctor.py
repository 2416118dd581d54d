"""`glossary doctor`: what works, what does not, and what to do."""

from __future__ import annotations

import sys
from datetime import date

import typer

from bot.cli.app import EXIT_CONFIGURATION, app, application


@app.command()
def doctor(context: typer.Context) -> None:
    """Check settings, terms, model and index. Exit status 78 when something keeps the bot from answering well."""
    from bot.bootstrap import State
    from bot.catalog.lint import lint

    built = application(context, quiet=True)
    report = lint(built.catalog, date.today())
    state = built.meaning.load()
    off = state is State.OFF
    checks = [
        (sys.version_info >= (3, 11), f"Python {sys.version.split()[0]}", "install Python 3.11 or newer"),
        (True, "settings are valid", ""),
        (
            not report.faults,
            f"{report.checked} terms in {built.catalog.folder}, {len(report.faults)} faults, {len(report.warnings)} warnings",
            "run `glossary terms lint` and mend the faults",
        ),
        (
            state is State.READY,
            f"meaning is {state}" + (f": {built.meaning.reason}" if built.meaning.reason else ""),
            "unset GLOSSARY_MEANING" if off else "reinstall with `make install`",
        ),
        (state is State.READY, f"index in {built.index_dir}", "unset GLOSSARY_MEANING" if off else "run `glossary index build`"),
    ]
    for passed, statement, cure in checks:
        typer.echo(f"{'ok  ' if passed else 'FAIL'}  {statement}" + ("" if passed else f"\n      -> {cure}"))
    raise typer.Exit(0 if all(passed for passed, _, _ in checks) else EXIT_CONFIGURATION)

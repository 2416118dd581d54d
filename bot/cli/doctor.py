"""`glossary doctor`: what works, what does not, and what to do."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import typer

from bot.cli.app import EXIT_CONFIGURATION, app
from bot.cli.findings import Finding, print_findings

if TYPE_CHECKING:
    from bot.bootstrap import Application
    from bot.settings import Settings


@app.command()
def doctor(context: typer.Context) -> None:
    """Check settings, terms, model, index, database, clock, and Slack and Teams where configured. Exit status 78 when something keeps it from working well."""
    from bot.bootstrap import compose
    from bot.settings import load_settings

    settings = load_settings(terms_dir=context.obj.terms)
    built = compose(settings, blocking=True)
    findings = [*_settings(settings), *_terms(built), *_meaning(built), *_database(settings), *_clock(settings, built), *_slack(settings), *_teams(settings)]
    raise typer.Exit(0 if print_findings(findings) else EXIT_CONFIGURATION)


def _settings(settings: Settings) -> Iterator[Finding]:
    from bot.bootstrap.serving import check_disk, check_platforms
    from bot.errors import ConfigurationError

    yield Finding(sys.version_info >= (3, 11), f"Python {sys.version.split()[0]}", "install Python 3.11 or newer")
    yield Finding(passed=True, statement="every setting can be read")
    checks: tuple[Callable[[], None], ...] = (lambda: check_platforms(settings), lambda: check_disk(settings.storage))
    for check in checks:
        try:
            check()
        except ConfigurationError as error:
            yield Finding(passed=False, statement=str(error), cure=error.hint)


def _terms(built: Application) -> Iterator[Finding]:
    from bot.catalog.lint import lint

    report = lint(built.catalog, datetime.now(UTC).date())
    statement = f"{report.checked} terms in {built.catalog.folder}, {len(report.faults)} faults, {len(report.warnings)} warnings"
    yield Finding(not report.faults, statement, "run `glossary terms lint` and mend the faults")


def _meaning(built: Application) -> Iterator[Finding]:
    from bot.core.condition import MeaningState

    state = built.meaning.load()
    off = state is MeaningState.OFF
    reason = f": {built.meaning.reason}" if built.meaning.reason else ""
    yield Finding(state is MeaningState.READY, f"meaning is {state}{reason}", "unset GLOSSARY_MEANING" if off else "reinstall with `make install`")
    yield Finding(state is MeaningState.READY, f"index in {built.index_dir}", "unset GLOSSARY_MEANING" if off else "run `glossary index build`")


def _database(settings: Settings) -> Iterator[Finding]:
    from bot.storage import Database, check, database_path

    path = database_path(settings.storage.data_dir)
    if not path.exists():
        yield Finding(passed=True, statement=f"no database yet; `glossary serve` makes {path}")
        return
    with Database(path) as database:
        yield from (Finding(*finding) for finding in check(database))


def _clock(settings: Settings, built: Application) -> Iterator[Finding]:
    """A clock that is behind what has happened already is wrong; one that is ahead cannot be told without asking another."""
    from bot.errors import StorageUnavailable
    from bot.storage import Database, database_path, newest_time

    now = datetime.now(UTC)
    cure = "set the clock; review ages, retention and signed requests depend on it"
    reviewed = [item.term.last_reviewed for item in built.catalog.loaded if item.term.last_reviewed]
    ahead = [day for day in reviewed if (day - now.date()).days > 1]  # a reviewer may live a day ahead of UTC
    if ahead:
        yield Finding(passed=False, statement=f"the clock says {now:%Y-%m-%d %H:%M} UTC, but a term was reviewed on {max(ahead)}", cure=cure)
        return
    with Database(database_path(settings.storage.data_dir)) as database:
        try:
            newest = newest_time(database) if database.path.exists() else None
        except StorageUnavailable:  # reported by its own check
            newest = None
    behind = newest is not None and newest > now
    statement = f"the clock says {now:%Y-%m-%d %H:%M} UTC" + (f", but something was stored at {newest:%Y-%m-%d %H:%M}" if newest and behind else "")
    yield Finding(not behind, statement, cure)


def _slack(settings: Settings) -> Iterator[Finding]:
    """Whether Slack takes the tokens. Of an app for many workspaces each has its own, and nothing can be asked without one."""
    slack = settings.slack
    if not slack.configured or slack.missing():
        return
    from bot.bootstrap.slack import ask_slack

    if slack.bot_token:
        yield Finding(*ask_slack(settings, "auth.test", slack.bot_token, "SLACK_BOT_TOKEN"))
    if slack.app_token:
        yield Finding(*ask_slack(settings, "apps.connections.open", slack.app_token, "SLACK_APP_TOKEN"))
    if slack.signing_secret:
        address = f"{str(settings.server.public_url).rstrip('/')}/slack/events" if settings.server.public_url else "/slack/events"
        yield Finding(passed=True, statement=f"Slack's requests are expected at {address}")


def _teams(settings: Settings) -> Iterator[Finding]:
    """Whether requests of Teams can be verified, and answers be sent."""
    if not settings.teams.configured or settings.teams.missing():
        return
    from bot.bootstrap.teams import ask_teams

    yield from (Finding(*finding) for finding in ask_teams(settings))
    address = f"{str(settings.server.public_url).rstrip('/')}/api/messages" if settings.server.public_url else "/api/messages"
    yield Finding(passed=True, statement=f"Teams' requests are expected at {address}")

"""`glossary stats`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.app import app
from bot.cli.ask import JsonOption
from bot.cli.printing import print_styled

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from rich.console import RenderableType
    from rich.table import Table

    from bot.core.usage import Statistics
    from bot.settings import Settings

MAX_DAYS = 3_650  # questions are kept no longer
_BAR = 40  # columns of the busiest day


@app.command()
def stats(
    days: Annotated[int, typer.Option("--days", min=1, max=MAX_DAYS, help="How many days, today included, in UTC.")] = 30,
    tenant: Annotated[str | None, typer.Option("--tenant", metavar="T", help="Whose questions; default: GLOSSARY_WEB_TENANT.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Count what was asked, what went unanswered, and what helped."""
    from datetime import UTC, datetime, timedelta

    from bot.settings import load_settings

    settings = load_settings()
    whose = tenant or settings.server.web_tenant
    until = datetime.now(UTC).date()
    counted = _statistics(settings, whose, until - timedelta(days=days - 1), until)
    if as_json:
        from bot.render.terms_json import statistics_json

        typer.echo(json.dumps({"tenant": whose, **statistics_json(counted)}, ensure_ascii=False, indent=2))
    else:
        print_styled(_rendered(whose, counted))


def _statistics(settings: Settings, tenant: str, since: date, until: date) -> Statistics:
    """Zeros where nobody has asked anything yet: looking makes no database."""
    from bot.storage import database_path, nothing, open_storage, require_current

    if not database_path(settings.storage.data_dir).exists():
        return nothing(since, until)
    storage = open_storage(settings.storage.data_dir, settings.storage.key)
    with storage.database as database:
        require_current(database)
        return storage.statistics.statistics(tenant, since, until)


def _rendered(tenant: str, counted: Statistics) -> RenderableType:
    from rich.console import Group
    from rich.text import Text

    period = f"from {counted.since} to {counted.until} for tenant {tenant!r}"
    if not counted.questions and counted.helpful_share is None:
        return Text(f"Nobody asked anything {period}.")
    parts: list[RenderableType] = [Text(f"{counted.questions} questions {period}", style="bold")]
    summary = [("answered", f"{counted.answered}{_share(counted.answered, counted.questions)}")]
    summary += [(f"by {step}" if step != "none" else "no match", str(count)) for step, count in counted.by_step.items()]
    if counted.helpful_share is not None:
        summary.append(("helpful", f"{counted.helpful} of {counted.helpful + counted.not_helpful} votes ({counted.helpful_share:.0%})"))
    parts.append(_table("", summary))
    if counted.most_asked:
        parts.append(_table("Most asked", [(item.name, str(item.count)) for item in counted.most_asked]))
    if counted.unanswered:
        parts.append(_table("Unanswered", [(item.name, str(item.count)) for item in counted.unanswered]))
    most = max(counted.by_day.values(), default=0)
    asked = [(day.isoformat(), f"{count:>5} {'#' * -(-count * _BAR // most)}") for day, count in counted.by_day.items() if count]
    if asked:
        parts.append(_table("By day", asked))
    return Group(*parts)


def _share(part: int, whole: int) -> str:
    return f" ({part / whole:.0%})" if whole else ""


def _table(heading: str, rows: Iterable[tuple[str, str]]) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(title=f"\n{heading}" if heading else None, title_justify="left", title_style="bold", box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(style="cyan", overflow="fold")
    table.add_column(overflow="fold")
    for name, value in rows:
        table.add_row(Text(name), Text(value))
    return table

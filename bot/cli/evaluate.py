"""`glossary eval`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.app import app, application
from bot.cli.ask import JsonOption
from bot.errors import ConfigurationError

if TYPE_CHECKING:
    from bot.core.evaluation import Labelled


@app.command("eval")
def evaluate(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help='JSON lines: {"query" | "text", "gold": [slugs], "kind"}.')],
    as_json: JsonOption = False,
    calibrate: Annotated[bool, typer.Option("--calibrate", help="Propose weights and thresholds for these queries.")] = False,
) -> None:
    """Measure answers against labelled queries."""
    from bot.core.evaluation import evaluate as measure

    lines = read_lines(file)
    built = application(context, quiet=as_json)
    report: dict[str, Any] = measure(built.assistant, lines)
    if calibrate:
        from bot.core.calibration import calibrate as propose

        report["proposed"] = propose(built.assistant, lines).settings()
    if as_json:
        typer.echo(json.dumps(report, indent=2))
        return
    _print(report)


def read_lines(file: Path) -> list[Labelled]:
    """Raises ConfigurationError that names the line."""
    from bot.core.evaluation import Labelled

    lines = []
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{file}: cannot be read: {error}") from None
    for number, line in enumerate(text.split("\n"), start=1):  # splitlines() would also split at U+2028, which JSON may hold
        if line.strip():
            try:
                lines.append(Labelled.from_json(json.loads(line)))
            except (ValueError, RecursionError) as error:
                raise ConfigurationError(f"{file}:{number}: {error}", hint='a line is {"query": "...", "gold": ["slug"], "kind": "..."}') from None
    return lines


def _print(report: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    rows = {"all": report["all"], **report["kinds"]}
    columns = list(dict.fromkeys(name for counts in rows.values() for name in counts))
    table = Table(box=None)
    table.add_column("kind")
    for column in columns:
        table.add_column(column.replace("_", "\n"), justify="right", vertical="bottom")
    for kind, counts in rows.items():
        table.add_row(kind, *(str(counts.get(column, "")) for column in columns))
    console = Console(highlight=False)
    console.print(table)
    console.print("latency ms  " + "  ".join(f"{name} {value}" for name, value in report["latency_ms"].items()))
    for name, value in report.get("proposed", {}).items():
        console.print(f"{name}={value}")

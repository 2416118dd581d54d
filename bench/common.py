"""What the benchmarks share: reading the clock, labelled queries, and one plain table or JSON at the end."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from bot.core.evaluation import Labelled
    from bot.settings import Settings

QUERIES = Path(__file__).resolve().parent / "queries"
Row = dict[str, object]
Item = TypeVar("Item")


def arguments(docstring: str | None) -> argparse.ArgumentParser:
    """A parser that shows the docstring of the script and knows `--json`."""
    parser = argparse.ArgumentParser(description=docstring, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    return parser


def glossary_settings(terms: Path | None) -> Settings:
    """The settings of the environment, over the terms in `terms` if given."""
    from bot.settings import load_settings

    return load_settings(terms_dir=terms)


def read_queries(files: Iterable[Path]) -> list[Labelled]:
    """The labelled lines of JSON-lines files."""
    from bot.core.evaluation import Labelled

    return [Labelled.from_json(json.loads(line)) for file in files for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def milliseconds(function: Callable[[Item], object], items: Iterable[Item]) -> list[float]:
    """How long `function` takes for each item."""
    found = []
    for item in items:
        started = time.perf_counter()
        function(item)
        found.append((time.perf_counter() - started) * 1000)
    return found


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that `percent` of a hundred stay below; of one value, itself; of none, not a number."""
    if len(values) < 2:
        return values[0] if values else float("nan")
    return quantiles(values, n=100, method="inclusive")[percent - 1]


def say(text: str) -> None:
    """Progress, on standard error: standard output is the result alone."""
    print(text, file=sys.stderr, flush=True)


def report(title: str, rows: Sequence[Row], *, as_json: bool) -> None:
    """One table, a column for every key of the rows."""
    if as_json:
        print(json.dumps({"title": title, "rows": rows}, indent=2))
        return
    columns = list(dict.fromkeys(name for row in rows for name in row))
    cells = [columns, *([_shown(row.get(name, "")) for name in columns] for row in rows)]
    widths = [max(len(line[place]) for line in cells) for place in range(len(columns))]
    print(title)
    for line in cells:
        print("  ".join(cell.ljust(width) if place == 0 else cell.rjust(width) for place, (cell, width) in enumerate(zip(line, widths, strict=True))).rstrip())


def _shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.0f}" if abs(value) >= 1000 else f"{value:.3g}" if abs(value) < 1 else f"{value:.2f}"
    return str(value)

"""What an examination found, as doctor and `db check` print it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import typer


class Finding(NamedTuple):
    """A statement, and the cure where it did not pass."""

    passed: bool
    statement: str
    cure: str = ""


def print_findings(findings: Iterable[tuple[bool, str, str]]) -> bool:
    """Prints each (passed, statement, cure); True when all have passed."""
    sound = True
    for passed, statement, cure in findings:
        typer.echo(f"{'ok  ' if passed else 'FAIL'}  {statement}" + ("" if passed else f"\n      -> {cure}"))
        sound = sound and passed
    return sound

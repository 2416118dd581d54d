"""Everything this product raises on purpose.

    GlossaryError                one plain line; data as attributes; `hint` says what to do
    ├── ConfigurationError       a setting is missing or wrong -> exit 78
    ├── CatalogError             the terms folder cannot be used -> exit 78
    │   └── TermFileError        one fault in one file: path, line, column, reason
    ├── RequestError             what a person asked for cannot be done; the message is for that person
    │   └── UnknownTerm          no entry has this slug
    └── StorageUnavailable       the database does not answer, or refused: nothing was stored; look-ups still work

`embeddings.errors` is a tree of its own; `bot.bootstrap` turns it into degraded, lexical answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class GlossaryError(Exception):
    """A failure we can name. `str()` is one plain sentence, `hint` is the cure."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class ConfigurationError(GlossaryError):
    """A setting is missing, malformed or contradicts another."""


class CatalogError(GlossaryError):
    """The terms folder cannot be used; `faults` lists every reason found in the run."""

    def __init__(self, message: str, *, hint: str = "", faults: Sequence[TermFileError] = ()) -> None:
        super().__init__(message, hint=hint)
        self.faults = tuple(faults)


class TermFileError(CatalogError):
    """One fault in one term file. Lines and columns count from 1."""

    def __init__(self, path: Path, line: int, column: int, reason: str) -> None:
        name = "".join(char if char.isprintable() else "\ufffd" for char in str(path))  # a file may be called anything
        self.where = f"{name}:{line}:{column}"
        super().__init__(f"{self.where}: {reason}")
        self.path = path
        self.line = line
        self.column = column
        self.reason = reason


class RequestError(GlossaryError):
    """What a person asked for cannot be done. The message is meant for that person."""


class UnknownTerm(RequestError):
    """No entry has this slug."""

    def __init__(self, slug: str) -> None:
        super().__init__(f"there is no entry {slug[:80]!r}")
        self.slug = slug


class StorageUnavailable(GlossaryError):
    """The database does not answer, or refused: nothing was stored."""

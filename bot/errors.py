"""Everything this product raises on purpose.

    GlossaryError                one plain line; data as attributes; `hint` says what to do
    ├── ConfigurationError       a setting is missing or wrong -> exit 78
    ├── CatalogError             the terms folder cannot be used -> exit 78
    │   └── TermFileError        one fault in one file: path, line, column, reason
    ├── RequestError             what a person asked for cannot be done; the message is for that person
    │   ├── UnknownTerm          no entry has this slug
    │   ├── UnknownRequest       no request of this tenant has this number
    │   ├── NotPermitted         this person may not do this
    │   ├── AlreadyDecided       the request is in a state in which this cannot be done any more
    │   └── InvalidRequest       a field of a form cannot be used: which one, and why
    ├── DeliveryError            a message did not get to where it should
    │   ├── RetryLater           try again, perhaps after the seconds that the platform named
    │   └── GiveUp               trying again would not help
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


class UnknownRequest(RequestError):
    """No request of this tenant has this number."""

    def __init__(self, request_id: int) -> None:
        super().__init__(f"there is no request {request_id}")
        self.request_id = request_id


class NotPermitted(RequestError):
    """This person may not do this."""


class AlreadyDecided(RequestError):
    """The request is in a state in which this cannot be done any more."""

    def __init__(self, state: str, message: str) -> None:
        super().__init__(message)
        self.state = state


class InvalidRequest(RequestError):
    """A field of a form cannot be used; `field` is its name, so that the reason can be shown beside it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class DeliveryError(GlossaryError):
    """A message did not get to where it should. The text is kept and shown to stewards: no names and no secrets in it."""


class RetryLater(DeliveryError):
    """It may work later; `after_s` is what the platform asked for, None leaves it to the sender."""

    def __init__(self, message: str, after_s: float | None = None) -> None:
        super().__init__(message)
        self.after_s = after_s


class GiveUp(DeliveryError):
    """Trying again would not help."""


class StorageUnavailable(GlossaryError):
    """The database does not answer, or refused: nothing was stored."""

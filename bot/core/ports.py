"""What the domain needs from outside: verbs, not libraries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol


class FieldSimilarities(Protocol):
    """A document and, per view, its cosine similarities with the query, highest first."""

    @property
    def document(self) -> str: ...

    @property
    def similarities(self) -> Mapping[str, Sequence[float]]: ...


class SemanticIndex(Protocol):
    """Finds documents by meaning."""

    def search(self, text: str, also: Iterable[str] = ()) -> Sequence[FieldSimilarities] | None:
        """The documents nearest to `text`, and those named in `also`; None while meaning is not available."""
        ...


class Clock(Protocol):
    def today(self) -> date: ...

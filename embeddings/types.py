"""The vocabulary of this package."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors: TypeAlias = NDArray[np.float32]
    """(n, d) float32, rows of unit length."""


class Encoder(Protocol):
    """Turns texts into unit vectors, so that a dot product is a cosine similarity."""

    @property
    def model_id(self) -> str:
        """Names the weights, not the place they lie in: equal ids mean equal vectors."""
        ...

    @property
    def dimension(self) -> int: ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """(n, d) float32, rows of unit length, in the order of `texts`."""
        ...


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of text that stands for a document. `field` says which part of it: scores are kept apart by field."""

    document: str
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class FieldScores:
    """How close a query is to a document: cosine similarities in [-1, 1] with the passages of each field, highest first."""

    document: str
    similarities: Mapping[str, Sequence[float]]

"""Query text -> documents with their best similarity per field."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from embeddings.index import VectorIndex
from embeddings.types import Encoder, FieldScores, Passage

_NEAREST = 120  # passages fetched to find candidate documents; about six documents' worth


class PassageSearch:
    """Finds candidate documents by their nearest passages, then scores every field of each candidate exactly."""

    def __init__(self, encoder: Encoder, index: VectorIndex, passages: Sequence[Passage]) -> None:
        self._encoder = encoder
        self._index = index
        self._documents = [passage.document for passage in passages]
        self._positions: dict[str, dict[str, list[int]]] = {}
        for position, passage in enumerate(passages):
            self._positions.setdefault(passage.document, {}).setdefault(passage.field, []).append(position)

    def search(self, text: str, also: Iterable[str] = ()) -> list[FieldScores]:
        """The documents nearest to `text`, and those named in `also`, in no particular order."""
        vector = self._encoder.encode([text])
        candidates = {self._documents[position]: None for position, _ in self._index.nearest(vector, _NEAREST)}
        candidates.update((document, None) for document in also if document in self._positions)
        if not candidates:
            return []
        positions = [position for document in candidates for of_field in self._positions[document].values() for position in of_field]
        scores = iter(self._index.similarities(vector, positions).tolist())
        return [
            FieldScores(document, {field: sorted(islice(scores, len(of_field)), reverse=True) for field, of_field in self._positions[document].items()})
            for document in candidates
        ]

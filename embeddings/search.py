"""Query text -> documents with their best similarity per field."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from embeddings.index import VectorIndex
from embeddings.types import Encoder, FieldScores, Passage

_NEAREST = 120  # passages fetched to find candidate documents; about six documents' worth


class PassageSearch:
    """Finds candidate documents by their nearest passages, then scores every field of each candidate exactly."""

    def __init__(self, encoder: Encoder, index: VectorIndex, passages: Sequence[Passage]) -> None:
        self._encoder = encoder
        self._index = index
        self._passages = passages
        self._positions: dict[str, list[int]] = {}
        for position, passage in enumerate(passages):
            self._positions.setdefault(passage.document, []).append(position)

    def search(self, text: str, also: Iterable[str] = ()) -> list[FieldScores]:
        """The documents nearest to `text`, and those named in `also`, in no particular order."""
        vector = self._encoder.encode([text])
        candidates = {self._passages[position].document: None for position, _ in self._index.nearest(vector, _NEAREST)}
        candidates.update((document, None) for document in also if document in self._positions)
        positions = [position for document in candidates for position in self._positions[document]]
        if not positions:
            return []
        found: dict[str, dict[str, list[float]]] = {document: {} for document in candidates}
        for position, score in zip(positions, self._index.similarities(vector, positions).tolist(), strict=True):
            passage = self._passages[position]
            found[passage.document].setdefault(passage.field, []).append(score)
        return [FieldScores(document, {field: sorted(scores, reverse=True) for field, scores in fields.items()}) for document, fields in found.items()]

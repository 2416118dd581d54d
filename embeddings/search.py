"""Query text -> documents with their similarities per field."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby

from embeddings.index import VectorIndex
from embeddings.types import Encoder, FieldScores, Passage

_NEAREST = 60  # passages fetched to find candidate documents; about three documents' worth
_REMEMBERED = 512  # questions whose vectors are kept, 1.5 kB each: people ask in threads, and a step may ask again


class PassageSearch:
    """Finds candidate documents by their nearest passages, then scores every field of each candidate exactly."""

    def __init__(self, encoder: Encoder, index: VectorIndex, passages: Sequence[Passage]) -> None:
        self._index = index
        self._passages = passages
        self._encode = lru_cache(maxsize=_REMEMBERED)(lambda text: encoder.encode([text]))
        self._positions: dict[str, list[int]] = {}
        for position, passage in enumerate(passages):
            self._positions.setdefault(passage.document, []).append(position)
        for positions in self._positions.values():
            positions.sort(key=lambda position: passages[position].field)
        self._fields = {
            document: [(field, len(list(group))) for field, group in groupby(positions, key=lambda position: passages[position].field)]
            for document, positions in self._positions.items()
        }

    def search(self, text: str, also: Iterable[str] = ()) -> list[FieldScores]:
        """The documents nearest to `text`, and those named in `also`, in no particular order."""
        vector = self._encode(text)
        candidates = {self._passages[position].document: None for position, _ in self._index.nearest(vector, _NEAREST)}
        candidates.update((document, None) for document in also if document in self._positions)
        positions = [position for document in candidates for position in self._positions[document]]
        if not positions:
            return []
        scores = self._index.similarities(vector, positions).tolist()
        found = []
        start = 0
        for document in candidates:
            similarities = {}
            for field, count in self._fields[document]:
                similarities[field] = sorted(scores[start : start + count], reverse=True)
                start += count
            found.append(FieldScores(document, similarities))
        return found

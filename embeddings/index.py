"""Nearest vectors by cosine similarity: exact up to a measured size, approximate beyond, behind one class."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from embeddings.types import Vectors

FLAT_UP_TO = 90_000  # vectors; an exact search of 384 dimensions passes 5 ms near here on one core (bench/vectors.py)
_HNSW_LINKS = 32
_HNSW_BUILD_BREADTH = 80
_HNSW_SEARCH_BREADTH = 128  # recall@10 >= .97 at 117k real glosses


class VectorIndex:
    """Rows of unit length. Positions are those of the vectors it was built from."""

    def __init__(self, faiss_index: Any) -> None:
        self._index = faiss_index
        self._rows = _rows(faiss_index)

    @classmethod
    def build(cls, vectors: Vectors, *, flat_up_to: int = FLAT_UP_TO) -> VectorIndex:
        import faiss

        count, dimension = vectors.shape
        index: Any
        if count <= flat_up_to:
            index = faiss.IndexFlatIP(dimension)
        else:
            index = faiss.IndexHNSWFlat(dimension, _HNSW_LINKS, faiss.METRIC_INNER_PRODUCT)
            index.hnsw.efConstruction = _HNSW_BUILD_BREADTH
        index.add(vectors)
        return cls(index)

    @classmethod
    def from_bytes(cls, data: bytes) -> VectorIndex:
        """Raises RuntimeError when `data` is no FAISS index."""
        import faiss
        import numpy as np

        return cls(faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8)))

    def to_bytes(self) -> bytes:
        import faiss

        data: bytes = faiss.serialize_index(self._index).tobytes()
        return data

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        return int(self._index.d)

    @property
    def exact(self) -> bool:
        return not hasattr(self._index, "hnsw")

    def nearest(self, vector: Vectors, limit: int) -> list[tuple[int, float]]:
        """(position, cosine similarity), closest first, for one (1, d) vector; at most `limit`."""
        limit = min(limit, len(self))
        if limit <= 0:
            return []
        parameters = None if self.exact else _hnsw_parameters(limit)
        scores, positions = self._index.search(vector, limit, params=parameters)
        return [(int(position), float(score)) for position, score in zip(positions[0], scores[0], strict=True) if position >= 0]

    def similarities(self, vector: Vectors, positions: Sequence[int]) -> NDArray[np.float32]:
        """Cosine similarities of one (1, d) vector with the rows at `positions`, exact for every kind of index."""
        import numpy as np

        # neither FAISS's reconstruct_batch nor BLAS: their threads wait for each other, which takes 40 ms when the other core is busy
        result: NDArray[np.float32] = np.einsum("ij,j->i", self._rows[np.asarray(positions, dtype=np.int64)], vector[0])
        return result


def _rows(index: Any) -> Vectors:
    """The vectors as FAISS holds them: a view, no copy. It lives as long as the index."""
    import faiss

    flat: Any = faiss.downcast_index(index.storage) if hasattr(index, "hnsw") else index
    rows: Vectors = faiss.rev_swig_ptr(flat.get_xb(), flat.ntotal * flat.d).reshape(flat.ntotal, flat.d)
    return rows


def _hnsw_parameters(limit: int) -> Any:
    from faiss import SearchParametersHNSW  # type: ignore[attr-defined]  # missing in its stubs

    return SearchParametersHNSW(efSearch=max(limit, _HNSW_SEARCH_BREADTH))

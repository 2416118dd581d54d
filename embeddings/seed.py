"""Vectors that are shipped with their texts' hashes, so that a first start need not encode what everybody has."""

from __future__ import annotations

import hashlib
import logging
import zipfile
import zlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from embeddings.types import Encoder, Vectors

_KEY_BYTES = 16  # of the SHA-256 of a text
_LOG = logging.getLogger(__name__)


class SeededEncoder:
    """An encoder that looks into a seed before it computes. A seed that is missing, damaged or of another model is done without.

    Shipped vectors are kept as bytes, scaled row by row: cosine similarities differ from computed ones by less than 0.005.
    """

    def __init__(self, encoder: Encoder, seed: Path) -> None:
        self._encoder = encoder
        self._path = seed

    @property
    def model_id(self) -> str:
        return self._encoder.model_id

    @property
    def dimension(self) -> int:
        return self._encoder.dimension

    def encode(self, texts: Sequence[str]) -> Vectors:
        """(n, d) float32, rows of unit length, in the order of `texts`. One text alone is always computed: a question is in no seed."""
        import numpy as np

        if len(texts) <= 1:
            return self._encoder.encode(texts)
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        missing = []
        for position, text in enumerate(texts):
            row = self._seed.get(_key(text))
            if row is None:
                missing.append(position)
            else:
                vectors[position] = row
        if missing:
            vectors[missing] = self._encoder.encode([texts[position] for position in missing])
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

    @cached_property
    def _seed(self) -> dict[bytes, NDArray[np.int8]]:
        import numpy as np

        try:
            with self._path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
                model_id, keys, rows = str(stored["model_id"]), stored["keys"], stored["rows"]
        except (OSError, ValueError, TypeError, KeyError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error) as error:  # all that a damaged archive raises
            _LOG.info("no shipped vectors in %s: %s", self._path, error)
            return {}
        if model_id != self.model_id or keys.shape != (*rows.shape[:1], _KEY_BYTES) or rows.shape[1:] != (self.dimension,):
            _LOG.info("the vectors in %s are of another model", self._path)
            return {}
        return {key.tobytes(): row for key, row in zip(keys, rows, strict=True)}


def write_seed(path: Path, encoder: Encoder, texts: Sequence[str]) -> int:
    """Writes the vectors of the different `texts` to `path`, and returns how many there are."""
    import numpy as np

    unique = sorted(set(texts))
    keys = np.frombuffer(b"".join(_key(text) for text in unique), dtype=np.uint8).reshape(len(unique), _KEY_BYTES)
    vectors = encoder.encode(unique)
    rows = np.round(vectors * (127 / np.abs(vectors).max(axis=1, keepdims=True))).astype(np.int8)
    np.savez(path, model_id=np.array(encoder.model_id), keys=keys, rows=rows)
    return len(unique)


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:_KEY_BYTES]

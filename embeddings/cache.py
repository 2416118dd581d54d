"""Vectors by the hash of their text, so that unchanged text is never encoded twice."""

from __future__ import annotations

import hashlib
import logging
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from embeddings.types import Encoder, Vectors

_LOG = logging.getLogger(__name__)
_CHUNK = 64  # texts encoded between two progress reports; what is done is kept if the process dies
_LOOKUP = 500  # below SQLite's oldest default of 999 bound variables

Progress = Callable[[int, int], None]
"""Called with (encoded so far, to encode in all)."""


class VectorCache:
    """A file of vectors for one model. A damaged file is dropped and filled again: it holds nothing that cannot be recomputed."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        self._encoder = encoder
        self._path = folder / f"vectors-{encoder.model_id.rpartition(':')[2]}.sqlite"

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """(n, d) float32, rows of unit length, from the file where possible."""
        try:
            return self._encode(texts, progress)
        except sqlite3.DatabaseError as error:
            _LOG.warning("vector cache %s is damaged (%s); it is rebuilt", self._path, error)
            self._path.unlink(missing_ok=True)
            return self._encode(texts, progress)

    def _encode(self, texts: Sequence[str], progress: Progress | None) -> Vectors:
        import numpy as np

        keys = [hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest() for text in texts]
        width = 4 * self._encoder.dimension
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._path, timeout=30)) as file:
            file.execute("CREATE TABLE IF NOT EXISTS vectors (text_sha256 BLOB PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID")
            found: dict[bytes, bytes] = {}
            wanted = list(set(keys))
            for start in range(0, len(wanted), _LOOKUP):
                part = wanted[start : start + _LOOKUP]
                marks = ",".join("?" * len(part))
                found.update(file.execute(f"SELECT text_sha256, vector FROM vectors WHERE text_sha256 IN ({marks})", part))  # noqa: S608 - only question marks
            found = {key: vector for key, vector in found.items() if len(vector) == width}
            missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in found}
            todo = sorted(missing.items(), key=lambda item: len(item[1]))  # texts of one length need no padding
            for start in range(0, len(todo), _CHUNK):
                part_keys, part_texts = zip(*todo[start : start + _CHUNK], strict=True)
                rows = [row.tobytes() for row in self._encoder.encode(part_texts).astype(np.float32)]
                found.update(zip(part_keys, rows, strict=True))
                with file:
                    file.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", zip(part_keys, rows, strict=True))
                if progress:
                    progress(min(start + _CHUNK, len(todo)), len(todo))
        joined = b"".join(found[key] for key in keys)
        return np.frombuffer(joined, dtype=np.float32).reshape(len(keys), self._encoder.dimension)

"""Vectors by the hash of their text, so that unchanged text is never encoded twice."""

from __future__ import annotations

import hashlib
import logging
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from embeddings.types import Encoder, Vectors

_LOG = logging.getLogger(__name__)
_CHUNK = 64  # texts encoded between two progress reports; what is done is kept if the process dies
_LOOKUP = 500  # below SQLite's oldest default of 999 bound variables
_PATIENCE_S = 30.0  # for another process that is writing
_NOT_DAMAGE = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_READONLY,
    }
)  # primary result codes of faults around the file, not in it

Progress = Callable[[int, int], None]
"""Called with (encoded so far, to encode in all)."""


class VectorCache:
    """A file of vectors for one model. It holds nothing that cannot be recomputed: damaged, it is filled anew; out of reach, it is done without."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        self._encoder = encoder
        self._path = folder / f"vectors-{encoder.model_id.rpartition(':')[2]}.sqlite"

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """(n, d) float32, rows of unit length, from the file where possible."""
        import numpy as np

        keys = [hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest() for text in texts]
        wanted = dict(zip(keys, texts, strict=True))
        try:
            rows = self._through_file(wanted, progress)
        except (sqlite3.Error, UnicodeDecodeError, OSError) as error:
            _LOG.warning("vector cache %s is out of reach (%s); encoding without it", self._path, error)
            rows = {key: row for part in self._encoded(wanted, progress) for key, row in part.items()}
        return np.frombuffer(b"".join(rows[key] for key in keys), dtype=np.float32).reshape(len(keys), self._encoder.dimension)

    def _through_file(self, wanted: Mapping[bytes, str], progress: Progress | None) -> dict[bytes, bytes]:
        try:
            return self._read_and_fill(wanted, progress)
        except (sqlite3.Error, UnicodeDecodeError) as error:  # the latter when SQLite quotes the damage in its message
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in _NOT_DAMAGE:
                raise
            _LOG.warning("vector cache %s is damaged (%s); it is rebuilt", self._path, error)
        for path in (self._path, self._path.with_name(f"{self._path.name}-journal")):  # a journal left behind would be played into the new file
            path.unlink(missing_ok=True)
        return self._read_and_fill(wanted, progress)

    def _read_and_fill(self, wanted: Mapping[bytes, str], progress: Progress | None) -> dict[bytes, bytes]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._path, timeout=_PATIENCE_S)) as file:
            file.execute("CREATE TABLE IF NOT EXISTS vectors (text_sha256 BLOB PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID")
            found = self._stored(file, list(wanted))
            for part in self._encoded({key: text for key, text in wanted.items() if key not in found}, progress):
                found.update(part)
                with file:
                    file.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", [(key, _sealed(row)) for key, row in part.items()])
        return found

    def _stored(self, file: sqlite3.Connection, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        width = 4 * self._encoder.dimension
        found = {}
        for start in range(0, len(keys), _LOOKUP):
            part = keys[start : start + _LOOKUP]
            marks = ",".join("?" * len(part))
            for key, sealed in file.execute(f"SELECT text_sha256, vector FROM vectors WHERE text_sha256 IN ({marks})", part):  # noqa: S608 - only question marks
                if isinstance(sealed, bytes) and sealed == _sealed(sealed[:width]):
                    found[key] = sealed[:width]
        return found

    def _encoded(self, texts: Mapping[bytes, str], progress: Progress | None) -> Iterator[dict[bytes, bytes]]:
        import numpy as np

        todo = sorted(texts.items(), key=lambda item: len(item[1]))  # texts of one length need no padding
        for start in range(0, len(todo), _CHUNK):
            keys, part = zip(*todo[start : start + _CHUNK], strict=True)
            yield dict(zip(keys, (row.tobytes() for row in self._encoder.encode(part).astype(np.float32)), strict=True))
            if progress:
                progress(min(start + _CHUNK, len(todo)), len(todo))


def _sealed(row: bytes) -> bytes:
    """The row with its checksum: SQLite keeps none, and every index made from a flipped bit would vouch for it."""
    return row + zlib.crc32(row).to_bytes(4, "little")

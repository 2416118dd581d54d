"""A vector index on disk: bytes, and a manifest that vouches for them. Bytes without their manifest are rebuilt, never believed."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from embeddings.cache import Progress, VectorCache
from embeddings.errors import EmbeddingsError, IndexCorrupt, IndexMissing, IndexStale
from embeddings.index import VectorIndex
from embeddings.search import PassageSearch
from embeddings.types import Encoder, Passage

_LOG = logging.getLogger(__name__)
FORMAT = 1
_KEPT = 5  # indexes in a folder: of a few glossaries that take turns; what an older one was made from is still in the vector cache
_TEMPORARY = ".tmp"
_ABANDONED_S = 3600.0  # age of a temporary file whose writer has died


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a stored index was built from, and the checksum of its bytes."""

    format: int
    model_id: str
    dimension: int
    count: int
    passages_sha256: str
    file_sha256: str


class IndexStore:
    """The index of one set of passages in a folder. Everything in it is derived: damaged or stale means rebuilt."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        self._folder = folder
        self._encoder = encoder

    def open(self, passages: Sequence[Passage], progress: Progress | None = None) -> PassageSearch:
        """A search over `passages`: the stored index if it fits, else a new one, which is stored."""
        try:
            index = self.load(passages)
        except EmbeddingsError as error:
            _LOG.log(logging.WARNING if isinstance(error, IndexCorrupt) else logging.INFO, "building the vector index: %s", error)
            index = self.build(passages, progress)
        return PassageSearch(self._encoder, index, passages)

    def load(self, passages: Sequence[Passage]) -> VectorIndex:
        """Raises IndexMissing, IndexStale or IndexCorrupt."""
        name = _digest(passages)
        manifest = read_manifest(self._path(name, "json"))
        if (manifest.format, manifest.model_id, manifest.passages_sha256, manifest.count) != (FORMAT, self._encoder.model_id, name, len(passages)):
            raise IndexStale(f"the index in {self._folder} was built from other texts or by another model")
        try:
            data = self._path(name, "faiss").read_bytes()
        except OSError as error:
            raise IndexMissing(f"{error.filename} cannot be read") from None
        if hashlib.sha256(data).hexdigest() != manifest.file_sha256:
            raise IndexCorrupt(f"{self._path(name, 'faiss')} does not match its manifest")
        try:
            index = VectorIndex.from_bytes(data)
        except RuntimeError as error:
            raise IndexCorrupt(f"{self._path(name, 'faiss')} is no index: {error}") from None
        if (len(index), index.dimension) != (manifest.count, manifest.dimension):
            raise IndexCorrupt(f"{self._path(name, 'faiss')} does not match its manifest")
        return index

    def build(self, passages: Sequence[Passage], progress: Progress | None = None) -> VectorIndex:
        """Encodes what is new, builds and stores the index, and removes all but the newest few. What cannot be stored still answers."""
        vectors = VectorCache(self._folder, self._encoder).encode([passage.text for passage in passages], progress)
        index = VectorIndex.build(vectors)
        data, name = index.to_bytes(), _digest(passages)
        checksum = hashlib.sha256(data).hexdigest()
        manifest = Manifest(FORMAT, self._encoder.model_id, index.dimension, len(index), name, checksum)
        try:
            _replace(self._path(name, "faiss"), data)
            _replace(self._path(name, "json"), json.dumps(asdict(manifest), indent=2).encode())
        except OSError as error:
            _LOG.warning("the vector index is not stored and will be built again: %s", error)
        else:
            self._remove_old()
        return index

    def _remove_old(self) -> None:
        newest: dict[str, None] = {}
        with suppress(OSError):  # another process may be doing the same
            for written, path in sorted(((path.stat().st_mtime, path) for path in self._folder.glob("index-*")), reverse=True):
                name = path.name.partition(".")[0]
                newest.setdefault(name)
                if name not in list(newest)[:_KEPT] or (path.suffix == _TEMPORARY and written < time.time() - _ABANDONED_S):
                    path.unlink()

    def _path(self, name: str, suffix: str) -> Path:
        return self._folder / f"index-{name[:16]}.{suffix}"


def read_manifest(path: Path) -> Manifest:
    """Raises IndexMissing or IndexCorrupt."""
    try:
        return Manifest(**json.loads(path.read_bytes()))
    except FileNotFoundError:
        raise IndexMissing(f"{path} does not exist yet") from None
    except (OSError, ValueError, TypeError) as error:
        raise IndexCorrupt(f"{path} is no manifest: {error}") from None


def _digest(passages: Sequence[Passage]) -> str:
    hashed = hashlib.sha256()
    for passage in passages:
        hashed.update(json.dumps([passage.document, passage.field, passage.text]).encode())
    return hashed.hexdigest()


def _replace(path: Path, data: bytes) -> None:
    """Temp file, fsync, rename, fsync of the folder: a reader sees the old bytes or the new ones, also after a crash."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.", suffix=_TEMPORARY)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

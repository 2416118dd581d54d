"""A vector index on disk: bytes and a manifest that vouches for them, replaced as one."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from embeddings.cache import Progress, VectorCache
from embeddings.errors import EmbeddingsError, IndexCorrupt, IndexMissing, IndexStale
from embeddings.index import VectorIndex
from embeddings.search import PassageSearch
from embeddings.types import Encoder, Passage

_LOG = logging.getLogger(__name__)
FORMAT = 1


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
            _LOG.info("building the vector index: %s", error)
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
        index = VectorIndex.from_bytes(data)
        if (len(index), index.dimension) != (manifest.count, manifest.dimension):
            raise IndexCorrupt(f"{self._path(name, 'faiss')} does not match its manifest")
        return index

    def build(self, passages: Sequence[Passage], progress: Progress | None = None) -> VectorIndex:
        """Encodes what is new, builds and stores the index, and removes those of other texts."""
        vectors = VectorCache(self._folder, self._encoder).encode([passage.text for passage in passages], progress)
        index = VectorIndex.build(vectors)
        data, name = index.to_bytes(), _digest(passages)
        checksum = hashlib.sha256(data).hexdigest()
        manifest = Manifest(FORMAT, self._encoder.model_id, index.dimension, len(index), name, checksum)
        _replace(self._path(name, "faiss"), data)
        _replace(self._path(name, "json"), json.dumps(asdict(manifest), indent=2).encode())
        return index

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
        hashed.update("\x1f".join((passage.document, passage.field, passage.text, "\x1e")).encode("utf-8", "surrogatepass"))
    return hashed.hexdigest()


def _replace(path: Path, data: bytes) -> None:
    """Temp file, fsync, rename, fsync of the folder: a reader sees the old bytes or the new ones, also after a crash."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=path.name, delete=False) as file:
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            os.replace(file.name, path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

"""Settings -> a ready application."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from bot.bootstrap.gate import Gate
from bot.bootstrap.meaning import Meaning
from bot.catalog.loader import Catalog, load_catalog, load_concepts
from bot.core.assistant import Assistant, Tuning
from bot.core.passages import TermPassage
from bot.settings import EmbeddingSettings, Settings
from embeddings import Encoder, IndexStore, Passage, PassageSearch, SeededEncoder, SentenceTransformerEncoder, TogetherEncoder, packaged_model
from embeddings.cache import Progress
from embeddings.encoders import PACKAGED_SHA256


@dataclass(frozen=True, slots=True)
class Application:
    """What the hosts need: the catalog as loaded, the assistant over it, and the state of meaning."""

    catalog: Catalog
    assistant: Assistant
    meaning: Meaning
    index_dir: Path


class Composer:
    """Builds one application after another over the same model, so that a reload pays only for what is new.

    Args:
        blocking: a question that needs meaning waits for the model; otherwise it is answered by words until the model is there.
        progress: told how many passages are encoded while an index is built.

    Raises:
        CatalogError: the phrasebook cannot be used.
    """

    def __init__(self, settings: Settings, *, blocking: bool, progress: Progress | None = None) -> None:
        self._settings = settings
        self._blocking = blocking
        self._progress = progress
        folder = settings.catalog.phrasebook_dir
        self._concepts = load_concepts(folder) if folder else []
        self._encoder: Encoder | None = None
        self._loading = Lock()
        self.gate = Gate()

    def compose(self, catalog: Catalog) -> Application:
        """The application over these terms; the model is loaded when it is first needed."""
        settings = self._settings
        index_dir = settings.storage.data_dir / "index"
        meaning = Meaning(blocking=self._blocking, enabled=settings.embedding.meaning, gate=self.gate)
        assistant = Assistant(catalog.glossary(), self._concepts, meaning, Tuning(settings.tuning.weights, settings.tuning.thresholds))

        def search() -> PassageSearch:
            return IndexStore(index_dir, self._shared_encoder()).open(vector_passages(assistant.passages), self._progress)

        meaning.provide(search)
        return Application(catalog, assistant, meaning, index_dir)

    def _shared_encoder(self) -> Encoder:
        with self._loading:
            self._encoder = self._encoder or make_encoder(self._settings.embedding, for_server=not self._blocking)
            return self._encoder


def compose(settings: Settings, *, blocking: bool, progress: Progress | None = None) -> Application:
    """Loads terms now, and the model when it is first needed.

    Raises:
        CatalogError: the terms or the phrasebook cannot be used.
    """
    return Composer(settings, blocking=blocking, progress=progress).compose(load_catalog(settings.catalog.terms_dir))


def make_encoder(settings: EmbeddingSettings, *, for_server: bool = False) -> Encoder:
    """The encoder with the shipped vectors before it; questions that come together are encoded together. Raises ModelUnavailable."""
    folder, sha256 = (settings.model_dir, None) if settings.model_dir else (packaged_model(), PACKAGED_SHA256)
    encoder = SentenceTransformerEncoder(folder, sha256=sha256, threads=settings.model_threads, as_one_call=for_server)
    return SeededEncoder(TogetherEncoder(encoder), settings.seed)


def vector_passages(passages: list[TermPassage]) -> list[Passage]:
    return [Passage(passage.document, passage.view.value, passage.text) for passage in passages]

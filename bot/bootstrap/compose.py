"""Settings -> a ready application."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.bootstrap.meaning import Meaning
from bot.catalog.loader import Catalog, load_catalog, load_concepts
from bot.core.assistant import Assistant, Tuning
from bot.core.passages import TermPassage
from bot.settings import EmbeddingSettings, Settings
from embeddings import Encoder, IndexStore, Passage, SeededEncoder, SentenceTransformerEncoder, packaged_model
from embeddings.cache import Progress
from embeddings.encoders import PACKAGED_SHA256


@dataclass(frozen=True, slots=True)
class Application:
    """What the hosts need: the catalog as loaded, the assistant over it, and the state of meaning."""

    catalog: Catalog
    assistant: Assistant
    meaning: Meaning
    index_dir: Path


def compose(settings: Settings, *, blocking: bool, progress: Progress | None = None) -> Application:
    """Loads terms now, and the model when it is first needed.

    Args:
        blocking: a question that needs meaning waits for the model; otherwise it is answered by words until the model is there.
        progress: told how many passages are encoded while an index is built.

    Raises:
        CatalogError: the terms or the phrasebook cannot be used.
    """
    catalog = load_catalog(settings.catalog.terms_dir)
    concepts = load_concepts(settings.catalog.phrasebook_dir) if settings.catalog.phrasebook_dir else []
    index_dir = settings.embedding.data_dir / "index"
    meaning = Meaning(blocking=blocking, enabled=settings.embedding.meaning)
    tuning = Tuning(settings.tuning.weights, settings.tuning.thresholds)
    assistant = Assistant(catalog.glossary(), concepts, meaning, tuning)
    meaning.provide(lambda: IndexStore(index_dir, make_encoder(settings.embedding)).open(vector_passages(assistant.passages), progress))
    return Application(catalog, assistant, meaning, index_dir)


def make_encoder(settings: EmbeddingSettings) -> Encoder:
    """The encoder with the shipped vectors before it. Raises ModelUnavailable."""
    if settings.model_dir:
        encoder = SentenceTransformerEncoder(settings.model_dir, threads=settings.model_threads)
    else:
        encoder = SentenceTransformerEncoder(packaged_model(), sha256=PACKAGED_SHA256, threads=settings.model_threads)
    return SeededEncoder(encoder, settings.seed)


def vector_passages(passages: list[TermPassage]) -> list[Passage]:
    return [Passage(passage.document, passage.view.value, passage.text) for passage in passages]

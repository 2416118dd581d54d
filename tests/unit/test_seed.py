"""The shipped vectors: the same as computed ones, and done without when they cannot be used."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from bot.catalog.loader import load_concepts
from embeddings import Encoder, SeededEncoder, SentenceTransformerEncoder, packaged_model, write_seed
from tests.conftest import ROOT

if TYPE_CHECKING:
    from embeddings.types import Vectors

SEED = ROOT / "data" / "vectors.npz"


class Counting:
    """An encoder that counts what it is asked to encode."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.model_id = encoder.model_id
        self.dimension = encoder.dimension
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.encoded.extend(texts)
        return self._encoder.encode(texts)


@pytest.fixture(scope="module")
def model() -> SentenceTransformerEncoder:
    return SentenceTransformerEncoder(packaged_model())


@pytest.fixture
def counting(model: SentenceTransformerEncoder) -> Counting:
    return Counting(model)


def test_every_question_of_the_phrasebook_is_shipped_encoded(counting: Counting) -> None:
    questions = [question for concept in load_concepts(ROOT / "data" / "phrasebook") for question in concept.asked_as]
    SeededEncoder(counting, SEED).encode(questions)
    assert counting.encoded == [], "`make seed` writes the vectors again"


def test_a_shipped_vector_is_the_computed_one(model: SentenceTransformerEncoder) -> None:
    questions = [question for concept in load_concepts(ROOT / "data" / "phrasebook")[::8] for question in concept.asked_as[:1]]
    shipped, computed = SeededEncoder(model, SEED).encode(questions), model.encode(questions)
    assert np.einsum("ij,ij->i", shipped, computed).min() > 0.999
    assert np.abs(shipped @ computed[0] - computed @ computed[0]).max() < 0.005


def test_what_is_not_in_the_seed_is_computed_in_its_place(counting: Counting, tmp_path: Path) -> None:
    seed = tmp_path / "seed.npz"
    assert write_seed(seed, counting, ["known", "known", "also known"]) == 2
    counting.encoded.clear()
    vectors = SeededEncoder(counting, seed).encode(["known", "new", "also known"])
    assert counting.encoded == ["new"]
    assert np.allclose(vectors, counting.encode(["known", "new", "also known"]), atol=0.01)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


def test_one_text_alone_is_computed(counting: Counting) -> None:
    questions = load_concepts(ROOT / "data" / "phrasebook")[0].asked_as
    SeededEncoder(counting, SEED).encode(questions[:1])
    assert counting.encoded == list(questions[:1])


@pytest.mark.parametrize("content", [None, b"", b"not a seed", b"PK\x03\x04 broken"])
def test_a_missing_or_damaged_seed_is_done_without(counting: Counting, tmp_path: Path, content: bytes | None) -> None:
    seed = tmp_path / "seed.npz"
    if content is not None:
        seed.write_bytes(content)
    SeededEncoder(counting, seed).encode(["one", "two"])
    assert counting.encoded == ["one", "two"]


def test_a_seed_of_another_model_is_done_without(counting: Counting, tmp_path: Path) -> None:
    seed = tmp_path / "seed.npz"
    write_seed(seed, counting, ["one", "two"])
    other = Counting(counting)
    other.model_id = "another"
    SeededEncoder(other, seed).encode(["one", "two"])
    assert other.encoded == ["one", "two"]

"""No damage to the shipped vectors changes an answer."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from embeddings import SeededEncoder, VectorCache, write_seed
from tests.encoders import WordEncoder

TEXTS = [f"text number {number}" for number in range(12)]
ROUNDING = 0.01  # of a component: shipped vectors are rounded


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    path = tmp_path / "vectors.npz"
    write_seed(path, WordEncoder(), TEXTS)
    return path


def is_harmless(seed: Path) -> bool:
    return np.allclose(SeededEncoder(WordEncoder(), seed).encode(TEXTS), WordEncoder().encode(TEXTS), atol=ROUNDING)


def test_a_sound_seed_spares_the_encoder_in_the_cache_too(seed: Path, tmp_path: Path) -> None:
    encoder = WordEncoder()
    VectorCache(tmp_path / "cache", SeededEncoder(encoder, seed)).encode([*TEXTS, "of our own"])
    assert encoder.encoded == ["of our own"]
    assert is_harmless(seed)


def test_no_texts_have_no_vectors(seed: Path) -> None:
    assert SeededEncoder(WordEncoder(), seed).encode([]).shape == (0, WordEncoder.dimension)


@pytest.mark.parametrize(
    "arrays",
    [{}, {"model_id": "fake:words"}, {"model_id": "fake:words", "keys": 1, "rows": 2}, {"model_id": "fake:words", "keys": [[1]], "rows": [[1]]}],
    ids=["empty", "incomplete", "numbers", "too narrow"],
)
def test_an_archive_of_something_else_is_done_without(tmp_path: Path, arrays: dict[str, object]) -> None:
    np.savez(tmp_path / "vectors.npz", **{name: np.array(value) for name, value in arrays.items()})
    assert is_harmless(tmp_path / "vectors.npz")


def test_an_array_that_is_no_archive_is_done_without(tmp_path: Path) -> None:
    with (tmp_path / "vectors.npz").open("wb") as file:
        np.save(file, np.zeros((12, 48)))
    assert is_harmless(tmp_path / "vectors.npz")


@pytest.mark.parametrize(("place", "bit"), [(8, 0x01), (8, 0x20), (10, 0x02), (10, 0x08)], ids=["encrypted", "patched", "unknown method", "compressed"])
def test_a_seed_whose_directory_lies_is_done_without(seed: Path, place: int, bit: int) -> None:
    """Flags and method of the last file in the archive: each makes the library raise something else."""
    data = bytearray(seed.read_bytes())
    data[data.rindex(b"PK\x01\x02") + place] ^= bit
    seed.write_bytes(data)
    assert is_harmless(seed)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 3_000), bit=st.integers(0, 7), cut=st.booleans())
def test_no_flipped_bit_and_no_cut_changes_a_vector(seed: Path, place: int, bit: int, cut: bool) -> None:
    whole = seed.read_bytes()
    damaged = bytearray(whole)
    damaged[place % len(whole)] ^= 1 << bit
    try:
        seed.write_bytes(whole[:place] if cut else damaged)
        assert is_harmless(seed)
    finally:
        seed.write_bytes(whole)

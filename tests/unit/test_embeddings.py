"""Texts become unit vectors, once, and the nearest are found."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import embeddings.cache
from embeddings import ModelUnavailable, Passage, PassageSearch, SentenceTransformerEncoder, VectorCache, packaged_model
from embeddings.encoders import PACKAGED_SHA256
from embeddings.index import VectorIndex
from tests.encoders import WordEncoder, run_at_once, run_child, start_child

if TYPE_CHECKING:
    from embeddings.types import Vectors

TEXTS = ["retrieval augmented generation", "what is a token", "a reward model scores answers", "x", "the bias variance tradeoff " * 30]


@pytest.fixture(scope="session")
def encoder() -> SentenceTransformerEncoder:
    """The packaged model, with its weights checked."""
    return SentenceTransformerEncoder(packaged_model(), sha256=PACKAGED_SHA256)


# -- the encoder ---------------------------------------------------------------------------------------------------


def test_vectors_are_float32_rows_of_unit_length(encoder: SentenceTransformerEncoder) -> None:
    vectors = encoder.encode(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), encoder.dimension) == (5, 384)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)


def test_vectors_come_in_the_order_of_the_texts(encoder: SentenceTransformerEncoder) -> None:
    assert np.allclose(encoder.encode(TEXTS), encoder.encode(TEXTS[::-1])[::-1], atol=1e-5)


def test_the_same_text_has_the_same_vector(encoder: SentenceTransformerEncoder) -> None:
    assert np.array_equal(encoder.encode(TEXTS[:1]), encoder.encode(TEXTS[:1]))


def test_a_batch_gives_the_vectors_of_its_texts_one_by_one(encoder: SentenceTransformerEncoder) -> None:
    texts = [" ".join(TEXTS[number % 4].split()[: 1 + number % 5] * (1 + number % 7)) for number in range(70)]
    assert np.allclose(encoder.encode(texts), np.vstack([encoder.encode([text]) for text in texts]), atol=1e-5)


def test_no_texts_have_no_vectors(encoder: SentenceTransformerEncoder) -> None:
    vectors = encoder.encode([])
    assert (vectors.shape, vectors.dtype) == ((0, 384), np.float32)


@pytest.mark.parametrize("text", ["", " ", "\x00", "\ud800 half a character", "🦜" * 50, "word " * 20_000, "\u202etokens\u200b"])
def test_any_text_has_a_vector(encoder: SentenceTransformerEncoder, text: str) -> None:
    assert np.linalg.norm(encoder.encode([text])) == pytest.approx(1.0, abs=1e-5)


def test_a_paraphrase_is_closer_than_another_matter(encoder: SentenceTransformerEncoder) -> None:
    question, paraphrase, other = encoder.encode(["the model makes facts up", "a confident but invented statement of a language model", "our lunch menu"])
    assert question @ paraphrase > question @ other + 0.2


def test_threads_get_the_vectors_that_one_caller_gets(encoder: SentenceTransformerEncoder) -> None:
    expected = [encoder.encode([text]) for text in TEXTS]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda number: encoder.encode([TEXTS[number % 5]]), range(40)))
    assert all(np.allclose(vector, expected[number % 5], atol=1e-5) for number, vector in enumerate(found))


# -- what is no model ----------------------------------------------------------------------------------------------


def a_copy(folder: Path) -> Path:
    """The packaged model in another place; its weights are a link."""
    shutil.copytree(packaged_model(), folder, ignore=shutil.ignore_patterns("model.safetensors"))
    (folder / "model.safetensors").symlink_to(packaged_model() / "model.safetensors")
    return folder


def with_content(name: str, content: bytes) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        (folder / name).unlink()
        (folder / name).write_bytes(content)

    return damage


def truncated_weights(folder: Path) -> None:
    with (packaged_model() / "model.safetensors").open("rb") as file:
        with_content("model.safetensors", file.read(1_000_000))(folder)


def without_tokenizer(folder: Path) -> None:
    """The library would go on with an empty vocabulary, and every text would look alike."""
    (folder / "tokenizer.json").unlink()
    (folder / "vocab.txt").unlink()


def only_a_pickle(folder: Path) -> None:
    (folder / "model.safetensors").unlink()
    (folder / "pytorch_model.bin").write_bytes(b"\x80\x04cos\nsystem\n(S'touch pwned'\ntR.")


DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing folder": (shutil.rmtree, "holds no model.safetensors"),
    "weights as a pickle": (only_a_pickle, "holds no model.safetensors"),
    "truncated weights": (truncated_weights, "does not load: SafetensorError"),
    "garbage weights": (with_content("model.safetensors", b"\xff\x13" * 50_000), "does not load: SafetensorError"),
    "weights of zeros": (with_content("model.safetensors", bytes(50_000)), "does not load: SafetensorError"),
    "empty weights": (with_content("model.safetensors", b""), "does not load: SafetensorError"),
    "no tokenizer": (without_tokenizer, "holds no tokenizer.json"),
    "garbage tokenizer": (with_content("tokenizer.json", b"\xff{]"), "does not load"),
    "no modules": (lambda folder: (folder / "modules.json").unlink(), "holds no modules.json"),
    "foreign code as a module": (
        with_content("modules.json", json.dumps([{"idx": 0, "name": "0", "path": "", "type": "os.system"}]).encode()),
        "does not load",
    ),
    "no configuration": (lambda folder: (folder / "config.json").unlink(), "does not load"),
    "no pooling": (lambda folder: (folder / "1_Pooling" / "config.json").unlink(), "does not load"),
    "a list for a configuration": (with_content("config_sentence_transformers.json", b"[]"), "does not load"),
}


@pytest.mark.parametrize("case", DAMAGE)
def test_what_is_no_model_is_named_with_a_cure(tmp_path: Path, case: str) -> None:
    damage, reason = DAMAGE[case]
    folder = a_copy(tmp_path / "model")
    damage(folder)
    with pytest.raises(ModelUnavailable, match=reason) as caught:
        SentenceTransformerEncoder(folder)
    message = str(caught.value)
    assert str(folder) in message
    assert message.endswith("; reinstall the model, or name a sentence-transformers folder with safetensors weights")
    assert "\n" not in message


def test_other_weights_than_the_pinned_ones_are_refused_before_anything_is_loaded(tmp_path: Path) -> None:
    folder = a_copy(tmp_path / "model")
    with_content("model.safetensors", b"other weights")(folder)
    code = """
import sys
from pathlib import Path
from embeddings import ModelUnavailable, SentenceTransformerEncoder
try:
    SentenceTransformerEncoder(Path(sys.argv[1]), sha256="53aa51172d142c89")
except ModelUnavailable as error:
    print(error, sorted({"torch", "safetensors", "transformers"} & set(sys.modules)))
"""
    status, out, err = run_child(code, folder)
    assert (status, err) == (0, "")
    assert f"has sha256 {hashlib.sha256(b'other weights').hexdigest()}, expected" in out
    assert "expected 53aa51172d142c89; reinstall the model" in out
    assert out.endswith("[]\n")


def test_a_model_that_does_not_normalise_gives_unit_vectors_all_the_same(tmp_path: Path) -> None:
    folder = a_copy(tmp_path / "model")
    modules = json.loads((folder / "modules.json").read_text())
    assert modules.pop()["type"].endswith("Normalize")
    (folder / "modules.json").write_text(json.dumps(modules))
    assert np.linalg.norm(SentenceTransformerEncoder(folder).encode(TEXTS), axis=1) == pytest.approx(1.0, abs=1e-5)


def test_a_copy_elsewhere_is_the_same_model(encoder: SentenceTransformerEncoder, tmp_path: Path) -> None:
    copy = SentenceTransformerEncoder(a_copy(tmp_path / "model"))
    assert copy.model_id == encoder.model_id == f"sentence-transformers:{PACKAGED_SHA256[:16]}"
    assert np.array_equal(copy.encode(TEXTS), encoder.encode(TEXTS))


def test_loading_touches_no_network_and_draws_nothing_on_a_terminal(tmp_path: Path) -> None:
    """In a process of its own: every look-up of a host and every connection is refused and noted, standard error is a terminal."""
    code = """
import os, sys
from embeddings import SentenceTransformerEncoder, packaged_model

attempts = []
def refuse(event, arguments):
    if event in {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"}:
        attempts.append(event)
        raise OSError("no network here")
sys.addaudithook(refuse)
encoder = SentenceTransformerEncoder(packaged_model())
print(encoder.encode(["a token"]).shape, attempts, os.environ["HF_HUB_OFFLINE"])
"""
    terminal, its_end = os.openpty()
    try:
        child = start_child(code, HF_HOME=str(tmp_path), TERM="xterm-256color", stderr=its_end)
        out, _ = child.communicate(timeout=100)
        os.write(its_end, b"<end>")
        drawn = os.read(terminal, 65_536)
    finally:
        os.close(terminal)
        os.close(its_end)
    assert (child.returncode, out) == (0, "(1, 384) [] 1\n")
    assert drawn == b"<end>"


# -- the cache -----------------------------------------------------------------------------------------------------


def test_unchanged_text_is_encoded_once(tmp_path: Path) -> None:
    first, second = WordEncoder(), WordEncoder()
    before = VectorCache(tmp_path, first).encode(["a token", "a prompt"])
    after = VectorCache(tmp_path, second).encode(["a prompt", "a model", "a token"])
    assert sorted(first.encoded) == ["a prompt", "a token"]
    assert second.encoded == ["a model"]
    assert np.array_equal(after[[2, 0]], before)
    assert np.array_equal(after, WordEncoder().encode(["a prompt", "a model", "a token"]))


def test_duplicates_in_one_call_are_encoded_once_and_each_gets_its_row(tmp_path: Path) -> None:
    encoder = WordEncoder()
    vectors = VectorCache(tmp_path, encoder).encode(["same", "other", "same", "same"])
    assert sorted(encoder.encoded) == ["other", "same"]
    assert np.array_equal(vectors, WordEncoder().encode(["same", "other", "same", "same"]))


def test_texts_that_differ_only_in_a_lone_surrogate_are_kept_apart(tmp_path: Path) -> None:
    class Indifferent(WordEncoder):
        def encode(self, texts: Sequence[str]) -> Vectors:
            return super().encode([ascii(text) for text in texts])

    encoder = Indifferent()
    VectorCache(tmp_path, encoder).encode(["\ud800", "\ud801", "?"])
    assert len(encoder.encoded) == 3


def test_no_texts_need_no_encoder(tmp_path: Path) -> None:
    encoder = WordEncoder()
    vectors = VectorCache(tmp_path, encoder).encode([])
    assert (vectors.shape, vectors.dtype, encoder.encoded) == ((0, 48), np.float32, [])


def test_two_models_do_not_share_vectors(tmp_path: Path) -> None:
    one, other = WordEncoder("one"), WordEncoder("other")
    assert not np.allclose(VectorCache(tmp_path, one).encode(["a token"]), VectorCache(tmp_path, other).encode(["a token"]))
    assert other.encoded == ["a token"]


def test_progress_counts_what_is_encoded_and_not_what_is_known(tmp_path: Path) -> None:
    reports: list[tuple[int, int]] = []
    cache = VectorCache(tmp_path, WordEncoder())
    cache.encode([f"text {number}" for number in range(100)])
    cache.encode([f"text {number}" for number in range(250)], lambda done, total: reports.append((done, total)))
    assert reports == [(64, 150), (128, 150), (150, 150)]


def test_what_was_encoded_before_a_failure_is_kept(tmp_path: Path) -> None:
    class Failing(WordEncoder):
        def encode(self, texts: Sequence[str]) -> Vectors:
            if self.encoded:
                raise KeyboardInterrupt
            return super().encode(texts)

    failing, encoder, texts = Failing(), WordEncoder(), [f"text {number:03}" for number in range(100)]
    with pytest.raises(KeyboardInterrupt):
        VectorCache(tmp_path, failing).encode(texts)
    VectorCache(tmp_path, encoder).encode(texts)
    assert sorted(failing.encoded + encoder.encoded) == texts
    assert len(failing.encoded) == 64


def filled(folder: Path) -> tuple[Path, list[str], Vectors]:
    """The file of a cache of 40 texts, the texts and their vectors."""
    texts = [f"text number {number}" for number in range(40)]
    vectors = VectorCache(folder, WordEncoder()).encode(texts)
    (file,) = folder.glob("vectors-*.sqlite")
    return file, texts, vectors


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"no database at all" * 100,
        lambda data: data[:-3000],
        lambda data: data[:100],
        lambda data: data[:4096] + bytes(len(data) - 4096),
        lambda data: data.replace(b"text_sha256", b"text_sha255"),
        lambda data: data.replace(b"CREATE TABLE", b"CREATE \xd4ABLE"),
    ],
    ids=["garbage", "truncated", "header only", "zeroed pages", "another schema", "no text in the schema"],
)
def test_a_damaged_cache_is_filled_again_with_a_log_line(tmp_path: Path, caplog: pytest.LogCaptureFixture, damage: Callable[[bytes], bytes]) -> None:
    file, texts, vectors = filled(tmp_path)
    file.write_bytes(damage(file.read_bytes()))
    encoder = WordEncoder()
    assert np.array_equal(VectorCache(tmp_path, encoder).encode(texts), vectors)
    assert encoder.encoded
    assert f"vector cache {file} is damaged" in caplog.text
    again = WordEncoder()
    assert np.array_equal(VectorCache(tmp_path, again).encode(texts), vectors)
    assert again.encoded == []


def test_one_flipped_bit_in_a_stored_vector_costs_one_encoding(tmp_path: Path) -> None:
    file, texts, vectors = filled(tmp_path)
    data = bytearray(file.read_bytes())
    data[data.index(vectors[7].tobytes()) + 9] ^= 1
    file.write_bytes(data)
    encoder = WordEncoder()
    assert np.array_equal(VectorCache(tmp_path, encoder).encode(texts), vectors)
    assert encoder.encoded == [texts[7]]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.one_of(st.integers(0, 130), st.integers(3_950, 4_095), st.integers(0, 20_000)), bit=st.integers(0, 7))
def test_no_flipped_bit_of_the_file_changes_a_vector(tmp_path: Path, place: int, bit: int) -> None:
    """The header of the file is at its beginning, its schema at the end of the first page."""
    folder = tmp_path / "cache"
    shutil.rmtree(folder, ignore_errors=True)
    file, texts, vectors = filled(folder)
    data = bytearray(file.read_bytes())
    data[place % len(data)] ^= 1 << bit
    file.write_bytes(data)
    assert np.array_equal(VectorCache(folder, WordEncoder()).encode(texts), vectors)


def test_a_cache_that_another_process_holds_is_done_without_and_left_alone(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, texts, vectors = filled(tmp_path)
    monkeypatch.setattr(embeddings.cache, "_PATIENCE_S", 0.05)
    holder = sqlite3.connect(file)
    try:
        holder.execute("BEGIN EXCLUSIVE")
        assert np.array_equal(VectorCache(tmp_path, WordEncoder()).encode(texts), vectors)
    finally:
        holder.close()
    assert f"vector cache {file} is out of reach (database is locked)" in caplog.text
    again = WordEncoder()
    VectorCache(tmp_path, again).encode(texts)
    assert again.encoded == []


def test_a_cache_that_cannot_be_made_is_done_without(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("no folder")
    assert np.array_equal(VectorCache(tmp_path / "file" / "index", WordEncoder()).encode(["a token"]), WordEncoder().encode(["a token"]))
    assert "is out of reach" in caplog.text


def test_processes_that_fill_one_cache_at_once_all_get_right_vectors(tmp_path: Path) -> None:
    code = """
import zlib
from pathlib import Path
from embeddings import VectorCache
from tests.encoders import WordEncoder

start = int(sys.argv[2])
texts = [f"text {number}" for number in range(start, start + 400)]
ready()
print(zlib.crc32(VectorCache(Path(sys.argv[1]), WordEncoder()).encode(texts).tobytes()))
"""
    starts = (0, 0, 100, 300)
    expected = [zlib.crc32(WordEncoder().encode([f"text {number}" for number in range(start, start + 400)]).tobytes()) for start in starts]
    assert run_at_once(code, [(tmp_path, start) for start in starts]) == [(f"{checksum}\n", "") for checksum in expected]
    after = WordEncoder()
    VectorCache(tmp_path, after).encode([f"text {number}" for number in range(700)])
    assert after.encoded == []


# -- the index -----------------------------------------------------------------------------------------------------

KINDS = pytest.mark.parametrize("flat_up_to", [1_000_000, 0], ids=["flat", "hnsw"])


def clustered(count: int, seed: int) -> Vectors:
    """Unit vectors around a few directions, as texts on a few subjects are."""
    generator = np.random.default_rng(seed)
    centres = np.random.default_rng(1).standard_normal((12, 32))
    rows = centres[generator.integers(0, 12, count)] + 0.5 * generator.standard_normal((count, 32))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def test_an_index_is_flat_up_to_a_size_and_approximate_beyond(caplog: pytest.LogCaptureFixture) -> None:
    rows = clustered(11, seed=2)
    assert VectorIndex.build(rows[:10], flat_up_to=10).exact
    assert not VectorIndex.build(rows, flat_up_to=10).exact


@KINDS
def test_both_kinds_of_index_find_the_nearest_by_cosine(flat_up_to: int) -> None:
    rows, queries = clustered(800, seed=2), clustered(25, seed=3)
    index = VectorIndex.build(rows, flat_up_to=flat_up_to)
    for query in queries:
        scores = rows @ query
        expected = np.argsort(-scores)[:10]
        found = index.nearest(query[None], 10)
        assert [position for position, _ in found] == expected.tolist()
        assert [score for _, score in found] == pytest.approx(scores[expected].tolist(), abs=1e-5)


@KINDS
def test_similarities_are_exact_at_any_positions(flat_up_to: int) -> None:
    rows, query = clustered(800, seed=2), clustered(1, seed=3)
    positions = [799, 0, 5, 5, 400]
    found = VectorIndex.build(rows, flat_up_to=flat_up_to).similarities(query, positions)
    assert found.tolist() == pytest.approx((rows[positions] @ query[0]).tolist(), abs=1e-6)


@KINDS
def test_an_index_survives_its_bytes(flat_up_to: int) -> None:
    rows, query = clustered(300, seed=2), clustered(1, seed=3)
    index = VectorIndex.build(rows, flat_up_to=flat_up_to)
    again = VectorIndex.from_bytes(index.to_bytes())
    assert (len(again), again.dimension, again.exact) == (300, 32, index.exact)
    assert again.nearest(query, 20) == index.nearest(query, 20)
    assert np.array_equal(again.similarities(query, range(300)), index.similarities(query, range(300)))


@KINDS
@pytest.mark.parametrize(("count", "limit", "found"), [(0, 5, 0), (3, 5, 3), (3, 0, 0), (1, 1, 1)])
def test_no_more_are_found_than_there_are_or_were_asked_for(flat_up_to: int, count: int, limit: int, found: int) -> None:
    assert len(VectorIndex.build(clustered(count, seed=2), flat_up_to=flat_up_to).nearest(clustered(1, seed=3), limit)) == found


@pytest.mark.parametrize("data", [b"", b"IxFI", b"no index" * 100])
def test_bytes_that_are_no_index_are_refused(data: bytes) -> None:
    with pytest.raises(RuntimeError):
        VectorIndex.from_bytes(data)


# -- the search ----------------------------------------------------------------------------------------------------

PASSAGES = [
    Passage("token", "label", "token"),
    Passage("token", "question", "piece of text"),
    Passage("token", "question", "how is text cut into pieces"),
    Passage("token", "definition", "a unit that a model reads"),
    Passage("prompt", "label", "prompt"),
    Passage("prompt", "definition", "text that a person gives a model"),
]


def a_search(passages: Sequence[Passage]) -> PassageSearch:
    encoder = WordEncoder()
    return PassageSearch(encoder, VectorIndex.build(encoder.encode([passage.text for passage in passages])), passages)


def test_every_field_of_a_document_is_scored_apart_and_highest_first() -> None:
    found = {scores.document: scores.similarities for scores in a_search(PASSAGES).search("piece of text")}
    assert set(found) == {"token", "prompt"}
    assert set(found["token"]) == {"label", "question", "definition"}
    assert set(found["prompt"]) == {"label", "definition"}
    encoder = WordEncoder()
    query = encoder.encode(["piece of text"])[0]
    questions = sorted((encoder.encode(["piece of text", "how is text cut into pieces"]) @ query).tolist(), reverse=True)
    assert list(found["token"]["question"]) == pytest.approx(questions, abs=1e-6)
    assert found["token"]["question"][0] == pytest.approx(1.0, abs=1e-6)


def many() -> list[Passage]:
    """A document about tokens, 150 nearly like it, and one of which no word is shared, with two fields."""
    near = [Passage(f"near-{number}", "label", f"token token token {number}") for number in range(150)]
    return [Passage("far", "label", "chimney"), *near, Passage("far", "definition", "smoke leaves by it")]


def test_a_document_that_is_not_near_is_found_only_when_it_is_named() -> None:
    search = a_search(many())
    without = {scores.document for scores in search.search("token")}
    named = {scores.document: scores.similarities for scores in search.search("token", ["far"])}
    assert 1 < len(without) < len(many())
    assert "far" not in without
    assert set(named) == without | {"far"}
    assert {field: len(scores) for field, scores in named["far"].items()} == {"label": 1, "definition": 1}


def test_a_named_document_that_does_not_exist_is_no_document() -> None:
    assert {scores.document for scores in a_search(PASSAGES).search("token", ["nowhere"])} == {"token", "prompt"}


def test_a_document_is_found_once_though_it_is_near_and_named() -> None:
    assert [scores.document for scores in a_search(PASSAGES[:4]).search("token", ["token"])] == ["token"]


def test_a_question_asked_again_is_not_encoded_again() -> None:
    encoder = WordEncoder()
    search = PassageSearch(encoder, VectorIndex.build(WordEncoder().encode([passage.text for passage in PASSAGES])), PASSAGES)
    first = search.search("piece of text")
    search.search("token")
    assert search.search("piece of text") == first
    assert encoder.encoded == ["piece of text", "token"]


def test_a_search_over_nothing_finds_nothing() -> None:
    assert a_search([]).search("token", ["token"]) == []


def test_the_packaged_model_finds_what_is_meant(encoder: SentenceTransformerEncoder) -> None:
    texts = {"hallucination": "fluent output that is not supported by any source", "chunking": "splitting documents before they are indexed"}
    passages = [Passage(document, "definition", text) for document, text in texts.items()]
    search = PassageSearch(encoder, VectorIndex.build(encoder.encode(list(texts.values()))), passages)
    best = {
        query: max(search.search(query), key=lambda scores: scores.similarities["definition"][0]).document
        for query in ("it made that fact up", "cut the pdf into parts")
    }
    assert best == {"it made that fact up": "hallucination", "cut the pdf into parts": "chunking"}

"""What is stored may be damaged, stale, half-written or impossible to write: the answers stay the same, and a log line says what was done."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from embeddings import IndexCorrupt, IndexMissing, IndexStale, IndexStore, Passage, PassageSearch, SentenceTransformerEncoder, packaged_model
from embeddings.index import VectorIndex
from embeddings.store import read_manifest
from tests.encoders import WordEncoder, run_at_once, run_child

PASSAGES = [
    Passage("token", "label", "token"),
    Passage("token", "definition", "a piece of text that a model reads"),
    Passage("prompt", "label", "prompt"),
    Passage("prompt", "definition", "text that a person gives a model"),
    Passage("drift", "label", "model drift"),
    Passage("drift", "question", "why do answers get worse with time"),
]
QUESTIONS = ["piece of text", "token", "worse with time", "nothing of this"]

Answers = list[dict[str, dict[str, list[float]]]]


def answers(search: PassageSearch) -> Answers:
    """Everything a search says of a few questions, without its order."""
    return [{scores.document: {field: list(values) for field, values in scores.similarities.items()} for scores in search.search(text)} for text in QUESTIONS]


EXPECTED_OF: dict[str, Answers] = {}


def expected(name: str = "words") -> Answers:
    """The answers by an index that was never on a disk."""
    if name not in EXPECTED_OF:
        encoder = WordEncoder(name)
        EXPECTED_OF[name] = answers(PassageSearch(encoder, VectorIndex.build(encoder.encode([passage.text for passage in PASSAGES])), PASSAGES))
    return EXPECTED_OF[name]


def stored(folder: Path, name: str = "words") -> tuple[Path, Path]:
    """Stores an index; its bytes and its manifest."""
    IndexStore(folder, WordEncoder(name)).open(PASSAGES)
    (data,), (manifest,) = folder.glob("index-*.faiss"), folder.glob("index-*.json")
    return data, manifest


# -- nothing is wrong ----------------------------------------------------------------------------------------------


def test_a_stored_index_is_loaded_without_encoding_and_answers_the_same(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    assert answers(IndexStore(tmp_path, WordEncoder()).open(PASSAGES)) == expected()
    assert "building the vector index" in caplog.text
    caplog.clear()
    shutil.move(next(tmp_path.glob("vectors-*")), tmp_path / "away")
    encoder = WordEncoder()
    search = IndexStore(tmp_path, encoder).open(PASSAGES)
    assert (encoder.encoded, caplog.text) == ([], "")
    assert answers(search) == expected()


def test_a_manifest_says_what_the_index_was_built_from(tmp_path: Path) -> None:
    data, manifest = stored(tmp_path)
    found = read_manifest(manifest)
    assert (found.model_id, found.dimension, found.count) == ("fake:words", 48, len(PASSAGES))
    assert found.file_sha256 == hashlib.sha256(data.read_bytes()).hexdigest()


def test_the_packaged_model_answers_from_a_stored_index_as_from_a_fresh_one(tmp_path: Path) -> None:
    encoder = SentenceTransformerEncoder(packaged_model())
    fresh = IndexStore(tmp_path, encoder).open(PASSAGES)
    loaded = PassageSearch(encoder, IndexStore(tmp_path, encoder).load(PASSAGES), PASSAGES)
    assert answers(loaded) == answers(fresh)


def test_no_passages_are_stored_and_loaded_as_well(tmp_path: Path) -> None:
    assert IndexStore(tmp_path, WordEncoder()).open([]).search("token", ["token"]) == []
    assert len(IndexStore(tmp_path, WordEncoder()).load([])) == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Passage("a", "b", "c"), Passage("a", "b", "d")),
        (Passage("a", "b", "c"), Passage("a", "d", "c")),
        (Passage("a", "b", "c"), Passage("d", "b", "c")),
        (Passage("a", "b", "c\x1fd"), Passage("a", "b\x1fc", "d")),
        (Passage("a", "b", "\ud800"), Passage("a", "b", "\ud801")),
    ],
)
def test_an_index_of_other_passages_is_never_taken_for_this_one(tmp_path: Path, one: Passage, other: Passage) -> None:
    class Indifferent(WordEncoder):
        def _direction(self, text: str):  # type: ignore[no-untyped-def]  # noqa: ANN202 - as in WordEncoder
            return super()._direction(ascii(text))

    IndexStore(tmp_path, Indifferent()).build([one])
    with pytest.raises(IndexMissing):
        IndexStore(tmp_path, Indifferent()).load([other])
    with pytest.raises(IndexMissing):
        IndexStore(tmp_path, Indifferent()).load([one, other])


# -- damaged or stale ----------------------------------------------------------------------------------------------


def flip(path: Path, place: float) -> None:
    data = bytearray(path.read_bytes())
    data[int(place * len(data))] ^= 0x10
    path.write_bytes(data)


def manifest_with(**fields: object) -> Callable[[Path, Path], object]:
    return lambda _, manifest: manifest.write_text(json.dumps({**json.loads(manifest.read_text()), **fields}))


def vouched_garbage(data: Path, manifest: Path) -> None:
    """Bytes that match their manifest and are no index all the same: written by another version of the library."""
    data.write_bytes(b"IxXX" + bytes(500))
    manifest_with(file_sha256=hashlib.sha256(data.read_bytes()).hexdigest())(data, manifest)


def vouched_other_index(data: Path, manifest: Path) -> None:
    """An index of one passage under a manifest that speaks of six."""
    other = manifest.parent / "other"
    IndexStore(other, WordEncoder()).open(PASSAGES[:1])
    data.write_bytes(next(other.glob("*.faiss")).read_bytes())
    manifest_with(file_sha256=hashlib.sha256(data.read_bytes()).hexdigest())(data, manifest)
    shutil.rmtree(other)


DAMAGE: dict[str, tuple[Callable[[Path, Path], object], type[Exception]]] = {
    "first byte of the index": (lambda data, _: flip(data, 0), IndexCorrupt),
    "middle of the index": (lambda data, _: flip(data, 0.5), IndexCorrupt),
    "last byte of the index": (lambda data, _: flip(data, 0.9999), IndexCorrupt),
    "truncated index": (lambda data, _: data.write_bytes(data.read_bytes()[:-40]), IndexCorrupt),
    "empty index": (lambda data, _: data.write_bytes(b""), IndexCorrupt),
    "index with a tail": (lambda data, _: data.write_bytes(data.read_bytes() + b"\0"), IndexCorrupt),
    "no index": (lambda data, _: data.unlink(), IndexMissing),
    "vouched garbage": (vouched_garbage, IndexCorrupt),
    "vouched other index": (vouched_other_index, IndexCorrupt),
    "first byte of the manifest": (lambda _, manifest: flip(manifest, 0), IndexCorrupt),
    "last byte of the manifest": (lambda _, manifest: flip(manifest, 0.9999), IndexCorrupt),
    "truncated manifest": (lambda _, manifest: manifest.write_bytes(manifest.read_bytes()[:-40]), IndexCorrupt),
    "empty manifest": (lambda _, manifest: manifest.write_bytes(b""), IndexCorrupt),
    "no manifest": (lambda _, manifest: manifest.unlink(), IndexMissing),
    "manifest that is a list": (lambda _, manifest: manifest.write_text("[]"), IndexCorrupt),
    "manifest that is a number": (lambda _, manifest: manifest.write_text("7"), IndexCorrupt),
    "manifest that is no UTF-8": (lambda _, manifest: manifest.write_bytes(b"\xff\xfe{"), IndexCorrupt),
    "manifest with a field too many": (manifest_with(author="x"), IndexCorrupt),
    "manifest of another index": (manifest_with(file_sha256="0" * 64), IndexCorrupt),
    "manifest with another dimension": (manifest_with(dimension=47), IndexCorrupt),
    "manifest of another format": (manifest_with(format=0), IndexStale),
    "manifest of other texts": (manifest_with(passages_sha256="0" * 64), IndexStale),
    "manifest of another model": (manifest_with(model_id="fake:other"), IndexStale),
    "manifest of another number of passages": (manifest_with(count=5), IndexStale),
    "manifest with a text for a number": (manifest_with(count="6"), IndexStale),
}


@pytest.mark.parametrize("case", DAMAGE)
def test_a_damaged_index_is_built_again_with_the_same_answers(tmp_path: Path, caplog: pytest.LogCaptureFixture, case: str) -> None:
    caplog.set_level(logging.INFO)
    damage, named = DAMAGE[case]
    files = stored(tmp_path)
    damage(*files)
    with pytest.raises(named):
        IndexStore(tmp_path, WordEncoder()).load(PASSAGES)
    caplog.clear()
    encoder = WordEncoder()
    search = IndexStore(tmp_path, encoder).open(PASSAGES)
    assert encoder.encoded == [], "the vectors are in the cache"
    assert answers(search) == expected()
    (record,) = caplog.records
    assert record.getMessage().startswith("building the vector index: ")
    assert (record.levelno == logging.WARNING) == (named is IndexCorrupt)
    IndexStore(tmp_path, WordEncoder()).load(PASSAGES)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(of_index=st.booleans(), place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_no_flipped_bit_of_an_index_changes_an_answer(tmp_path: Path, of_index: bool, place: float, bit: int) -> None:
    folder = tmp_path / "index"
    shutil.rmtree(folder, ignore_errors=True)
    data, manifest = stored(folder)
    path = data if of_index else manifest
    damaged = bytearray(path.read_bytes())
    damaged[int(place * len(damaged))] ^= 1 << bit
    path.write_bytes(damaged)
    assert answers(IndexStore(folder, WordEncoder()).open(PASSAGES)) == expected()


def test_another_model_builds_its_own_index(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    stored(tmp_path)
    other = WordEncoder("other")
    with pytest.raises(IndexStale):
        IndexStore(tmp_path, other).load(PASSAGES)
    assert answers(IndexStore(tmp_path, other).open(PASSAGES)) == expected("other") != expected()
    assert len(other.encoded) == len(PASSAGES) + len(QUESTIONS)
    assert "was built from other texts or by another model" in caplog.text


def test_a_changed_passage_is_the_only_one_encoded_anew(tmp_path: Path) -> None:
    stored(tmp_path)
    changed = [*PASSAGES[:-1], Passage("drift", "question", "why does quality sink")]
    encoder = WordEncoder()
    search = IndexStore(tmp_path, encoder).open(changed)
    assert encoder.encoded == ["why does quality sink"]
    found = {scores.document: scores.similarities for scores in search.search("why does quality sink")}
    assert found["drift"]["question"] == pytest.approx([1.0], abs=1e-6)


# -- half-written --------------------------------------------------------------------------------------------------

KILLED_AT_RENAME = """
import os, sys
from pathlib import Path
from embeddings import IndexStore
from tests.encoders import WordEncoder
from tests.faults.test_index_faults import PASSAGES

left = int(sys.argv[2])
def die(event, arguments):
    global left
    if event == "os.rename":
        if not left:
            os._exit(9)
        left -= 1
sys.addaudithook(die)
IndexStore(Path(sys.argv[1]), WordEncoder(sys.argv[3])).build(PASSAGES)
"""


def leftovers(folder: Path) -> list[Path]:
    return list(folder.glob("*.tmp"))


def test_a_crash_before_the_rename_leaves_the_old_index_readable(tmp_path: Path) -> None:
    """The process dies with the new index, made by another model, in a temporary file beside the old one."""
    data, manifest = stored(tmp_path)
    before = data.read_bytes(), manifest.read_bytes()
    assert run_child(KILLED_AT_RENAME, tmp_path, 0, "other")[0] == 9
    assert len(leftovers(tmp_path)) == 1
    assert (data.read_bytes(), manifest.read_bytes()) == before
    encoder = WordEncoder()
    search = PassageSearch(encoder, IndexStore(tmp_path, encoder).load(PASSAGES), PASSAGES)
    assert encoder.encoded == []
    assert answers(search) == expected()


@pytest.mark.parametrize("name", ["words", "other"])
def test_a_crash_between_index_and_manifest_costs_a_rebuild_and_no_answer(tmp_path: Path, name: str) -> None:
    stored(tmp_path)
    assert run_child(KILLED_AT_RENAME, tmp_path, 1, "other")[0] == 9
    assert len(leftovers(tmp_path)) == 1
    assert answers(IndexStore(tmp_path, WordEncoder(name)).open(PASSAGES)) == expected(name)
    assert len(IndexStore(tmp_path, WordEncoder(name)).load(PASSAGES)) == len(PASSAGES)


def test_what_a_crash_left_behind_is_removed_once_it_is_old(tmp_path: Path) -> None:
    stored(tmp_path)
    run_child(KILLED_AT_RENAME, tmp_path, 0, "other")
    IndexStore(tmp_path, WordEncoder()).build(PASSAGES)
    (left,) = leftovers(tmp_path)  # its writer might still be alive
    os.utime(left, (0, 0))
    IndexStore(tmp_path, WordEncoder()).build(PASSAGES)
    assert leftovers(tmp_path) == []
    IndexStore(tmp_path, WordEncoder()).load(PASSAGES)


@pytest.mark.parametrize("suffix", ["faiss", "json"])
def test_an_index_that_cannot_be_renamed_into_place_still_answers(tmp_path: Path, caplog: pytest.LogCaptureFixture, suffix: str) -> None:
    """A folder stands where the file belongs."""
    for path in stored(tmp_path):
        path.unlink()
        if path.suffix == f".{suffix}":
            (path / "in the way").mkdir(parents=True)
    assert answers(IndexStore(tmp_path, WordEncoder()).open(PASSAGES)) == expected()
    assert "the vector index is not stored and will be built again" in caplog.text
    assert leftovers(tmp_path) == []


def test_a_folder_that_cannot_be_made_costs_the_store_and_no_answer(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("no folder")
    assert answers(IndexStore(tmp_path / "file" / "index", WordEncoder()).open(PASSAGES)) == expected()
    assert "the vector index is not stored" in caplog.text
    assert "vector cache" in caplog.text


def test_a_full_disk_costs_the_store_and_no_answer(tmp_path: Path) -> None:
    """No file may grow beyond a kilobyte, as the operating system sees to."""
    code = """
import resource, sys
from pathlib import Path
from embeddings import IndexStore
from tests.encoders import WordEncoder
from tests.faults.test_index_faults import PASSAGES, answers, expected

resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
print(answers(IndexStore(Path(sys.argv[1]), WordEncoder()).open(PASSAGES)) == expected())
"""
    status, out, err = run_child(code, tmp_path)
    assert (status, out) == (0, "True\n")
    assert "vector cache" in err
    assert "the vector index is not stored and will be built again" in err
    assert leftovers(tmp_path) == []
    assert answers(IndexStore(tmp_path, WordEncoder()).open(PASSAGES)) == expected()


# -- side by side --------------------------------------------------------------------------------------------------


def test_processes_that_open_one_store_at_once_all_answer_right(tmp_path: Path) -> None:
    code = """
from pathlib import Path
from embeddings import IndexStore
from tests.encoders import WordEncoder
from tests.faults.test_index_faults import PASSAGES, answers, expected

name = sys.argv[2]
right = expected(name)
ready()
print([answers(IndexStore(Path(sys.argv[1]), WordEncoder(name)).open(PASSAGES)) == right for _ in range(20)].count(True))
"""
    results = run_at_once(code, [(tmp_path, name) for name in ("words", "words", "other")])
    assert [out for out, _ in results] == ["20\n"] * 3
    assert answers(IndexStore(tmp_path, WordEncoder()).open(PASSAGES)) == expected()


def test_all_but_the_newest_few_indexes_are_removed(tmp_path: Path) -> None:
    glossaries = [[*PASSAGES, Passage("new", "label", f"entry {number}")] for number in range(9)]
    for number, passages in enumerate(glossaries):
        IndexStore(tmp_path, WordEncoder()).build(passages)
        for path in tmp_path.glob("index-*"):
            os.utime(path, (path.stat().st_mtime - 100, path.stat().st_mtime - 100))
        assert len(list(tmp_path.glob("index-*.json"))) == len(list(tmp_path.glob("index-*.faiss"))) == min(number + 1, 5)
    for passages in glossaries[-5:]:
        IndexStore(tmp_path, WordEncoder()).load(passages)
    encoder = WordEncoder()
    with pytest.raises(IndexMissing):
        IndexStore(tmp_path, encoder).load(glossaries[0])
    IndexStore(tmp_path, encoder).open(glossaries[0])
    assert encoder.encoded == [], "the vectors of a removed index are still in the cache"


def test_only_indexes_are_removed(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    for number in range(7):
        IndexStore(tmp_path, WordEncoder()).build([Passage("new", "label", f"entry {number}")])
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert len(list(tmp_path.glob("vectors-*.sqlite"))) == 1

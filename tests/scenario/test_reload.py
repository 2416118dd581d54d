"""Edited term files change the answers without a restart, and what is broken changes nothing but what is said about it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import anyio
import pytest
from anyio.from_thread import start_blocking_portal

from bot.bootstrap.live import LiveGlossary
from bot.core.answer import Definition
from bot.core.assistant import Query
from bot.core.condition import MeaningState
from bot.settings import CatalogSettings, EmbeddingSettings, Settings

PATIENCE_S = 20  # until a test gives up; the bar of two seconds is for the benchmark of a quiet machine
ALPHA = "term: alpha ray\nshort_def: The first ray.\nstatus: approved\n"
BETA = "term: beta ray\nshort_def: The second ray.\nstatus: approved\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    terms = tmp_path / "terms"
    terms.mkdir()
    (terms / "alpha-ray.yml").write_text(ALPHA)
    (terms / "beta-ray.yml").write_text(BETA)
    return terms


def live(folder: Path, *, meaning: bool = False) -> LiveGlossary:
    settings = Settings(catalog=CatalogSettings(terms_dir=folder, phrasebook_dir=None), embedding=EmbeddingSettings(meaning=meaning))
    return LiveGlossary(settings)


def short_def(glossary: LiveGlossary, text: str) -> str | None:
    answer = glossary.assistant.answer(Query(text))
    return answer.term.short_def if isinstance(answer, Definition) else None


@contextmanager
def watched(glossary: LiveGlossary) -> Iterator[None]:
    """The folder is watched inside, by an event loop in another thread."""
    with start_blocking_portal() as portal:
        stop = portal.call(anyio.Event)
        watching = portal.start_task_soon(glossary.watch, stop)
        time.sleep(0.3)  # until the watch is set up: it tells nobody
        yield
        portal.call(stop.set)
        watching.result(timeout=PATIENCE_S)


def eventually(check: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if check():
            return True
        time.sleep(0.02)
    return False


def test_an_edit_changes_the_answer(folder: Path) -> None:
    glossary = live(folder)
    with watched(glossary):
        (folder / "alpha-ray.yml").write_text(ALPHA.replace("The first ray", "The ray that came first"))
        assert eventually(lambda: short_def(glossary, "alpha ray") == "The ray that came first.")
        assert short_def(glossary, "beta ray") == "The second ray."


def test_whoever_wants_to_know_is_told_of_every_new_glossary_and_of_nothing_else(folder: Path) -> None:
    glossary, told = live(folder), []
    glossary.on_change = lambda new: told.append(sorted(term.slug for term in new))
    glossary.reload()
    assert told == []
    (folder / "beta-ray.yml").unlink()
    glossary.reload()
    glossary.reload()
    assert told == [["alpha-ray"]]


def test_a_new_file_is_a_new_entry_and_a_deleted_one_is_gone(folder: Path) -> None:
    glossary = live(folder)
    with watched(glossary):
        (folder / "gamma-ray.yml").write_text("term: gamma ray\nshort_def: The third ray.\nstatus: approved\n")
        assert eventually(lambda: short_def(glossary, "gamma ray") == "The third ray.")
        (folder / "beta-ray.yml").unlink()
        assert eventually(lambda: short_def(glossary, "beta ray") is None)
        assert short_def(glossary, "gamma ray") == "The third ray."


def test_a_broken_edit_keeps_the_last_good_entry_says_what_is_wrong_and_is_forgotten_when_mended(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "bot.bootstrap.live")
    glossary = live(folder)
    with watched(glossary):
        (folder / "alpha-ray.yml").write_text(ALPHA + "aliases: [unclosed\n")
        assert eventually(lambda: bool(glossary.condition().faults))
        (fault,) = glossary.condition().faults
        assert fault.startswith("alpha-ray.yml:4:")
        assert str(folder) not in fault
        assert short_def(glossary, "alpha ray") == "The first ray."
        (folder / "beta-ray.yml").write_text(BETA.replace("second", "other"))
        assert eventually(lambda: short_def(glossary, "beta ray") == "The other ray."), "a good edit beside a broken one counts"
        assert short_def(glossary, "alpha ray") == "The first ray."
        (folder / "alpha-ray.yml").write_text(ALPHA.replace("first", "mended"))
        assert eventually(lambda: short_def(glossary, "alpha ray") == "The mended ray.")
        assert glossary.condition().faults == ()
    logged = caplog.messages
    assert [logged[0], logged[-1]] == ["2 terms are served, 0 faults", "2 terms are served, 0 faults"]
    assert "2 terms are served, 1 faults" in logged
    assert f"terms cannot be used as they are: {fault}" in logged


def test_a_file_that_was_never_good_is_left_out(folder: Path) -> None:
    (folder / "gamma-ray.yml").write_text("term: gamma ray\n")
    glossary = live(folder)
    assert glossary.condition().terms == 2
    assert any("short_def is missing" in fault for fault in glossary.condition().faults)


@pytest.mark.parametrize("harm", ["emptied", "all broken", "removed"])
def test_a_folder_that_cannot_be_used_leaves_everything_as_it_was(folder: Path, harm: str) -> None:
    glossary = live(folder)
    if harm == "all broken":
        for path in folder.iterdir():
            path.write_text("{")
    else:
        shutil.rmtree(folder)
    if harm == "emptied":
        folder.mkdir()
    glossary.reload()
    assert short_def(glossary, "alpha ray") == "The first ray."
    assert glossary.condition().terms == 2
    assert glossary.condition().faults
    assert str(folder) not in str(glossary.condition().faults)


def test_a_folder_that_goes_and_comes_back_is_read_again(folder: Path) -> None:
    glossary = live(folder)
    with watched(glossary):
        away = folder.with_name("away")
        folder.rename(away)
        time.sleep(0.5)
        (away / "alpha-ray.yml").write_text(ALPHA.replace("first", "returned"))
        away.rename(folder)
        assert eventually(lambda: short_def(glossary, "alpha ray") == "The returned ray.")


def test_why_there_is_no_model_is_for_the_log_and_not_for_everybody(folder: Path, tmp_path: Path) -> None:
    settings = Settings(catalog=CatalogSettings(terms_dir=folder, phrasebook_dir=None), embedding=EmbeddingSettings(model_dir=tmp_path / "nowhere"))
    glossary = LiveGlossary(settings)
    assert glossary.application.meaning.load() is MeaningState.UNAVAILABLE
    assert "nowhere" in glossary.application.meaning.reason
    assert glossary.condition().reason
    assert str(tmp_path) not in glossary.condition().reason


def test_files_that_are_no_terms_and_equal_content_change_nothing(folder: Path) -> None:
    glossary = live(folder)
    before = glossary.application
    (folder / "notes.txt").write_text("hello")
    (folder / "alpha-ray.yml").write_text(ALPHA + "\n")
    glossary.reload()
    assert glossary.application is before


def test_a_reload_answers_by_meaning_over_the_new_text(folder: Path) -> None:
    glossary = live(folder, meaning=True)
    assert glossary.application.meaning.load() is MeaningState.READY
    (folder / "gamma-ray.yml").write_text(
        "term: gamma ray\nshort_def: A penguin colony that lives on the ice of Antarctica.\nstatus: approved\n"
        "questions: [Where do flightless birds live in the cold?]\n"
    )
    glossary.reload()
    assert eventually(lambda: glossary.condition().meaning is MeaningState.READY)
    answer = glossary.assistant.answer(Query("flightless birds that live in the cold"))
    assert isinstance(answer, Definition)
    assert answer.term.slug == "gamma-ray"
    assert not answer.lexical_only

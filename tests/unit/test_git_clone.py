"""A branch in a local clone: the file is on it, and whoever works in that clone notices nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.adapters.git import LocalClone
from bot.errors import CatalogError, ConfigurationError
from tests.git_clone import a_clone, checked_out, git

NAME = "term-request-7-beam-search"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return a_clone(tmp_path / "clone")


def test_the_branch_has_the_file_and_what_is_checked_out_stays(folder: Path) -> None:
    before = checked_out(folder)
    branch = LocalClone(folder).add(NAME, "data/terms", "beam-search", "term: beam search\n")
    assert (branch.name, branch.path) == (NAME, "data/terms/beam-search.yml")
    assert checked_out(folder) == before
    assert git(folder, "show", f"{NAME}:data/terms/beam-search.yml") == "term: beam search"
    assert git(folder, "diff", "--name-status", "trunk", NAME) == "A\tdata/terms/beam-search.yml"
    assert git(folder, "log", "-1", "--format=%s", NAME) == "Add beam-search"
    assert not (folder / "hook-ran").exists()
    git(folder, "fsck", "--strict")


def test_a_second_time_changes_nothing_and_another_text_is_refused(folder: Path) -> None:
    clone = LocalClone(folder)
    first = clone.add(NAME, "data/terms", "beam-search", "one\n")
    tip = git(folder, "rev-parse", NAME)
    assert clone.add(NAME, "data/terms", "beam-search", "one\n") == first
    with pytest.raises(CatalogError, match="has a branch"):
        clone.add(NAME, "data/terms", "beam-search", "two\n")
    assert git(folder, "rev-parse", NAME) == tip


def test_an_entry_that_exists_is_not_written_over(folder: Path) -> None:
    with pytest.raises(CatalogError, match=r"data/terms/rag\.yml exists already"):
        LocalClone(folder).add(NAME, "data/terms", "rag", "x\n")
    assert git(folder, "branch", "--list", NAME) == ""


def test_the_base_is_what_the_origin_had_last_and_not_the_work_in_hand(folder: Path, tmp_path: Path) -> None:
    work = tmp_path / "work"
    git(tmp_path, "clone", "-q", str(folder), str(work))
    (work / "private.txt").write_text("not yet", encoding="utf-8")
    git(work, "checkout", "-q", "-b", "mine")
    git(work, "add", ".")
    git(work, "commit", "-q", "-m", "in hand")
    LocalClone(work).add(NAME, "data/terms", "beam-search", "one\n")
    assert git(work, "diff", "--name-only", "origin/trunk", NAME) == "data/terms/beam-search.yml"


def test_a_repository_named_by_a_hook_is_not_the_one_that_is_changed(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    LocalClone(folder).add(NAME, "data/terms", "beam-search", "one\n")
    monkeypatch.undo()
    assert git(folder, "branch", "--list", NAME, "--format=%(refname:short)") == NAME


def test_terms_are_where_they_are_served_from_or_in_the_usual_place(folder: Path, tmp_path: Path) -> None:
    clone = LocalClone(folder)
    assert clone.terms_folder(folder / "data" / "terms") == "data/terms"
    assert clone.terms_folder(folder / "glossary") == "glossary"
    assert clone.terms_folder(tmp_path / "copy") == "data/terms"
    assert clone.terms_folder(folder) == "."
    assert clone.add(NAME, ".", "beam-search", "one\n").path == "beam-search.yml"


def test_what_is_no_clone_is_a_setting_to_correct(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="is no git repository"):
        LocalClone(tmp_path / "nothing")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ConfigurationError):
        LocalClone(tmp_path / "empty")
    git(tmp_path / "empty", "init", "-q")
    with pytest.raises(ConfigurationError, match="no commit yet"):
        LocalClone(tmp_path / "empty")


@pytest.mark.parametrize(
    ("origin", "hosted_as"),
    [
        ("https://github.com/acme/glossary.git", "acme/glossary"),
        ("https://user:secret@github.com/acme/glossary", "acme/glossary"),
        ("git@github.com:acme/my.glossary.git", "acme/my.glossary"),
        ("ssh://git@github.example.com/acme/glossary/", "acme/glossary"),
        ("/srv/git/glossary.git", None),
        ("../glossary", None),
    ],
)
def test_the_origin_says_which_repository_it_is(origin: str, hosted_as: str | None, folder: Path) -> None:
    assert LocalClone(folder).hosted_as is None
    git(folder, "remote", "add", "origin", origin)
    assert LocalClone(folder).hosted_as == hosted_as

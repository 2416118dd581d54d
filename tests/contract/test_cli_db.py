"""`glossary db` and `glossary stats` as a person or a script runs them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.core.usage import AnswerKind, AskedQuestion, Asker, Feedback, Surface
from bot.storage import head, open_storage
from tests.contract.test_cli import Done, command

Run = Callable[..., Done]
TODAY = datetime.now(UTC)


@pytest.fixture
def glossary(tmp_path: Path) -> Run:
    """`glossary ...` over the data folder `tmp_path / "data"`; without optimisation and with warnings as errors."""

    def run(*arguments: str, **environment: str) -> Done:
        return command(*arguments, environment={"GLOSSARY_DATA_DIR": str(tmp_path / "data"), **environment}, python=("-W", "error"))

    return run


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database in which a little was asked today."""
    storage = open_storage(tmp_path / "data")
    storage.upgrade()
    writer = storage.question_log()
    for subject, kind, step in [
        ("RAG", AnswerKind.DEFINITION, "exact"),
        ("RAG", AnswerKind.DEFINITION, "semantic"),
        ("[red]vector[/] database", AnswerKind.NOT_FOUND, None),
    ]:
        for tenant in ("web", "T1"):
            asker = Asker(tenant, "U1", Surface.WEB)
            writer.record(AskedQuestion(asker, TODAY, subject, subject, kind, step, None, lexical_only=False, elapsed_ms=1.0))
    writer.record(
        AskedQuestion(Asker("T1", None, Surface.SLACK), TODAY, "x", "only here", AnswerKind.NOT_FOUND, None, None, lexical_only=False, elapsed_ms=1.0)
    )
    assert writer.close()
    for helpful in (True, True, False):
        storage.feedback.record(Asker("web", None, Surface.WEB), Feedback("rag", helpful), at=TODAY)
    storage.close()
    return storage.database.path


def words(text: str) -> str:
    return " ".join(text.split())


def test_before_there_is_a_database_every_command_says_so_and_makes_none(tmp_path: Path, glossary: Run) -> None:
    checked, copied, counted, told = glossary("db", "check"), glossary("db", "backup"), glossary("stats"), glossary("stats", "--json", "--days", "3")
    assert (checked.returncode, words(checked.stdout)) == (
        1,
        f"FAIL there is no database {tmp_path}/data/glossary.sqlite3 -> run `glossary db upgrade`, which makes one",
    )
    assert (copied.returncode, copied.stdout) == (1, "")
    assert copied.stderr.splitlines()[-1] == "  run `glossary db upgrade`, which makes one"
    assert (counted.returncode, counted.stderr) == (0, "")
    assert counted.stdout.startswith("Nobody asked anything from ")
    assert (told.returncode, list(json.loads(told.stdout)["by_day"].values())) == (0, [0, 0, 0])
    assert not (tmp_path / "data" / "glossary.sqlite3").exists()


def test_a_database_is_made_found_sound_and_copied(tmp_path: Path, glossary: Run) -> None:
    made = glossary("db", "upgrade")
    assert (made.returncode, made.stdout, made.stderr) == (0, f"{tmp_path}/data/glossary.sqlite3 has the tables of version {head()}\n", "")
    assert glossary("db", "upgrade").stdout == made.stdout
    assert glossary("stats").stdout.startswith("Nobody asked anything from ")
    checked = glossary("db", "check")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert all(line.startswith("ok  ") for line in checked.stdout.splitlines())
    copied, named = glossary("db", "backup"), glossary("db", "backup", str(tmp_path / "one.sqlite3"))
    assert (copied.returncode, named.returncode, named.stdout) == (0, 0, f"{tmp_path}/one.sqlite3\n")
    assert Path(copied.stdout.strip()).parent == tmp_path / "data" / "backups"
    assert Path(copied.stdout.strip()).read_bytes()[:16] == b"SQLite format 3\0"


def test_a_backup_does_not_overwrite(path: Path, glossary: Run) -> None:
    done = glossary("db", "backup", str(path))
    assert (done.returncode, done.stdout, done.stderr) == (78, "", f"glossary: {path}: exists already\n  name a new file\n")


def test_a_damaged_database_fails_the_check_with_a_cure(path: Path, glossary: Run) -> None:
    path.write_bytes(b"This is no database.\n" * 500)
    checked = glossary("db", "check")
    assert checked.returncode == 1
    assert "FAIL the database file is damaged -> stop the server and put a backup in its place" in words(checked.stdout)
    counted = glossary("stats")
    assert (counted.returncode, counted.stdout) == (1, "")
    assert counted.stderr.startswith("glossary: the database file is damaged\n  stop the server")


def test_statistics_of_a_tenant_as_json(path: Path, glossary: Run) -> None:
    told = json.loads(glossary("stats", "--json", "--days", "2").stdout)
    assert list(told["by_day"].values()) == [0, 3]
    del told["since"], told["until"], told["by_day"], told["helpful_share"]
    assert told == {
        "tenant": "web",
        "questions": 3,
        "answered": 2,
        "by_step": {"exact": 1, "fuzzy": 0, "semantic": 1, "none": 1},
        "most_asked": [{"name": "RAG", "count": 2}],
        "unanswered": [{"name": "[red]vector[/] database", "count": 1}],
        "helpful": 2,
        "not_helpful": 1,
    }
    assert json.loads(glossary("stats", "--json", "--tenant", "T1").stdout)["questions"] == 4
    assert json.loads(glossary("stats", "--json", GLOSSARY_WEB_TENANT="T1").stdout)["questions"] == 4
    assert json.loads(glossary("stats", "--json", "--tenant", "T3").stdout)["questions"] == 0


def test_statistics_as_tables_show_names_as_they_were_typed(path: Path, glossary: Run) -> None:
    done = glossary("stats")
    assert (done.returncode, done.stderr) == (0, "")
    shown = words(done.stdout)
    for part in (
        "3 questions from",
        "for tenant 'web'",
        "answered 2 (67%) by exact 1 by fuzzy 0 by semantic 1 no match 1 helpful 2 of 3 votes (67%)",
        "Most asked RAG 2",
        "Unanswered [red]vector[/] database 1",
        f"By day {TODAY.date()} 3 ####",
    ):
        assert part in shown


@pytest.mark.parametrize("days", ["0", "-1", "4000", "many"])
def test_days_that_cannot_be_counted_are_a_usage_error(days: str, glossary: Run) -> None:
    done = glossary("stats", "--days", days)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--days" in done.stderr

"""A database that is killed, locked, full, read-only or damaged: acknowledged is stored, refused is not, and the cure is named."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.core.roles import Role
from bot.core.usage import Asker, Feedback, Surface
from bot.errors import StorageUnavailable
from bot.storage import Database, Deliveries, StoredFeedback, StoredRolePreferences, backup, check, upgrade
from bot.storage.tables import feedback, processed_delivery
from tests.encoders import start_child

KEY = b"k" * 32
NOW = datetime(2026, 3, 1, tzinfo=UTC)
SOMEBODY = Asker("T1", None, Surface.WEB)
KILLS = 5
ENOUGH = 2_000  # votes that need more pages than an empty database has

ACKNOWLEDGE = """
import itertools, sys
from datetime import UTC, datetime
from pathlib import Path
from bot.core.usage import Asker, Feedback, Surface
from bot.storage import open_storage
folder, life = sys.argv[1:]
storage = open_storage(Path(folder), b"k" * 32)
storage.upgrade()
for number in itertools.count():
    delivery = f"{life}-{number}"
    storage.feedback.record(Asker("T1", None, Surface.WEB), Feedback("rag", True, comment=delivery), at=datetime.now(UTC), delivery=delivery)
    print(delivery, flush=True)
"""


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(tmp_path / "glossary.sqlite3", busy_timeout_ms=20) as database:
        upgrade(database)
        yield database


def say(database: Database, helpful: bool = True) -> bool:
    return StoredFeedback(database, Deliveries(), KEY).record(SOMEBODY, Feedback("rag", helpful), at=NOW)


def count(database: Database) -> int:
    with database.reading() as connection:
        return len(connection.execute(select(feedback.c.id)).all())


def test_killed_at_any_moment_nothing_acknowledged_is_lost_and_nothing_is_stored_by_half(tmp_path: Path) -> None:
    chance = random.Random(7)  # noqa: S311 - when to kill
    acknowledged: set[str] = set()
    for life in range(KILLS):
        with start_child(ACKNOWLEDGE, tmp_path, life) as child:
            assert child.stdout
            acknowledged |= {child.stdout.readline().strip() for _ in range(chance.randint(1, 40))}
            os.kill(child.pid, signal.SIGKILL)
            acknowledged |= {line.strip() for line in child.stdout if line.endswith("\n")}
            assert child.wait() == -signal.SIGKILL, child.stderr and child.stderr.read()
    with Database(tmp_path / "glossary.sqlite3") as database:
        assert [finding for finding in check(database) if not finding.passed] == []
        with database.reading() as connection:
            votes = list(connection.scalars(select(feedback.c.comment)))
            deliveries = set(connection.scalars(select(processed_delivery.c.delivery_id)))
    assert len(acknowledged) >= KILLS
    assert acknowledged <= set(votes)
    assert set(votes) == deliveries
    assert len(votes) == len(deliveries)
    assert len(votes) - len(acknowledged) <= KILLS  # stored when the kill came before the acknowledgement


def test_while_another_program_writes_reading_works_and_writing_is_refused(database: Database) -> None:
    assert say(database)
    with closing(sqlite3.connect(database.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageUnavailable, match="the database is busy") as raised:
            say(database)
        assert "try again" in raised.value.hint
        assert count(database) == 1
    assert say(database)
    assert count(database) == 2


def test_a_database_that_is_locked_whole_answers_again_when_it_is_free(database: Database) -> None:
    roles = StoredRolePreferences(database)
    roles.choose("T1", "U1", Role.LEGAL)
    database.close()
    with closing(sqlite3.connect(database.path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        for act in (lambda: roles.role("T1", "U1"), lambda: roles.choose("T1", "U1", None), database.ping, lambda: upgrade(database)):
            with pytest.raises(StorageUnavailable, match="the database is busy"):
                act()
        assert "the database is busy: something else holds it for long" in [finding.statement for finding in check(database) if not finding.passed]
    assert roles.role("T1", "U1") is Role.LEGAL


@pytest.mark.skipif("sqlite3.sqlite_version_info >= (3, 51, 3)", reason="with a write-ahead log, writers do not wait for readers")
def test_a_write_that_readers_keep_from_ending_is_refused_whole(database: Database) -> None:
    with closing(sqlite3.connect(database.path, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM feedback").fetchall()
        with pytest.raises(StorageUnavailable, match="the database is busy"):
            say(database)
    assert count(database) == 0
    assert say(database)
    assert count(database) == 1


@pytest.mark.parametrize(
    ("fault", "mended", "message"),
    [
        ("max_page_count=1", "max_page_count=100000", "the disk is full"),
        ("query_only=ON", "query_only=OFF", "the database file cannot be written"),
    ],
)
def test_a_database_that_cannot_grow_or_be_written_refuses_and_keeps_what_it_has(database: Database, fault: str, mended: str, message: str) -> None:
    say(database)
    with database.reading() as connection:
        connection.exec_driver_sql(f"PRAGMA {fault}")
    stored = 1

    def fill() -> None:
        nonlocal stored
        while stored < ENOUGH:
            say(database)
            stored += 1

    with pytest.raises(StorageUnavailable, match=message) as raised:
        fill()
    assert raised.value.hint
    assert count(database) == stored
    with database.reading() as connection:
        connection.exec_driver_sql(f"PRAGMA {mended}")
    assert say(database)
    assert count(database) == stored + 1


def test_a_file_of_something_else_is_named_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "glossary.sqlite3"
    path.write_bytes(b"This is no database.\n" * 500)
    before = path.read_bytes()
    with Database(path) as database:
        for act in (lambda: upgrade(database), lambda: say(database), database.ping, lambda: backup(database, tmp_path / "copy")):
            with pytest.raises(StorageUnavailable, match="the database file is damaged") as raised:
                act()
            assert "backup" in raised.value.hint
        assert {finding.statement for finding in check(database) if not finding.passed} >= {"the database file is damaged"}
    assert path.read_bytes() == before
    assert not (tmp_path / "copy").exists()


@pytest.mark.parametrize("seed", range(6))
def test_damage_in_the_middle_is_found_and_never_copied_as_a_backup(database: Database, tmp_path: Path, seed: int) -> None:
    for _ in range(50):
        say(database)
    database.close()
    data = bytearray(database.path.read_bytes())
    pages = len(data) // 4096
    chance = random.Random(seed)  # noqa: S311 - what to damage
    page = chance.randrange(1, pages)
    data[page * 4096 : page * 4096 + 2048] = chance.randbytes(2048)
    database.path.write_bytes(data)
    failed = [finding for finding in check(database) if not finding.passed]
    assert any("damaged" in finding.statement for finding in failed)
    assert all(finding.cure for finding in failed)
    with pytest.raises(StorageUnavailable, match="damaged"):
        backup(database, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_an_index_that_says_something_else_than_its_table_is_found_and_never_copied_as_a_backup(database: Database, tmp_path: Path) -> None:
    say(database)
    database.close()
    data = database.path.read_bytes()
    assert data.count(b"T1rag") == 1  # the key in the unique index; the row has the surface between
    database.path.write_bytes(data.replace(b"T1rag", b"T1rug"))
    (failed,) = [finding for finding in check(database) if not finding.passed]
    assert failed.statement.startswith("the file is damaged: row 1 missing from index")
    with pytest.raises(StorageUnavailable, match="the copy is damaged, as is the database: row 1 missing from index"):
        backup(database, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_an_upgrade_that_cannot_go_on_leaves_the_tables_as_they_were(tmp_path: Path) -> None:
    with Database(tmp_path / "glossary.sqlite3") as database:
        database.create()
        with closing(sqlite3.connect(database.path)) as other:
            other.execute("CREATE TABLE term_request (in_the_way)")
            with pytest.raises(StorageUnavailable):
                upgrade(database)
            assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("term_request",)]
            other.execute("DROP TABLE term_request")
        assert upgrade(database) == ""
        database.ping()


def test_errors_show_no_private_text(database: Database) -> None:
    with pytest.raises(StorageUnavailable) as raised, database.writing() as connection:
        connection.exec_driver_sql("INSERT INTO nothing VALUES (?)", ("CANARY",))
    shown: list[BaseException | None] = [raised.value]
    while shown[-1]:
        shown.append(shown[-1].__cause__)
    assert len(shown) > 2
    assert "CANARY" not in "".join(map(str, shown))

"""Facts about the file: who can read it, when it is durable, which tables it has, and what a backup is worth."""

from __future__ import annotations

import logging
import re
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Column, MetaData, Table, create_engine, insert, select
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.pool import StaticPool

from bot.core.roles import Role
from bot.core.usage import Asker, Feedback, Surface
from bot.errors import ConfigurationError, StorageUnavailable
from bot.storage import Database, backup, check, head, open_storage, require_current, revision, upgrade
from bot.storage.columns import UtcTime, Words
from bot.storage.database import is_wal_safe, journal_mode
from bot.storage.tables import OPEN_STATES, metadata, term_request, term_request_event

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(tmp_path / "data" / "glossary.sqlite3") as database:
        upgrade(database)
        yield database


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def ddl(connection: sqlite3.Connection) -> set[str]:
    """What the tables and indexes were made with, whatever the order of their parts."""
    made = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name NOT IN ('alembic_version', 'sqlite_sequence')")
    return {" ".join(sorted(re.sub(r"[\s,\"]+|(?=[()])|(?<=[()])", " ", sql).split())) for (sql,) in made}


# -- the file ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 0), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
        ((4, 0, 0), True),
    ],
)
def test_a_write_ahead_log_is_used_only_where_it_cannot_lose_pages(version: tuple[int, int, int], safe: bool) -> None:
    assert is_wal_safe(version) is safe
    assert journal_mode(version) == ("wal" if safe else "truncate")


def test_every_transaction_is_on_the_disk_when_it_has_ended(database: Database) -> None:
    for transaction in (database.reading, database.writing):
        with transaction() as connection:
            facts = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")}
        assert facts == {"journal_mode": journal_mode(), "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}


def test_nobody_else_can_read_the_file_its_journal_or_its_folder(database: Database) -> None:
    with database.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE noted (what TEXT)")
        files = list(database.path.parent.iterdir())
        assert {mode(path) for path in files} == {0o600}
    assert len(files) > 1
    assert mode(database.path.parent) == 0o700


def test_looking_makes_no_file(tmp_path: Path) -> None:
    with Database(tmp_path / "data" / "glossary.sqlite3") as database:
        for transaction in (database.reading, database.writing):
            with pytest.raises(StorageUnavailable, match="there is no database") as raised, transaction():
                pass
            assert "glossary db upgrade" in raised.value.hint
        assert [finding.passed for finding in check(database)] == [False]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["a b%20c?d#e.sqlite3", "ünï.sqlite3"])
def test_a_folder_or_a_file_may_have_any_name(tmp_path: Path, name: str) -> None:
    with Database(tmp_path / "100%(here)s" / name) as database:
        upgrade(database)
        assert revision(database) == head()
    assert (tmp_path / "100%(here)s" / name).stat().st_size > 0


def test_a_block_that_fails_leaves_nothing(database: Database) -> None:
    storage = open_storage(database.path.parent)

    def fail_half_way() -> None:
        with database.writing() as connection:
            assert storage.deliveries.is_new(connection, "t", "d", NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    with database.writing() as connection:
        assert storage.deliveries.is_new(connection, "t", "d", NOW)


# -- tables ------------------------------------------------------------------------------------------------------------


def test_migrations_make_the_tables_that_the_code_uses(database: Database, tmp_path: Path) -> None:
    with database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine = create_engine("sqlite://", poolclass=StaticPool)
    metadata.create_all(engine)
    with closing(sqlite3.connect(database.path)) as migrated, engine.connect() as direct:
        raw = direct.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        assert ddl(migrated) == ddl(raw)
    engine.dispose()


def test_an_upgrade_of_what_is_up_to_date_changes_nothing(database: Database) -> None:
    before = database.path.read_bytes()
    assert upgrade(database) == head()
    require_current(database)
    assert database.path.read_bytes() == before


def test_an_upgrade_silences_no_log_and_prints_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    logger = logging.getLogger("tests.somebody")
    handlers = list(logging.getLogger().handlers)
    with Database(tmp_path / "glossary.sqlite3") as database:
        upgrade(database)
    assert not logger.disabled
    assert logging.getLogger().handlers == handlers
    assert capfd.readouterr() == ("", "")


def test_a_newer_schema_is_refused_and_left_alone(database: Database) -> None:
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    before = database.path.read_bytes()
    for act in (upgrade, require_current):
        with pytest.raises(ConfigurationError, match="newer version of the program: it has the tables of version 9999") as raised:
            act(database)
        assert "upgrade the program" in raised.value.hint
    assert database.path.read_bytes() == before
    assert next(finding.statement for finding in check(database) if not finding.passed).startswith("the database was written by a newer version")


def test_a_file_without_tables_asks_for_an_upgrade(tmp_path: Path) -> None:
    storage = open_storage(tmp_path)
    storage.database.create()
    for act in (lambda: storage.preferences.role("t", "u"), storage.database.ping, lambda: require_current(storage.database)):
        with pytest.raises(StorageUnavailable, match="the database has") as raised:
            act()
        assert raised.value.hint == "run `glossary db upgrade`"
    storage.upgrade()
    storage.database.ping()
    storage.close()


def test_times_come_back_as_the_same_moment_and_compare_in_order(database: Database) -> None:
    moments = [NOW + timedelta(microseconds=step) for step in (-1, 0, 1)] + [NOW.astimezone(timezone(timedelta(hours=-9))) + timedelta(seconds=1)]
    times = Table("moments", MetaData(), Column("at", UtcTime), Column("name", Words))
    with database.writing() as connection:
        times.create(connection)
        connection.execute(insert(times), [{"at": moment, "name": None} for moment in reversed(moments)])
        stored = list(connection.scalars(select(times.c.at).order_by(times.c.at)))
        assert stored == moments
        assert all(moment.tzinfo is UTC for moment in stored)
        assert connection.scalars(select(times.c.at).where(times.c.at > NOW).order_by(times.c.at)).all() == moments[2:]
        with pytest.raises(StatementError, match="needs a zone"):
            connection.execute(insert(times).values(at=NOW.replace(tzinfo=None)))


def test_text_that_no_database_can_store_is_stored_without_it(database: Database) -> None:
    storage = open_storage(database.path.parent)
    for user, hostile in enumerate(["\ud800", "a\udc00\0b", "\0\ud83d", "\U0001f600", "\ufeff", "x" * 100_000]):
        asker = Asker(hostile, str(user) + hostile, Surface.API)
        assert storage.feedback.record(asker, Feedback(hostile, helpful=True, question=hostile, comment=hostile), at=NOW, delivery=hostile)
        assert not storage.feedback.record(asker, Feedback(hostile, helpful=True), at=NOW, delivery=hostile)
        storage.preferences.choose(asker.tenant, asker.user or "", Role.LEGAL)
        assert storage.preferences.role(asker.tenant, asker.user or "") is Role.LEGAL
    storage.close()


def test_one_open_request_a_term_and_tenant(database: Database) -> None:
    def request(tenant: str, state: str) -> int:
        texts = dict.fromkeys(("term", "where_seen", "excerpt", "why", "urgency"), "x") | {name: ["x"] for name in ("roles", "links", "aliases")}
        with database.writing() as connection:
            row = texts | {"tenant": tenant, "term_key": "rag", "state": state, "anonymous": False, "created_at": NOW, "updated_at": NOW}
            return int(connection.scalar(insert(term_request).values(row).returning(term_request.c.id)) or 0)

    first = request("one", "submitted")
    request("two", "submitted")
    for state in ("declined", "declined", "published"):
        request("one", state)
    for state in (*OPEN_STATES, "no such state"):
        with pytest.raises(IntegrityError):
            request("one", state)
    event = {"happened_at": NOW, "action": "decline", "to_state": "declined", "note": "", "request_id": first}
    with database.writing() as connection:
        connection.execute(insert(term_request_event).values(tenant="one", **event))
    with pytest.raises(IntegrityError), database.writing() as connection:
        connection.execute(insert(term_request_event).values(tenant="two", **event))


# -- backup and check --------------------------------------------------------------------------------------------------


def test_a_backup_put_in_place_is_the_database_of_that_moment(database: Database, tmp_path: Path) -> None:
    storage = open_storage(database.path.parent)
    storage.preferences.choose("t", "u", Role.LEGAL)
    target = tmp_path / "copies" / "one.sqlite3"
    backup(database, target)
    storage.preferences.choose("t", "u", Role.SECURITY)
    assert (mode(target), mode(target.parent), [path.name for path in target.parent.iterdir()]) == (0o600, 0o700, ["one.sqlite3"])
    storage.close()
    target.replace(database.path)
    assert all(finding.passed for finding in check(storage.database)), check(storage.database)
    assert storage.preferences.role("t", "u") is Role.LEGAL
    storage.close()


def test_a_backup_overwrites_nothing_and_leaves_nothing_when_it_fails(database: Database, tmp_path: Path) -> None:
    target = tmp_path / "taken"
    target.write_bytes(b"mine")
    with pytest.raises(ConfigurationError, match="exists already"):
        backup(database, target)
    assert target.read_bytes() == b"mine"
    with pytest.raises(ConfigurationError, match="cannot be written: File exists"):
        backup(database, target / "below")
    with Database(tmp_path / "nothing.sqlite3") as missing, pytest.raises(StorageUnavailable, match="there is no database"):
        backup(missing, tmp_path / "copy")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "taken"]


def test_a_sound_database_passes_and_one_that_others_can_read_does_not(database: Database) -> None:
    assert [finding for finding in check(database) if not finding.passed] == []
    database.path.chmod(0o644)
    (failed,) = [finding for finding in check(database) if not finding.passed]
    assert failed.statement == f"{database.path} has mode 0644"
    assert failed.cure.startswith(f"run `chmod 600 {database.path}`")


def test_rows_that_refer_to_nothing_are_found(database: Database) -> None:
    with closing(sqlite3.connect(database.path)) as connection, connection:
        connection.execute("INSERT INTO term_request_supporter VALUES ('t', 7, 'u', '2026-01-01 00:00:00.000000', 0)")
    assert [finding.statement for finding in check(database) if not finding.passed] == ["1 rows refer to nothing"]

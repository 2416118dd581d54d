"""Whether the database is sound, as statements with a cure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from bot.errors import GlossaryError
from bot.storage.database import PRIVATE_FILE, Database, journal_mode
from bot.storage.schema import require_current, revision
from bot.storage.tables import feedback, outbox, processed_delivery, question_log, term_request

_FULL = 2  # what PRAGMA synchronous gives for FULL
_SHOWN = 5  # lines of damage; the rest says the same
_RESTORE = "stop the server and put a backup in the place of the file; `glossary db backup` makes one of a sound database"


_HAPPENED = (question_log.c.asked_at, feedback.c.said_at, processed_delivery.c.seen_at, outbox.c.created_at, term_request.c.updated_at)


class Check(NamedTuple):
    """What was found; `cure` is for what did not pass."""

    passed: bool
    statement: str
    cure: str = ""


def check(database: Database) -> list[Check]:
    """Every finding about the file. Never raises for what is wrong with it."""
    if not database.path.exists():
        return [Check(passed=False, statement=f"there is no database {database.path}", cure="run `glossary db upgrade`, which makes one")]
    parts: tuple[Callable[[Database], Iterator[Check]], ...] = (_mode, _durability, _schema, _content)
    return [finding for part in parts for finding in _answered(part, database)]


def newest_time(database: Database) -> datetime | None:
    """When something was stored last, by the clock of then; None when nothing is stored. Raises StorageUnavailable."""
    with database.reading() as connection:
        newest = [connection.scalar(select(func.max(column))) for column in _HAPPENED]
    return max((moment for moment in newest if moment), default=None)


def _answered(part: Callable[[Database], Iterator[Check]], database: Database) -> Iterator[Check]:
    try:
        yield from part(database)
    except GlossaryError as error:
        yield Check(passed=False, statement=str(error), cure=error.hint)


def _mode(database: Database) -> Iterator[Check]:
    files = sorted(database.path.parent.glob(f"{database.path.name}*"))  # with the journal of a transaction that is under way
    for path in (path for path in files if path.is_file()):
        mode = path.stat().st_mode & 0o777
        yield Check(mode & ~PRIVATE_FILE == 0, f"{path} has mode {mode:04o}", f"run `chmod {PRIVATE_FILE:o} {path}`: others can read what was asked")


def _durability(database: Database) -> Iterator[Check]:
    with database.reading() as connection:
        journal, synchronous = (connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous"))
    statement = f"journal mode is {journal}, synchronous is {'FULL' if synchronous == _FULL else synchronous}"
    cure = "end other programs that have the database open, so that its journal mode can be changed"
    yield Check((journal, synchronous) == (journal_mode(), _FULL), statement, cure)


def _schema(database: Database) -> Iterator[Check]:
    require_current(database)
    yield Check(passed=True, statement=f"the tables are those of version {revision(database)}")


def _content(database: Database) -> Iterator[Check]:
    with database.reading() as connection:
        damage = _lines(connection, "integrity_check")
        orphans = _lines(connection, "foreign_key_check")
    yield Check(damage == ["ok"], "the file is whole" if damage == ["ok"] else f"the file is damaged: {'; '.join(damage[:_SHOWN])}", _RESTORE)
    yield Check(not orphans, f"{len(orphans)} rows refer to nothing" if orphans else "every row refers to something that is there", _RESTORE)


def _lines(connection: Connection, pragma: str) -> list[str]:
    return [" ".join(map(str, row)) for row in connection.exec_driver_sql(f"PRAGMA {pragma}")]

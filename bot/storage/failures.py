"""What SQLite says when it cannot -> `StorageUnavailable`: one plain sentence and what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType

from sqlalchemy.exc import DatabaseError, DataError, IntegrityError, InterfaceError, NotSupportedError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.errors import StorageUnavailable

_PRIMARY = 0xFF  # the low byte of a result code names the kind, the rest the occasion: https://sqlite.org/rescode.html
_OUR_MISTAKE = (IntegrityError, ProgrammingError, DataError, NotSupportedError)  # the database works; a statement is wrong or a rule was kept

_BUSY = ("the database is busy: something else holds it for long", "try again; if it stays so, end the other program that has the database open")
_DAMAGED = ("the database file is damaged", "stop the server and put a backup in its place; `glossary db check` lists the damage")
_DENIED = ("the database file cannot be written", "give the account of the server the right to write the data folder")
_OUTDATED = ("the database has not the tables of this version", "run `glossary db upgrade`")
_UNKNOWN = ("the database does not answer", "`glossary db check` says what is wrong")

_SAID: Mapping[int, tuple[str, str]] = MappingProxyType(
    {
        sqlite3.SQLITE_BUSY: _BUSY,
        sqlite3.SQLITE_LOCKED: _BUSY,
        sqlite3.SQLITE_PROTOCOL: _BUSY,
        sqlite3.SQLITE_READONLY: _DENIED,
        sqlite3.SQLITE_PERM: _DENIED,
        sqlite3.SQLITE_CORRUPT: _DAMAGED,
        sqlite3.SQLITE_NOTADB: _DAMAGED,
        sqlite3.SQLITE_FULL: ("the disk is full", "free space on the disk of the data folder"),
        sqlite3.SQLITE_IOERR: ("the disk does not read or write the database", "check the disk of the data folder"),
        sqlite3.SQLITE_CANTOPEN: ("there is no database, or it cannot be opened", "run `glossary db upgrade`, which makes one"),
    }
)


@contextmanager
def named() -> Iterator[None]:
    """Raises StorageUnavailable for what the database, not a statement of ours, is to blame for. Never shows a value of a row."""
    try:
        yield
    except _OUR_MISTAKE:
        raise
    except PoolTimeout as error:
        raise _unavailable(_BUSY) from error
    except (DatabaseError, InterfaceError) as error:
        raise _unavailable(_cause(error.orig)) from error
    except sqlite3.Error as error:
        raise _unavailable(_cause(error)) from error


def _cause(error: BaseException | None) -> tuple[str, str]:
    code = getattr(error, "sqlite_errorcode", None)
    if code == sqlite3.SQLITE_ERROR and str(error).startswith(("no such table", "no such column")):  # it has no code of its own
        return _OUTDATED
    return _UNKNOWN if code is None else _SAID.get(code & _PRIMARY, _UNKNOWN)


def _unavailable(said: tuple[str, str]) -> StorageUnavailable:
    message, hint = said
    return StorageUnavailable(message, hint=hint)

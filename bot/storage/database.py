"""One SQLite file: durable when a transaction has ended, one writer at a time, readable by nobody else."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self

from sqlalchemy import URL, Connection, create_engine, event

from bot.errors import StorageUnavailable
from bot.storage.failures import named

FILE_NAME = "glossary.sqlite3"
BUSY_TIMEOUT_MS = 5_000  # a write takes milliseconds; who waits longer than this waits for something that hangs
PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
_BEGIN = "glossary_begin"  # name of the execution option that says how a transaction begins


def is_wal_safe(version: tuple[int, int, int]) -> bool:
    """True where SQLite cannot lose pages when two connections reset a write-ahead log at once.

    Mended in 3.51.3, and in 3.50.7 and 3.44.6 for those who stay: https://sqlite.org/wal.html#walresetbug
    """
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


def journal_mode(version: tuple[int, int, int] = sqlite3.sqlite_version_info) -> str:
    """WAL lets readers go on while one writes; TRUNCATE is as durable and right in every version."""
    return "wal" if is_wal_safe(version) else "truncate"


_PRAGMAS = MappingProxyType(
    {
        "foreign_keys": "ON",
        "synchronous": "FULL",  # anything less loses acknowledged writes with the power
        "secure_delete": "ON",  # what is forgotten cannot be read in the file either
        "journal_mode": journal_mode(),
    }
)


class Database:
    """Transactions on one file, from any thread. Nothing is opened before the first of them.

    The journal beside the file gets the file's mode from SQLite.

    Args:
        path: the file; `create` makes it, nothing else does.
        busy_timeout_ms: how long a transaction waits for another one.
    """

    def __init__(self, path: Path, *, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> None:
        self.path = path.absolute()
        self._busy_timeout_ms = busy_timeout_ms
        self._engine = create_engine(
            URL.create("sqlite", database=str(self.path)),
            creator=self._connect,
            hide_parameters=True,  # private text must not get into a message of an error
            pool_timeout=busy_timeout_ms / 1000,
        )
        event.listen(self._engine, "begin", _begin)

    def create(self) -> None:
        """Makes the empty file, and its folder, unless they are there. Raises StorageUnavailable."""
        try:
            self.path.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, PRIVATE_FILE))
        except OSError as error:
            raise StorageUnavailable(
                f"{self.path}: cannot be made or opened: {error.strerror}", hint="name a folder that can be written with GLOSSARY_DATA_DIR"
            ) from error

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that may write; it is on the disk when the block has ended, or it has no effect.

        Raises:
            StorageUnavailable: nothing was stored.
        """
        with named(), self._engine.connect().execution_options(**{_BEGIN: "IMMEDIATE"}) as connection, connection.begin():
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database. Be short: without WAL, writers wait for it.

        Raises:
            StorageUnavailable: the database does not answer.
        """
        with named(), self._engine.connect().execution_options(**{_BEGIN: "DEFERRED"}) as connection, connection.begin():
            yield connection

    def ping(self) -> None:
        """Returns when the database answers and has tables. Raises StorageUnavailable."""
        with self.reading() as connection:
            connection.exec_driver_sql("SELECT version_num FROM alembic_version").all()

    def close(self) -> None:
        """Closes every connection that is not in a transaction."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"{self.path.as_uri()}?mode=rw",  # a database is made on purpose, never by looking for one
            uri=True,
            timeout=self._busy_timeout_ms / 1000,
            isolation_level=None,  # `_begin` begins
            check_same_thread=False,  # the pool gives a connection to one thread at a time
        )
        try:
            for name, value in _PRAGMAS.items():
                connection.execute(f"PRAGMA {name}={value}")
        except BaseException:
            connection.close()
            raise
        return connection


def _begin(connection: Connection) -> None:
    """A write takes its lock at the beginning: one that would have to give up half-way never starts."""
    connection.exec_driver_sql(f"BEGIN {connection.get_execution_options()[_BEGIN]}")

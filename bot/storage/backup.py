"""A copy of the database that can be put in its place, made while others go on using it."""

from __future__ import annotations

import os
import secrets
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.errors import ConfigurationError, StorageUnavailable
from bot.storage.database import PRIVATE_FILE, PRIVATE_FOLDER, Database
from bot.storage.failures import named


def backup(database: Database, target: Path) -> None:
    """Writes a verified copy to a new file: on the disk and whole when this returns, absent when it does not.

    Raises:
        ConfigurationError: there is a file already, or none can be made there.
        StorageUnavailable: the database does not answer, or its copy is damaged.
    """
    if target.exists():
        raise ConfigurationError(f"{target}: exists already", hint="name a new file")
    aside = target.with_name(f".{target.name}.{secrets.token_hex(8)}")
    try:
        target.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        os.close(os.open(aside, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, PRIVATE_FILE))
        try:
            _copy(database, aside)
            _sync(aside)
            aside.rename(target)
        finally:
            aside.unlink(missing_ok=True)
        _sync(target.parent)
    except OSError as error:
        raise ConfigurationError(f"{target}: cannot be written: {error.strerror}", hint="name a file in a folder that can be written") from error


def _copy(database: Database, path: Path) -> None:
    with named(), closing(sqlite3.connect(path)) as copy:
        with database.reading() as connection:
            source = connection.connection.driver_connection
            assert isinstance(source, sqlite3.Connection)  # noqa: S101 - what `Database` connects with
            source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, whatever the database itself uses
        found = [line for (line,) in copy.execute("PRAGMA integrity_check")]
    if found != ["ok"]:
        raise StorageUnavailable(f"the copy is damaged, as is the database: {found[0]}", hint="`glossary db check` lists the damage")


def _sync(path: Path) -> None:
    """The content of a file, or the names in a folder, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

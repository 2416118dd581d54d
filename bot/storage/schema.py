"""Which tables the file has, and how it gets those of this version."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from bot.errors import ConfigurationError, StorageUnavailable
from bot.storage.database import Database

_MIGRATIONS = Path(__file__).with_name("migrations")


def head() -> str:
    """The revision of this version of the program."""
    return next(iter(_scripts().get_heads()))


def revision(database: Database) -> str | None:
    """The revision of the file; None for an empty one. Raises StorageUnavailable."""
    with database.reading() as connection:
        return _revision(connection)


def upgrade(database: Database) -> str:
    """Makes the file unless it is there, and brings its tables to this version in one transaction: a second process waits and finds it done.

    Returns:
        The revision it had before, "" for none.

    Raises:
        ConfigurationError: the file was written by a newer version of the program.
        StorageUnavailable: nothing was changed.
    """
    database.create()
    with database.writing() as connection:
        before = _revision(connection)
        _refuse_newer(before)
        if before != head():
            command.upgrade(_config(connection), "head")  # inside this transaction: one that is cut off leaves the old tables whole
    return before or ""


def require_current(database: Database) -> None:
    """Returns when the tables are those of this version.

    Raises:
        ConfigurationError: the file was written by a newer version of the program.
        StorageUnavailable: the tables are those of an older version, or the database does not answer.
    """
    found = revision(database)
    _refuse_newer(found)
    if found != head():
        raise StorageUnavailable(f"the database has the tables of version {found or 'none'}, not {head()}", hint="run `glossary db upgrade`")


def _refuse_newer(found: str | None) -> None:
    if found is not None and found not in {script.revision for script in _scripts().walk_revisions()}:
        raise ConfigurationError(
            f"the database was written by a newer version of the program: it has the tables of version {found}, known are those up to {head()}",
            hint="upgrade the program, or put back the backup that was made before the database was upgraded",
        )


def _config(connection: Connection) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))  # a percent sign in a folder's name is no placeholder
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(_MIGRATIONS))


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()

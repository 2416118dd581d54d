"""INSERT that knows what to do when the row is there, which is spelled differently for each database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

_INSERT: Mapping[str, Callable[[Table], sqlite.Insert | postgresql.Insert]] = MappingProxyType({"sqlite": sqlite.insert, "postgresql": postgresql.insert})


def insert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insert with `on_conflict_do_update` and `on_conflict_do_nothing`."""
    return _INSERT[connection.dialect.name](table)

"""A wish is stored once, whoever has it and however it is spelled."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.core.usage import Asker, Surface
from bot.storage import Storage, open_storage
from bot.storage.tables import term_request, term_request_event, term_request_supporter

NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)


def by(user: str | None, tenant: str = "T1") -> Asker:
    return Asker(tenant, user, Surface.SLACK)


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    storage = open_storage(tmp_path)
    storage.upgrade()
    return storage


def rows(storage: Storage, tenant: str) -> tuple[list[tuple[str, str | None]], list[str], list[tuple[str, str]]]:
    with storage.database.reading() as connection:
        wishes = connection.execute(select(term_request.c.term, term_request.c.requester).where(term_request.c.tenant == tenant)).all()
        supporters = connection.scalars(select(term_request_supporter.c.user_id).where(term_request_supporter.c.tenant == tenant)).all()
        events = connection.execute(select(term_request_event.c.action, term_request_event.c.to_state).where(term_request_event.c.tenant == tenant)).all()
    return [tuple(row) for row in wishes], sorted(supporters), [tuple(row) for row in events]


def test_who_comes_later_supports_the_first_wish(storage: Storage) -> None:
    assert storage.requests.file(by("ann"), "Flux capacitor", at=NOW) is True
    for user, spelling in (("bob", "flux-capacitors"), ("bob", "FLUX CAPACITOR"), ("ann", "flux capacitor"), (None, "flux capacitor")):
        assert storage.requests.file(by(user), spelling, at=NOW) is False
    assert rows(storage, "T1") == ([("Flux capacitor", "ann")], ["bob"], [("submitted", "submitted"), ("supported", "submitted")])


def test_another_tenant_has_its_own_wish(storage: Storage) -> None:
    assert storage.requests.file(by("ann"), "flux", at=NOW)
    assert storage.requests.file(by("ann", "T2"), "flux", at=NOW)
    assert [len(rows(storage, tenant)[0]) for tenant in ("T1", "T2")] == [1, 1]


def test_of_many_at_once_one_is_first(storage: Storage) -> None:
    with ThreadPoolExecutor(8) as pool:
        first = list(pool.map(lambda place: storage.requests.file(by(f"u{place}"), "flux", at=NOW), range(16)))
    assert first.count(True) == 1
    wishes, supporters, events = rows(storage, "T1")
    assert (len(wishes), len(supporters), len(events)) == (1, 15, 16)


def test_a_delivery_is_done_from_when_it_is_said_to_be_for_its_tenant_alone(storage: Storage) -> None:
    processed = storage.processed()
    assert not processed.is_done("T1", "Ev1")
    for _ in range(2):
        processed.done("T1", "Ev1")
    assert processed.is_done("T1", "Ev1")
    assert not processed.is_done("T2", "Ev1")

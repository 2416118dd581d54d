"""A wish is stored once, whoever has it, however it is spelled and however often it is delivered."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.core.requests import OPEN, Citation, Draft, QueueFilter, RequestForm, State, Urgency
from bot.core.roles import Role
from bot.core.usage import Asker
from bot.storage import forget_tenant
from bot.storage.tables import outbox, term_request, term_request_event, term_request_supporter
from tests.request_world import RequestWorld, by

SUE = by("sue")
SPELLINGS = ("Flux capacitor", "flux-capacitors", "FLUX CAPACITOR", " flux\u200b capacitor ", "Flux_Capacitor", "ﬂux capacitor")


@pytest.fixture
def world(tmp_path: Path) -> RequestWorld:
    return RequestWorld(tmp_path)


def rows(world: RequestWorld, tenant: str = "T1") -> dict[str, int]:
    tables = (term_request, term_request_supporter, term_request_event, outbox)
    with world.storage.database.reading() as connection:
        return {table.name: connection.scalar(select(func.count()).select_from(table).where(table.c.tenant == tenant)) or 0 for table in tables}


def test_fifty_people_who_ask_at_once_in_different_spellings_make_one_request_with_fifty_askers(world: RequestWorld) -> None:
    def submit(place: int) -> bool:
        return world.desk.file(by(f"u{place}"), RequestForm(SPELLINGS[place % len(SPELLINGS)]), f"d{place}").first

    with ThreadPoolExecutor(50) as pool:
        first = list(pool.map(submit, range(50)))
    assert first.count(True) == 1
    (view,) = world.desk.queue(SUE, QueueFilter.ALL).requests
    assert view.askers == 50
    assert rows(world) == {"term_request": 1, "term_request_supporter": 49, "term_request_event": 50, "outbox": 2}
    world.desk.accept(SUE, view.id)
    assert len({user for _, user, _ in world.notices()}) == 50


@pytest.mark.parametrize("at_once", [False, True])
def test_what_is_delivered_five_times_has_one_effect_and_one_answer(world: RequestWorld, at_once: bool) -> None:
    number = world.desk.file(by("ann"), RequestForm("flux capacitor")).request.id
    other = world.desk.file(by("ann"), RequestForm("warp drive")).request.id
    world.desk.support(by("cem"), number)
    acts: tuple[Callable[[str], object], ...] = (
        lambda delivery: world.desk.file(by("bob"), RequestForm("tachyon", why="x"), delivery),
        lambda delivery: world.desk.file(by("bob"), RequestForm("flux capacitor", why="x"), delivery),
        lambda delivery: world.desk.support(by("dan"), number, delivery=delivery),
        lambda delivery: world.desk.withdraw(by("cem"), number, delivery),
        lambda delivery: world.desk.ask(SUE, number, "Which?", delivery),
        lambda delivery: world.desk.add_details(by("ann"), number, "That.", delivery),
        lambda delivery: world.desk.edit(SUE, number, RequestForm("flux condenser"), delivery),
        lambda delivery: world.desk.accept(SUE, number, delivery=delivery),
        lambda delivery: world.desk.save_draft(SUE, number, Draft("x"), delivery),
        lambda delivery: world.desk.mark_duplicate(SUE, other, number, delivery=delivery),
        lambda delivery: world.desk.decline(SUE, number, "no", reconsider=True, delivery=delivery),
    )
    for place, act in enumerate(acts):
        before = rows(world)
        if at_once:
            with ThreadPoolExecutor(5) as pool:
                answers = list(pool.map(lambda _, act=act, place=place: act(f"d{place}"), range(5)))
        else:
            answers = [act(f"d{place}")]
            once = rows(world)
            answers += [act(f"d{place}") for _ in range(4)]
            assert rows(world) == once
        assert all(answer == answers[0] for answer in answers), place
        grown = rows(world)["term_request_event"] - before["term_request_event"]
        assert grown == (2 if place == 9 else 1), place


def test_an_action_that_comes_late_again_does_not_undo_what_came_after_it(world: RequestWorld) -> None:
    number = world.desk.file(by("ann"), RequestForm("flux capacitor")).request.id
    world.desk.support(by("bob"), number, delivery="d1")
    world.desk.withdraw(by("bob"), number, delivery="d2")
    assert world.desk.support(by("bob"), number, delivery="d1").askers == 1


def test_a_refused_change_leaves_no_trace_of_its_delivery(world: RequestWorld) -> None:
    number = world.desk.file(by("ann"), RequestForm("flux capacitor")).request.id
    before = rows(world)

    def fail_half_way() -> None:
        with world.storage.requests.writing("T1", at=world.now, delivery="d1") as stored:
            request = stored.find(number)
            assert request
            stored.save(replace(request, state=State.ACCEPTED))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    assert rows(world) == before
    assert world.desk.support(by("bob"), number, delivery="d1").askers == 2


def test_everything_that_is_written_into_a_request_comes_back(world: RequestWorld) -> None:
    form = RequestForm(
        "Flux capacitor",
        "https://example.org/1",
        "an excerpt",
        "why",
        (Role.LEGAL,),
        Urgency.QUARTER,
        ("https://example.org/2",),
        ("FC",),
        anonymous=True,
    )
    number = world.desk.file(by("ann"), form).request.id
    draft = Draft("A thing.", {Role.LEGAL: "Ask.", Role.POLICY: "Ask again."}, (Citation("Brown", "https://example.org/3"),))
    world.desk.accept(SUE, number, draft)
    world.start()
    view = world.desk.get(SUE, number)
    assert (view.form, view.draft) == (form, draft)


def test_tenants_share_nothing(world: RequestWorld) -> None:
    numbers = {tenant: world.desk.file(by("ann", tenant), RequestForm("flux"), "d1").request.id for tenant in ("T1", "T2")}
    assert [len(world.storage.requests.select(tenant, OPEN)) for tenant in numbers] == [1, 1]
    assert world.storage.requests.find("T1", numbers["T2"]) is None
    assert world.storage.requests.history("T1", numbers["T2"]) == ()
    before = rows(world, "T2")
    deleted = forget_tenant(world.storage.database, "T1")
    assert (deleted["term_request"], deleted["outbox"], set(rows(world).values())) == (1, 1, {0})
    assert rows(world, "T2") == before
    assert world.desk.file(by("ann"), RequestForm("flux"), "d1").first


def test_a_number_is_never_given_again(world: RequestWorld) -> None:
    first = world.desk.file(by("ann"), RequestForm("flux")).request.id
    forget_tenant(world.storage.database, "T1")
    assert world.desk.file(by("ann"), RequestForm("flux")).request.id > first


def test_a_delivery_is_done_from_when_it_is_said_to_be_for_its_tenant_alone(world: RequestWorld) -> None:
    processed = world.storage.processed()
    assert not processed.is_done("T1", "Ev1")
    for _ in range(2):
        processed.done("T1", "Ev1")
    assert processed.is_done("T1", "Ev1")
    assert not processed.is_done("T2", "Ev1")


def test_requests_of_the_version_before_are_read(world: RequestWorld) -> None:
    old = dict.fromkeys(("where_seen", "excerpt", "why", "urgency"), "") | {name: [] for name in ("roles", "links", "aliases")}
    row = old | {"tenant": "T1", "term_key": "flux", "term": "flux", "requester": "ann", "anonymous": False, "created_at": world.now, "updated_at": world.now}
    with world.storage.database.writing() as connection:
        connection.execute(term_request.insert().values(row))
    (view,) = world.desk.queue(Asker("T1", "sue", SUE.surface)).requests
    assert (view.form, view.due_at, view.overdue) == (RequestForm("flux"), None, False)

"""Who may do what, what is recorded of those who may not, and that nobody learns who asks anonymously."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.core.requests import By, Happened, NamedRequestView, NamedStewards, OperatorsAreStewards, QueueFilter, RequestForm, RequestView, State
from bot.core.requests.lifecycle import Act
from bot.core.usage import Asker
from bot.errors import NotPermitted, UnknownRequest
from bot.storage.tables import outbox
from tests.fakes import a_term
from tests.request_world import RequestWorld, by

SUE = by("sue")
FORM = RequestForm("flux capacitor")
Decision = Callable[[RequestWorld, Asker, int], object]
ON_ONE: dict[Act, Decision] = {
    Act.ACCEPT: lambda world, who, number: world.desk.accept(who, number, delivery="d"),
    Act.ASK: lambda world, who, number: world.desk.ask(who, number, "Which?", delivery="d"),
    Act.EDIT: lambda world, who, number: world.desk.edit(who, number, RequestForm("other"), delivery="d"),
    Act.DECLINE: lambda world, who, number: world.desk.decline(who, number, "no", delivery="d"),
    Act.MARK_DUPLICATE: lambda world, who, number: world.desk.mark_duplicate(who, number, "rag", delivery="d"),
    Act.LOOK: lambda world, who, number: world.desk.get(who, number),
}
ON_ALL: tuple[Callable[[RequestWorld, Asker], object], ...] = (
    lambda world, who: world.desk.queue(who, QueueFilter.ALL),
    lambda world, who: world.desk.candidates(who),
    lambda world, who: world.desk.refusals(who),
)


@pytest.fixture
def world(tmp_path: Path) -> RequestWorld:
    return RequestWorld(tmp_path)


@pytest.mark.parametrize("who", [by("stranger"), by("sam"), by("sue-once"), by("ann"), by(None)], ids=lambda who: str(who.user))
@pytest.mark.parametrize("act", ON_ONE)
def test_a_stranger_a_steward_of_another_tenant_a_dismissed_one_and_the_asker_are_refused_and_recorded(world: RequestWorld, who: Asker, act: Act) -> None:
    world.stewards.add(("T1", "sue-once"))
    number = world.desk.file(by("ann"), FORM).request.id
    assert world.desk.get(by("sue-once"), number)
    world.stewards.discard(("T1", "sue-once"))
    for _ in range(2):
        with pytest.raises(NotPermitted, match="only stewards"):
            ON_ONE[act](world, who, number)
    view, *refused = world.desk.get(SUE, number), *(event for event in world.desk.history(SUE, number) if event.action is Happened.REFUSED)
    assert (view.state, view.form.term) == (State.SUBMITTED, "flux capacitor")
    assert [(event.who, event.note, event.to_state) for event in refused] == [(who.user, act.value, None)] * (2 if act is Act.LOOK else 1)
    assert world.notices() == []


@pytest.mark.parametrize("act", ON_ONE)
def test_a_steward_who_reaches_into_another_tenant_finds_nothing_and_is_recorded(world: RequestWorld, act: Act) -> None:
    number = world.desk.file(by("ann"), FORM).request.id
    with pytest.raises(UnknownRequest):
        ON_ONE[act](world, by("sam", "T2"), number)
    (refused,) = world.storage.requests.refusals("T2", 10)
    assert (refused.request_id, refused.actor, refused.note) == (None, "sam", f"{act}: request {number}, which is not here")
    assert world.storage.requests.refusals("T1", 10) == ()
    assert world.desk.get(SUE, number).state is State.SUBMITTED


@pytest.mark.parametrize("look", ON_ALL)
def test_the_queue_is_for_stewards(world: RequestWorld, look: Callable[[RequestWorld, Asker], object]) -> None:
    look(world, SUE)
    with pytest.raises(NotPermitted):
        look(world, by("ann"))
    assert [(refused.who, refused.note) for refused in world.desk.refusals(SUE)] == [("ann", "look")]


def test_only_those_who_asked_withdraw_and_add_details(world: RequestWorld) -> None:
    number = world.desk.file(by("ann"), FORM).request.id
    for who in (by("bob"), SUE, by(None)):
        for act in (lambda who=who: world.desk.withdraw(who, number), lambda who=who: world.desk.add_details(who, number, "x")):
            with pytest.raises(NotPermitted, match="only those who asked"):
                act()
        with pytest.raises(UnknownRequest):
            world.desk.my_request(who, number)
    assert world.desk.get(SUE, number).state is State.SUBMITTED
    assert len(world.storage.requests.refusals("T1", 10)) == 6


def test_an_asker_sees_the_history_without_the_names_and_words_of_others(world: RequestWorld) -> None:
    number = world.desk.file(by("ann"), FORM).request.id
    world.desk.file(by("bob"), RequestForm("flux capacitor", why="bob's reason"))
    with pytest.raises(NotPermitted):
        world.desk.accept(by("cem"), number)
    world.desk.ask(SUE, number, "Which?")
    seen = world.desk.my_history(by("ann"), number)
    assert [(event.action, event.who) for event in seen] == [(Happened.SUBMITTED, "ann"), (Happened.SUPPORTED, None), (Happened.ASKED, "sue")]
    assert "bob" not in repr(seen)


def test_there_is_no_place_for_a_name_where_the_asker_may_not_be_named(world: RequestWorld) -> None:
    assert "requester" not in {field.name for field in fields(RequestView)}
    assert {field.name for field in fields(NamedRequestView)} - {field.name for field in fields(RequestView)} == {"requester"}


def test_the_name_of_an_anonymous_asker_is_in_no_view_of_others_no_log_and_no_job_but_the_notice(
    world: RequestWorld, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    ann, bob = by("CANARY-ann"), by("CANARY-bob")
    number = world.desk.file(ann, RequestForm("flux capacitor", anonymous=True)).request.id
    world.desk.file(bob, RequestForm("flux capacitors", anonymous=True))
    double = world.desk.file(bob, RequestForm("capacitor of flux", anonymous=True)).request.id
    world.desk.support(ann, double, anonymous=True)
    with pytest.raises(NotPermitted):
        world.desk.accept(ann, number)
    world.desk.ask(SUE, number, "Which?")
    world.desk.add_details(ann, number, "That.")
    world.desk.mark_duplicate(SUE, double, number)
    world.desk.withdraw(ann, number)
    world.desk.accept(SUE, number)
    world.publish(a_term("flux capacitor"))
    gone = world.desk.file(ann, RequestForm("warp drive", anonymous=True)).request.id
    world.desk.withdraw(ann, gone)
    shown: list[object] = [world.desk.queue(SUE, QueueFilter.ALL, limit=None), world.desk.candidates(SUE), world.desk.refusals(SUE)]
    for one in (number, double, gone):
        request = world.storage.requests.find("T1", one)
        shown += [world.desk.get(SUE, one), world.desk.history(SUE, one), world.desk.card("T1", one), world.desk.notice("T1", "CANARY-bob", one), request]
    shown += [world.desk.similar(by("cem"), "flux capacitor"), world.desk.mine(bob), world.desk.my_history(bob, number)]
    with world.storage.database.reading() as connection:
        jobs = [(row.kind, row.payload, row.dedupe_key) for row in connection.execute(select(outbox))]
    shown += [job for job in jobs if job[0] != "notify_person"]
    shown += [job for kind in {kind for kind, _, _ in jobs} for job in world.storage.outbox.claim([kind], world.now, 99)]
    assert "CANARY" not in repr(shown)
    assert "CANARY" not in caplog.text + str(capsys.readouterr())
    assert any("CANARY-ann" in repr(job) for job in jobs)
    assert world.desk.get(SUE, number).askers == 1
    assert By.ANONYMOUS in {event.by for event in world.desk.history(SUE, number)}


def test_an_anonymous_asker_is_told_like_everybody(world: RequestWorld) -> None:
    number = world.desk.file(by("ann"), RequestForm("flux capacitor", anonymous=True)).request.id
    world.desk.support(by("bob"), number, anonymous=True)
    world.desk.decline(SUE, number, "no")
    assert world.notices() == [("T1", "ann", "declined"), ("T1", "bob", "declined")]
    assert [request.id for request in world.desk.mine(by("ann"))] == [number]


def test_stewards_are_named_by_person_or_by_group_as_it_is_now() -> None:
    members = {("T1", "S1"): ["gus"]}
    stewards = NamedStewards({"T1": ("sue",)}, {"T1": ("S1",)}, lambda tenant, group: members.get((tenant, group), []))
    assert [stewards.is_steward("T1", user) for user in ("sue", "gus", "ann", "S1")] == [True, True, False, False]
    assert not stewards.is_steward("T2", "sue")
    members.clear()
    assert not stewards.is_steward("T1", "gus")
    assert OperatorsAreStewards().is_steward("T1", "anybody")

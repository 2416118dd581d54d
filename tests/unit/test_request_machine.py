"""Two tenants that do anything with requests, in any order, through crashes and redeliveries: none is lost, doubled, or seen by others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select

from bot.core.requests import OPEN, Happened, Job, QueueFilter, RequestForm, State
from bot.core.usage import Asker
from bot.errors import NotPermitted, RequestError, StorageUnavailable, UnknownRequest
from bot.storage import Outbox, forget_tenant
from bot.storage.outbox import LEASE_S
from bot.storage.tables import outbox, processed_delivery, term_request, term_request_event, term_request_supporter
from tests.fakes import a_term
from tests.request_world import KINDS, RequestWorld, by

TENANTS = ("T1", "T2")
STEWARDS = {"T1": by("sue-T1", "T1"), "T2": by("sam-T2", "T2")}
TERMS = {"flux capacitor": ("Flux capacitor", "flux-capacitors"), "warp drive": ("warp drive", "WARP DRIVES"), "tachyon": ("tachyon", "Tachyons")}
UNDECIDED = {State.SUBMITTED, State.NEEDS_INFO}
tenants = st.sampled_from(TENANTS)
askers = st.sampled_from(["ann", "bob", "secret-cem", "secret-dan"])
places = st.integers(0, 5)
CROWD = st.lists(st.tuples(st.sampled_from(["flux capacitor", "warp drive"]), askers), min_size=3, max_size=5, unique=True)
_NOTICES = """
SELECT tenant, json_extract(payload, '$.user'), json_extract(payload, '$.notice'), json_extract(payload, '$.request') FROM outbox WHERE kind = 'notify_person'
"""
Result = TypeVar("Result")
Told = tuple[str, str, str, int]  # tenant, user, notice, request


@dataclass
class Wish:
    """What a request should be: who asks, the first one first."""

    key: str
    askers: list[str]
    state: State = State.SUBMITTED
    events: int = 1


@dataclass
class Expected:
    wishes: dict[int, Wish] = field(default_factory=dict)
    told: Counter[Told] = field(default_factory=Counter)
    refused: int = 0
    repeatable: list[Callable[[], object]] = field(default_factory=list)


class Requests(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.world = RequestWorld(Path(self.folder.name), terms=(), stewards={(tenant, str(who.user)) for tenant, who in STEWARDS.items()})
        self.model = {tenant: Expected() for tenant in TENANTS}
        self.entries: set[str] = set()
        self.deliveries = 0
        self.ever: set[Told] = set()
        self.out: Counter[Told] = Counter()  # what arrived, twice or not

    def teardown(self) -> None:
        """After a last restart every notice that is due arrives, and no other."""
        self.restart()
        for tenant in TENANTS:
            self.look(tenant)
            self.world.storage.outbox.requeue(tenant, self.world.now)
        self.world.wait(days=1)
        self.arrive(self.world.deliver())
        expected = {told for model in self.model.values() for told in model.told}
        assert expected <= set(self.out)
        self.world.storage.close()
        self.folder.cleanup()

    @initialize(crowds=st.tuples(CROWD, CROWD))
    def begin(self, crowds: tuple[list[tuple[str, str]], list[tuple[str, str]]]) -> None:
        """Little happens in an empty queue."""
        for tenant, crowd in zip(TENANTS, crowds, strict=True):
            for key, user in crowd:
                self.file(tenant, user, key, 1)

    # -- what people do -----------------------------------------------------------------------------------------------

    @rule(tenant=tenants, user=askers, key=st.sampled_from(sorted(TERMS)), spelling=st.integers(0, 1))
    def file(self, tenant: str, user: str, key: str, spelling: int) -> None:
        form = RequestForm(TERMS[key][spelling], anonymous="secret" in user)
        filed = self.act(tenant, lambda delivery: self.world.desk.file(person(tenant, user), form, delivery))
        there = next((number for number, wish in self.model[tenant].wishes.items() if wish.key == key and wish.state in OPEN), None)
        assert filed is not None
        assert filed.first is (there is None)
        if there is None:
            assert filed.request.id not in self.model[tenant].wishes
            self.model[tenant].wishes[filed.request.id] = Wish(key, [user])
        else:
            assert filed.request.id == there
            self.joins(self.model[tenant].wishes[there], user)

    @rule(tenant=tenants, user=askers, place=places)
    def support(self, tenant: str, user: str, place: int) -> None:
        number, wish = self.pick(tenant, place)
        if self.attempt(
            tenant, number, wish.state in OPEN, lambda d: self.world.desk.support(person(tenant, user), number, anonymous="secret" in user, delivery=d)
        ):
            self.joins(wish, user)

    @rule(tenant=tenants, user=st.integers(0, 3) | askers, place=places)
    def withdraw(self, tenant: str, user: str | int, place: int) -> None:
        number, wish = self.pick(tenant, place)
        user = wish.askers[user % len(wish.askers)] if isinstance(user, int) else user
        allowed = user in wish.askers and wish.state in OPEN
        if is_outsider(user, wish):
            return
        if self.attempt(tenant, number, allowed, lambda delivery: self.world.desk.withdraw(person(tenant, user), number, delivery)):
            wish.events += 1
            if wish.askers == [user]:
                wish.state = State.WITHDRAWN
            else:
                wish.askers.remove(user)

    @rule(tenant=tenants, user=askers, place=places)
    def add_details(self, tenant: str, user: str, place: int) -> None:
        number, wish = self.pick(tenant, place)
        allowed = user in wish.askers and wish.state in UNDECIDED
        if is_outsider(user, wish):
            return
        if self.attempt(tenant, number, allowed, lambda delivery: self.world.desk.add_details(person(tenant, user), number, "more", delivery)):
            wish.state, wish.events = State.SUBMITTED, wish.events + 1

    @rule(tenant=tenants, user=st.sampled_from(["ann", "bob"]), place=places, right=st.booleans(), elsewhere=st.booleans())
    def decide_without_right(self, tenant: str, user: str, place: int, right: bool, elsewhere: bool) -> None:
        """A stranger, or a steward of the other tenant, here or there."""
        number, wish = self.pick(tenant, place)
        other = TENANTS[1 - TENANTS.index(tenant)]
        who = Asker(other if elsewhere and right else tenant, STEWARDS[other].user if right else person(tenant, user).user, STEWARDS[tenant].surface)
        with pytest.raises(RequestError):
            self.world.desk.decline(who, number, "no")
        self.model[who.tenant].refused += 1
        wish.events += who.tenant == tenant and number in self.model[tenant].wishes

    @rule(tenant=tenants, user=askers, place=places)
    def reach_into_another_tenant(self, tenant: str, user: str, place: int) -> None:
        number, _ = self.pick(TENANTS[1 - TENANTS.index(tenant)], place)
        here, _ = self.pick(tenant, place)
        desk, who, steward = self.world.desk, person(tenant, user), STEWARDS[tenant]
        for act in (desk.support, desk.withdraw, desk.my_request):
            with pytest.raises(UnknownRequest):
                act(who, number)
        with pytest.raises(RequestError):
            desk.mark_duplicate(steward, here, number)
        self.model[tenant].refused += here not in self.model[tenant].wishes

    # -- what stewards do ---------------------------------------------------------------------------------------------

    @rule(tenant=tenants, place=places)
    def ask(self, tenant: str, place: int) -> None:
        number, wish = self.pick(tenant, place)
        if self.attempt(tenant, number, wish.state is State.SUBMITTED, lambda delivery: self.world.desk.ask(STEWARDS[tenant], number, "Which?", delivery)):
            self.becomes(tenant, number, State.NEEDS_INFO, "needs_info", wish.askers[:1])

    @rule(tenant=tenants, place=places)
    def accept(self, tenant: str, place: int) -> None:
        number, wish = self.pick(tenant, place)
        if self.attempt(tenant, number, wish.state in UNDECIDED, lambda delivery: self.world.desk.accept(STEWARDS[tenant], number, delivery=delivery)):
            self.becomes(tenant, number, State.ACCEPTED, "accepted")
            self.notice_entries()

    @rule(tenant=tenants, place=places, reconsider=st.booleans())
    def decline(self, tenant: str, place: int, reconsider: bool) -> None:
        number, wish = self.pick(tenant, place)
        allowed = wish.state in UNDECIDED or (reconsider and wish.state is State.ACCEPTED)
        if self.attempt(tenant, number, allowed, lambda d: self.world.desk.decline(STEWARDS[tenant], number, "no", reconsider=reconsider, delivery=d)):
            self.becomes(tenant, number, State.DECLINED, "declined")

    @rule(tenant=tenants, place=places, of=places)
    def mark_duplicate(self, tenant: str, place: int, of: int) -> None:
        number, wish = self.pick(tenant, place)
        target, other = self.pick(tenant, of)
        allowed = wish.state in UNDECIDED and number != target and other.state in OPEN | {State.PUBLISHED}
        if self.attempt(tenant, number, allowed, lambda delivery: self.world.desk.mark_duplicate(STEWARDS[tenant], number, target, delivery=delivery)):
            self.becomes(tenant, number, State.DUPLICATE, "duplicate")
            if other.state in OPEN:
                other.events += 1
                other.askers += sorted(user for user in wish.askers if user not in other.askers)

    @rule(key=st.sampled_from(sorted(TERMS)))
    def publish(self, key: str) -> None:
        if key not in self.entries:
            self.entries.add(key)
            self.world.publish(a_term(key))
        else:
            self.world.desk.published(self.world.assistant.glossary)
        self.notice_entries()

    # -- what machines do ---------------------------------------------------------------------------------------------

    @rule(limit=st.integers(1, 5))
    def deliver(self, limit: int) -> None:
        jobs = self.world.storage.outbox.claim(KINDS, self.world.now, limit)
        self.arrive(jobs)
        for job in jobs:
            self.world.storage.outbox.done(job, self.world.now)

    @rule(limit=st.integers(1, 5), arrived=st.booleans())
    def crash_with_jobs_in_hand(self, limit: int, arrived: bool) -> None:
        jobs = self.world.storage.outbox.claim(KINDS, self.world.now, limit)
        if arrived:
            self.arrive(jobs)
        self.restart()
        self.world.wait(seconds=LEASE_S)

    @rule()
    def restart(self) -> None:
        self.world.storage.close()
        self.world.start()

    @rule(tenant=tenants, user=askers, key=st.sampled_from(sorted(TERMS)))
    def crash_half_way(self, tenant: str, user: str, key: str) -> None:
        """Between the request and what follows from it: neither is there."""
        before = self.seen()
        with patch.object(Outbox, "enqueue", side_effect=StorageUnavailable("killed")):
            try:
                self.world.desk.file(person(tenant, user), RequestForm(key, anonymous="secret" in user))
            except StorageUnavailable:
                self.restart()
        assert self.seen() == before

    @rule(tenant=tenants, place=st.integers(0, 50))
    def deliver_an_action_again(self, tenant: str, place: int) -> None:
        repeatable = self.model[tenant].repeatable
        if repeatable:
            before = self.seen()
            repeatable[place % len(repeatable)]()
            assert self.seen() == before

    @rule(tenant=tenants)
    @precondition(lambda self: self.deliveries > 20)
    def forget(self, tenant: str) -> None:
        forget_tenant(self.world.storage.database, tenant)
        self.model[tenant] = Expected()

    # -- what must always be so ---------------------------------------------------------------------------------------

    @invariant()
    def each_tenant_has_its_own_requests_and_nothing_else(self) -> None:
        for tenant, model in self.model.items():
            other = TENANTS[1 - TENANTS.index(tenant)]
            queue = self.world.desk.queue(STEWARDS[tenant], QueueFilter.ALL, limit=None)
            stored = {view.id: view for view in queue.requests}
            assert {number: (view.state, view.askers) for number, view in stored.items()} == {
                number: (wish.state, len(wish.askers)) for number, wish in model.wishes.items()
            }
            assert queue.counts[QueueFilter.OPEN] == sum(wish.state in OPEN for wish in model.wishes.values())
            open_keys = Counter(view.form.key for view in stored.values() if view.state in OPEN)
            assert not [key for key, count in open_keys.items() if count > 1]
            assert "secret" not in repr(queue)
            assert f"-{other}" not in repr(queue)
            assert len(self.world.storage.requests.refusals(tenant, 1_000)) == model.refused
            for user in ("ann", "secret-cem"):
                mine = {request.id for request in self.world.desk.mine(person(tenant, user))}
                assert mine == {number for number, wish in model.wishes.items() if user in wish.askers}

    @invariant()
    def every_step_is_in_the_history(self) -> None:
        with self.world.storage.database.reading() as connection:
            counted = connection.exec_driver_sql("SELECT request_id, count(*) FROM term_request_event WHERE request_id IS NOT NULL GROUP BY request_id")
            stored = {int(number): int(count) for number, count in counted}
        assert stored == {number: wish.events for model in self.model.values() for number, wish in model.wishes.items()}

    @rule(tenant=tenants)
    def look(self, tenant: str) -> None:
        other = TENANTS[1 - TENANTS.index(tenant)]
        for number in self.model[tenant].wishes:
            history = self.world.desk.history(STEWARDS[tenant], number)
            assert "secret" not in repr(history)
            assert f"-{other}" not in repr([event for event in history if event.action is not Happened.REFUSED])

    @invariant()
    def every_notice_is_stored_once(self) -> None:
        with self.world.storage.database.reading() as connection:
            jobs = connection.exec_driver_sql(_NOTICES)
            stored = Counter((str(tenant), str(user), str(notice), int(request)) for tenant, user, notice, request in jobs)
        assert stored == sum((model.told for model in self.model.values()), Counter())

    # -- how ----------------------------------------------------------------------------------------------------------

    def pick(self, tenant: str, place: int) -> tuple[int, Wish]:
        """One of the requests of a tenant; a number that it has not where there are none."""
        wishes = sorted(self.model[tenant].wishes.items())
        return wishes[-1 - place % len(wishes)] if wishes else (10_000, Wish("", [""], State.WITHDRAWN))

    def act(self, tenant: str, action: Callable[[str], Result]) -> Result:
        """With a delivery that can come again."""
        self.deliveries += 1
        delivery = f"d{self.deliveries}"
        self.world.wait(seconds=1)
        result = action(delivery)
        self.model[tenant].repeatable.append(lambda: action(delivery))
        return result

    def attempt(self, tenant: str, number: int, allowed: bool, action: Callable[[str], object]) -> bool:
        """Whether it was done: exactly where it is allowed."""
        model = self.model[tenant]
        if number not in model.wishes:
            return False
        if allowed:
            self.act(tenant, action)
            return True
        with pytest.raises(RequestError) as raised:
            self.act(tenant, action)
        recorded = raised.errisinstance(NotPermitted)
        model.refused += recorded
        model.wishes[number].events += recorded
        return False

    def joins(self, wish: Wish, user: str) -> None:
        if user not in wish.askers:
            wish.askers.append(user)
            wish.events += 1

    def becomes(self, tenant: str, number: int, state: State, notice: str, told: list[str] | None = None) -> None:
        wish = self.model[tenant].wishes[number]
        wish.state, wish.events = state, wish.events + 1
        for user in wish.askers if told is None else told:
            self.model[tenant].told[tenant, f"{user}-{tenant}", notice, number] += 1
            self.ever.add((tenant, f"{user}-{tenant}", notice, number))

    def notice_entries(self) -> None:
        for tenant, model in self.model.items():
            for number, wish in model.wishes.items():
                if wish.state is State.ACCEPTED and wish.key in self.entries:
                    self.becomes(tenant, number, State.PUBLISHED, "published")

    def arrive(self, jobs: Sequence[Job]) -> None:
        for job in jobs:
            if job.kind == "notify_person":
                told = (job.tenant, str(job.payload["user"]), str(job.payload["notice"]), int(job.payload["request"]))
                assert told in self.ever
                self.out[told] += 1

    def seen(self) -> list[object]:
        """Everything that is stored of requests."""
        tables = (term_request, term_request_supporter, term_request_event, outbox, processed_delivery)
        with self.world.storage.database.reading() as connection:
            return [connection.execute(select(table)).all() for table in tables]


def is_outsider(user: str, wish: Wish) -> bool:
    """Who asks nothing here is no anonymous asker, and named when refused."""
    return "secret" in user and user not in wish.askers


def person(tenant: str, user: str) -> Asker:
    return by(f"{user}-{tenant}", tenant)


SETTINGS = settings(
    max_examples=12,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking what ran on a disk takes minutes
)


def test_no_request_is_lost_doubled_or_leaked_whatever_happens() -> None:
    run_state_machine_as_test(Requests, settings=SETTINGS)

"""A job is stored with its cause, is in one pair of hands at a time, comes again when it fails, and is given up where everybody can see it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.requests import Job, JobKind, NewJob
from bot.storage import Outbox, purge
from bot.storage.outbox import BACKOFF_FACTOR, BACKOFF_S, LEASE_S, MAX_ATTEMPTS
from tests.request_world import KINDS, RequestWorld


def a_job(key: str = "k", kind: JobKind = JobKind.NOTIFY_PERSON) -> NewJob:
    return NewJob(kind, {"user": "ann", "notice": "accepted", "request": 7}, key)


@pytest.fixture
def world(tmp_path: Path) -> RequestWorld:
    return RequestWorld(tmp_path)


@pytest.fixture
def outbox(world: RequestWorld) -> Outbox:
    return world.storage.outbox


def claim(world: RequestWorld, limit: int = 10) -> tuple[Job, ...]:
    return world.storage.outbox.claim(KINDS, world.now, limit)


def test_a_job_is_there_once_a_key_and_tenant(world: RequestWorld, outbox: Outbox) -> None:
    told: list[None] = []
    outbox.on_enqueued = lambda: told.append(None)
    assert [outbox.add(tenant, a_job(), world.now) for tenant in ("T1", "T1", "T2")] == [True, False, True]
    assert len(told) == 2
    jobs = claim(world)
    assert [(job.tenant, job.kind, job.payload["user"], job.attempts) for job in jobs] == [("T1", "notify_person", "ann", 1), ("T2", "notify_person", "ann", 1)]
    for job in jobs:
        outbox.done(job, world.now)
    assert not outbox.add("T1", a_job(), world.now)
    assert claim(world) == ()


def test_jobs_in_hand_are_in_nobody_elses_until_the_lease_ends(world: RequestWorld, outbox: Outbox) -> None:
    outbox.add("T1", a_job(), world.now)
    (first,) = claim(world)
    assert claim(world) == ()
    world.wait(seconds=LEASE_S)
    (second,) = claim(world)
    assert (second.id, second.attempts) == (first.id, 2)
    assert not outbox.failed(first, world.now, "late")
    outbox.release(first)
    assert claim(world) == ()
    outbox.done(first, world.now)
    world.wait(days=1)
    assert claim(world) == ()


def test_of_many_workers_at_once_each_job_has_one(world: RequestWorld, outbox: Outbox) -> None:
    for place in range(40):
        outbox.add("T1", a_job(str(place)), world.now)
    with ThreadPoolExecutor(8) as pool:
        taken = [job.id for jobs in pool.map(lambda _: claim(world, 5), range(16)) for job in jobs]
    assert len(taken) == len(set(taken)) == 40


def test_only_kinds_that_are_asked_for_and_jobs_that_are_due_are_taken_oldest_first(world: RequestWorld, outbox: Outbox) -> None:
    for place in range(3):
        outbox.add("T1", a_job(str(place)), world.now - timedelta(seconds=place))
    outbox.add("T1", a_job("later"), world.now + timedelta(seconds=1))
    outbox.add("T1", a_job("card", JobKind.POST_CARD), world.now)
    assert {job.key for job in outbox.claim(["notify_person"], world.now, 2)} == {"1", "2"}
    assert {job.key for job in outbox.claim(["notify_person"], world.now, 2)} == {"0"}
    assert outbox.claim([], world.now, 2) == ()


def test_a_job_that_fails_comes_again_later_and_later_and_is_given_up_after_five_attempts(world: RequestWorld, outbox: Outbox) -> None:
    outbox.add("T1", a_job(), world.now)
    for attempt in range(1, MAX_ATTEMPTS + 1):
        (job,) = claim(world)
        assert job.attempts == attempt
        dead = outbox.failed(job, world.now, "x" * 1_000, jitter=0.5)
        assert dead is (attempt == MAX_ATTEMPTS)
        world.wait(seconds=1.25 * BACKOFF_S * BACKOFF_FACTOR ** (attempt - 1) - 0.01)
        assert claim(world) == ()
        world.wait(seconds=0.02)
    assert claim(world) == ()
    (dead_job,) = outbox.dead("T1")
    assert (dead_job.kind, dead_job.request_id, dead_job.notice, dead_job.attempts, len(dead_job.error)) == ("notify_person", 7, "accepted", 5, 200)
    assert "ann" not in repr(dead_job)


def test_the_pause_that_a_platform_asks_for_is_kept(world: RequestWorld, outbox: Outbox) -> None:
    outbox.add("T1", a_job(), world.now)
    outbox.failed(claim(world)[0], world.now, "rate limited", after_s=90)
    world.wait(seconds=89)
    assert claim(world) == ()
    world.wait(seconds=1)
    assert len(claim(world)) == 1


def test_the_dead_are_counted_listed_and_begin_anew_by_hand(world: RequestWorld, outbox: Outbox) -> None:
    for tenant, key in (("T1", "a"), ("T1", "b"), ("T2", "c")):
        outbox.add(tenant, a_job(key), world.now)
    for job in claim(world):
        assert outbox.failed(job, world.now, "gone", final=True)
    assert (outbox.counts(), outbox.counts(tenant="T1"), outbox.counts("pending")) == ({"notify_person": 3}, {"notify_person": 2}, {})
    newest, oldest = outbox.dead("T1")
    assert newest.id > oldest.id
    assert outbox.requeue("T2", world.now, newest.id) == 0
    assert outbox.requeue("T1", world.now, newest.id) == 1
    assert outbox.requeue("T1", world.now) == 1
    assert [job.attempts for job in claim(world)] == [1, 1]
    assert outbox.counts() == {"notify_person": 1}


def test_a_job_that_kills_every_worker_is_given_up(world: RequestWorld, outbox: Outbox) -> None:
    outbox.add("T1", a_job(), world.now)
    for _ in range(MAX_ATTEMPTS):
        assert len(claim(world)) == 1
        world.wait(seconds=LEASE_S)
    assert claim(world) == ()
    assert [job.error for job in outbox.dead("T1")] == ["it was begun again and again and never finished"]


def test_a_job_that_is_put_back_has_not_been_tried(world: RequestWorld, outbox: Outbox) -> None:
    outbox.add("T1", a_job(), world.now)
    outbox.release(claim(world)[0])
    assert claim(world)[0].attempts == 1


def test_a_job_stands_for_another_only_while_nobody_has_looked_at_it(world: RequestWorld, outbox: Outbox) -> None:
    def update(occasion: int, request: int = 1, tenant: str = "T1") -> bool:
        return outbox.add(tenant, replace(a_job(f"card:{request}:{occasion}", JobKind.UPDATE_CARD), unless_waiting=f"card:{request}:"), world.now)

    assert [update(1), update(2), update(3, request=11), update(4, tenant="T2")] == [True, False, True, True]
    jobs = claim(world)
    assert update(5)
    assert not update(6)
    outbox.failed(jobs[0], world.now, "x")
    assert [job.key for job in claim(world)] == ["card:1:5"]
    assert update(7)


def test_finished_jobs_are_forgotten_after_a_week_and_others_are_not(world: RequestWorld, outbox: Outbox) -> None:
    for key in ("done", "dead", "waiting"):
        outbox.add("T1", a_job(key), world.now)
    done, dead, _ = claim(world)
    outbox.done(done, world.now)
    outbox.failed(dead, world.now, "gone", final=True)
    assert purge(world.storage.database, world.now + timedelta(days=8), 90)["outbox"] == 1
    assert (outbox.counts("done"), outbox.counts("dead"), outbox.counts("pending")) == ({}, {"notify_person": 1}, {"notify_person": 1})

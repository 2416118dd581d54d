"""The worker begins at once, tries again, gives up, lets nobody wait for somebody else, and ends without losing anything."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import anyio
import pytest

from bot.bootstrap.outbox_worker import AT_ONCE, OutboxWorker
from bot.bootstrap.requests import add_digests
from bot.core.requests import Job, JobKind, NewJob
from bot.errors import GiveUp, RetryLater, StorageUnavailable
from bot.settings import RequestSettings
from tests.request_world import RequestWorld

NEVER_S = 1_000.0  # a poll that a test does not wait for


@pytest.fixture
def world(tmp_path: Path) -> Iterator[RequestWorld]:
    world = RequestWorld(tmp_path)
    with closing(world.storage):
        yield world


def notify(world: RequestWorld, key: str, tenant: str = "T1") -> None:
    world.storage.outbox.add(tenant, NewJob(JobKind.NOTIFY_PERSON, {"user": "CANARY", "request": 1}, key), world.now)


def card(world: RequestWorld, key: str, request: int = 1) -> None:
    world.storage.outbox.add("T1", NewJob(JobKind.UPDATE_CARD, {"request": request}, key), world.now)


def a_worker(world: RequestWorld, handler: Callable[[Job], Awaitable[None]], **options: Any) -> OutboxWorker:
    handlers: Mapping[str, Callable[[Job], Awaitable[None]]] = {"notify_person": handler, "update_card": handler}
    return OutboxWorker(world.storage.outbox, handlers, now=lambda: world.now, jitter=lambda: 0, **{"poll_s": NEVER_S, **options})


async def until(true: Callable[[], bool]) -> None:
    with anyio.fail_after(20):
        while not true():  # noqa: ASYNC110 - what is waited for is in the database
            await anyio.sleep(0.002)


async def worked(worker: OutboxWorker, meanwhile: Callable[[], Awaitable[None]]) -> None:
    stop = anyio.Event()
    with anyio.fail_after(30):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(worker.run, stop)
            await meanwhile()
            stop.set()


def test_what_is_stored_while_the_worker_sleeps_is_done_at_once(world: RequestWorld) -> None:
    done: list[str] = []

    async def handle(job: Job) -> None:
        done.append(job.key)

    async def meanwhile() -> None:
        await until(lambda: done == ["before"])
        for place in range(3):
            await anyio.to_thread.run_sync(notify, world, str(place))
            await until(lambda place=place: done[-1] == str(place))

    notify(world, "before")
    asyncio.run(worked(a_worker(world, handle), meanwhile))
    assert world.storage.outbox.counts("done") == {"notify_person": 4}


def test_what_another_process_stored_is_found_by_looking(world: RequestWorld) -> None:
    done: list[str] = []

    async def handle(job: Job) -> None:
        done.append(job.key)

    async def meanwhile() -> None:
        world.storage.outbox.on_enqueued = lambda: None
        await anyio.to_thread.run_sync(notify, world, "elsewhere")
        await until(lambda: done == ["elsewhere"])

    asyncio.run(worked(a_worker(world, handle, poll_s=0.01), meanwhile))


def test_failures_come_again_and_what_is_hopeless_is_given_up_and_no_log_names_anybody(world: RequestWorld, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    attempts: dict[str, int] = {}
    faults: dict[str, Exception] = {
        "retry": RetryLater("rate limited", 7),
        "hopeless": GiveUp("the account is gone"),
        "surprise": KeyError("CANARY"),
    }

    async def handle(job: Job) -> None:
        attempts[job.key] = job.attempts
        if job.key in faults and (job.attempts == 1 or job.key == "surprise"):
            raise faults[job.key]

    async def meanwhile() -> None:
        for seconds in (0, 5, 2, 60, 600, 6_000):
            world.wait(seconds=seconds)
            worker.wake()
            await until(lambda: not world.storage.outbox.claim(["notify_person"], world.now, 0) and idle())

    def idle() -> bool:
        with world.storage.database.reading() as connection:
            due = "SELECT count(*) FROM outbox WHERE state = 'pending' AND (claim IS NOT NULL OR available_at <= ?)"
            return connection.exec_driver_sql(due, (world.now.replace(tzinfo=None).isoformat(" ", "microseconds"),)).scalar() == 0

    worker = a_worker(world, handle)
    for key in ("fine", *faults):
        notify(world, key)
    asyncio.run(worked(worker, meanwhile))
    assert attempts == {"fine": 1, "retry": 2, "hopeless": 1, "surprise": 5}
    assert {(job.attempts, job.error) for job in world.storage.outbox.dead("T1")} == {(1, "the account is gone"), (5, "KeyError")}
    assert "is given up: KeyError" in caplog.text
    assert "CANARY" not in caplog.text


def test_one_that_hangs_keeps_nobody_waiting_and_is_cut_off(world: RequestWorld) -> None:
    done: list[str] = []

    async def handle(job: Job) -> None:
        if job.key == "hangs":
            await anyio.sleep_forever()
        done.append(job.key)

    async def meanwhile() -> None:
        await until(lambda: len(done) == 2 * AT_ONCE)
        await until(lambda: bool(world.storage.outbox.counts("dead")) or _error(world) == "TimeoutError")

    notify(world, "hangs")
    for place in range(2 * AT_ONCE):
        notify(world, str(place))
    asyncio.run(worked(a_worker(world, handle, timeout_s=0.5), meanwhile))


def _error(world: RequestWorld) -> str | None:
    with world.storage.database.reading() as connection:
        return str(connection.exec_driver_sql("SELECT last_error FROM outbox WHERE dedupe_key = 'hangs'").scalar())


def test_a_card_is_changed_by_one_job_at_a_time_in_their_order(world: RequestWorld) -> None:
    log: list[str] = []

    async def handle(job: Job) -> None:
        log.append(f"+{job.key}")
        await anyio.sleep(0.01)
        log.append(f"-{job.key}")

    async def meanwhile() -> None:
        await until(lambda: len(log) == 6)

    for key in ("1", "2", "3"):
        card(world, key)
    asyncio.run(worked(a_worker(world, handle), meanwhile))
    assert log == ["+1", "-1", "+2", "-2", "+3", "-3"]


def test_stopping_finishes_what_is_in_hand_and_begins_nothing_else(world: RequestWorld) -> None:
    begun, done = anyio.Event(), []

    async def stopped() -> None:
        go_on = anyio.Event()

        async def handle(job: Job) -> None:
            begun.set()
            await go_on.wait()
            done.append(job.key)

        stop = anyio.Event()
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(a_worker(world, handle).run, stop)
            await begun.wait()
            stop.set()
            await anyio.to_thread.run_sync(notify, world, "too late")
            go_on.set()

    notify(world, "in hand")
    asyncio.run(stopped())
    assert done == ["in hand"]
    assert world.storage.outbox.counts("pending") == {"notify_person": 1}


def test_cancelling_puts_back_what_is_in_hand_for_the_next_process(world: RequestWorld) -> None:
    async def cancelled() -> None:
        begun = anyio.Event()

        async def handle(_: Job) -> None:
            begun.set()
            await anyio.sleep_forever()

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(a_worker(world, handle).run, anyio.Event())
            await begun.wait()
            tasks.cancel_scope.cancel()

    notify(world, "x")
    asyncio.run(cancelled())
    (job,) = world.storage.outbox.claim(["notify_person"], world.now, 1)
    assert job.attempts == 1


def test_a_database_that_does_not_answer_ends_nothing(world: RequestWorld) -> None:
    done: list[str] = []
    claim, faults = world.storage.outbox.claim, iter([StorageUnavailable("busy")] * 2)

    def claim_or_fail(*given: Any) -> tuple[Job, ...]:
        fault = next(faults, None)
        if fault:
            raise fault
        return claim(*given)

    async def handle(job: Job) -> None:
        done.append(job.key)

    async def meanwhile() -> None:
        await until(lambda: done == ["x"])

    world.storage.outbox.claim = claim_or_fail  # type: ignore[method-assign]
    notify(world, "x")
    asyncio.run(worked(a_worker(world, handle, poll_s=0.01), meanwhile))


def test_jobs_that_nobody_here_can_do_are_left_to_others(world: RequestWorld) -> None:
    async def nothing() -> None:
        await anyio.sleep(0.02)

    notify(world, "x")
    asyncio.run(worked(OutboxWorker(world.storage.outbox, {}, poll_s=0.001), nothing))
    assert world.storage.outbox.counts("pending") == {"notify_person": 1}


def test_there_is_one_digest_a_day_for_every_tenant_with_a_channel_once_its_hour_has_come(world: RequestWorld) -> None:
    settings = RequestSettings(triage_channels="T1:C1;T2:C2", digest_hour=10)
    outbox = world.storage.outbox
    made = [add_digests(outbox, settings, world.now + timedelta(hours=hours)) for hours in (0, 1, 2, 24, 25)]
    assert made == [0, 2, 0, 0, 2]
    assert add_digests(outbox, RequestSettings(triage_channels="T1:C1"), world.now) == 0
    jobs = outbox.claim(["digest"], world.now + timedelta(days=2), 10)
    assert [(job.tenant, dict(job.payload)) for job in jobs] == [(tenant, {"day": day}) for day in ("2026-03-02", "2026-03-03") for tenant in ("T1", "T2")]

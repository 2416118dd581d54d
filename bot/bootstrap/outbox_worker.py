"""One worker a process that does what the outbox holds, with retries. What it has not finished when it is killed comes again."""

from __future__ import annotations

import asyncio
import logging
import random
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

import anyio

from bot.core.requests import Job
from bot.errors import GiveUp, RetryLater, StorageUnavailable
from bot.storage import Outbox

Handler = Callable[[Job], Awaitable[None]]
"""Does a job, at least once: it must bear to be called again. Raises RetryLater, or GiveUp where that would not help."""

_LOG = logging.getLogger(__name__)
POLL_S = 5.0  # for what another process stored, and for second attempts
AT_ONCE = 4  # deliveries: a platform that hangs for one person does not keep the others waiting
TIMEOUT_S = 20.0  # for one delivery; less than the lease of a job
_T = TypeVar("_T")


class OutboxWorker:
    """Begins when something is stored in this process, and looks every few seconds.

    Args:
        handlers: by kind of job; jobs of other kinds are left to others.
        now: the time in UTC.
        jitter: in [0, 1), see `Outbox.failed`.
    """

    def __init__(
        self,
        outbox: Outbox,
        handlers: Mapping[str, Handler],
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        poll_s: float = POLL_S,
        timeout_s: float = TIMEOUT_S,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._outbox = outbox
        self._handlers = dict(handlers)
        self._now = now
        self._poll_s = poll_s
        self._timeout_s = timeout_s
        self._jitter = jitter
        self._in_hand = 0
        self._lanes: defaultdict[tuple[str, str], anyio.Lock] = defaultdict(anyio.Lock)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._woken = anyio.Event()

    async def run(self, stop: anyio.Event) -> None:
        """Works until `stop` is set, and finishes what it has in hand. Cancelled, it puts back what it has not finished."""
        self._loop = asyncio.get_running_loop()
        self._outbox.on_enqueued = self.wake
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._wake_at, stop)
            while not stop.is_set():
                self._woken = anyio.Event()  # before looking: what is stored meanwhile is not slept over
                jobs = await self._claim()
                for job in jobs:
                    self._in_hand += 1
                    tasks.start_soon(self._do, job)
                if not jobs:
                    with anyio.move_on_after(self._poll_s):
                        await self._woken.wait()

    def wake(self) -> None:
        """Looks now. From any thread; nothing happens when the worker does not run."""
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop is closed
                self._loop.call_soon_threadsafe(self._look)

    async def _wake_at(self, stop: anyio.Event) -> None:
        await stop.wait()
        self._look()

    def _look(self) -> None:
        self._woken.set()

    async def _claim(self) -> tuple[Job, ...]:
        free = AT_ONCE - self._in_hand
        if not free or not self._handlers:
            return ()
        found = await self._stored(partial(self._outbox.claim, tuple(self._handlers), self._now(), free))
        return found or ()

    async def _do(self, job: Job) -> None:
        try:
            async with self._lanes[job.lane]:
                await self._deliver(job)
        except asyncio.CancelledError:
            with anyio.CancelScope(shield=True):
                await self._stored(partial(self._outbox.release, job))
            raise
        finally:
            self._in_hand -= 1
            if not self._lanes[job.lane].locked():
                del self._lanes[job.lane]
            self._look()

    async def _deliver(self, job: Job) -> None:
        try:
            with anyio.fail_after(self._timeout_s):
                await self._handlers[job.kind](job)
        except GiveUp as error:
            await self._failed(job, str(error), final=True)
        except RetryLater as error:
            await self._failed(job, str(error), after_s=error.after_s)
        except Exception as error:  # noqa: BLE001 - whatever a handler does not name may pass: the job is tried again, then given up
            await self._failed(job, type(error).__name__)
        else:
            await self._stored(partial(self._outbox.done, job, self._now()))

    async def _failed(self, job: Job, error: str, *, after_s: float | None = None, final: bool = False) -> None:
        dead = await self._stored(partial(self._outbox.failed, job, self._now(), error, after_s=after_s, jitter=self._jitter(), final=final))
        _LOG.log(
            logging.ERROR if dead else logging.WARNING,
            "job %d (%s), attempt %d, %s: %s",
            job.id,
            job.kind,
            job.attempts,
            "is given up" if dead else "failed",
            error,
        )

    async def _stored(self, act: Callable[[], _T]) -> _T | None:
        """None while the database does not answer: the lease of the job ends, and it comes again."""
        try:
            return await anyio.to_thread.run_sync(act)
        except StorageUnavailable as error:
            _LOG.warning("the outbox does not answer: %s", error)
            return None

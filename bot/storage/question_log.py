"""What was asked, written behind the answer: a full queue or a broken database costs entries of the log, never an answer."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Sequence
from threading import Condition, Thread

from sqlalchemy import insert
from sqlalchemy.exc import SQLAlchemyError

from bot.core.normalize import clean, normalize
from bot.core.usage import AskedQuestion
from bot.errors import StorageUnavailable
from bot.storage.database import Database
from bot.storage.key import pseudonym
from bot.storage.tables import question_log

_LOG = logging.getLogger(__name__)
CAPACITY = 2_000  # questions; a minute of the busiest hour, a few megabytes at the most
BATCH = 200  # rows a transaction: a few milliseconds with the write lock
LINGER_S = 0.25  # for a batch to fill; what a kill can cost at the most
PAUSES_S = (0.2, 1.0, 3.0)  # before another attempt: a lock is gone after the first, a restart of something else after the last


class QuestionLogWriter:
    """Implements `QuestionLog` with one thread that writes.

    Args:
        key: for pseudonyms; no user id is stored.
        capacity: questions that wait at the most; those beyond are dropped.
        on_dropped: told how many were just dropped, by the thread that dropped them.
        pauses_s: seconds between attempts to write a batch; when they are used up, the batch is dropped.
    """

    def __init__(
        self,
        database: Database,
        key: bytes,
        *,
        capacity: int = CAPACITY,
        on_dropped: Callable[[int], None] = lambda _: None,
        pauses_s: Sequence[float] = PAUSES_S,
    ) -> None:
        self._database = database
        self._key = key
        self._capacity = capacity
        self._on_dropped = on_dropped
        self._pauses_s = tuple(pauses_s)
        self.dropped = 0
        self._waiting: deque[AskedQuestion] = deque()
        self._in_hand = 0
        self._flushing = 0
        self._closing = False
        self._changed = Condition()
        self._thread = Thread(target=self._run, name="question-log", daemon=True)
        self._thread.start()

    def record(self, question: AskedQuestion) -> None:
        with self._changed:
            taken = not self._closing and len(self._waiting) < self._capacity
            if taken:
                self._waiting.append(question)
                if len(self._waiting) in {1, BATCH}:
                    self._changed.notify_all()
        if not taken:
            self._drop(1)

    def flush(self, timeout_s: float = 10.0) -> bool:
        """True when everything recorded so far is written or dropped; False when that took longer."""
        with self._changed:
            self._flushing += 1
            self._changed.notify_all()
            try:
                return self._changed.wait_for(lambda: not self._waiting and not self._in_hand, timeout_s)
            finally:
                self._flushing -= 1

    def close(self, timeout_s: float = 10.0) -> bool:
        """Writes what waits and ends. False when that took longer: what still waited is dropped and counted."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join(timeout_s)
        with self._changed:
            left = len(self._waiting)
            self._waiting.clear()
        self._drop(left)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while batch := self._take():
            self._store(batch)
            with self._changed:
                self._in_hand = 0
                self._changed.notify_all()

    def _take(self) -> list[AskedQuestion]:
        """The next batch; empty when there will be none."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closing)
            self._changed.wait_for(lambda: len(self._waiting) >= BATCH or self._flushing or self._closing, LINGER_S)
            batch = [self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))]
            self._in_hand = len(batch)
            return batch

    def _store(self, batch: Sequence[AskedQuestion]) -> None:
        rows = [self._row(question) for question in batch]
        for pause_s in (*self._pauses_s, None):
            try:
                with self._database.writing() as connection:
                    connection.execute(insert(question_log), rows)
            except (StorageUnavailable, SQLAlchemyError) as error:
                _LOG.warning("%d questions could not be logged: %s", len(rows), type(error).__name__ if isinstance(error, SQLAlchemyError) else error)
                if pause_s is None:
                    self._drop(len(rows))
                else:
                    with self._changed:
                        self._changed.wait_for(lambda: self._closing, pause_s)
            else:
                return

    def _drop(self, count: int) -> None:
        if count:
            with self._changed:
                self.dropped += count
            self._on_dropped(count)

    def _row(self, question: AskedQuestion) -> dict[str, object]:
        asker = question.asker
        subject = clean(question.subject)
        return {
            "tenant": asker.tenant,
            "user_hash": pseudonym(self._key, asker.tenant, asker.user) if asker.user else None,
            "surface": asker.surface.value,
            "asked_at": question.asked_at,
            "text": question.text,
            "subject": subject,
            "subject_key": normalize(subject) or subject,
            "kind": question.kind.value,
            "step": question.step,
            "slug": question.slug,
            "lexical_only": question.lexical_only,
            "elapsed_ms": question.elapsed_ms,
        }

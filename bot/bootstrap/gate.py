"""One encoding at a time, a short queue behind it, and a plain "no" beyond: look-ups by label never wait for the model."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock

WAITING = 16  # questions; at 20 ms an encoding the last of them waits a third of a second
PATIENCE_S = 2.0  # a chat platform gives three seconds for the whole answer


class Gate:
    """Admission to the encoder.

    Args:
        waiting: how many may wait while one is inside.
        patience_s: how long one waits at the most.
    """

    def __init__(self, *, waiting: int = WAITING, patience_s: float = PATIENCE_S) -> None:
        self._inside = BoundedSemaphore(1)
        self._places = waiting + 1
        self._lock = Lock()
        self._patience_s = patience_s
        self.refused = 0

    @contextmanager
    def enter(self) -> Iterator[bool]:
        """True while inside; False when the queue is full or patience has run out: do without."""
        if not self._queued():
            yield False
            return
        try:
            if not self._inside.acquire(timeout=self._patience_s):
                self._count_refusal()
                yield False
                return
            try:
                yield True
            finally:
                self._inside.release()
        finally:
            with self._lock:
                self._places += 1

    def _queued(self) -> bool:
        with self._lock:
            if self._places:
                self._places -= 1
                return True
            self.refused += 1
            return False

    def _count_refusal(self) -> None:
        with self._lock:
            self.refused += 1

"""A short queue for the model, and a plain "no" beyond: what comes too late to be answered in time does not wait at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

PLACES = 24  # questions, of which eight are encoded at a time: the last of them waits a tenth of a second


class Gate:
    """Counts who is at the model, and who was turned away."""

    def __init__(self, *, places: int = PLACES) -> None:
        self._places = places
        self._lock = Lock()
        self.refused = 0

    @contextmanager
    def enter(self) -> Iterator[bool]:
        """True when there is a place, which is free again afterwards; False: do without."""
        with self._lock:
            admitted = self._places > 0
            self._places -= admitted
            self.refused += not admitted
        try:
            yield admitted
        finally:
            with self._lock:
                self._places += admitted

    def turn_away(self) -> None:
        """Somebody has left although there was a place: it took too long."""
        with self._lock:
            self.refused += 1

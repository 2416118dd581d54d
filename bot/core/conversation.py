"""The entry that was spoken of last, for as long as a conversation lasts."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

CAPACITY = 10_000  # conversations; a hundred bytes each
KEPT_S = 30 * 60.0  # after half an hour "it" means something else


class Conversations:
    """Remembers in memory: a restart costs a follow-up question, nothing more. Thread-safe."""

    def __init__(self, *, capacity: int = CAPACITY, kept_s: float = KEPT_S, clock: Callable[[], float] = time.monotonic) -> None:
        self._capacity = capacity
        self._kept_s = kept_s
        self._clock = clock
        self._lock = Lock()
        self._last: OrderedDict[tuple[str, str], tuple[str, float]] = OrderedDict()

    def last(self, tenant: str, conversation: str) -> str | None:
        """The slug spoken of last in a conversation, unless that is long ago."""
        with self._lock:
            slug, said_at = self._last.get((tenant, conversation), ("", 0.0))
        return slug if slug and self._clock() - said_at <= self._kept_s else None

    def remember(self, tenant: str, conversation: str, slug: str) -> None:
        with self._lock:
            self._last[tenant, conversation] = (slug, self._clock())
            self._last.move_to_end((tenant, conversation))
            while len(self._last) > self._capacity:
                self._last.popitem(last=False)

    def forget_tenant(self, tenant: str) -> None:
        with self._lock:
            for key in [key for key in self._last if key[0] == tenant]:
                del self._last[key]

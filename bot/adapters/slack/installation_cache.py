"""Installations in memory, so that an answer needs no database."""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Protocol

from bot.adapters.slack.installation import Kept
from bot.errors import StorageUnavailable

_LOG = logging.getLogger(__name__)
FRESH_S = 60.0  # another process may have renewed or removed what is remembered here
CAPACITY = 10_000  # workspaces; about a kilobyte each


class Store(Protocol):
    async def read(self, tenant: str) -> Kept | None: ...


class KnownInstallations:
    """What the store said last. While the database does not answer, what is remembered is good enough: look-ups go on."""

    def __init__(self, store: Store, clock: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._clock = clock
        self._known: OrderedDict[str, tuple[float, Kept]] = OrderedDict()

    async def find(self, tenant: str) -> Kept | None:
        """Raises StorageUnavailable for a workspace that is not remembered, and ConfigurationError: no key opens what is stored."""
        known = self._known.get(tenant)
        if known and self._clock() - known[0] < FRESH_S:
            return known[1]
        try:
            kept = await self._store.read(tenant)
        except StorageUnavailable as error:
            if known is None:
                raise
            _LOG.warning("a Slack workspace is answered with the token that is remembered: %s", error)
            return known[1]
        if kept:
            self.put(kept)
        else:
            self.forget(tenant)
        return kept

    def put(self, kept: Kept) -> None:
        """Remembers what has just been stored."""
        self._known[kept.tenant] = (self._clock(), kept)
        self._known.move_to_end(kept.tenant)
        while len(self._known) > CAPACITY:
            self._known.popitem(last=False)

    def forget(self, tenant: str) -> None:
        """The next request asks the store."""
        self._known.pop(tenant, None)

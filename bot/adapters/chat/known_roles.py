"""Roles that were looked up lately: most questions then need neither the database nor the turn of another thread."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

from bot.core.roles import Role
from bot.core.usage import Asker

FRESH_S = 60.0  # for what another process has stored; what is chosen here is known at once
MOST = 10_000  # people, a hundred bytes each

_Key = tuple[str, str | None]


class KnownRoles:
    """Used by the event loop alone.

    Args:
        now: seconds of a clock that never goes back.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._known: OrderedDict[_Key, tuple[Role | None, float]] = OrderedDict()

    def __contains__(self, asker: Asker) -> bool:
        known = self._known.get(_key(asker))
        return known is not None and self._now() - known[1] < FRESH_S

    def __getitem__(self, asker: Asker) -> Role | None:
        return self._known[_key(asker)][0]

    def remember(self, asker: Asker, role: Role | None) -> None:
        self._known[_key(asker)] = (role, self._now())
        self._known.move_to_end(_key(asker))
        while len(self._known) > MOST:
            self._known.popitem(last=False)

    def forget(self, tenant: str) -> None:
        for key in [key for key in self._known if key[0] == tenant]:
            del self._known[key]


def _key(asker: Asker) -> _Key:
    return asker.tenant, asker.user

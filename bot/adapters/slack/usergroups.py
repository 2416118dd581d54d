"""The members of Slack's user groups, as of a few minutes ago: whoever leaves a group stops being a steward without a restart."""

from __future__ import annotations

import logging
import threading
import time
from collections import defaultdict
from collections.abc import Callable

from anyio import from_thread

from bot.adapters.slack.outbound import Outbound
from bot.errors import DeliveryError

_LOG = logging.getLogger(__name__)
FRESH_S = 300.0  # between two questions to Slack about a group
RETRY_S = 30.0  # after a failure: until then the group has no members, since rights are not given on a guess


class GroupMembers:
    """Gives the user ids of a group. Call it from a worker thread of the event loop, as the desk is.

    Args:
        now: seconds of a clock that never goes back.
    """

    def __init__(self, outbound: Outbound, now: Callable[[], float] = time.monotonic) -> None:
        self._outbound = outbound
        self._now = now
        self._known: dict[tuple[str, str], tuple[float, frozenset[str]]] = {}
        self._asking: defaultdict[tuple[str, str], threading.Lock] = defaultdict(threading.Lock)

    def __call__(self, tenant: str, group: str) -> frozenset[str]:
        """Empty while Slack does not say. One thread asks; the others wait for what it hears."""
        key = (tenant, group)
        with self._asking[key]:
            until, members = self._known.get(key, (0.0, frozenset[str]()))
            if key in self._known and self._now() < until:
                return members
            try:
                members, fresh_s = from_thread.run(self._ask, tenant, group), FRESH_S
            except DeliveryError as error:
                _LOG.warning("the members of user group %s are not known: %s", group, error)
                members, fresh_s = frozenset(), RETRY_S
            self._known[key] = (self._now() + fresh_s, members)
            return members

    async def _ask(self, tenant: str, group: str) -> frozenset[str]:
        async with self._outbound.to(tenant) as client:
            said = await client.usergroups_users_list(usergroup=group)
        users = said.get("users")
        return frozenset(map(str, users)) if isinstance(users, list) else frozenset()

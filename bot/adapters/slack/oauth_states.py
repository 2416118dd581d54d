"""The `state` of an installation: signed by us, short-lived, used once."""

from __future__ import annotations

import hashlib
import hmac
import logging
import re
import secrets
import time
from collections.abc import Callable

from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

from bot.adapters.workers import Workers, in_thread

_LOG = logging.getLogger(__name__)
LIFETIME_S = 600  # an administrator reads what the app may do, and perhaps signs in first
_STATE = re.compile(r"(?P<until>\d{10,12})\.(?P<nonce>[A-Za-z0-9_-]{22})\.(?P<signature>[0-9a-f]{64})", re.ASCII)


class SignedStates(AsyncOAuthStateStore):
    """States that need no storage until they come back. Only those that we have signed get that far.

    Args:
        key: signs; see `keys.state_key`.
        is_new: True once for every state, in all processes. Raises StorageUnavailable.
        clock: Unix time in seconds.
    """

    def __init__(self, key: bytes, is_new: Callable[[str], bool], *, workers: Workers | None = None, clock: Callable[[], float] = time.time) -> None:
        self._key = key
        self._is_new = is_new
        self._storing = (workers or Workers()).storing
        self._clock = clock

    @property
    def logger(self) -> logging.Logger:
        return _LOG

    async def async_issue(self, *_: object, **__: object) -> str:
        claim = f"{int(self._clock()) + LIFETIME_S}.{secrets.token_urlsafe(16)}"
        return f"{claim}.{self._signature(claim)}"

    async def async_consume(self, state: str) -> bool:
        """True the first time, while it is valid. Raises StorageUnavailable."""
        found = _STATE.fullmatch(state)
        if found is None or not hmac.compare_digest(found["signature"], self._signature(f"{found['until']}.{found['nonce']}")):
            return False
        if int(found["until"]) < self._clock():
            return False
        return await in_thread(self._storing, self._is_new, found["nonce"])

    def _signature(self, claim: str) -> str:
        return hmac.new(self._key, claim.encode(), hashlib.sha256).hexdigest()

"""Tokens that expire are renewed in time: once, however many requests come meanwhile."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import Installation

from bot.adapters.slack.backoff import Backoff
from bot.adapters.slack.installation import EncryptedInstallationStore, Kept
from bot.adapters.slack.installation_cache import KnownInstallations
from bot.adapters.slack.refusals import refusal
from bot.errors import ConfigurationError, StorageUnavailable

_LOG = logging.getLogger(__name__)
RENEW_BEFORE_S = 2 * 3600.0  # of the twelve hours a token lives: an outage of the Web API has to last longer than this to be noticed
USABLE_S = 30.0  # a token with less left may expire before the last call of a request
PATIENCE_S = 2.0  # of a request that cannot be answered without the new token; Slack waits three seconds
PAUSE_S = 60.0  # after a renewal that failed


class Renewals:
    """Keeps tokens usable. New tokens are stored before they are used: a refresh token works once.

    Args:
        renew: gives the installation with new tokens.
        clock: Unix time in seconds.
    """

    def __init__(
        self,
        store: EncryptedInstallationStore,
        known: KnownInstallations,
        renew: Callable[[Installation], Awaitable[Installation]],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._store = store
        self._known = known
        self._renew_tokens = renew
        self._clock = clock
        self._running: dict[str, asyncio.Task[None]] = {}
        self._not_before: dict[str, float] = {}

    async def usable(self, kept: Kept) -> Kept | None:
        """The installation with a token that can be used; None when it has expired and could not be renewed. Raises StorageUnavailable."""
        left_s = self._left_s(kept)
        if left_s > RENEW_BEFORE_S:
            return kept
        task = self._running.get(kept.tenant)
        if task is None and self._clock() >= self._not_before.get(kept.tenant, 0.0):
            task = self._running[kept.tenant] = asyncio.create_task(self._renew(kept.tenant))
            task.add_done_callback(lambda _: self._running.pop(kept.tenant, None))
        if left_s > USABLE_S:
            return kept
        if task:
            await asyncio.wait({task}, timeout=PATIENCE_S)
        else:
            self._known.forget(kept.tenant)  # another process may have had more luck
        found = await self._known.find(kept.tenant)
        return found if found and self._left_s(found) > 0 else None

    async def settle(self, timeout_s: float = 10.0) -> None:
        """Returns when nothing is being renewed: call it before the database is closed."""
        if self._running:
            _, unfinished = await asyncio.wait(self._running.values(), timeout=timeout_s)
            for task in unfinished:
                task.cancel()

    def _left_s(self, kept: Kept) -> float:
        expires_at = kept.installation.bot_token_expires_at
        return float("inf") if expires_at is None or not kept.installation.bot_refresh_token else expires_at - self._clock()

    async def _renew(self, tenant: str) -> None:
        try:
            kept = await self._store.read(tenant)  # another process may have been first
            if kept and self._left_s(kept) <= RENEW_BEFORE_S:
                kept = await self._renewed(kept)
        except (StorageUnavailable, ConfigurationError) as error:
            self._put_off(tenant, str(error))
            return
        if kept:
            self._known.put(kept)
        else:
            self._known.forget(tenant)

    async def _renewed(self, kept: Kept) -> Kept | None:
        """What stands in the store in the end."""
        try:
            fresh = await self._renew_tokens(kept.installation)
        except SlackApiError as error:
            again = await self._store.read(kept.tenant)
            if again and again.content != kept.content:
                return again
            self._put_off(kept.tenant, f"Slack says {refusal(error)}; if this stays so, install the app there again")
            return kept
        except (aiohttp.ClientError, TimeoutError) as error:
            self._put_off(kept.tenant, f"Slack does not answer ({type(error).__name__})")
            return kept
        waits = Backoff(first_s=0.2, most_s=10.0)
        while True:  # whoever gives up here has lost the refresh token
            try:
                return await self._store.replace(kept, fresh) or await self._store.read(kept.tenant)
            except StorageUnavailable as error:
                _LOG.warning("new Slack tokens could not be stored, trying again: %s", error)
                await asyncio.sleep(waits.next_s())

    def _put_off(self, tenant: str, reason: str) -> None:
        self._not_before[tenant] = self._clock() + PAUSE_S
        _LOG.warning("the Slack token of workspace %s could not be renewed: %s", tenant, reason)

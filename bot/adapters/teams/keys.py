"""The keys by which Teams signs, fetched ahead of time: no request waits for them, but the first with a key that is new."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Mapping
from typing import Any

import httpx
import jwt

_LOG = logging.getLogger(__name__)
FRESH_S = 24 * 3600.0  # Microsoft rotates keys every few weeks and asks for a look every day
AGAIN_S = 60.0  # between two looks for a key that nobody knows: forged ids are free
TIMEOUT_S = 5.0


class SigningKeys:
    """Keys by id. Used by one event loop.

    Args:
        openid_url: address of the OpenID configuration, which says where the keys are.
    """

    def __init__(self, openid_url: str) -> None:
        self._openid_url = openid_url
        self._keys: Mapping[str, tuple[jwt.PyJWK, frozenset[str]]] = {}
        self._fetched = float("-inf")
        self._asked = float("-inf")
        self._lock = asyncio.Lock()

    @property
    def known(self) -> bool:
        return bool(self._keys)

    async def find(self, key_id: str) -> tuple[jwt.PyJWK, frozenset[str]] | None:
        """The key, and the channels that it may speak for (none named: for all)."""
        now = time.monotonic()
        if key_id not in self._keys or now - self._fetched > FRESH_S:
            await self.fetch()
        return self._keys.get(key_id)

    async def fetch(self) -> None:
        """Never raises: old keys stay when new ones are not to be had."""
        async with self._lock:
            if time.monotonic() - self._asked < AGAIN_S:
                return
            self._asked = time.monotonic()
            try:
                self._keys = await _read(self._openid_url)
            except (httpx.HTTPError, ValueError, TypeError, KeyError, jwt.PyJWTError) as error:
                _LOG.warning("the keys of Teams are not to be had from %s: %s", self._openid_url, type(error).__name__)
            else:
                self._fetched = time.monotonic()


async def _read(openid_url: str) -> Mapping[str, tuple[jwt.PyJWK, frozenset[str]]]:
    async with httpx.AsyncClient(timeout=TIMEOUT_S, follow_redirects=False, trust_env=True) as client:
        configuration = (await client.get(openid_url)).raise_for_status().json()
        published = (await client.get(configuration["jwks_uri"])).raise_for_status().json()
    found = {}
    for item in published["keys"]:
        if _may_sign(item):
            found[str(item["kid"])] = (jwt.PyJWK(item, algorithm="RS256"), frozenset(map(str, item.get("endorsements") or ())))
    return found


def _may_sign(item: Mapping[str, Any]) -> bool:
    return item.get("kty") == "RSA" and bool(item.get("kid")) and item.get("use", "sig") == "sig"

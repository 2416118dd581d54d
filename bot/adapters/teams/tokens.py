"""Whether a request is from Teams: by https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import jwt

from bot.adapters.teams.activity import Activity, text
from bot.adapters.teams.keys import SigningKeys

LEEWAY_S = 300  # clocks may differ by as much, says that document
_BEARER = re.compile(r"Bearer ([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)")
_CLAIMS = ["exp", "iss", "aud"]


@dataclass(frozen=True, slots=True)
class Tokens:
    """What tokens are held against.

    Attributes:
        issuer: who signs for Teams in this cloud.
    """

    keys: SigningKeys
    client_id: str
    issuer: str

    async def allow(self, authorization: str, activity: Activity) -> bool:
        """True for a token that Teams has signed for this bot, and for this activity's channel and service. Never raises."""
        found = await self._claims(authorization)
        if found is None:
            return False
        claims, channels = found
        if channels and text(activity, "channelId") not in channels:
            return False
        signed_for = str(claims.get("serviceurl") or claims.get("serviceUrl") or "")
        return signed_for.rstrip("/").lower() == text(activity, "serviceUrl").rstrip("/").lower()

    async def is_genuine(self, authorization: str) -> bool:
        """True for a token that Teams has signed for this bot, whatever it comes with. Never raises."""
        return await self._claims(authorization) is not None

    async def _claims(self, authorization: str) -> tuple[dict[str, Any], frozenset[str]] | None:
        """What is signed, and the channels that the key may speak for."""
        bearer = _BEARER.fullmatch(authorization)
        if bearer is None:
            return None
        try:
            header = jwt.get_unverified_header(bearer[1])
            if header.get("alg") != "RS256":
                return None
            found = await self.keys.find(str(header.get("kid")))
            if found is None:
                return None
            key, channels = found
            claims = jwt.decode(
                bearer[1], key.key, algorithms=["RS256"], audience=self.client_id, issuer=self.issuer, leeway=LEEWAY_S, options={"require": _CLAIMS}
            )
        except (jwt.PyJWTError, ValueError, TypeError):
            return None
        return claims, channels

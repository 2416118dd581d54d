"""Every place where a steward sees a request, brought up to date after a step."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.chat.looks import look
from bot.adapters.slack import response_url
from bot.adapters.slack.replies import FAILURES
from bot.adapters.slack.site import SlackSite
from bot.core.requests import TriageCard
from bot.render.look import Place
from bot.render.slack.requests.about import About
from bot.render.slack.requests.card import card_message, card_view

_PATIENCE_S = 0.8  # of the three seconds that Slack waits: what was decided is stored, and shown later at the latest


async def refresh_channel(site: SlackSite, client: AsyncWebClient, card: TriageCard) -> None:
    """For a card in the channel that is out of date; after a step, the outbox does it."""
    if card.place:
        with suppress(*FAILURES):
            async with asyncio.timeout(_PATIENCE_S):
                await client.chat_update(channel=card.place.channel, ts=card.place.message, **card_message(card, look(site, Place.CHANNEL)))


async def refresh_private(site: SlackSite, client: AsyncWebClient, card: TriageCard, about: About, window: Mapping[str, Any]) -> None:
    """The private message, or the window under the `window` that is submitted. What cannot be changed any more stays as it is."""
    with suppress(*FAILURES):
        async with asyncio.timeout(_PATIENCE_S):
            await _refresh_private(site, client, card, about, window)


async def _refresh_private(site: SlackSite, client: AsyncWebClient, card: TriageCard, about: About, window: Mapping[str, Any]) -> None:
    if about.card_url and response_url.is_allowed(about.card_url, site.response_hosts):
        await response_url.send(client, about.card_url, {**card_message(card, look(site, Place.PRIVATE)), "replace_original": True})
    elif window.get("previous_view_id"):
        view = card_view(card, look(site, Place.MODAL), About(card.request.id).write())
        await client.views_update(view_id=window["previous_view_id"], view=view)

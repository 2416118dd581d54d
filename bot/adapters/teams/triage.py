"""The triage channel in Teams: a card for every request, kept as the request stands, and the daily digest."""

from __future__ import annotations

from contextlib import suppress

from bot.adapters.chat.looks import look
from bot.adapters.teams.listeners.requests.named import names_on
from bot.adapters.teams.outbound import Outbound
from bot.adapters.teams.site import TeamsSite
from bot.adapters.teams.visit import message_of
from bot.adapters.workers import in_thread
from bot.core.requests import Card, Job
from bot.errors import StorageUnavailable
from bot.render.adaptive_card.requests.card import steward_card
from bot.render.adaptive_card.requests.queue import digest_card
from bot.render.look import Place


class TriageChannel:
    """Does jobs about cards, and the digest, in the channel of the tenant. What was posted and not noted is posted again: twice is better than never."""

    def __init__(self, site: TeamsSite, outbound: Outbound) -> None:
        self._site = site
        self._outbound = outbound

    async def show(self, job: Job, channel: str) -> None:
        """Changes the card to what it shows now, or posts it where there is none. Raises RetryLater, GiveUp, StorageUnavailable."""
        storing, request_id = self._site.workers.storing, int(job.payload["request"])
        card = await in_thread(storing, self._site.desk.card, job.tenant, request_id)
        if card is None:
            return
        named = await names_on(self._site, job.tenant, card)
        shown = steward_card(card, look(self._site, Place.CHANNEL), named)
        if card.place and await self._outbound.change_in(job.tenant, card.place.channel, card.place.message, message_of(shown)):
            return
        message = await self._outbound.to_conversation(job.tenant, channel, message_of(shown))
        await in_thread(storing, self._site.desk.card_posted, job.tenant, request_id, Card(channel, message))

    async def sum_up(self, job: Job, channel: str) -> None:
        """Posts what is open, unless there is nothing. Raises RetryLater, GiveUp, StorageUnavailable."""
        storing, delivery = self._site.workers.storing, f"job:{job.id}"
        if await in_thread(storing, self._site.deliveries.is_done, job.tenant, delivery):
            return
        queue = await in_thread(storing, self._site.desk.digest, job.tenant)
        if queue.requests:
            await self._outbound.to_conversation(job.tenant, channel, message_of(digest_card(queue)))
            with suppress(StorageUnavailable):
                await in_thread(storing, self._site.deliveries.done, job.tenant, delivery)

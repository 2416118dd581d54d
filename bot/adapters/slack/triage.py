"""The triage channel in Slack: a card for every request, kept as the request stands."""

from __future__ import annotations

from contextlib import suppress

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.chat.looks import look
from bot.adapters.slack.outbound import Outbound
from bot.adapters.slack.refusals import error_code
from bot.adapters.slack.site import SlackSite
from bot.adapters.workers import in_thread
from bot.core.requests import Card, Job
from bot.errors import StorageUnavailable
from bot.render.look import Place
from bot.render.slack.look import Message
from bot.render.slack.requests.card import card_message
from bot.render.slack.requests.queue import digest_message

_CARD_GONE = frozenset({"message_not_found", "channel_not_found", "cant_update_message", "edit_window_closed", "is_inactive"})


class TriageChannel:
    """Does jobs about cards, and the daily digest, in the channel of the tenant.

    A card that was posted just before the process was killed, and not noted, is posted again: twice is better than never.
    """

    def __init__(self, site: SlackSite, outbound: Outbound) -> None:
        self._site = site
        self._outbound = outbound

    async def show(self, job: Job, channel: str) -> None:
        """Changes the card to what it shows now, or posts it where there is none. Raises RetryLater, GiveUp, StorageUnavailable."""
        request_id = int(job.payload["request"])
        card = await in_thread(self._site.workers.storing, self._site.desk.card, job.tenant, request_id)
        if card is None:
            return
        message = card_message(card, look(self._site, Place.CHANNEL))
        async with self._outbound.to(job.tenant) as client:
            if card.place and await _changed(client, card.place, message):
                return
            posted = await client.chat_postMessage(channel=channel, unfurl_links=False, unfurl_media=False, **message)
        place = Card(str(posted["channel"]), str(posted["ts"]))
        await in_thread(self._site.workers.storing, self._site.desk.card_posted, job.tenant, request_id, place)

    async def sum_up(self, job: Job, channel: str) -> None:
        """Posts what is open, unless there is nothing. Raises RetryLater, GiveUp, StorageUnavailable."""
        storing, delivery = self._site.workers.storing, f"job:{job.id}"
        if await in_thread(storing, self._site.deliveries.is_done, job.tenant, delivery):
            return
        queue = await in_thread(storing, self._site.desk.digest, job.tenant)
        if queue.requests:
            async with self._outbound.to(job.tenant) as client:
                await client.chat_postMessage(channel=channel, unfurl_links=False, unfurl_media=False, **digest_message(queue))
            with suppress(StorageUnavailable):
                await in_thread(storing, self._site.deliveries.done, job.tenant, delivery)


async def _changed(client: AsyncWebClient, place: Card, message: Message) -> bool:
    """False when somebody has deleted the card, or its channel."""
    try:
        await client.chat_update(channel=place.channel, ts=place.message, **message)
    except SlackApiError as error:
        if error_code(error) in _CARD_GONE:
            return False
        raise
    return True

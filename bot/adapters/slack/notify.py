"""Those who asked are told what became of it, by a direct message."""

from __future__ import annotations

from contextlib import suppress

from bot.adapters.chat.looks import look, saved_role
from bot.adapters.chat.notices_due import notice_due
from bot.adapters.slack.outbound import Outbound
from bot.adapters.slack.site import SlackSite
from bot.adapters.workers import in_thread
from bot.core.requests import Job
from bot.core.usage import Asker, Surface
from bot.errors import StorageUnavailable
from bot.render.look import Place
from bot.render.slack.requests.notices import notice_message


class PersonalNotices:
    """Does jobs about people. A notice that was sent just before the process was killed, and not noted, is sent again: twice is better than never."""

    def __init__(self, site: SlackSite, outbound: Outbound) -> None:
        self._site = site
        self._outbound = outbound

    async def tell(self, job: Job) -> None:
        """Raises RetryLater, GiveUp for somebody who has left, and StorageUnavailable."""
        storing, delivery = self._site.workers.storing, f"job:{job.id}"
        if await in_thread(storing, self._site.deliveries.is_done, job.tenant, delivery):
            return
        due = await in_thread(storing, notice_due, self._site.desk, self._site.service.assistant, job)
        if due is None:
            return
        saved = await saved_role(self._site, Asker(job.tenant, due.user, Surface.SLACK))
        entry = self._site.service.assistant.define(due.slug, saved.role) if due.slug else None
        how = look(self._site, Place.DIRECT, saved.role, note=saved.note if entry else "")
        message = notice_message(due.notice, due.request, how, entry=entry, other=due.other)
        async with self._outbound.to(job.tenant) as client:
            await client.chat_postMessage(channel=due.user, unfurl_links=False, unfurl_media=False, **message)
        with suppress(StorageUnavailable):
            await in_thread(storing, self._site.deliveries.done, job.tenant, delivery)

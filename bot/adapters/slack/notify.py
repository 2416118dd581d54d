"""Those who asked are told what became of it, by a direct message."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from types import MappingProxyType

from bot.adapters.chat.looks import look, saved_role
from bot.adapters.slack.outbound import Outbound
from bot.adapters.slack.site import SlackSite
from bot.adapters.workers import in_thread
from bot.core.requests import Job, JobKind, MyRequest, Notice, State
from bot.core.usage import Asker, Surface
from bot.errors import StorageUnavailable
from bot.render.look import Place
from bot.render.slack.look import Message
from bot.render.slack.requests.notices import notice_message

_ABOUT: Mapping[Notice, State] = MappingProxyType(
    {
        Notice.NEEDS_INFO: State.NEEDS_INFO,
        Notice.ACCEPTED: State.ACCEPTED,
        Notice.DECLINED: State.DECLINED,
        Notice.DUPLICATE: State.DUPLICATE,
        Notice.PUBLISHED: State.PUBLISHED,
    }
)


class PersonalNotices:
    """Does jobs about people. Nobody is told what is no longer so when the job comes: whatever made it so has a notice of its own.

    A notice that was sent just before the process was killed, and not noted, is sent again: twice is better than never.
    """

    def __init__(self, site: SlackSite, outbound: Outbound) -> None:
        self._site = site
        self._outbound = outbound

    @property
    def handlers(self) -> Mapping[str, Callable[[Job], Awaitable[None]]]:
        """By kind of job."""
        return {JobKind.NOTIFY_PERSON: self.tell}

    async def tell(self, job: Job) -> None:
        """Raises RetryLater, GiveUp for somebody who has left, and StorageUnavailable."""
        storing, delivery = self._site.workers.storing, f"job:{job.id}"
        if await in_thread(storing, self._site.deliveries.is_done, job.tenant, delivery):
            return
        user, notice = str(job.payload["user"]), Notice(str(job.payload["notice"]))
        request = await self._request(job.tenant, user, int(job.payload["request"]))
        if request is None or request.state is not _ABOUT[notice]:
            return
        message = await self._message(Asker(job.tenant, user, Surface.SLACK), notice, request)
        async with self._outbound.to(job.tenant) as client:
            await client.chat_postMessage(channel=user, unfurl_links=False, unfurl_media=False, **message)
        with suppress(StorageUnavailable):
            await in_thread(storing, self._site.deliveries.done, job.tenant, delivery)

    async def _message(self, asker: Asker, notice: Notice, request: MyRequest) -> Message:
        saved, assistant = await saved_role(self._site, asker), self._site.service.assistant
        entry = assistant.define(request.slug, saved.role) if request.slug and request.slug in assistant.glossary else None
        other = await self._request(asker.tenant, asker.user or "", request.duplicate_of) if request.duplicate_of else None
        how = look(self._site, Place.DIRECT, saved.role, note=saved.note if entry else "")
        return notice_message(notice, request, how, entry=entry, other=other)

    async def _request(self, tenant: str, user: str, request_id: int) -> MyRequest | None:
        return await in_thread(self._site.workers.storing, self._site.desk.notice, tenant, user, request_id)

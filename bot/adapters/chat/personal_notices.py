"""Those who asked are told what became of it, each alone, as it stands when the job comes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from types import MappingProxyType

from bot.adapters.chat.looks import look, saved_role
from bot.adapters.chat.once import Deliveries
from bot.adapters.chat.site import ChatSite
from bot.adapters.workers import in_thread
from bot.core.answer import Definition
from bot.core.assistant import Assistant
from bot.core.requests import Job, MyRequest, Notice, RequestDesk, State
from bot.core.usage import Asker, Surface
from bot.errors import StorageUnavailable
from bot.render.look import Look, Place

_ABOUT: Mapping[Notice, State] = MappingProxyType(
    {
        Notice.NEEDS_INFO: State.NEEDS_INFO,
        Notice.ACCEPTED: State.ACCEPTED,
        Notice.DECLINED: State.DECLINED,
        Notice.DUPLICATE: State.DUPLICATE,
        Notice.PUBLISHED: State.PUBLISHED,
    }
)


@dataclass(frozen=True, slots=True)
class DueNotice:
    """Attributes:
    slug: the entry that the request became or is the same as.
    other: the request that it is the same as.
    """

    user: str
    notice: Notice
    request: MyRequest
    slug: str | None
    other: MyRequest | None


def notice_due(desk: RequestDesk, assistant: Assistant, job: Job) -> DueNotice | None:
    """None for what is no longer so: whatever made it so has a notice of its own. Synchronous. Raises StorageUnavailable."""
    user, notice = str(job.payload["user"]), Notice(str(job.payload["notice"]))
    request = desk.notice(job.tenant, user, int(job.payload["request"]))
    if request is None or request.state is not _ABOUT[notice]:
        return None
    other = desk.notice(job.tenant, user, request.duplicate_of) if request.duplicate_of else None
    return DueNotice(user, notice, request, request.slug if request.slug and request.slug in assistant.glossary else None, other)


Send = Callable[[str, DueNotice, Look, Definition | None], Awaitable[None]]
"""Tells somebody, by tenant: with the entry that there is. Raises RetryLater, or GiveUp for somebody who has left."""


class PersonalNotices:
    """Does jobs about people. A notice that was sent just before the process was killed, and not noted, is sent again: twice is better than never."""

    def __init__(self, site: ChatSite, deliveries: Deliveries, surface: Surface, send: Send) -> None:
        self._site = site
        self._deliveries = deliveries
        self._surface = surface
        self._send = send

    async def tell(self, job: Job) -> None:
        """Raises RetryLater, GiveUp, and StorageUnavailable."""
        storing, delivery = self._site.workers.storing, f"job:{job.id}"
        if await in_thread(storing, self._deliveries.is_done, job.tenant, delivery):
            return
        due = await in_thread(storing, notice_due, self._site.desk, self._site.service.assistant, job)
        if due is None:
            return
        saved = await saved_role(self._site, Asker(job.tenant, due.user, self._surface))
        entry = self._site.service.assistant.define(due.slug, saved.role) if due.slug else None
        how = look(self._site, Place.DIRECT, saved.role, note=saved.note if entry else "")
        await self._send(job.tenant, due, how, entry)
        with suppress(StorageUnavailable):
            await in_thread(storing, self._deliveries.done, job.tenant, delivery)

"""What somebody is to be told about a request, as it stands when the job comes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.core.assistant import Assistant
from bot.core.requests import Job, MyRequest, Notice, RequestDesk, State

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

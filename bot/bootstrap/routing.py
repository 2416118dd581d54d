"""Which platform does a job: the one that the person, or the channel, belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.adapters.teams.people import is_teams_conversation, is_teams_person
from bot.bootstrap.outbox_worker import Handler
from bot.core.requests import Job, JobKind
from bot.errors import GiveUp


class Notices(Protocol):
    async def tell(self, job: Job) -> None: ...


class Channel(Protocol):
    async def show(self, job: Job, channel: str) -> None: ...
    async def sum_up(self, job: Job, channel: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Platform:
    """What a platform does of what the outbox holds."""

    notices: Notices
    channel: Channel


class Routing:
    """Jobs by person and channel.

    Args:
        channels: the triage channel by tenant; a tenant without one has no cards, and stewards their queue.
    """

    def __init__(self, slack: Platform | None, teams: Platform | None, channels: Mapping[str, str]) -> None:
        self._slack = slack
        self._teams = teams
        self._channels = channels

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """By kind of job; without a platform there are none, and jobs wait for one."""
        if not (self._slack or self._teams):
            return {}
        return {JobKind.NOTIFY_PERSON: self._tell, JobKind.POST_CARD: self._show, JobKind.UPDATE_CARD: self._show, JobKind.DIGEST: self._sum_up}

    async def _tell(self, job: Job) -> None:
        user = str(job.payload["user"])
        await self._of(teams=is_teams_person(user)).notices.tell(job)

    async def _show(self, job: Job) -> None:
        if channel := self._channels.get(job.tenant):
            await self._of(teams=is_teams_conversation(channel)).channel.show(job, channel)

    async def _sum_up(self, job: Job) -> None:
        if channel := self._channels.get(job.tenant):
            await self._of(teams=is_teams_conversation(channel)).channel.sum_up(job, channel)

    def _of(self, *, teams: bool) -> Platform:
        platform = self._teams if teams else self._slack
        if platform is None:
            raise GiveUp(f"{'Teams' if teams else 'Slack'} is not configured here")
        return platform

"""What is in the queue, for a steward."""

from __future__ import annotations

from bot.adapters.slack.listeners import patience
from bot.adapters.slack.site import SlackSite
from bot.adapters.workers import in_thread
from bot.core.requests import QueueFilter
from bot.core.usage import Asker
from bot.errors import StorageUnavailable
from bot.render.slack.requests.queue import Backlog


async def backlog_of(site: SlackSite, asker: Asker, which: QueueFilter = QueueFilter.OPEN) -> Backlog:
    """Raises NotPermitted, which is recorded, for everybody else, and StorageUnavailable."""
    return Backlog(await in_thread(site.workers.storing, site.desk.queue, asker, which), which)


async def backlog_at_home(site: SlackSite, asker: Asker, which: QueueFilter = QueueFilter.OPEN) -> Backlog | None:
    """None for people who are no stewards, and when the database, or Slack about a group, does not answer in time: Home appears without it."""
    try:
        if await patience.read(site, site.desk.is_steward, asker):
            return Backlog(await patience.read(site, site.desk.queue, asker, which), which)
    except StorageUnavailable:
        pass
    return None

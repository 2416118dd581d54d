"""What is in the queue, for a steward."""

from __future__ import annotations

from bot.adapters.chat import patience
from bot.adapters.chat.site import ChatSite
from bot.adapters.workers import in_thread
from bot.core.replies import StewardQueue
from bot.core.requests import QueueFilter
from bot.core.usage import Asker
from bot.errors import StorageUnavailable


async def backlog_of(site: ChatSite, asker: Asker, which: QueueFilter = QueueFilter.OPEN) -> StewardQueue:
    """Raises NotPermitted, which is recorded, for everybody else, and StorageUnavailable."""
    return StewardQueue(await in_thread(site.workers.storing, site.desk.queue, asker, which), which)


async def backlog_at_home(site: ChatSite, asker: Asker, which: QueueFilter = QueueFilter.OPEN) -> StewardQueue | None:
    """None for people who are no stewards, and when the database, or a platform about a group, does not answer in time: Home appears without it."""
    try:
        if await patience.read(site, site.desk.is_steward, asker):
            return StewardQueue(await patience.read(site, site.desk.queue, asker, which), which)
    except StorageUnavailable:
        pass
    return None

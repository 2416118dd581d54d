"""The thumbs that Teams shows under a message of words."""

from __future__ import annotations

import logging

from bot.adapters.teams.activity import text
from bot.adapters.teams.visit import Visit
from bot.adapters.workers import in_thread
from bot.core.usage import Feedback
from bot.errors import UnknownTerm

_LOG = logging.getLogger(__name__)


async def given(visit: Visit) -> None:
    """About what was answered last in this conversation: the message itself carries no more than its id."""
    slug = visit.site.service.last_answered(visit.person.asker, visit.person.conversation)
    reaction = text(visit.activity, "value", "actionValue", "reaction")
    if slug is None or reaction not in {"like", "dislike"}:
        _LOG.info("a vote is about nothing that is known any more")
        return
    feedback = Feedback(slug, helpful=reaction == "like")
    try:
        await in_thread(visit.site.workers.storing, visit.site.service.give_feedback, visit.person.asker, feedback, visit.delivery)
    except UnknownTerm:
        _LOG.info("a vote is about an entry that is gone")

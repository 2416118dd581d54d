"""The app comes, and goes."""

from __future__ import annotations

import logging

from bot.adapters.chat.looks import look, saved_role
from bot.adapters.chat.speaker import refs
from bot.adapters.teams.activity import text
from bot.adapters.teams.people import Where
from bot.adapters.teams.visit import Visit
from bot.adapters.workers import in_thread
from bot.core import browse
from bot.render.adaptive_card.help import welcome_card

EXAMPLES = 2
_LOG = logging.getLogger(__name__)


async def installed(visit: Visit) -> None:
    """Teams says so by `installationUpdate`, and in some clients by the members of the conversation; who was welcomed is not welcomed twice."""
    action = text(visit.activity, "action")
    if action.startswith("remove"):
        await removed(visit)
    elif action.startswith("add"):
        await _welcome(visit)


async def members_changed(visit: Visit) -> None:
    bot = text(visit.activity, "recipient", "id")

    def names_bot(kind: str) -> bool:
        members = visit.activity.get(kind)
        return isinstance(members, list) and any(isinstance(member, dict) and member.get("id") == bot for member in members)

    if names_bot("membersRemoved"):
        await removed(visit)
    elif names_bot("membersAdded"):
        await _welcome(visit)


async def removed(visit: Visit) -> None:
    """From this conversation; when it was the last one, everything of the organization goes. Raises StorageUnavailable, so that Teams delivers again."""
    site, tenant = visit.site, visit.person.asker.tenant
    left = await in_thread(site.workers.storing, site.conversations.forget, tenant, visit.person.conversation)
    if left == 0:
        await in_thread(site.workers.storing, site.forget, tenant)
        site.service.forget_conversations(tenant)
        site.roles.forget(tenant)
        _LOG.info("the Teams app was removed from %s: nothing of it is left here", tenant)


async def _welcome(visit: Visit) -> None:
    site, person = visit.site, visit.person
    if not await visit.remember(installed=True):
        return
    saved = await saved_role(site, person.asker) if person.where is Where.PERSONAL else None
    examples = refs(browse.recently_reviewed(site.service.assistant.glossary, EXAMPLES))
    await visit.say(welcome_card(look(site, person.place, saved.role if saved else None), examples))

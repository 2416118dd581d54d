"""How people are called on a card of Teams."""

from __future__ import annotations

from collections.abc import Callable

from bot.adapters.teams.people import is_teams_person
from bot.adapters.teams.site import TeamsSite
from bot.adapters.workers import in_thread
from bot.core.requests import NamedRequestView, TriageCard
from bot.errors import StorageUnavailable

_STRANGER = "A colleague"
_OF_SLACK = "Somebody in Slack"


async def names_on(site: TeamsSite, tenant: str, card: TriageCard) -> Callable[[str], str]:
    """By the names that people have in Teams, where they were met; the database failing, nobody has one."""
    people = {view.who for view in card.history if view.who}
    people |= {card.request.requester} if isinstance(card.request, NamedRequestView) else set()
    try:
        known = await in_thread(site.workers.storing, site.conversations.names, tenant, people)
    except StorageUnavailable:
        known = {}
    return lambda user: known.get(user) or (_STRANGER if is_teams_person(user) else _OF_SLACK)

"""What somebody has requested: added to, withdrawn."""

from __future__ import annotations

from bot.adapters.chat import notices
from bot.adapters.chat.cards import number
from bot.adapters.chat.looks import look
from bot.adapters.teams.fields import Fields
from bot.adapters.teams.listeners.outcome import Outcome, Replace, Tell
from bot.adapters.teams.visit import Visit
from bot.adapters.workers import in_thread
from bot.errors import AlreadyDecided, NotPermitted
from bot.render.adaptive_card import names
from bot.render.adaptive_card.requests.mine import mine_card


async def add_details(visit: Visit) -> Outcome:
    fields = Fields(visit.data)
    request_id = number(fields.number("request"))
    try:
        await in_thread(
            visit.site.workers.storing, visit.site.desk.add_details, visit.person.asker, request_id, fields.text(f"details_{request_id}"), visit.delivery
        )
    except AlreadyDecided:
        return await _shown(visit, notices.NO_MORE_DETAILS)
    return Tell(notices.DETAILS_ADDED)


async def withdraw(visit: Visit) -> Outcome:
    request_id = number(Fields(visit.data).number("request"))
    try:
        request = await in_thread(visit.site.workers.storing, visit.site.desk.withdraw, visit.person.asker, request_id, visit.delivery)
    except (AlreadyDecided, NotPermitted):
        return await _shown(visit, notices.NOTHING_TO_WITHDRAW)
    return await _shown(visit, notices.withdrawn(request.term))


async def _shown(visit: Visit, note: str) -> Outcome:
    """The list as it is now."""
    requests = await in_thread(visit.site.workers.storing, visit.site.desk.mine, visit.person.asker)
    return Replace(mine_card(requests, look(visit.site, visit.private_place, note=note)))


USES = {names.ADD_DETAILS: add_details, names.WITHDRAW: withdraw}

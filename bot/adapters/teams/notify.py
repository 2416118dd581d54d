"""Those who asked in Teams are told what became of it, in their own conversation with the app."""

from __future__ import annotations

from bot.adapters.chat.personal_notices import DueNotice, PersonalNotices
from bot.adapters.teams.outbound import Outbound
from bot.adapters.teams.site import TeamsSite
from bot.adapters.teams.visit import message_of
from bot.core.answer import Definition
from bot.core.usage import Surface
from bot.render.adaptive_card.requests.notices import notice_card_for
from bot.render.look import Look


def personal_notices(site: TeamsSite, outbound: Outbound) -> PersonalNotices:
    async def send(tenant: str, due: DueNotice, how: Look, entry: Definition | None) -> None:
        card = notice_card_for(due.notice, due.request, how, entry=entry, other=due.other)
        await outbound.to_person(tenant, due.user, message_of(card))

    return PersonalNotices(site, site.deliveries, Surface.TEAMS, send)

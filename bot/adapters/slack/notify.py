"""Those who asked in Slack are told what became of it, by a direct message."""

from __future__ import annotations

from bot.adapters.chat.personal_notices import DueNotice, PersonalNotices
from bot.adapters.slack.outbound import Outbound
from bot.adapters.slack.site import SlackSite
from bot.core.answer import Definition
from bot.core.usage import Surface
from bot.render.look import Look
from bot.render.slack.requests.notices import notice_message


def personal_notices(site: SlackSite, outbound: Outbound) -> PersonalNotices:
    async def send(tenant: str, due: DueNotice, how: Look, entry: Definition | None) -> None:
        message = notice_message(due.notice, due.request, how, entry=entry, other=due.other)
        async with outbound.to(tenant) as client:
            await client.chat_postMessage(channel=due.user, unfurl_links=False, unfurl_media=False, **message)

    return PersonalNotices(site, site.deliveries, Surface.SLACK, send)

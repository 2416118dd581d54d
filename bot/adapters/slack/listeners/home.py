"""The app's own pages in Slack: Home, and the conversation with it."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.chat import patience
from bot.adapters.chat.backlog import backlog_at_home
from bot.adapters.chat.looks import look, saved_role
from bot.adapters.chat.speaker import refs
from bot.adapters.slack.people import person
from bot.adapters.slack.site import SlackSite
from bot.core import browse
from bot.core.answer import TermRef
from bot.core.requests import MyRequest, QueueFilter
from bot.core.usage import Asker
from bot.errors import StorageUnavailable
from bot.render.look import Place
from bot.render.slack.suggestions import prompts
from bot.render.slack.views import Home, home_view

RECENT = 5
THIS_WEEK = 5
PROMPTED = 2  # entries that suggested prompts are about


def register(app: AsyncApp, site: SlackSite) -> None:
    async def opened(event: dict[str, Any], context: AsyncBoltContext, body: dict[str, Any], client: AsyncWebClient) -> None:
        if event.get("tab") == "messages":
            title, suggested = prompts(browse.recently_reviewed(site.service.assistant.glossary, PROMPTED))
            await client.assistant_threads_setSuggestedPrompts(channel_id=event["channel"], title=title, prompts=suggested)
        else:
            await publish(site, client, person(context, body).asker)

    app.event("app_home_opened")(opened)


async def publish(site: SlackSite, client: AsyncWebClient, asker: Asker, which: QueueFilter = QueueFilter.OPEN, note: str = "") -> None:
    """Home as it is now for one person; a steward sees `which` requests. It appears without what the database knows when that does not answer."""
    if not asker.user:
        return
    glossary = site.service.assistant.glossary
    saved = await saved_role(site, asker)
    home = Home(
        role=saved.role,
        recent=await recently_viewed(site, asker, RECENT),
        week=refs(browse.recently_reviewed(glossary, THIS_WEEK)),
        look=look(site, Place.DIRECT, saved.role, note=note or saved.note),
        terms=len(glossary),
        mine=await _requested(site, asker),
        backlog=await backlog_at_home(site, asker, which),
    )
    await client.views_publish(user_id=asker.user, view=home_view(home))


async def recently_viewed(site: SlackSite, asker: Asker, limit: int) -> tuple[TermRef, ...]:
    """None when the database does not answer: what is shown has other ways to an entry."""
    try:
        return await patience.read(site, site.service.recently_opened, asker, limit)
    except StorageUnavailable:
        return ()


async def _requested(site: SlackSite, asker: Asker) -> tuple[MyRequest, ...]:
    try:
        return await patience.read(site, site.desk.mine, asker)
    except StorageUnavailable:
        return ()

"""Links to the web glossary become cards."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.chat.entry_link import entry_at
from bot.adapters.chat.looks import look
from bot.adapters.slack.listeners.plain_text import plain
from bot.adapters.slack.site import SlackSite
from bot.adapters.workers import in_thread
from bot.render.look import Place
from bot.render.slack.unfurl import unfurl as card

MAX_CARDS = 5  # of one message: more would bury what was said


def register(app: AsyncApp, site: SlackSite) -> None:
    async def shared(event: dict[str, Any], client: AsyncWebClient) -> None:
        """Everybody sees the card, so it is for no role. To post a link is not to ask: nothing is recorded."""
        base, assistant = site.public_url, site.service.assistant
        if base is None:
            return
        urls = [str(link["url"]) for link in event.get("links", ())[:MAX_CARDS]]
        found = {url: await in_thread(site.workers.answering, entry_at, plain(url), base, assistant) for url in urls}
        unfurls = {url: card(entry, look(site, Place.CHANNEL)) for url, entry in found.items() if entry}
        if unfurls:
            await client.api_call("chat.unfurl", json={"unfurls": unfurls, **_where(event)})

    app.event("link_shared")(shared)


def _where(event: dict[str, Any]) -> dict[str, str]:
    """Where the link stands: a message that is still being written has no other address than its `unfurl_id`."""
    if event.get("unfurl_id") and event.get("source"):
        return {"unfurl_id": event["unfurl_id"], "source": event["source"]}
    return {"channel": event["channel"], "ts": event["message_ts"]}

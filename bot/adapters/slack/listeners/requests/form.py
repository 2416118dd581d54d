"""Somebody asks for an entry: the form opens, shows what there is already, and is sent."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.chat import notices, patience
from bot.adapters.chat.again import slugs
from bot.adapters.chat.cards import number
from bot.adapters.chat.looks import look, saved_role
from bot.adapters.chat.written import written_form
from bot.adapters.slack.fields import Fields
from bot.adapters.slack.listeners.plain_text import message_text
from bot.adapters.slack.listeners.stage import Stage, numbered, on_stage
from bot.adapters.slack.payloads import delivery_of
from bot.adapters.slack.people import person
from bot.adapters.slack.replies import FAILURES
from bot.adapters.slack.site import SlackSite
from bot.adapters.workers import in_thread
from bot.core.requests import RequestForm, Similar
from bot.core.requests.form import shortened
from bot.core.requests.proposal import proposed_term
from bot.core.usage import Asker
from bot.errors import StorageUnavailable, UnknownTerm
from bot.render.look import Place
from bot.render.slack import names
from bot.render.slack.look import View
from bot.render.slack.requests.form import SIMILAR, request_form, requested_view
from bot.render.slack.state import slug_of
from bot.render.slack.views import look_up_modal

_DOMAIN = re.compile(r"[a-z0-9-]+")


def register(app: AsyncApp, site: SlackSite) -> None:
    async def open_on_message(ack: AsyncAck, context: AsyncBoltContext, body: dict[str, Any], client: AsyncWebClient) -> None:
        said = message_text(body["message"])
        form = RequestForm(proposed_term(said), where_seen=_link(body), excerpt=shortened(said))
        await client.views_open(trigger_id=body["trigger_id"], view=await _form(site, person(context, body).asker, form))
        await ack()

    async def typed(ack: AsyncAck, context: AsyncBoltContext, body: dict[str, Any], client: AsyncWebClient) -> None:
        """What is filled in stays. Without what there is already, the form can be sent all the same: then it is found again."""
        view = body["view"]
        form = written_form(Fields(view))
        found = await _similar(site, person(context, body).asker, form.term)
        shown = any(str(block.get("block_id", "")).startswith(SIMILAR) for block in view.get("blocks") or ())
        if shown or (found and (found.entries or found.requests)):
            with suppress(*FAILURES):  # the next letter tries again
                await client.views_update(view_id=view["id"], view=request_form(form, found))
        await ack()

    async def sent(ack: AsyncAck, context: AsyncBoltContext, body: dict[str, Any], view: dict[str, Any]) -> None:
        form = written_form(Fields(view))
        filed = await in_thread(site.workers.storing, site.desk.file, person(context, body).asker, form, delivery_of(body))
        await ack(response_action="update", view=requested_view(filed.request, look(site, Place.MODAL), first=filed.first, anonymous=form.anonymous))

    app.message_shortcut(names.REQUEST_MESSAGE)(open_on_message)
    app.action(names.REQUEST)(on_stage(site, open_form))
    app.action(names.REQUESTED_TERM)(typed)
    app.action(numbered(names.SEEN_ENTRY))(on_stage(site, show_entry))
    app.action(numbered(names.SUPPORT))(on_stage(site, support))
    app.view(names.REQUEST_FORM)(sent)


async def open_form(site: SlackSite, stage: Stage) -> None:
    """With what was asked for and has no entry."""
    await stage.open(await _form(site, stage.asker, RequestForm(stage.value)))


async def show_entry(site: SlackSite, stage: Stage) -> None:
    """Over the form, which stays as it is."""
    slug = slug_of(stage.value, slugs(site.service.assistant.glossary))
    saved = await saved_role(site, stage.asker)
    try:
        opened = await in_thread(site.workers.answering, site.service.open, stage.asker, slug or stage.value, saved.role)
    except UnknownTerm:
        await stage.open(look_up_modal(look(site, Place.MODAL), note=notices.GONE))
    else:
        await stage.open(look_up_modal(look(site, Place.MODAL, opened.role, note=saved.note), answer=opened.answer))


async def support(site: SlackSite, stage: Stage) -> None:
    """Instead of a request of one's own; without a name when the form says so."""
    wanted, anonymous = number(stage.value), written_form(stage.fields).anonymous
    request = await in_thread(site.workers.storing, site.desk.support, stage.asker, wanted, anonymous=anonymous, delivery=stage.delivery)
    await stage.fill(requested_view(request, look(site, Place.MODAL), first=False, anonymous=anonymous))


async def _form(site: SlackSite, asker: Asker, form: RequestForm) -> View:
    return request_form(form, await _similar(site, asker, form.term) if form.term else None)


async def _similar(site: SlackSite, asker: Asker, term: str) -> Similar | None:
    """None when the database does not answer."""
    try:
        return await patience.read(site, site.desk.similar, asker, term)
    except StorageUnavailable:
        return None


def _link(body: dict[str, Any]) -> str:
    """Address of the message, as `chat.getPermalink` gives it, which knows only channels that the app is in; "" when it cannot be told."""
    domain, channel = str((body.get("team") or {}).get("domain") or ""), str((body.get("channel") or {}).get("id") or "")
    said = body["message"]
    stamp, thread = str(said.get("ts") or body.get("message_ts") or ""), str(said.get("thread_ts") or "")
    if not (_DOMAIN.fullmatch(domain) and channel.isalnum() and stamp.replace(".", "").isdigit()):
        return ""
    inside = f"?thread_ts={thread}&cid={channel}" if thread not in {"", stamp} and thread.replace(".", "").isdigit() else ""
    return f"https://{domain}.slack.com/archives/{channel}/p{stamp.replace('.', '')}{inside}"

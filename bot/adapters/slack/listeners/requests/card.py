"""The card of a request: its buttons open windows, and what is written there decides."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.chat.cards import card_of, number
from bot.adapters.chat.looks import look
from bot.adapters.chat.speaker import refs
from bot.adapters.slack.fields import Fields
from bot.adapters.slack.listeners.requests.decisions import Written, decision
from bot.adapters.slack.listeners.requests.shown import refresh_channel, refresh_private
from bot.adapters.slack.listeners.stage import Stage, on_stage
from bot.adapters.slack.payloads import delivery_of
from bot.adapters.slack.people import person
from bot.adapters.slack.site import SlackSite
from bot.adapters.workers import in_thread
from bot.core import browse
from bot.core.normalize import normalize
from bot.core.requests import QueueFilter, RequestView, State
from bot.core.usage import Asker
from bot.errors import AlreadyDecided, StorageUnavailable
from bot.render.look import Place
from bot.render.slack import names
from bot.render.slack.requests import words
from bot.render.slack.requests.about import About, read
from bot.render.slack.requests.card import card_message, card_view, offered
from bot.render.slack.requests.said import said_message, said_view
from bot.render.slack.requests.suggested import duplicate_options
from bot.render.slack.requests.windows import window

WINDOWS = (names.ACCEPT, names.DRAFT, names.ASK, names.EDIT, names.DECLINE, names.DUPLICATE)
_OFFERED = 8  # entries before anything is typed


def register(app: AsyncApp, site: SlackSite) -> None:
    async def suggest(ack: AsyncAck, context: AsyncBoltContext, body: dict[str, Any], payload: dict[str, Any]) -> None:
        asker, typed = person(context, body).asker, str(payload.get("value") or "").strip()
        about = read(str((body.get("view") or {}).get("private_metadata") or ""))
        entries = await in_thread(site.workers.answering, site.service.assistant.complete, typed) if typed else ()
        requests = await in_thread(site.workers.storing, _others, site, asker, typed, about.request)
        await ack(**duplicate_options(entries or refs(browse.recently_reviewed(site.service.assistant.glossary, _OFFERED)), requests))

    for name in WINDOWS:
        app.action(name)(on_stage(site, partial(open_window, name=name)))
        app.view(name)(_submitted(site, name))
    app.options(names.DUPLICATE_OF)(suggest)


async def open_window(site: SlackSite, stage: Stage, *, name: str) -> None:
    """On a card that is out of date, a button that has gone by now says who was first, and the card is put right."""
    card = await card_of(site, stage.asker, number(stage.value))
    request = card.request
    if name in offered(request.state):
        about = About(request.id, reconsider=request.state is State.ACCEPTED, card_url=stage.card_url)
        await stage.open(window(name, request, about.write()))
        return
    sentence = words.decided(card.history)
    match stage.place:
        case Place.MODAL:
            await stage.fill(card_view(card, look(site, Place.MODAL), About(request.id).write(), sentence))
        case Place.CHANNEL:
            await refresh_channel(site, stage.client, card)
            await stage.tell(said_message(sentence))
        case _:
            await stage.replace(card_message(card, look(site, Place.PRIVATE), sentence))


def _submitted(site: SlackSite, name: str) -> Any:
    async def listener(ack: AsyncAck, context: AsyncBoltContext, body: dict[str, Any], client: AsyncWebClient, view: dict[str, Any]) -> None:
        steward, about = person(context, body).asker, read(str(view.get("private_metadata") or ""))
        decide = decision(name, site, Written(steward, about, Fields(view), delivery_of(body)))
        try:
            await in_thread(site.workers.storing, decide)
        except AlreadyDecided:
            card = await card_of(site, steward, about.request)
            await ack(response_action="update", view=said_view(words.decided(card.history)))
            await refresh_channel(site, client, card)
        else:
            await ack()
        with suppress(StorageUnavailable):  # what was decided is stored
            await refresh_private(site, client, await card_of(site, steward, about.request), about, view)

    return listener


def _others(site: SlackSite, steward: Asker, typed: str, request_id: int) -> tuple[RequestView, ...]:
    """Open requests whose term, or another name of it, holds what is typed; nothing for people who are no stewards."""
    if not site.desk.is_steward(steward):
        return ()
    key = normalize(typed)
    found = site.desk.queue(steward, QueueFilter.OPEN, limit=None).requests
    return tuple(item for item in found if item.id != request_id and any(key in label for label in item.form.label_keys))

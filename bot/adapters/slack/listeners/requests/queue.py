"""The queue of stewards: by the command, on Home, and in the digest; each request opens its card for one steward alone."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.adapters.chat.backlog import backlog_of
from bot.adapters.chat.cards import card_of, number
from bot.adapters.chat.looks import look
from bot.adapters.slack.listeners.home import publish
from bot.adapters.slack.listeners.stage import Stage, numbered, on_stage
from bot.adapters.slack.site import SlackSite
from bot.adapters.workers import in_thread
from bot.core.requests import QueueFilter, RequestForm
from bot.errors import RequestError
from bot.render import request_words
from bot.render.look import Place
from bot.render.slack import names
from bot.render.slack.look import Message
from bot.render.slack.requests.about import About
from bot.render.slack.requests.card import card_message, card_view
from bot.render.slack.requests.queue import candidates_message, queue_message
from bot.render.slack.requests.said import in_window

_ALREADY = "Somebody has asked for that meanwhile."


def register(app: AsyncApp, site: SlackSite) -> None:
    app.action(names.QUEUE)(on_stage(site, choose))
    app.action(names.CANDIDATES)(on_stage(site, show_candidates))
    app.action(numbered(names.REQUEST_CARD))(on_stage(site, open_card))
    app.action(numbered(names.MAKE_REQUEST))(on_stage(site, make_request))


async def choose(site: SlackSite, stage: Stage) -> None:
    which = QueueFilter(stage.value) if stage.value in set(QueueFilter) else QueueFilter.OPEN
    if stage.at_home:
        await publish(site, stage.client, stage.asker, which)
        await stage.acknowledge()
    else:
        await stage.replace(queue_message(await backlog_of(site, stage.asker, which), look(site, Place.PRIVATE)))


async def open_card(site: SlackSite, stage: Stage) -> None:
    """Beside the list, which stays."""
    card = await card_of(site, stage.asker, number(stage.value))
    if stage.place is Place.MODAL:
        await stage.open(card_view(card, look(site, Place.MODAL), About(card.request.id).write()))
    else:
        await stage.tell(card_message(card, look(site, Place.PRIVATE)))


async def show_candidates(site: SlackSite, stage: Stage) -> None:
    message = await _candidates(site, stage)
    if stage.place is Place.MODAL:
        await stage.open(in_window(message))
    else:
        await stage.tell(message)


async def make_request(site: SlackSite, stage: Stage) -> None:
    """In the name of the steward, who hears of it like everybody who asks."""
    found = await in_thread(site.workers.storing, site.desk.candidates, stage.asker)
    candidate = next((item for item in found if item.subject == stage.value), None)
    why = f"{request_words.wanted(candidate, 'it')}, and there was no entry." if candidate else ""
    try:
        filed = await in_thread(site.workers.storing, site.desk.file, stage.asker, RequestForm(stage.value, why=why[:1].upper() + why[1:]), stage.delivery)
    except RequestError as error:
        note = f"{error}."
    else:
        note = f"Request {filed.request.id} is made." if filed.first else _ALREADY
    message = await _candidates(site, stage, note)
    if stage.place is Place.MODAL:
        await stage.fill(in_window(message))
    else:
        await stage.replace(message)


async def _candidates(site: SlackSite, stage: Stage, note: str = "") -> Message:
    found = await in_thread(site.workers.storing, site.desk.candidates, stage.asker)
    return candidates_message(found, look(site, Place.PRIVATE, note=note))

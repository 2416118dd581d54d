"""What somebody has requested: followed, added to, withdrawn."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.chat import notices
from bot.adapters.chat.cards import number
from bot.adapters.chat.looks import look
from bot.adapters.slack.fields import Fields
from bot.adapters.slack.listeners.home import publish
from bot.adapters.slack.listeners.stage import Stage, numbered, on_stage
from bot.adapters.slack.payloads import delivery_of
from bot.adapters.slack.people import person
from bot.adapters.slack.replies import FAILURES
from bot.adapters.slack.site import SlackSite
from bot.adapters.workers import in_thread
from bot.errors import AlreadyDecided, NotPermitted
from bot.render.look import Place
from bot.render.slack import names
from bot.render.slack.messages import notice
from bot.render.slack.requests.mine import details_form, mine_message
from bot.render.slack.requests.said import in_window

_FROM_HOME = ":home"


def register(app: AsyncApp, site: SlackSite) -> None:
    async def details_sent(ack: AsyncAck, context: AsyncBoltContext, body: dict[str, Any], client: AsyncWebClient, view: dict[str, Any]) -> None:
        asker, about = person(context, body).asker, str(view.get("private_metadata") or "")
        request_id, text = number(about.removesuffix(_FROM_HOME)), Fields(view).text("details")
        await in_thread(site.workers.storing, site.desk.add_details, asker, request_id, text, delivery_of(body))
        await ack(response_action="update", view=in_window(notice(notices.DETAILS_ADDED)))
        if about.endswith(_FROM_HOME):
            with suppress(*FAILURES):  # Home is made anew whenever it is opened
                await publish(site, client, asker)

    app.action(numbered(names.ADD_DETAILS))(on_stage(site, open_details))
    app.action(numbered(names.WITHDRAW))(on_stage(site, withdraw))
    app.view(names.ADD_DETAILS)(details_sent)


async def open_details(site: SlackSite, stage: Stage) -> None:
    """A button that is out of date says how things stand instead: beside a notice, which stays."""
    request = await in_thread(site.workers.storing, site.desk.my_request, stage.asker, number(stage.value))
    if request.can_add_details:
        await stage.open(details_form(request, f"{request.id}{_FROM_HOME if stage.at_home else ''}"))
    else:
        await _show(site, stage, notices.NO_MORE_DETAILS, beside=stage.place is Place.DIRECT)


async def withdraw(site: SlackSite, stage: Stage) -> None:
    try:
        request = await in_thread(site.workers.storing, site.desk.withdraw, stage.asker, number(stage.value), stage.delivery)
    except (AlreadyDecided, NotPermitted):
        await _show(site, stage, notices.NOTHING_TO_WITHDRAW)
    else:
        await _show(site, stage, notices.withdrawn(request.term))


async def _show(site: SlackSite, stage: Stage, note: str, *, beside: bool = False) -> None:
    """The list as it is now, in the place of the one that was used, or beside what was used."""
    if stage.at_home:
        await publish(site, stage.client, stage.asker, note=note)
        await stage.acknowledge()
    else:
        requests = await in_thread(site.workers.storing, site.desk.mine, stage.asker)
        message = mine_message(requests, look(site, stage.place, note=note))
        await (stage.tell(message) if beside else stage.replace(message))

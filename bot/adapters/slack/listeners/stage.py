"""Where somebody uses a control, and how things appear there."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.chat.looks import look
from bot.adapters.slack.fields import Fields
from bot.adapters.slack.payloads import delivery_of
from bot.adapters.slack.people import person
from bot.adapters.slack.refusals import error_code
from bot.adapters.slack.replies import replies
from bot.adapters.slack.site import SlackSite
from bot.core.answer import Answer
from bot.core.roles import Role
from bot.render.look import Place
from bot.render.shown import Shown
from bot.render.slack import names
from bot.render.slack.look import Message, View
from bot.render.slack.messages import answer_message, notice
from bot.render.slack.state import read
from bot.render.slack.views import look_up_modal


class Stage:
    """One use of a control: by whom, on what, and where.

    Attributes:
        shown: what the message or modal shows, as the control remembers it.
        value: of the button, or of the option that was chosen.
        conversation: where follow-ups to what appears are understood.
    """

    def __init__(self, site: SlackSite, context: AsyncBoltContext, body: dict[str, Any], client: AsyncWebClient) -> None:
        action = body["actions"][0]
        who = person(context, body)
        self.asker = who.asker
        self.shown: Shown | None = read(action.get("block_id", ""))
        self.value = str((action.get("selected_option") or action).get("value") or "")
        self.delivery = delivery_of(body)
        self.place = _place(body, who.channel or "")
        self.conversation = who.channel if self.place is Place.DIRECT else None
        self._site = site
        self._context = context
        self._body = body
        self.client = client
        self._replies = replies(context, body, client, site)

    @property
    def role(self) -> Role | None:
        """The role that was chosen. Raises ValueError for the value of another control."""
        return Role(self.value) if self.value != names.NO_ROLE else None

    @property
    def card_url(self) -> str:
        """By which a message that only this person sees can be replaced later."""
        return (self._replies.url or "") if self.place in {Place.PRIVATE, Place.DIRECT} else ""

    @property
    def fields(self) -> Fields:
        """What is filled in around the control, in a window."""
        return Fields(self._body.get("view") or {})

    @property
    def at_home(self) -> bool:
        return bool((self._body.get("view") or {}).get("type") == "home")

    async def show(self, answer: Answer, role: Role | None, *, detail: bool = False, note: str = "") -> None:
        """Beside what is there, so that a list stays a list; in a modal in its place; from Home in a modal."""
        how = look(self._site, Place.PRIVATE if self.place is Place.CHANNEL else self.place, role, detail=detail, note=note)
        if self.place is Place.MODAL:
            await self._put(look_up_modal(how, answer=answer))
        else:
            await self._replies.privately(answer_message(answer, how))

    async def change(self, answer: Answer, role: Role | None, *, detail: bool, note: str = "") -> None:
        """In the place of what is there, unless others see that too."""
        if self.place in {Place.PRIVATE, Place.DIRECT}:
            await self._replies.replace(answer_message(answer, look(self._site, self.place, role, detail=detail, note=note)))
        else:
            await self.show(answer, role, detail=detail, note=note)

    async def share(self, answer: Answer, role: Role | None, *, detail: bool) -> None:
        """For everybody in the channel, with the name of who shared it."""
        await self._replies.publicly(answer_message(answer, look(self._site, Place.CHANNEL, role, detail=detail, sharer=self.asker.user)))

    async def tell(self, message: Message) -> None:
        """Beside what is there, for this person alone; a modal has room for its text only."""
        if self.place is Place.MODAL:
            await self._put(look_up_modal(look(self._site, self.place), note=message["text"]))
        else:
            await self._replies.privately(message)

    async def open(self, view: View) -> None:
        """In a window; over the one that is open, so that closing it leads back there."""
        opened = self.client.views_push if self.place is Place.MODAL and not self.at_home else self.client.views_open
        await self.acknowledge()
        await opened(trigger_id=self._body["trigger_id"], view=view)

    async def replace(self, message: Message) -> None:
        """In the place of the message that the control stands on."""
        await self._replies.replace(message)

    async def say(self, text: str) -> None:
        """A sentence of ours, beside what is there."""
        if self.place is Place.MODAL:
            await self._put(look_up_modal(look(self._site, self.place), note=text))
        else:
            await self._replies.privately(notice(text))

    async def acknowledge(self) -> None:
        """Whatever shows something on a message does so by itself."""
        await self._context.ack()

    async def _put(self, view: View) -> None:
        """Home cannot show an answer, so a modal opens over it; an open modal is filled again."""
        await (self.open(view) if self.at_home else self.fill(view))

    async def fill(self, view: View) -> None:
        """The window that is open, with something else in it."""
        await self.acknowledge()
        shown = self._body["view"]
        try:
            await self.client.views_update(view_id=shown["id"], hash=shown.get("hash"), view=view)
        except SlackApiError as error:
            if error_code(error) != "hash_conflict":
                raise
            await self.client.views_update(view_id=shown["id"], view=view)  # two presses in quick succession: the later one is what the person wants


Use = Callable[[SlackSite, Stage], Awaitable[None]]


def on_stage(site: SlackSite, use: Use) -> Callable[..., Awaitable[None]]:
    """A listener for Bolt, which gives arguments by their names."""

    async def listener(context: AsyncBoltContext, body: dict[str, Any], client: AsyncWebClient) -> None:
        await use(site, Stage(site, context, body, client))

    return listener


def _place(body: dict[str, Any], channel: str) -> Place:
    if body.get("view"):
        return Place.MODAL
    if (body.get("container") or {}).get("is_ephemeral"):
        return Place.PRIVATE
    return Place.DIRECT if is_direct(channel) else Place.CHANNEL


def numbered(name: str) -> re.Pattern[str]:
    """Ids are unique in a message: the first such control is `name:0`."""
    return re.compile(rf"^{name}(:\d+)?$")


def is_direct(channel: str) -> bool:
    """Whether a channel id is that of a conversation of two: https://docs.slack.dev/reference/objects/conversation-object"""
    return channel.startswith("D")

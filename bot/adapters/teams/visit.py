"""One activity in work: by whom, about what, and the ways to answer."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx
from microsoft_teams.api.activities.message.message import MessageActivityInput
from microsoft_teams.api.models.account import Account
from microsoft_teams.api.models.attachment.attachment import Attachment
from microsoft_teams.api.models.entity.citation_entity import CitationAppearance

from bot.adapters.teams.activity import Activity, delivery_of, text
from bot.adapters.teams.outbound import Outbound
from bot.adapters.teams.people import Person, Where, met
from bot.adapters.teams.site import TeamsSite
from bot.adapters.workers import in_thread
from bot.errors import DeliveryError, StorageUnavailable
from bot.render.adaptive_card.elements import Card
from bot.render.adaptive_card.fitting import summary_of
from bot.render.adaptive_card.text_answer import TextAnswer
from bot.render.look import Place

if TYPE_CHECKING:
    from microsoft_teams.api.models.activity import Activity as ActivityBase
    from microsoft_teams.apps import ActivityContext

_LOG = logging.getLogger(__name__)
CARD = "application/vnd.microsoft.card.adaptive"
_PRIVATE = "private"
FAILURES = (httpx.HTTPError, TimeoutError, ConnectionError)
"""What it looks like when Teams does not take what it is sent."""

Body = dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Visit:
    """Every way to answer raises one of FAILURES when Teams does not take it.

    Attributes:
        data: what the control carries that was used, with what was filled in around it.
    """

    site: TeamsSite
    context: ActivityContext[ActivityBase]
    outbound: Outbound
    activity: Activity
    person: Person
    data: Mapping[str, Any]

    @property
    def delivery(self) -> str | None:
        return delivery_of(self.activity)

    @property
    def alone(self) -> bool:
        """Whether nobody else sees the message that was used, or what is answered in its place."""
        return self.person.where is Where.PERSONAL or self.person.targeted

    @property
    def in_place(self) -> bool:
        """Whether the card that was used may change: nobody else sees it."""
        return self.alone or self.data.get(_PRIVATE) is True

    @property
    def private_place(self) -> Place:
        return Place.DIRECT if self.person.where is Where.PERSONAL else Place.PRIVATE

    @property
    def conversation(self) -> str | None:
        """Where follow-ups are understood."""
        return self.person.conversation

    async def say(self, card: Card) -> None:
        """In the conversation; what answers a targeted message is targeted too."""
        await self.context.send(message_of(card))

    async def say_text(self, answer: TextAnswer) -> None:
        made = MessageActivityInput(text=answer.text, text_format="markdown").add_feedback()
        for cited in answer.citations:
            made = made.add_citation(cited.number, CitationAppearance(name=cited.name, abstract=cited.abstract or cited.name, url=cited.url))
        await self.context.send(made)

    async def privately(self, card: Card) -> bool:
        """For this person alone. False when that was not possible here, and it went to the conversation of the two."""
        if self.alone:
            await self.say(card)
            return True
        try:
            message = message_of(private(card))
            message.recipient = Account(id=self.person.account, name=self.person.name or None, is_targeted=True)
            await self.context.send(message)
        except FAILURES as error:
            _LOG.info("a private message in a group was not taken: %s", _status(error))
            await self.outbound.to_person(self.person.asker.tenant, self.person.asker.user or "", message_of(card))
            return False
        return True

    async def publicly(self, card: Card) -> None:
        """For everybody in the conversation, also out of a targeted message."""
        await self.outbound.send(self.person.conversation, text(self.activity, "serviceUrl"), message_of(card))

    async def remember(self, *, installed: bool = False) -> bool:
        """Where the person can be reached; True when the app is new there. An answer is not held up by a database that fails."""
        try:
            reach = met(self.activity, self.person, installed=installed)
            return await in_thread(self.site.workers.storing, self.site.conversations.remember, self.person.asker.tenant, reach, self.site.now())
        except StorageUnavailable as error:
            _LOG.warning("where somebody can be reached is not stored: %s", error)
            return False


def private(card: Card) -> Card:
    """The same, whose controls say that one person alone sees it: what Teams sends when they are used does not tell."""

    def marked(value: Any) -> Any:
        if isinstance(value, list):
            return [marked(item) for item in value]
        if not isinstance(value, Mapping):
            return value
        made = {name: marked(item) for name, item in value.items() if name != "data"}
        return {**made, "data": {**value["data"], _PRIVATE: True}} if "data" in value else made

    made: Card = marked(card)
    return made


def wide(card: Card) -> Card:
    """As wide as the conversation: a wish to Teams, which the schema of cards does not know."""
    return {**card, "msteams": {"width": "Full"}}


def message_of(card: Card) -> MessageActivityInput:
    """A message with a card, as wide as the conversation."""
    attachment = Attachment(content_type=CARD, content=wide(card))
    return MessageActivityInput.model_validate({"attachments": [attachment], "summary": summary_of(card)})  # a field of Teams that the class does not name


def _status(error: Exception) -> str:
    return str(error.response.status_code) if isinstance(error, httpx.HTTPStatusError) else type(error).__name__


NOT_DELIVERED = (*FAILURES, DeliveryError)

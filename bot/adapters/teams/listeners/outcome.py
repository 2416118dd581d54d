"""What the use of a control leads to, and how each kind of request says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.adapters.teams.activity import Kind, text
from bot.adapters.teams.visit import CARD, Body, Visit, message_of, private, wide
from bot.errors import DeliveryError
from bot.render.adaptive_card.cards import notice_card
from bot.render.adaptive_card.elements import Card

DIALOG_TITLE = "Glossary"
OPENED = "Here it is."
ONLY_YOU = "Only you see it."
SENT_TO_YOU = "I have sent it to you in our own chat, so that this card stays as it is for the others."
_MESSAGE = "application/vnd.microsoft.activity.message"
_IN_DIALOGS = frozenset({Kind.DIALOG, Kind.DIALOG_SUBMIT, Kind.MESSAGE_ACTION, Kind.MESSAGE_ACTION_SUBMIT})


@dataclass(frozen=True, slots=True)
class Replace:
    """In the place of the card that was used, unless others see that too. `common`: it belongs to all who see it."""

    card: Card
    common: bool = False


@dataclass(frozen=True, slots=True)
class Beside:
    """A card of its own, so that a list stays a list."""

    card: Card


@dataclass(frozen=True, slots=True)
class Tell:
    """A sentence, for this person alone."""

    text: str


Outcome = Replace | Beside | Tell


async def deliver(kind: Kind, visit: Visit, outcome: Outcome) -> Body:
    """The body of the response. Raises one of `visit.NOT_DELIVERED`."""
    if kind in _IN_DIALOGS:
        return task(notice_card(outcome.text) if isinstance(outcome, Tell) else outcome.card)
    if kind is Kind.ACTION:
        return await _to_action(visit, outcome)
    await _to_submit(visit, outcome)
    return None


def task(card: Card, title: str = DIALOG_TITLE) -> dict[str, Any]:
    """A window with a card."""
    shown = {"contentType": CARD, "content": in_dialog(card)}
    return {"task": {"type": "continue", "value": {"title": title, "height": "large", "width": "medium", "card": shown}}}


def in_dialog(card: Card) -> Card:
    """Windows know `Action.Submit` only, and what is in one cannot open another."""

    def changed(value: Any) -> Any:
        if isinstance(value, list):
            return [changed(item) for item in value]
        if not isinstance(value, Mapping):
            return value
        if value.get("type") == "Action.Execute":
            return dict(value["fallback"])
        if value.get("type") == "Action.Submit":
            return {**value, "data": {name: item for name, item in value["data"].items() if name != "msteams"}}
        return {name: changed(item) for name, item in value.items()}

    made: Card = changed(card)
    return made


async def _to_action(visit: Visit, outcome: Outcome) -> Body:
    match outcome:
        case Tell(said):
            return _said(said)
        case Replace(card, common) if common or visit.in_place:
            return {"statusCode": 200, "type": CARD, "value": wide(card if common or visit.alone else private(card))}
        case Replace(card) | Beside(card):
            here = await visit.privately(card)
            return _said((OPENED if visit.alone else ONLY_YOU) if here else SENT_TO_YOU)


async def _to_submit(visit: Visit, outcome: Outcome) -> None:
    """A message with what a control carries: from clients that do not know `Action.Execute`."""
    used = text(visit.activity, "replyToId")
    match outcome:
        case Tell(said):
            await visit.privately(notice_card(said))
        case Replace(card, common) if used and (common or visit.alone):
            try:
                changed = await visit.outbound.change(visit.person.conversation, text(visit.activity, "serviceUrl"), used, message_of(card))
            except DeliveryError:
                changed = False
            if not changed:
                await visit.say(card)
        case Replace(card) | Beside(card):
            await visit.privately(card)


def _said(said: str) -> dict[str, Any]:
    return {"statusCode": 200, "type": _MESSAGE, "value": said}

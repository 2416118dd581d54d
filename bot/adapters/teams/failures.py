"""Every failure becomes a plain sentence for the person who waits, by whatever way still works; Teams is never told of one, or it would send again."""

from __future__ import annotations

import logging
import traceback

import httpx

from bot.adapters.chat import sentences
from bot.adapters.teams.activity import Kind
from bot.adapters.teams.listeners.outcome import Tell, deliver
from bot.adapters.teams.visit import NOT_DELIVERED, Body, Visit
from bot.errors import DeliveryError, RequestError, StorageUnavailable
from bot.render.adaptive_card.cards import notice_card

TEAMS_DOWN = "Teams did not take my answer. Please try again in a minute."
_LOG = logging.getLogger(__name__)
_UNHEARD = frozenset({Kind.SEARCH, Kind.SELECT, Kind.LINK, Kind.INSTALLED, Kind.MEMBERS, Kind.FEEDBACK, Kind.OTHER})  # nobody waits for words
_NAMED = (*NOT_DELIVERED, RequestError, StorageUnavailable)


def sentence_for(error: Exception) -> str:
    """What a person is told about it."""
    match error:
        case RequestError():
            return sentences.of_request(error)
        case StorageUnavailable():
            return sentences.NOT_STORED
        case httpx.HTTPError() | TimeoutError() | ConnectionError() | DeliveryError():
            return TEAMS_DOWN
        case _:
            return sentences.SORRY


async def tell(kind: Kind, visit: Visit, sentence: str) -> Body:
    """A sentence in the way that suits the request. Never raises."""
    if kind in _UNHEARD:
        return {"composeExtension": {"type": "message", "text": sentence}} if kind in {Kind.SEARCH, Kind.SELECT} else None
    try:
        if kind is Kind.MESSAGE:
            await visit.privately(notice_card(sentence))
            return None
        return await deliver(kind, visit, Tell(sentence))
    except Exception as error:  # noqa: BLE001 - what kept the answer from going out keeps this too
        _LOG.warning("nobody could be told that a %s failed: %s", kind.name.lower(), type(error).__name__)
        return None


def log(kind: Kind, error: Exception) -> None:
    """One line for what has a name. The message of any other exception may quote what was asked: only its type and place are logged."""
    if isinstance(error, _NAMED):
        status = f" {error.response.status_code}" if isinstance(error, httpx.HTTPStatusError) else ""
        _LOG.warning("a %s was not answered: %s%s", kind.name.lower(), type(error).__name__, status)
    else:
        place = "".join(traceback.format_tb(error.__traceback__))
        _LOG.error("a %s failed: %s\n%s", kind.name.lower(), type(error).__qualname__, place)

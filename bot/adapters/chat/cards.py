"""The card of a request, for a steward."""

from __future__ import annotations

from bot.adapters.chat.site import ChatSite
from bot.adapters.workers import in_thread
from bot.core.requests import EventView, TriageCard
from bot.core.usage import Asker
from bot.errors import UnknownRequest


async def card_of(site: ChatSite, asker: Asker, request_id: int) -> TriageCard:
    """The card, for a steward. Raises NotPermitted, UnknownRequest, StorageUnavailable."""

    def read() -> TriageCard:
        request = site.desk.get(asker, request_id)
        history: tuple[EventView, ...] = site.desk.history(asker, request_id)
        card = site.desk.card(asker.tenant, request_id)
        return TriageCard(request, history, card.place if card else None)

    return await in_thread(site.workers.storing, read)  # Slack may have to say first who is in a group


def number(value: str) -> int:
    """The request that a control is about. Raises UnknownRequest for what is no number."""
    if not (value.isascii() and value.isdigit() and len(value) < len(str(2**63))):
        raise UnknownRequest(0)
    return int(value)

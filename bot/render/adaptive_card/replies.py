"""What is said to a typed text, as a card."""

from __future__ import annotations

from dataclasses import replace

from bot.core.replies import CategoryList, EntryList, Figures, Help, MyRequests, Note, Reply, RoleCard, StewardQueue, Told
from bot.render.adaptive_card.answers import answer_card
from bot.render.adaptive_card.cards import categories_card, notice_card, role_card, stats_card, terms_card
from bot.render.adaptive_card.elements import Card
from bot.render.adaptive_card.help import help_card
from bot.render.adaptive_card.requests.mine import mine_card
from bot.render.adaptive_card.requests.queue import queue_card
from bot.render.look import Look


def reply_card(reply: Reply, look: Look) -> Card:
    """With the controls of the place it is shown in."""
    match reply:
        case Told(answered, note):
            return answer_card(answered.answer, replace(look, role=answered.role, detail=answered.detail, note=note))
        case Note(text):
            return notice_card(text)
        case EntryList(heading, terms):
            return terms_card(heading, terms, look)
        case CategoryList(categories, before):
            return _after(before, categories_card(categories, look))
        case RoleCard(role, note, before):
            return _after(before, role_card(role, replace(look, note=note)))
        case Help():
            return help_card(look)
        case Figures(statistics):
            return stats_card(statistics, look)
        case MyRequests(requests):
            return mine_card(requests, look)
        case StewardQueue():
            return queue_card(reply, look)


def _after(sentence: str, made: Card) -> Card:
    """What is wrong, and then what there is to choose from."""
    return notice_card(sentence, before=made) if sentence else made

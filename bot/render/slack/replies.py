"""What is said to a typed text, as a message."""

from __future__ import annotations

from dataclasses import replace

from bot.core.replies import CategoryList, EntryList, Figures, Help, MyRequests, Note, Reply, RoleCard, StewardQueue, Told
from bot.render.look import Look
from bot.render.slack.look import Message
from bot.render.slack.messages import answer_message, categories_message, help_message, notice, role_message, stats_message, terms_message
from bot.render.slack.requests.mine import mine_message
from bot.render.slack.requests.queue import queue_message


def reply_message(reply: Reply, look: Look) -> Message:
    """With the controls of the place it is shown in."""
    match reply:
        case Told(answered, note):
            return answer_message(answered.answer, replace(look, role=answered.role, detail=answered.detail, note=note))
        case Note(text):
            return notice(text)
        case EntryList(heading, terms):
            return terms_message(heading, terms, look)
        case CategoryList(categories, before):
            return _after(before, categories_message(dict(categories), look))
        case RoleCard(role, note, before):
            return _after(before, role_message(role, replace(look, note=note)))
        case Help():
            return help_message(look)
        case Figures(statistics):
            return stats_message(statistics, look)
        case MyRequests(requests):
            return mine_message(requests, look)
        case StewardQueue():
            return queue_message(reply, look)


def _after(sentence: str, message: Message) -> Message:
    """What is wrong, and then what there is to choose from."""
    if not sentence:
        return message
    said = notice(sentence)
    return {"text": f"{said['text']} {message['text']}", "blocks": [*said["blocks"], *message["blocks"]]}

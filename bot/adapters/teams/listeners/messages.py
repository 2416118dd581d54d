"""What people write: to the app, in groups and channels where they mention it, and by the slash command."""

from __future__ import annotations

import re
from html import unescape

from bot.adapters.chat.looks import look
from bot.adapters.chat.speaker import Speaker
from bot.adapters.teams.activity import Activity, text
from bot.adapters.teams.plain_text import plain
from bot.adapters.teams.visit import Visit
from bot.core.answer import Comparison, Definition
from bot.core.replies import Told
from bot.render.adaptive_card.replies import reply_card
from bot.render.adaptive_card.text_answer import text_answer

_AT = re.compile(r"<at\b[^>]*>.*?</at>", re.IGNORECASE | re.DOTALL)


async def answer(visit: Visit) -> None:
    """Follow-ups are understood in every conversation; what is personal is for nobody but the person who asked."""
    said = asked(visit.activity, visit.site.command)
    spoken = await Speaker(visit.site, visit.person.asker, visit.conversation).reply(said)
    reply = spoken.reply
    if visit.site.as_text and isinstance(reply, Told) and isinstance(reply.answered.answer, Definition | Comparison):
        await visit.say_text(text_answer(reply.answered.answer, look(visit.site, visit.person.place, reply.answered.role)))
    elif spoken.personal and not visit.alone:
        await visit.privately(reply_card(reply, look(visit.site, visit.private_place)))
    else:
        await visit.say(reply_card(reply, look(visit.site, visit.person.place)))


def asked(activity: Activity, command: str) -> str:
    """What is left without the mention of the app, and without the command where it is typed out."""
    said = text(activity, "text")
    recipient = text(activity, "recipient", "id")
    for entity in activity.get("entities") or ():
        if isinstance(entity, dict) and entity.get("type") == "mention" and text(entity, "mentioned", "id") == recipient:
            said = said.replace(text(entity, "text"), " ", 1) if text(entity, "text") else said
    said = _AT.sub(" ", said)
    words = " ".join(unescape(said).split()) if text(activity, "textFormat") == "plain" else plain(said)
    first, _, rest = words.partition(" ")
    return rest if first.casefold() in {command, command.removeprefix("/"), "define"} and rest else words

"""The controls on answers, the role, and lists."""

from __future__ import annotations

from bot.adapters.chat import notices
from bot.adapters.chat.again import answer_again, slugs
from bot.adapters.chat.looks import look, remember_first, save_role, saved_role
from bot.adapters.chat.speaker import Speaker, chosen_role, entries_of
from bot.adapters.teams.activity import text
from bot.adapters.teams.listeners.outcome import Beside, Outcome, Replace, Tell
from bot.adapters.teams.visit import Visit
from bot.adapters.workers import in_thread
from bot.core import browse
from bot.core.answer import Answer
from bot.core.roles import Role
from bot.core.usage import Feedback
from bot.errors import UnknownTerm
from bot.render.adaptive_card import names
from bot.render.adaptive_card.answers import answer_card
from bot.render.adaptive_card.replies import reply_card
from bot.render.adaptive_card.state import read
from bot.render.look import Place
from bot.render.shown import Shown

SHARED = "Shared."


async def show_for_role(visit: Visit) -> Outcome:
    role = role_in(visit)
    note = await remember_first(visit.site, visit.person.asker, role) if role else ""
    return _changed(visit, read(visit.data), role, note=note)


async def show_more(visit: Visit) -> Outcome:
    shown = read(visit.data)
    return _changed(visit, shown, shown.role if shown else None, detail=True)


async def show_less(visit: Visit) -> Outcome:
    shown = read(visit.data)
    return _changed(visit, shown, shown.role if shown else None, detail=False)


async def show_for_me(visit: Visit) -> Outcome:
    saved = await saved_role(visit.site, visit.person.asker)
    note = saved.note or ("" if saved.role else notices.NO_ROLE_YET)
    return _changed(visit, read(visit.data), saved.role, detail=False, note=note)


async def share(visit: Visit) -> Outcome:
    """For everybody in the conversation, with the name of who shared it."""
    shown = read(visit.data)
    answer = _again(visit, shown, shown.role) if shown else None
    if shown is None or answer is None:
        return Tell(notices.GONE)
    how = look(visit.site, Place.CHANNEL, shown.role, detail=shown.detail, sharer=visit.person.name or "Somebody")
    await visit.publicly(answer_card(answer, how))
    return Tell(SHARED)


async def open_entry(visit: Visit) -> Outcome:
    """The entry that a button names."""
    saved = await saved_role(visit.site, visit.person.asker)
    slug, service = text(visit.data, "slug"), visit.site.service
    try:
        opened = await in_thread(visit.site.workers.answering, service.open, visit.person.asker, slug, saved.role, visit.conversation)
    except UnknownTerm:
        return Tell(notices.GONE)
    return Beside(answer_card(opened.answer, look(visit.site, visit.private_place, opened.role, note=saved.note)))


async def vote(visit: Visit) -> Outcome:
    shown = read(visit.data)
    slug = next(iter(_slugs(visit, shown)), None) if shown else None
    if shown is None or slug is None:
        return Tell(notices.GONE)
    feedback = Feedback(slug, helpful=visit.data.get("helpful") is True)
    await in_thread(visit.site.workers.storing, visit.site.service.give_feedback, visit.person.asker, feedback, visit.delivery)
    return Tell(notices.THANKS_FOR_VOTE)


async def show_category(visit: Visit) -> Outcome:
    category = text(visit.data, "category")
    if category not in browse.categories(visit.site.service.assistant.glossary):
        return Tell(notices.CATEGORY_GONE)
    return Beside(reply_card(entries_of(visit.site, category), look(visit.site, visit.private_place)))


async def choose_role(visit: Visit) -> Outcome:
    role = role_in(visit)
    await save_role(visit.site, visit.person.asker, role)
    return Replace(reply_card(chosen_role(role), look(visit.site, visit.private_place)))


async def say(visit: Visit) -> Outcome:
    """As if the text had been typed."""
    spoken = await Speaker(visit.site, visit.person.asker, visit.conversation).reply(text(visit.data, "text"))
    return Beside(reply_card(spoken.reply, look(visit.site, visit.private_place)))


def role_in(visit: Visit) -> Role | None:
    """The role that was chosen; None for another value."""
    return next((role for role in Role if role == visit.data.get("role")), None)


def _changed(visit: Visit, shown: Shown | None, role: Role | None, *, detail: bool | None = None, note: str = "") -> Outcome:
    answer = _again(visit, shown, role) if shown else None
    if shown is None or answer is None:
        return Tell(notices.GONE)
    how = look(visit.site, visit.private_place, role, detail=shown.detail if detail is None else detail, note=note)
    return Replace(answer_card(answer, how))


def _again(visit: Visit, shown: Shown, role: Role | None) -> Answer | None:
    return answer_again(visit.site.service.assistant, _slugs(visit, shown), shown.match, role)


def _slugs(visit: Visit, shown: Shown) -> tuple[str, ...]:
    return shown.slugs(slugs(visit.site.service.assistant.glossary))


USES = {
    names.ROLE: show_for_role,
    names.MORE: show_more,
    names.LESS: show_less,
    names.MINE: show_for_me,
    names.SHARE: share,
    names.OPEN: open_entry,
    names.FEEDBACK: vote,
    names.SHOW_CATEGORY: show_category,
    names.CHOOSE_ROLE: choose_role,
    names.SAY: say,
}

"""The controls on answers."""

from __future__ import annotations

from functools import partial

from slack_bolt.async_app import AsyncApp

from bot.adapters.chat import notices
from bot.adapters.chat.again import answer_again, slugs
from bot.adapters.chat.looks import look, remember_first, saved_role
from bot.adapters.chat.speaker import entries_of
from bot.adapters.slack.listeners.stage import Stage, Use, numbered, on_stage
from bot.adapters.slack.site import SlackSite
from bot.adapters.workers import in_thread
from bot.core import browse
from bot.core.answer import Answer
from bot.core.roles import Role
from bot.core.usage import Feedback
from bot.errors import UnknownTerm
from bot.render.look import Place
from bot.render.shown import Shown
from bot.render.slack import names
from bot.render.slack.replies import reply_message
from bot.render.slack.state import slug_of


def register(app: AsyncApp, site: SlackSite) -> None:
    uses: dict[str, Use] = {
        names.ROLE: show_for_role,
        names.MORE: partial(show_length, detail=True),
        names.LESS: partial(show_length, detail=False),
        names.MINE: show_for_me,
        names.SHARE: share,
        names.FEEDBACK: vote,
    }
    for action_id, use in uses.items():
        app.action(action_id)(on_stage(site, use))
    app.action(numbered(names.OPEN))(on_stage(site, open_entry))
    app.action(numbered(names.SHOW_CATEGORY))(on_stage(site, show_category))


async def show_for_role(site: SlackSite, stage: Stage) -> None:
    role = stage.role
    note = await remember_first(site, stage.asker, role) if role else ""
    await _change(site, stage, role, detail=bool(stage.shown and stage.shown.detail), note=note)


async def show_length(site: SlackSite, stage: Stage, *, detail: bool) -> None:
    await _change(site, stage, stage.shown.role if stage.shown else None, detail=detail)


async def show_for_me(site: SlackSite, stage: Stage) -> None:
    saved = await saved_role(site, stage.asker)
    await _change(site, stage, saved.role, detail=False, note=saved.note or ("" if saved.role else notices.NO_ROLE_YET))


async def share(site: SlackSite, stage: Stage) -> None:
    shown = stage.shown
    answer = _again(site, shown, shown.role) if shown else None
    if shown and answer:
        await stage.share(answer, shown.role, detail=shown.detail)
    else:
        await stage.say(notices.GONE)


async def open_entry(site: SlackSite, stage: Stage) -> None:
    """The entry that a button or an option names."""
    slug = slug_of(stage.value, slugs(site.service.assistant.glossary))
    saved = await saved_role(site, stage.asker)
    try:
        opened = await in_thread(site.workers.answering, site.service.open, stage.asker, slug or stage.value, saved.role, stage.conversation)
    except UnknownTerm:
        await stage.say(notices.GONE)
    else:
        await stage.show(opened.answer, opened.role, note=saved.note)


async def vote(site: SlackSite, stage: Stage) -> None:
    slug = next(iter(stage.shown.slugs(slugs(site.service.assistant.glossary))), None) if stage.shown else None
    if stage.shown is None or slug is None:
        await stage.say(notices.GONE)
        return
    feedback = Feedback(slug, helpful=stage.value == "yes")
    await in_thread(site.workers.storing, site.service.give_feedback, stage.asker, feedback, stage.delivery)
    await _change(site, stage, stage.shown.role, detail=stage.shown.detail, note=notices.THANKS_FOR_VOTE)


async def show_category(site: SlackSite, stage: Stage) -> None:
    if stage.value in browse.categories(site.service.assistant.glossary):
        place = Place.PRIVATE if stage.place is Place.CHANNEL else stage.place
        await stage.tell(reply_message(entries_of(site, stage.value), look(site, place)))
    else:
        await stage.say(notices.CATEGORY_GONE)


async def _change(site: SlackSite, stage: Stage, role: Role | None, *, detail: bool, note: str = "") -> None:
    answer = _again(site, stage.shown, role) if stage.shown else None
    if answer is None:
        await stage.say(notices.GONE)
    else:
        await stage.change(answer, role, detail=detail, note=note)


def _again(site: SlackSite, shown: Shown, role: Role | None) -> Answer | None:
    assistant = site.service.assistant
    return answer_again(assistant, shown.slugs(slugs(assistant.glossary)), shown.match, role)

"""What is said to a typed text, whichever way it comes: by the command, a mention or a direct message."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.adapters.slack.listeners import notices, patience
from bot.adapters.slack.listeners.looks import look, save_role, saved_role
from bot.adapters.slack.listeners.requests.backlog import backlog_of
from bot.adapters.slack.listeners.typed import Word, read
from bot.adapters.slack.site import SlackSite
from bot.adapters.workers import in_thread
from bot.core import browse
from bot.core.answer import TermRef
from bot.core.glossary import ref
from bot.core.roles import Role, find_role
from bot.core.service import Answered
from bot.core.term import Term
from bot.core.usage import Asker
from bot.errors import NotPermitted
from bot.render.slack.look import Message, Place
from bot.render.slack.messages import answer_message, categories_message, help_message, notice, role_message, stats_message, terms_message
from bot.render.slack.requests.mine import mine_message
from bot.render.slack.requests.queue import queue_message

MAX_RECENT = 10  # entries that somebody may still have in mind
STATISTICS_DAYS = 30
_PERSONAL = frozenset({Word.HELP, Word.RECENT, Word.ROLE, Word.STATS, Word.REQUESTS, Word.MY_REQUESTS, Word.THANKS})
_NO_ROLE = frozenset({"none", "no", "off", "nobody", "clear", "-"})


@dataclass(frozen=True, slots=True)
class Reply:
    """A message; a personal one is for nobody but the person who asked."""

    message: Message
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says things to one person at one place. `conversation` is where follow-ups are understood; None where there are none."""

    site: SlackSite
    asker: Asker
    place: Place
    conversation: str | None = None

    async def reply(self, text: str) -> Reply:
        """Raises StorageUnavailable for what needs the database; questions do not."""
        typed = read(text, self.site.service.assistant.glossary)
        if typed.word in _PERSONAL and self.place is Place.CHANNEL:
            alone = Speaker(self.site, self.asker, Place.PRIVATE)
            return Reply(await alone.say(typed.word, typed.text), personal=True)
        return Reply(await self.say(typed.word, typed.text))

    async def say(self, word: Word, text: str) -> Message:
        match word:
            case Word.QUESTION:
                return await self._answer(text)
            case Word.LIST:
                return self._list(text)
            case Word.SEARCH:
                return await self._search(text)
            case Word.RECENT:
                return await self._recent()
            case Word.RANDOM:
                return await self._random()
            case Word.ROLE:
                return await self._role(text)
            case Word.STATS:
                return await self._stats()
            case Word.REQUESTS | Word.MY_REQUESTS:
                return await (self._requests() if word is Word.REQUESTS else self._mine())
            case Word.THANKS | Word.HELP:
                return notice(notices.THANKS) if word is Word.THANKS else help_message(look(self.site, self.place))

    async def _answer(self, text: str) -> Message:
        saved = await saved_role(self.site, self.asker)
        service, answering = self.site.service, self.site.workers.answering
        if self.conversation is None:
            answered = await in_thread(answering, service.answer, self.asker, text, saved.role)
        else:
            answered = await in_thread(answering, service.converse, self.asker, self.conversation, text, saved.role)
        return self._answered(answered, "" if answered.role else saved.note)

    def _answered(self, answered: Answered, note: str = "") -> Message:
        return answer_message(answered.answer, look(self.site, self.place, answered.role, detail=answered.detail, note=note))

    def _list(self, text: str) -> Message:
        glossary = self.site.service.assistant.glossary
        category = browse.find_category(glossary, text) if text else None
        if category:
            return category_message(self.site, category, self.place)
        categories = categories_message(browse.categories(glossary), look(self.site, self.place))
        return _before(notices.unknown_category(text), categories) if text else categories

    async def _search(self, text: str) -> Message:
        if not text:
            return notice(notices.search_what(self.site.command))
        found = await in_thread(self.site.workers.answering, self.site.service.assistant.search, text)
        if not found:
            return notice(notices.nothing_found(text))
        return terms_message(f"Entries for \u201c{text}\u201d", found, look(self.site, self.place))

    async def _recent(self) -> Message:
        recent = await patience.read(self.site, self.site.service.recently_opened, self.asker, MAX_RECENT)
        return terms_message("Recently viewed", recent, look(self.site, self.place)) if recent else notice(notices.NOTHING_RECENT)

    async def _random(self) -> Message:
        glossary = self.site.service.assistant.glossary
        if not len(glossary):
            return notice(notices.NO_TERMS)
        saved = await saved_role(self.site, self.asker)
        slug = browse.any_term(glossary).slug
        opened = await in_thread(self.site.workers.answering, self.site.service.open, self.asker, slug, saved.role, self.conversation)
        return self._answered(opened, saved.note)

    async def _role(self, text: str) -> Message:
        if not text:
            return role_message(await patience.read(self.site, self.site.service.role_of, self.asker), look(self.site, self.place))
        role = None if text.casefold() in _NO_ROLE else find_role(text)
        if role is None and text.casefold() not in _NO_ROLE:
            saved = await saved_role(self.site, self.asker)
            return _before(notices.unknown_role(text), role_message(saved.role, look(self.site, self.place, note=saved.note)))
        await save_role(self.site, self.asker, role)
        return chosen_message(self.site, role, self.place)

    async def _stats(self) -> Message:
        statistics = await patience.read(self.site, self.site.service.statistics, self.asker.tenant, STATISTICS_DAYS)
        return stats_message(statistics, look(self.site, self.place))

    async def _mine(self) -> Message:
        return mine_message(await patience.read(self.site, self.site.desk.mine, self.asker), look(self.site, self.place))

    async def _requests(self) -> Message:
        try:
            return queue_message(await backlog_of(self.site, self.asker), look(self.site, self.place))
        except NotPermitted:
            return notice(notices.NOT_A_STEWARD)


def chosen_message(site: SlackSite, role: Role | None, place: Place) -> Message:
    """After a role has been chosen, or none."""
    return role_message(role, look(site, place, note="" if role else notices.ROLE_FORGOTTEN))


def category_message(site: SlackSite, name: str, place: Place) -> Message:
    return terms_message(name, refs(browse.in_category(site.service.assistant.glossary, name)), look(site, place))


def _before(sentence: str, message: Message) -> Message:
    """What is wrong, and then what there is to choose from."""
    said = notice(sentence)
    return {"text": f"{said['text']} {message['text']}", "blocks": [*said["blocks"], *message["blocks"]]}


def refs(terms: Iterable[Term]) -> tuple[TermRef, ...]:
    return tuple(ref(term) for term in terms)

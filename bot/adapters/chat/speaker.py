"""What is said to a typed text, whichever way it comes: by a command, a mention or a direct message."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.adapters.chat import notices, patience
from bot.adapters.chat.backlog import backlog_of
from bot.adapters.chat.looks import save_role, saved_role
from bot.adapters.chat.site import ChatSite
from bot.adapters.chat.typed import Word, read
from bot.adapters.workers import in_thread
from bot.core import browse
from bot.core.answer import TermRef
from bot.core.glossary import ref
from bot.core.replies import CategoryList, EntryList, Figures, Help, MyRequests, Note, Reply, RoleCard, Told
from bot.core.roles import Role, find_role
from bot.core.term import Term
from bot.core.usage import Asker
from bot.errors import NotPermitted

MAX_RECENT = 10  # entries that somebody may still have in mind
STATISTICS_DAYS = 30
_PERSONAL = frozenset({Word.HELP, Word.RECENT, Word.ROLE, Word.STATS, Word.REQUESTS, Word.MY_REQUESTS, Word.THANKS})
_NO_ROLE = frozenset({"none", "no", "off", "nobody", "clear", "-"})


@dataclass(frozen=True, slots=True)
class Spoken:
    """What to say; what is personal is for nobody but the person who asked, wherever that was."""

    reply: Reply
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Speaker:
    """Speaks to one person. `conversation` is where follow-ups are understood; None where there are none."""

    site: ChatSite
    asker: Asker
    conversation: str | None = None

    async def reply(self, text: str) -> Spoken:
        """Raises StorageUnavailable for what needs the database; questions do not."""
        typed = read(text, self.site.service.assistant.glossary)
        return Spoken(await self._say(typed.word, typed.text), personal=typed.word in _PERSONAL)

    async def _say(self, word: Word, text: str) -> Reply:
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
                return Figures(await patience.read(self.site, self.site.service.statistics, self.asker.tenant, STATISTICS_DAYS))
            case Word.REQUESTS | Word.MY_REQUESTS:
                return await (self._requests() if word is Word.REQUESTS else self._mine())
            case Word.THANKS | Word.HELP:
                return Note(notices.THANKS) if word is Word.THANKS else Help()

    async def _answer(self, text: str) -> Told:
        saved = await saved_role(self.site, self.asker)
        service, answering = self.site.service, self.site.workers.answering
        if self.conversation is None:
            answered = await in_thread(answering, service.answer, self.asker, text, saved.role)
        else:
            answered = await in_thread(answering, service.converse, self.asker, self.conversation, text, saved.role)
        return Told(answered, "" if answered.role else saved.note)

    def _list(self, text: str) -> Reply:
        glossary = self.site.service.assistant.glossary
        category = browse.find_category(glossary, text) if text else None
        if category:
            return entries_of(self.site, category)
        return CategoryList(tuple(browse.categories(glossary).items()), notices.unknown_category(text) if text else "")

    async def _search(self, text: str) -> Reply:
        if not text:
            return Note(notices.search_what(self.site.command))
        found = await in_thread(self.site.workers.answering, self.site.service.assistant.search, text)
        return EntryList(f"Entries for \u201c{text}\u201d", found) if found else Note(notices.nothing_found(text))

    async def _recent(self) -> Reply:
        recent = await patience.read(self.site, self.site.service.recently_opened, self.asker, MAX_RECENT)
        return EntryList("Recently viewed", recent) if recent else Note(notices.NOTHING_RECENT)

    async def _random(self) -> Reply:
        glossary = self.site.service.assistant.glossary
        if not len(glossary):
            return Note(notices.NO_TERMS)
        saved = await saved_role(self.site, self.asker)
        slug = browse.any_term(glossary).slug
        return Told(await in_thread(self.site.workers.answering, self.site.service.open, self.asker, slug, saved.role, self.conversation), saved.note)

    async def _role(self, text: str) -> Reply:
        if not text:
            return RoleCard(await patience.read(self.site, self.site.service.role_of, self.asker))
        role = None if text.casefold() in _NO_ROLE else find_role(text)
        if role is None and text.casefold() not in _NO_ROLE:
            saved = await saved_role(self.site, self.asker)
            return RoleCard(saved.role, saved.note, notices.unknown_role(text))
        await save_role(self.site, self.asker, role)
        return chosen_role(role)

    async def _mine(self) -> Reply:
        return MyRequests(await patience.read(self.site, self.site.desk.mine, self.asker))

    async def _requests(self) -> Reply:
        try:
            return await backlog_of(self.site, self.asker)
        except NotPermitted:
            return Note(notices.NOT_A_STEWARD)


def chosen_role(role: Role | None) -> RoleCard:
    """After a role has been chosen, or none."""
    return RoleCard(role, "" if role else notices.ROLE_FORGOTTEN)


def entries_of(site: ChatSite, category: str) -> EntryList:
    """The entries of a category, by its exact name."""
    return EntryList(category, refs(browse.in_category(site.service.assistant.glossary, category)))


def refs(terms: Iterable[Term]) -> tuple[TermRef, ...]:
    return tuple(ref(term) for term in terms)

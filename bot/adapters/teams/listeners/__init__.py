"""What happens when something arrives. A listener decodes, calls the service, renders, and replies."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.adapters.chat import sentences
from bot.adapters.chat.looks import look
from bot.adapters.teams import failures
from bot.adapters.teams.activity import Kind, data_of, kind_of, mapping, text
from bot.adapters.teams.admission import Admission
from bot.adapters.teams.current import CURRENT
from bot.adapters.teams.listeners import answers, feedback, lifecycle, messages, search
from bot.adapters.teams.listeners.outcome import Outcome, Tell, deliver, task
from bot.adapters.teams.listeners.requests import form, mine, triage
from bot.adapters.teams.outbound import Outbound
from bot.adapters.teams.people import Person, person_of
from bot.adapters.teams.plain_text import message_text
from bot.adapters.teams.site import TeamsSite
from bot.adapters.teams.visit import Body, Visit
from bot.adapters.workers import in_thread
from bot.errors import StorageUnavailable
from bot.render.adaptive_card import names
from bot.render.adaptive_card.cards import mentions_card
from bot.render.look import Place

Use = Callable[[Visit], Awaitable[Outcome]]
USES: Mapping[str, Use] = {**answers.USES, **form.USES, **mine.USES, **triage.USES}
WINDOWS: Mapping[str, Use] = {**form.WINDOWS, **triage.WINDOWS}
_LISTENERS: Mapping[Kind, Callable[[Visit], Awaitable[Body]]] = {
    Kind.MESSAGE: messages.answer,
    Kind.SEARCH: search.search,
    Kind.LINK: search.unfurl,
    Kind.FEEDBACK: feedback.given,
    Kind.INSTALLED: lifecycle.installed,
    Kind.MEMBERS: lifecycle.members_changed,
}
_LIFECYCLE = frozenset({Kind.INSTALLED, Kind.MEMBERS})
_SEEN_S = 24 * 3600.0  # where somebody can be reached is stored once a day
_MOST_SEEN = 10_000


class Listeners:
    """Answers every activity. Never raises. The beginning or end of an installation that could not be stored is unfinished."""

    def __init__(self, site: TeamsSite, outbound: Outbound) -> None:
        self._site = site
        self._outbound = outbound
        self._admission = Admission(site)
        self._seen: OrderedDict[tuple[str, str], float] = OrderedDict()

    async def handle(self, context: Any) -> Body:
        """For the SDK: the body of the response."""
        work = CURRENT.get()
        activity = work.activity
        kind, person = kind_of(activity), person_of(activity, self._site)
        visit = Visit(self._site, context, self._outbound, activity, person, data_of(activity))
        objection = self._admission.objection(kind, person)
        if objection:
            return await failures.tell(kind, visit, objection)
        try:
            body = await self._answer(kind, visit)
        except Exception as error:  # noqa: BLE001 - whatever it is, the person hears of it, and Teams does not send again
            failures.log(kind, error)
            work.unfinished = kind in _LIFECYCLE and isinstance(error, StorageUnavailable)
            return await failures.tell(kind, visit, failures.sentence_for(error))
        if kind is not Kind.OTHER and self._is_new(person):
            await visit.remember()
        return body

    async def _answer(self, kind: Kind, visit: Visit) -> Body:
        match kind:
            case Kind.ACTION | Kind.SUBMIT | Kind.DIALOG_SUBMIT | Kind.MESSAGE_ACTION_SUBMIT:
                return await deliver(kind, visit, await self._use(visit, USES))
            case Kind.DIALOG:
                return await deliver(kind, visit, await self._use(visit, WINDOWS))
            case Kind.MESSAGE_ACTION:
                return await self._on_message(visit)
            case _ if kind in _LISTENERS:
                return await _LISTENERS[kind](visit)
            case _:
                return None

    async def _use(self, visit: Visit, uses: Mapping[str, Use]) -> Outcome:
        use = uses.get(text(visit.data, "action"))
        return await use(visit) if use else Tell(sentences.OLD_CONTROL)

    async def _on_message(self, visit: Visit) -> Body:
        if text(visit.activity, "value", "commandId") != names.EXPLAIN_MESSAGE:
            return await form.open_on_message(visit)
        said = message_text(mapping(visit.activity, "value", "messagePayload"))
        mentions = await in_thread(self._site.workers.answering, self._site.service.explain, said)
        return task(mentions_card(mentions, look(self._site, Place.MODAL)))

    def _is_new(self, person: Person) -> bool:
        """Once a day and person and conversation."""
        key, now = (person.account, person.conversation), time.monotonic()
        if person.asker.user is None or now - self._seen.get(key, float("-inf")) < _SEEN_S:
            return False
        self._seen[key] = now
        while len(self._seen) > _MOST_SEEN:
            self._seen.popitem(last=False)
        return True

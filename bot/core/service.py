"""The use cases as every host calls them: the answer, and the record of it. Synchronous; call it from a worker thread."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import assert_never

from bot.core.answer import Answer, Comparison, Definition, Disambiguation, Match, Mentions, NotFound, Suggestions, TermRef
from bot.core.assistant import Assistant, Query
from bot.core.conversation import Conversations
from bot.core.follow_up import follow_up
from bot.core.glossary import ref
from bot.core.normalize import clean
from bot.core.ports import Clock, FeedbackLog, LookUps, QuestionLog, RolePreferences, UsageStatistics
from bot.core.question import MAX_QUERY_CHARS
from bot.core.requests import Backlog, RequestDesk
from bot.core.roles import Role
from bot.core.usage import AnswerKind, AskedQuestion, Asker, Feedback, Statistics
from bot.errors import UnknownTerm


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer and the time it took in the assistant. `role` is whose takeaway was asked for; `detail` when everything is wanted."""

    answer: Answer
    elapsed_ms: float
    role: Role | None = None
    detail: bool = False


class Service:
    """What people can do, whatever the platform. `current` gives the assistant that answers now: a reload swaps it."""

    def __init__(
        self,
        current: Callable[[], Assistant],
        *,
        questions: QuestionLog,
        preferences: RolePreferences,
        feedback: FeedbackLog,
        statistics: UsageStatistics,
        look_ups: LookUps,
        requests: RequestDesk,
        clock: Clock | None = None,
    ) -> None:
        self._current = current
        self._questions = questions
        self._preferences = preferences
        self._feedback = feedback
        self._statistics = statistics
        self._look_ups = look_ups
        self._requests = requests
        self._conversations = Conversations()
        self._clock = clock or SystemClock()

    @property
    def assistant(self) -> Assistant:
        """The assistant that answers now. Take it once for things that belong together."""
        return self._current()

    def answer(self, asker: Asker, text: str, role: Role | None = None) -> Answered:
        """Answers, and records the question. Never raises for any text."""
        started = time.perf_counter()
        answer = self._current().answer(Query(text, role))
        elapsed_ms = (time.perf_counter() - started) * 1000
        if text.strip():
            self._questions.record(_asked(asker, self._clock.now(), text, answer, elapsed_ms))
        return Answered(answer, elapsed_ms, _role(answer) or role)

    def converse(self, asker: Asker, conversation: str, text: str, role: Role | None = None) -> Answered:
        """The same for a text that may lean on what was said before in `conversation`. Never raises for any text."""
        assistant = self._current()
        last = self._conversations.last(asker.tenant, conversation)
        leaning = follow_up(text, assistant.glossary[last].term) if last and last in assistant.glossary and not assistant.glossary.find(text) else None
        answered = self.answer(asker, leaning.text, leaning.role or role) if leaning else self.answer(asker, text, role)
        slug = _slug(answered.answer)
        if slug:
            self._conversations.remember(asker.tenant, conversation, slug)
        return replace(answered, detail=bool(leaning and leaning.detail))

    def open(self, asker: Asker, slug: str, role: Role | None = None, conversation: str | None = None) -> Answered:
        """The entry that somebody chose among several, recorded like a question; a `conversation` goes on about it. Raises UnknownTerm."""
        assistant = self._current()
        if slug not in assistant.glossary:
            raise UnknownTerm(slug)
        answer = assistant.define(slug, role)
        self._questions.record(_asked(asker, self._clock.now(), answer.term.term, answer, 0.0))
        if conversation is not None:
            self._conversations.remember(asker.tenant, conversation, slug)
        return Answered(answer, 0.0, role)

    def recently_opened(self, asker: Asker, limit: int) -> tuple[TermRef, ...]:
        """The entries this person was answered with, newest first. Raises StorageUnavailable."""
        glossary = self._current().glossary
        slugs = self._look_ups.recent(asker.tenant, asker.user, limit) if asker.user else ()
        return tuple(ref(glossary[slug]) for slug in slugs if slug in glossary)

    def last_answered(self, asker: Asker, conversation: str) -> str | None:
        """The slug of the entry that a conversation was about last."""
        return self._conversations.last(asker.tenant, conversation)

    def forget_conversations(self, tenant: str) -> None:
        self._conversations.forget_tenant(tenant)

    def explain(self, message: str) -> Mentions:
        """The terms mentioned in a message. Messages are not recorded."""
        return self._current().explain(message)

    def give_feedback(self, asker: Asker, feedback: Feedback, delivery: str | None = None) -> bool:
        """Stored when it returns. False when this delivery was already recorded.

        Raises:
            UnknownTerm: no entry has this slug.
            StorageUnavailable: nothing was stored.
        """
        if feedback.slug not in self._current().glossary:
            raise UnknownTerm(feedback.slug)
        return self._feedback.record(asker, feedback, at=self._clock.now(), delivery=delivery)

    def role_of(self, asker: Asker) -> Role | None:
        """The role that this person has chosen. Raises StorageUnavailable."""
        return self._preferences.role(asker.tenant, asker.user) if asker.user else None

    def choose_role(self, asker: Asker, role: Role | None) -> None:
        """Remembers the role of a known person. Raises StorageUnavailable."""
        if asker.user:
            self._preferences.choose(asker.tenant, asker.user, role)

    def statistics(self, tenant: str, days: int) -> Statistics:
        """The last `days` days, today included, in UTC. Raises StorageUnavailable."""
        today = self._clock.now().date()
        return self._statistics.statistics(tenant, today - timedelta(days=days - 1), today)

    def backlog(self, tenant: str) -> Backlog:
        """The requests of a tenant, without names. Raises StorageUnavailable."""
        return self._requests.backlog(tenant)


def _slug(answer: Answer) -> str | None:
    """The entry that was answered, the first of several."""
    match answer:
        case Definition():
            return answer.term.slug
        case Comparison():
            return answer.definitions[0].term.slug
        case _:
            return None


def _role(answer: Answer) -> Role | None:
    """The role whose takeaway is in the answer: one named in the question goes before a remembered one."""
    definitions = answer.definitions if isinstance(answer, Comparison) else (answer,) if isinstance(answer, Definition) else ()
    return next((definition.takeaway.role for definition in definitions if definition.takeaway), None)


def _asked(asker: Asker, at: datetime, text: str, answer: Answer, elapsed_ms: float) -> AskedQuestion:
    def asked(kind: AnswerKind, subject: str, found: Definition | Match | None = None, *, lexical_only: bool) -> AskedQuestion:
        match = found.match if isinstance(found, Definition) else found
        return AskedQuestion(
            asker=asker,
            asked_at=at,
            text=clean(text, MAX_QUERY_CHARS),
            subject=subject,
            kind=kind,
            step=match.step.value if match else None,
            slug=found.term.slug if isinstance(found, Definition) else None,
            lexical_only=lexical_only,
            elapsed_ms=elapsed_ms,
        )

    match answer:
        case Definition():
            return asked(AnswerKind.DEFINITION, answer.term.term, answer, lexical_only=answer.lexical_only)
        case Comparison():
            first = answer.definitions[0]
            names = " vs ".join(definition.term.term for definition in answer.definitions)
            return asked(AnswerKind.COMPARISON, names, first, lexical_only=first.lexical_only)
        case Disambiguation():
            return asked(AnswerKind.DISAMBIGUATION, answer.query, answer.match, lexical_only=False)
        case Suggestions():
            return asked(AnswerKind.SUGGESTIONS, answer.concept or answer.query, lexical_only=answer.lexical_only)
        case NotFound():
            return asked(AnswerKind.NOT_FOUND, answer.concept or answer.query, lexical_only=answer.lexical_only)
        case _:
            assert_never(answer)

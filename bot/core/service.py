"""The use cases as every host calls them: the answer, and the record of it. Synchronous; call it from a worker thread."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import assert_never

from bot.core.answer import Answer, Comparison, Definition, Disambiguation, Match, Mentions, NotFound, Suggestions
from bot.core.assistant import Assistant, Query
from bot.core.normalize import clean
from bot.core.ports import Clock, FeedbackLog, QuestionLog, RolePreferences, UsageStatistics
from bot.core.question import MAX_QUERY_CHARS
from bot.core.roles import Role
from bot.core.usage import AnswerKind, AskedQuestion, Asker, Feedback, Statistics
from bot.errors import UnknownTerm


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer and the time it took in the assistant."""

    answer: Answer
    elapsed_ms: float


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
        clock: Clock | None = None,
    ) -> None:
        self._current = current
        self._questions = questions
        self._preferences = preferences
        self._feedback = feedback
        self._statistics = statistics
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
        return Answered(answer, elapsed_ms)

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

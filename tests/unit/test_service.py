"""What every host calls: the answer, and the record of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest

from bot.core.answer import Definition
from bot.core.assistant import Assistant
from bot.core.phrasebook import Concept
from bot.core.roles import Role
from bot.core.service import Service
from bot.core.usage import AnswerKind, AskedQuestion, Asker, Feedback, Statistics, Surface
from bot.errors import UnknownTerm
from tests.fakes import a_term, an_assistant

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
ANN = Asker("acme", "ann", Surface.SLACK)
RLHF = a_term("reinforcement learning from human feedback", slug="rlhf", aliases=["RLHF"], takeaways={"legal": "Ask for the rater guidelines."})
DPO = a_term("direct preference optimization", slug="dpo", aliases=["DPO"])
BATCH = a_term("batch size", aliases=["BS"])
BIAS = a_term("bias score", aliases=["BS"])


@dataclass
class Memory:
    """All ports in one, in memory."""

    asked: list[AskedQuestion] = field(default_factory=list)
    roles: dict[tuple[str, str], Role] = field(default_factory=dict)
    votes: list[tuple[Asker, Feedback, datetime, str | None]] = field(default_factory=list)
    days: list[tuple[str, date, date]] = field(default_factory=list)

    def recent(self, tenant: str, user: str, limit: int) -> tuple[str, ...]:
        slugs = (asked.slug for asked in reversed(self.asked) if (asked.asker.tenant, asked.asker.user) == (tenant, user) and asked.slug)
        return tuple(dict.fromkeys(slugs))[:limit]

    def now(self) -> datetime:
        return NOW

    def role(self, tenant: str, user: str) -> Role | None:
        return self.roles.get((tenant, user))

    def choose(self, tenant: str, user: str, role: Role | None) -> None:
        self.roles.pop((tenant, user), None)
        if role:
            self.roles[tenant, user] = role

    def statistics(self, tenant: str, since: date, until: date) -> Statistics:
        self.days.append((tenant, since, until))
        return Statistics(since, until, 0, 0)


class Questions:
    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def record(self, question: AskedQuestion) -> None:
        self._memory.asked.append(question)


class Votes:
    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def record(self, asker: Asker, feedback: Feedback, *, at: datetime, delivery: str | None = None) -> bool:
        self._memory.votes.append((asker, feedback, at, delivery))
        return True


@pytest.fixture
def memory() -> Memory:
    return Memory()


def over(memory: Memory, current: Callable[[], Assistant]) -> Service:
    return Service(
        current,
        questions=Questions(memory),
        preferences=memory,
        feedback=Votes(memory),
        statistics=memory,
        look_ups=memory,
        requests=memory,
        clock=memory,
    )


@pytest.fixture
def service(memory: Memory) -> Service:
    assistant = an_assistant(RLHF, DPO, BATCH, BIAS, concepts=(Concept("dropout", ("drop out",), ()),))
    return over(memory, lambda: assistant)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("what is rlhf?", (AnswerKind.DEFINITION, "exact", "rlhf", RLHF.term)),
        ("RLFH", (AnswerKind.DEFINITION, "fuzzy", "rlhf", RLHF.term)),
        ("rlhf vs dpo", (AnswerKind.COMPARISON, "exact", "rlhf", f"{RLHF.term} vs {DPO.term}")),
        ("what is BS", (AnswerKind.DISAMBIGUATION, "exact", None, "BS")),
        ("what is dropout?", (AnswerKind.NOT_FOUND, None, None, "dropout")),
        ("what is a flux capacitor?", (AnswerKind.NOT_FOUND, None, None, "flux capacitor")),
    ],
)
def test_a_question_is_recorded_with_what_became_of_it(
    service: Service, memory: Memory, text: str, expected: tuple[AnswerKind, str | None, str | None, str]
) -> None:
    service.answer(ANN, text)
    (asked,) = memory.asked
    assert (asked.asker, asked.asked_at, asked.text) == (ANN, NOW, text)
    assert (asked.kind, asked.step, asked.slug, asked.subject) == expected
    assert asked.answered == (asked.kind in {AnswerKind.DEFINITION, AnswerKind.COMPARISON})
    assert asked.elapsed_ms > 0


def test_a_recorded_question_is_cut_and_cleaned(service: Service, memory: Memory) -> None:
    service.answer(ANN, "rlhf\x00\n" + "x" * 10_000)
    assert len(memory.asked[0].text) <= 400
    assert memory.asked[0].text.startswith("rlhf xxx")


def test_an_empty_question_is_answered_and_not_recorded(service: Service, memory: Memory) -> None:
    service.answer(ANN, "  ")
    assert memory.asked == []


def test_the_role_that_is_given_decides_the_takeaway(service: Service) -> None:
    answer = service.answer(ANN, "rlhf", Role.LEGAL).answer
    assert isinstance(answer, Definition)
    assert answer.takeaway
    assert answer.takeaway.text == "Ask for the rater guidelines."


def test_a_reload_is_seen_by_the_next_question(memory: Memory) -> None:
    assistants = [an_assistant(RLHF)]
    service = over(memory, lambda: assistants[-1])
    assert not isinstance(service.answer(ANN, "dpo").answer, Definition)
    assistants.append(an_assistant(RLHF, DPO))
    assert isinstance(service.answer(ANN, "dpo").answer, Definition)


def test_feedback_goes_to_the_log_with_its_time_and_delivery(service: Service, memory: Memory) -> None:
    vote = Feedback("rlhf", helpful=True, question="rlhf?")
    assert service.give_feedback(ANN, vote, "delivery-1")
    assert memory.votes == [(ANN, vote, NOW, "delivery-1")]


def test_feedback_on_no_entry_is_refused_and_nothing_is_stored(service: Service, memory: Memory) -> None:
    with pytest.raises(UnknownTerm, match="no entry 'nope'"):
        service.give_feedback(ANN, Feedback("nope", helpful=True))
    assert memory.votes == []


def test_a_chosen_role_is_remembered_for_that_person_in_that_tenant_until_it_is_forgotten(service: Service) -> None:
    service.choose_role(ANN, Role.LEGAL)
    assert service.role_of(ANN) is Role.LEGAL
    assert service.role_of(Asker("other", "ann", Surface.SLACK)) is None
    assert service.role_of(Asker("acme", None, Surface.WEB)) is None
    service.choose_role(ANN, None)
    assert service.role_of(ANN) is None


def test_statistics_of_a_week_are_seven_days_with_today(service: Service, memory: Memory) -> None:
    service.statistics("acme", 7)
    assert memory.days == [("acme", date(2026, 11, 19), date(2026, 11, 25))]


def test_a_follow_up_is_about_the_entry_spoken_of_last_in_that_conversation(service: Service) -> None:
    def told(conversation: str, text: str, tenant: str = "acme") -> tuple[str, Role | None, bool]:
        answered = service.converse(Asker(tenant, "ann", Surface.SLACK), conversation, text)
        answer = answered.answer
        subject = answer.term.slug if isinstance(answer, Definition) else type(answer).__name__
        return subject, answered.role, answered.detail

    assert told("D1", "what is rlhf?") == ("rlhf", None, False)
    assert told("D1", "and for legal?") == ("rlhf", Role.LEGAL, False)
    assert told("D1", "tell me more") == ("rlhf", None, True)
    assert told("D1", "compare it with dpo")[0] == "Comparison"
    assert told("D1", "dpo") == ("dpo", None, False)
    assert told("D1", "and for legal?")[0] == "dpo"
    assert told("D2", "and for legal?")[0] == "NotFound", "another conversation has another last entry"
    assert told("D1", "and for legal?", tenant="other")[0] == "NotFound", "so has another tenant"
    service.forget_conversations("acme")
    assert told("D1", "and for legal?")[0] == "NotFound"


def test_a_text_that_is_a_label_is_never_a_follow_up(memory: Memory) -> None:
    assistant = an_assistant(RLHF, a_term("policy"))
    service = over(memory, lambda: assistant)
    service.converse(ANN, "D1", "rlhf")
    answer = service.converse(ANN, "D1", "policy").answer
    assert isinstance(answer, Definition)
    assert answer.term.slug == "policy"


def test_a_conversation_goes_on_about_the_entry_that_was_chosen_in_it(service: Service) -> None:
    service.converse(ANN, "D1", "rlhf")
    service.open(ANN, "dpo", conversation="D1")
    service.open(ANN, "batch-size")
    answer = service.converse(ANN, "D1", "and for legal?").answer
    assert isinstance(answer, Definition)
    assert answer.term.slug == "dpo"


def test_the_role_of_an_answer_is_the_one_in_the_question_before_the_remembered_one(service: Service) -> None:
    assert service.answer(ANN, "rlhf for a lawyer", Role.PRODUCT).role is Role.LEGAL
    assert service.answer(ANN, "rlhf", Role.PRODUCT).role is Role.PRODUCT
    assert service.answer(ANN, "rlhf").role is None


def test_a_chosen_entry_is_recorded_like_a_question_and_found_among_the_recent_ones(service: Service, memory: Memory) -> None:
    service.answer(ANN, "rlhf")
    opened = service.open(ANN, "dpo", Role.LEGAL)
    assert isinstance(opened.answer, Definition)
    assert (opened.answer.term.slug, opened.role, memory.asked[-1].slug) == ("dpo", Role.LEGAL, "dpo")
    assert [item.slug for item in service.recently_opened(ANN, 5)] == ["dpo", "rlhf"]
    assert service.recently_opened(Asker("acme", None, Surface.WEB), 5) == ()
    with pytest.raises(UnknownTerm):
        service.open(ANN, "gone")

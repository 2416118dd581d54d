"""Two tenants that do the same things in any order see what a model of dictionaries sees, each only its own."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from bot.core.normalize import normalize
from bot.core.roles import Role
from bot.core.usage import AnswerKind, AskedQuestion, Asker, Counted, Feedback, Surface
from bot.storage import forget_tenant, open_storage, purge

START = datetime(2026, 3, 1, 23, tzinfo=UTC)
QUESTION_DAYS = 30
TENANTS = ("T1", "T2")
USERS = ("U1", "U2")
tenants = st.sampled_from(TENANTS)
users = st.sampled_from(USERS)
slugs = st.sampled_from(["rag", "rlhf"])


@dataclass
class Remembered:
    """What a tenant should have stored: by natural key, and moments for what grows old."""

    roles: dict[str, Role] = field(default_factory=dict)
    votes: dict[object, tuple[datetime, bool]] = field(default_factory=dict)
    questions: list[AskedQuestion] = field(default_factory=list)
    deliveries: dict[str, datetime] = field(default_factory=dict)


class TwoTenants(RuleBasedStateMachine):
    template: Path  # a folder with an empty database

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        shutil.copytree(self.template, self.folder.name, dirs_exist_ok=True)
        self.storage = open_storage(Path(self.folder.name))
        self.writer = self.storage.question_log()
        self.model = {tenant: Remembered() for tenant in TENANTS}
        self.now = START

    def teardown(self) -> None:
        self.writer.close()
        self.storage.close()
        self.folder.cleanup()

    @rule(tenant=tenants, user=users, role=st.sampled_from([None, *Role]))
    def choose(self, tenant: str, user: str, role: Role | None) -> None:
        self.storage.preferences.choose(tenant, user, role)
        self.model[tenant].roles.pop(user, None)
        if role:
            self.model[tenant].roles[user] = role

    @rule(tenant=tenants, user=st.none() | users, slug=slugs, helpful=st.booleans(), delivery=st.none() | st.sampled_from(["d1", "d2", "d3"]))
    def vote(self, tenant: str, user: str | None, slug: str, helpful: bool, delivery: str | None) -> None:
        remembered = self.model[tenant]
        new = delivery not in remembered.deliveries
        asker = Asker(tenant, user, Surface.TEAMS)
        assert self.storage.feedback.record(asker, Feedback(slug, helpful), at=self.now, delivery=delivery) is new
        if new:
            remembered.votes[(user, slug) if user else object()] = (self.now, helpful)
            if delivery:
                remembered.deliveries[delivery] = self.now

    @rule(
        tenant=tenants, user=st.none() | users, subject=st.sampled_from(["RAG", "rag", "vector database", "Vector-Databases"]), kind=st.sampled_from(AnswerKind)
    )
    def ask(self, tenant: str, user: str | None, subject: str, kind: AnswerKind) -> None:
        step = "exact" if kind is AnswerKind.DEFINITION else None
        question = AskedQuestion(Asker(tenant, user, Surface.SLACK), self.now, subject, subject, kind, step, None, lexical_only=False, elapsed_ms=1.0)
        self.writer.record(question)
        self.model[tenant].questions.append(question)

    @rule(hours=st.sampled_from([1, 20, 24 * 6, 24 * 29, 24 * 200]))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def purge(self) -> None:
        self.writer.flush()
        deleted = purge(self.storage.database, self.now, QUESTION_DAYS)
        expected = Counter(question_log=0, processed_delivery=0, outbox=0, feedback=0)
        for remembered in self.model.values():
            kept = [question for question in remembered.questions if question.asked_at >= self.now - timedelta(days=QUESTION_DAYS)]
            votes = {key: vote for key, vote in remembered.votes.items() if vote[0] >= self.now - timedelta(days=365)}
            deliveries = {name: at for name, at in remembered.deliveries.items() if at >= self.now - timedelta(days=7)}
            expected["question_log"] += len(remembered.questions) - len(kept)
            expected["feedback"] += len(remembered.votes) - len(votes)
            expected["processed_delivery"] += len(remembered.deliveries) - len(deliveries)
            remembered.questions, remembered.votes, remembered.deliveries = kept, votes, deliveries
        assert deleted == dict(expected)

    @rule(tenant=tenants)
    def forget(self, tenant: str) -> None:
        self.writer.flush()
        forget_tenant(self.storage.database, tenant)
        self.model[tenant] = Remembered()

    @invariant()
    def each_sees_its_own(self) -> None:
        assert self.writer.flush()
        since, until = (self.now - timedelta(days=40)).date(), self.now.date()
        for tenant, remembered in self.model.items():
            assert {user: self.storage.preferences.role(tenant, user) for user in USERS} == {user: remembered.roles.get(user) for user in USERS}
            counted = self.storage.statistics.statistics(tenant, since, until)
            asked = [question for question in remembered.questions if since <= question.asked_at.date() <= until]
            said = Counter(helpful for at, helpful in remembered.votes.values() if since <= at.date() <= until)
            assert (counted.helpful, counted.not_helpful) == (said[True], said[False])
            assert (counted.questions, counted.answered) == (len(asked), sum(question.answered for question in asked))
            assert {day: count for day, count in counted.by_day.items() if count} == Counter(question.asked_at.date() for question in asked)
            assert {step: count for step, count in counted.by_step.items() if count} == Counter(question.step or "none" for question in asked)
            assert counted.most_asked == _top(Counter(question.subject for question in asked if question.answered))
            latest = {normalize(question.subject): question.subject for question in asked if not question.answered}
            assert counted.unanswered == _top(Counter(latest[normalize(question.subject)] for question in asked if not question.answered))


def _top(counts: Counter[str]) -> tuple[Counted, ...]:
    return tuple(Counted(name, count) for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])))


@pytest.fixture
def template(tmp_path: Path) -> Path:
    storage = open_storage(tmp_path)
    storage.upgrade()
    storage.close()
    return tmp_path


def test_tenants_share_nothing_whatever_they_do(template: Path) -> None:
    machine = type("Machine", (TwoTenants,), {"template": template})
    run_state_machine_as_test(machine, settings=settings(max_examples=20, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)))

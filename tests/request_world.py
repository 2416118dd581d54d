"""A desk over a real database, with a clock that is set and stewards that are named and dismissed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.core.assistant import Assistant
from bot.core.glossary import Glossary
from bot.core.requests import Job, JobKind, RequestDesk
from bot.core.term import Term
from bot.core.usage import Asker, Surface
from bot.storage import Storage, database_path, open_storage
from tests.fakes import a_term, an_assistant

KEY = b"k" * 32
START = datetime(2026, 3, 2, 9, tzinfo=UTC)  # a Monday
KINDS = tuple(kind.value for kind in JobKind)
RAG = a_term("retrieval augmented generation", slug="rag", aliases=["RAG"])


def by(user: str | None, tenant: str = "T1") -> Asker:
    return Asker(tenant, user, Surface.SLACK)


@dataclass
class RequestWorld:
    """`stewards` are pairs of tenant and user; `keep` opens the database that is in the folder."""

    folder: Path
    terms: Iterable[Term] = (RAG,)
    now: datetime = START
    keep: bool = False
    stewards: set[tuple[str, str]] = field(default_factory=lambda: {("T1", "sue"), ("T2", "sam")})

    def __post_init__(self) -> None:
        self.assistant = an_assistant(*self.terms)
        if not self.keep:
            database_path(self.folder).write_bytes(_empty())
        self.start()

    def start(self) -> None:
        """As a new process: nothing is left but what is stored."""
        self.storage: Storage = open_storage(self.folder, KEY)
        self.desk = RequestDesk(self.storage.requests, self, lambda: self.assistant, questions=self.storage.unanswered, clock=_Clock(self))

    def is_steward(self, tenant: str, user: str) -> bool:
        return (tenant, user) in self.stewards

    def publish(self, *terms: Term) -> None:
        self.assistant = Assistant(Glossary([*self.assistant.glossary, *terms]), [])
        self.desk.published(self.assistant.glossary)

    def wait(self, **period: float) -> None:
        self.now += timedelta(**period)

    def deliver(self, *kinds: str) -> list[Job]:
        """Every job that is due, done."""
        done: list[Job] = []
        while jobs := self.storage.outbox.claim(kinds or KINDS, self.now, 100):
            for job in jobs:
                self.storage.outbox.done(job, self.now)
            done += jobs
        return done

    def notices(self) -> list[tuple[str, str, str]]:
        """Of all due notices, delivered now: the tenant, who is told, and what."""
        return sorted((job.tenant, str(job.payload["user"]), str(job.payload["notice"])) for job in self.deliver("notify_person"))


@cache
def _empty() -> bytes:
    """A database without rows."""
    with TemporaryDirectory() as folder:
        storage = open_storage(Path(folder), KEY)
        storage.upgrade()
        storage.close()
        return storage.database.path.read_bytes()


class _Clock:
    def __init__(self, world: RequestWorld) -> None:
        self._world = world

    def now(self) -> datetime:
        return self._world.now

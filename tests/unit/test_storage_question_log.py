"""The log of questions never holds up an answer: it queues, writes in batches, and drops and counts what it cannot take."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import event, select

from bot.core.usage import AnswerKind, AskedQuestion, Asker, Surface
from bot.storage import Database, QuestionLogWriter, upgrade
from bot.storage.question_log import BATCH
from bot.storage.tables import question_log

KEY = b"k" * 32
ANN = Asker("T1", "U-ann", Surface.API)
QUESTION = AskedQuestion(ANN, datetime(2026, 3, 1, tzinfo=UTC), "What is RAG?", "RAG", AnswerKind.DEFINITION, "exact", "rag", lexical_only=True, elapsed_ms=1.5)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(tmp_path / "glossary.sqlite3", busy_timeout_ms=20) as database:
        upgrade(database)
        yield database


def stored(database: Database) -> list[str]:
    with database.reading() as connection:
        return list(connection.scalars(select(question_log.c.text).order_by(question_log.c.id)))


def test_a_question_is_stored_with_everything_that_is_known_of_it(database: Database) -> None:
    writer = QuestionLogWriter(database, KEY)
    writer.record(QUESTION)
    writer.record(replace(QUESTION, asker=Asker("T1", None, Surface.WEB), subject="Vector  Databases\u202e", kind=AnswerKind.NOT_FOUND, step=None, slug=None))
    assert writer.close()
    with database.reading() as connection:
        first, second = ({**row} for row in connection.execute(select(question_log)).mappings())
    assert len(first.pop("user_hash")) == 64
    assert first == {
        "id": 1,
        "tenant": "T1",
        "surface": "api",
        "asked_at": QUESTION.asked_at,
        "text": "What is RAG?",
        "subject": "RAG",
        "subject_key": "rag",
        "kind": "definition",
        "step": "exact",
        "slug": "rag",
        "lexical_only": True,
        "elapsed_ms": 1.5,
    }
    expected = {"user_hash": None, "surface": "web", "subject": "Vector Databases", "subject_key": "vector database", "step": None, "slug": None}
    assert second == first | expected | {"id": 2, "kind": "not_found"}


def test_closing_writes_what_is_queued_in_few_transactions_and_in_order(database: Database) -> None:
    commits: list[object] = []
    event.listen(database._engine, "commit", commits.append)
    writer = QuestionLogWriter(database, KEY)
    texts = [f"question {number}" for number in range(3 * BATCH)]
    for text in texts:
        writer.record(replace(QUESTION, text=text))
    assert writer.close()
    assert stored(database) == texts
    assert len(commits) < 30  # three full batches; more only where this thread is held up
    writer.record(QUESTION)
    assert (writer.dropped, writer.close(), len(stored(database))) == (1, True, len(texts))


def test_a_full_queue_drops_counts_and_goes_on(database: Database) -> None:
    told: list[int] = []
    with closing(sqlite3.connect(database.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        writer = QuestionLogWriter(database, KEY, capacity=10, on_dropped=told.append, pauses_s=[0.01] * 1000)
        with ThreadPoolExecutor(4) as threads:
            list(threads.map(lambda number: writer.record(replace(QUESTION, text=str(number))), range(200)))
        dropped = writer.dropped
        assert dropped >= 200 - 2 * 10  # ten in the queue, ten in the hand of the thread
        assert sum(told) == dropped
        assert not writer.flush(0.01)
    assert writer.flush()
    writer.record(QUESTION)
    assert writer.close()
    assert writer.dropped == dropped
    assert len(stored(database)) == 200 - dropped + 1


def test_a_batch_that_cannot_be_stored_is_dropped_after_a_few_attempts(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    told: list[int] = []
    with closing(sqlite3.connect(database.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        writer = QuestionLogWriter(database, KEY, on_dropped=told.append, pauses_s=(0.01, 0.01))
        writer.record(QUESTION)
        assert writer.flush()
    assert (writer.dropped, told) == (1, [1])
    assert [record.getMessage() for record in caplog.records] == ["1 questions could not be logged: the database is busy: something else holds it for long"] * 3
    assert writer.close()


def test_a_question_that_no_row_can_hold_does_not_stop_the_log_and_is_not_shown(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    writer = QuestionLogWriter(database, KEY, pauses_s=())
    writer.record(replace(QUESTION, asked_at=datetime(2026, 3, 1), text="CANARY"))  # noqa: DTZ001 - the fault
    assert writer.flush()
    writer.record(QUESTION)
    assert writer.close()
    assert (writer.dropped, stored(database)) == (1, [QUESTION.text])
    assert "CANARY" not in caplog.text


def test_closing_does_not_wait_for_a_database_that_hangs(database: Database) -> None:
    told: list[int] = []
    with closing(sqlite3.connect(database.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        writer = QuestionLogWriter(Database(database.path), KEY, on_dropped=told.append)
        for _ in range(BATCH + 5):
            writer.record(QUESTION)
        assert not writer.close(0.1)
        assert told == [writer.dropped]
        assert told[0] >= 5
        other.rollback()
        assert writer.close()
    writer._database.close()
    assert writer.dropped + len(stored(database)) == BATCH + 5
    assert sum(told) == writer.dropped

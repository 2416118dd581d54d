"""What is remembered of people, and what is counted: votes, roles, deliveries, statistics, keys."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import func, insert, select

from bot.core.roles import Role
from bot.core.usage import AnswerKind, AskedQuestion, Asker, Counted, Feedback, Surface
from bot.errors import ConfigurationError
from bot.storage import Storage, forget_tenant, head, load_or_create_key, newest_time, nothing, open_storage, pseudonym, purge
from bot.storage.retention import BATCH
from bot.storage.tables import JOB_STATES, feedback, metadata, outbox, processed_delivery, question_log, role_preference
from tests.encoders import run_at_once

KEY = b"k" * 32
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TODAY = NOW.date()
ANN = Asker("T1", "U-ann", Surface.SLACK)
UNKNOWN = Asker("T1", None, Surface.WEB)


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    storage = open_storage(tmp_path, KEY)
    storage.upgrade()
    yield storage
    storage.close()


def asked(subject: str, kind: AnswerKind, *, at: datetime = NOW, step: str | None = None, asker: Asker = ANN) -> AskedQuestion:
    return AskedQuestion(asker, at, f"what is {subject}?", subject, kind, step, None, lexical_only=False, elapsed_ms=1.5)


def log(storage: Storage, *questions: AskedQuestion) -> None:
    writer = storage.question_log()
    for question in questions:
        writer.record(question)
    assert writer.close()
    assert writer.dropped == 0


def votes(storage: Storage, tenant: str = "T1") -> tuple[int, int]:
    counted = storage.statistics.statistics(tenant, TODAY, TODAY)
    return counted.helpful, counted.not_helpful


# -- roles and votes ---------------------------------------------------------------------------------------------------


def test_a_chosen_role_is_remembered_changed_and_forgotten(storage: Storage) -> None:
    roles = storage.preferences
    assert roles.role("T1", "U1") is None
    for role in (Role.LEGAL, Role.SECURITY, None, Role.PRODUCT):
        roles.choose("T1", "U1", role)
        assert (roles.role("T1", "U1"), roles.role("T1", "U2"), roles.role("T2", "U1")) == (role, None, None)


def test_a_role_of_another_version_is_no_role(storage: Storage) -> None:
    with storage.database.writing() as connection:
        connection.execute(insert(role_preference).values(tenant="T1", user_id="U1", role="astrologer"))
    assert storage.preferences.role("T1", "U1") is None


def test_the_last_word_of_a_known_user_counts_and_every_one_of_unknown_users(storage: Storage) -> None:
    for helpful in (True, False, True, False):
        storage.feedback.record(ANN, Feedback("rag", helpful), at=NOW)
        storage.feedback.record(UNKNOWN, Feedback("rag", helpful), at=NOW)
    assert votes(storage) == (2, 3)
    storage.feedback.record(ANN, Feedback("rlhf", helpful=True), at=NOW)
    storage.feedback.record(replace(ANN, tenant="T2"), Feedback("rag", helpful=True), at=NOW)
    assert (votes(storage), votes(storage, "T2")) == ((3, 3), (1, 0))


def test_a_delivery_that_comes_again_changes_nothing(storage: Storage) -> None:
    first = storage.feedback.record(ANN, Feedback("rag", helpful=True), at=NOW, delivery="d1")
    again = storage.feedback.record(ANN, Feedback("rag", helpful=False), at=NOW, delivery="d1")
    elsewhere = storage.feedback.record(replace(ANN, tenant="T2"), Feedback("rag", helpful=False), at=NOW, delivery="d1")
    assert (first, again, elsewhere) == (True, False, True)
    assert (votes(storage), votes(storage, "T2")) == ((1, 0), (0, 1))


def test_one_delivery_in_five_threads_at_once_has_one_effect(storage: Storage) -> None:
    for number in range(10):
        together = Barrier(5)

        def deliver(_: int, delivery: str = f"d{number}", together: Barrier = together) -> bool:
            together.wait()
            return storage.feedback.record(UNKNOWN, Feedback("rag", helpful=True), at=NOW, delivery=delivery)

        with ThreadPoolExecutor(5) as threads:
            assert sorted(threads.map(deliver, range(5))) == [False] * 4 + [True]
    assert votes(storage) == (10, 0)


def test_no_user_id_and_no_key_stands_in_votes_and_questions(storage: Storage, tmp_path: Path) -> None:
    storage.feedback.record(ANN, Feedback("rag", helpful=True, comment="good"), at=NOW)
    log(storage, asked("rag", AnswerKind.DEFINITION))
    with storage.database.reading() as connection:
        hashes = {connection.scalar(select(table.c.user_hash)) for table in (feedback, question_log)}
    assert hashes == {pseudonym(KEY, "T1", "U-ann")}
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("glossary.sqlite3*"))
    assert b"U-ann" not in stored
    assert KEY not in stored
    assert "kkkk" not in repr(storage)


# -- statistics --------------------------------------------------------------------------------------------------------


def test_statistics_count_answers_steps_days_and_wishes(storage: Storage) -> None:
    week = timedelta(days=6)
    log(
        storage,
        asked("RAG", AnswerKind.DEFINITION, step="exact"),
        asked("RAG", AnswerKind.DEFINITION, step="fuzzy", at=NOW - week),
        asked("precision vs recall", AnswerKind.COMPARISON, step="exact"),
        asked("Vector Databases", AnswerKind.NOT_FOUND, at=NOW),
        asked("vector database", AnswerKind.SUGGESTIONS, at=NOW + timedelta(seconds=1)),
        asked("vector-database", AnswerKind.NOT_FOUND, at=NOW - timedelta(seconds=1)),
        asked("drift", AnswerKind.DISAMBIGUATION, step="semantic"),
        asked("\u200b", AnswerKind.NOT_FOUND),
        asked("too early", AnswerKind.NOT_FOUND, at=NOW - week - timedelta(hours=12, microseconds=1)),
        asked("too late", AnswerKind.NOT_FOUND, at=NOW + timedelta(hours=12)),
        asked("elsewhere", AnswerKind.NOT_FOUND, asker=replace(ANN, tenant="T2")),
    )
    counted = storage.statistics.statistics("T1", TODAY - week, TODAY)
    assert (counted.questions, counted.answered) == (8, 3)
    assert counted.most_asked == (Counted("RAG", 2), Counted("precision vs recall", 1))
    assert counted.unanswered == (Counted("vector database", 3), Counted("drift", 1))
    assert counted.by_step == {"exact": 2, "fuzzy": 1, "semantic": 1, "none": 4}
    assert counted.by_day == {TODAY - timedelta(days=days): {0: 7, 6: 1}.get(days, 0) for days in range(7)}


def test_lists_hold_the_ten_most_frequent_names(storage: Storage) -> None:
    log(storage, *(asked(f"term {number:02}", kind) for number in range(12) for kind in AnswerKind for _ in range(number + 1)))
    counted = storage.statistics.statistics("T1", TODAY, TODAY)
    assert counted.most_asked == tuple(Counted(f"term {number:02}", 2 * (number + 1)) for number in range(11, 1, -1))
    assert counted.unanswered == tuple(Counted(f"term {number:02}", 3 * (number + 1)) for number in range(11, 1, -1))


def test_a_tenant_without_questions_has_zeros_for_every_day(storage: Storage) -> None:
    since = date(2026, 2, 27)
    assert storage.statistics.statistics("T1", since, TODAY) == nothing(since, TODAY)
    assert list(nothing(since, TODAY).by_day.values()) == [0, 0, 0]


def test_the_newest_time_is_that_of_whatever_was_stored_last(storage: Storage) -> None:
    assert newest_time(storage.database) is None
    log(storage, asked("rag", AnswerKind.DEFINITION))
    assert newest_time(storage.database) == NOW
    storage.feedback.record(ANN, Feedback("rag", helpful=True), at=NOW + timedelta(hours=1))
    assert newest_time(storage.database) == NOW + timedelta(hours=1)


# -- retention ---------------------------------------------------------------------------------------------------------


def test_only_what_is_old_enough_is_deleted_even_if_it_is_much(storage: Storage) -> None:
    def jobs(at: datetime) -> list[dict[str, object]]:
        return [
            {"tenant": "T1", "kind": "dm", "payload": {}, "dedupe_key": f"{state} {at}", "state": state, "available_at": at, "created_at": at}
            for state in JOB_STATES
        ]

    many = 2 * BATCH + 1
    log(storage, *(asked("rag", AnswerKind.DEFINITION, at=NOW - timedelta(days=days)) for days in (89, 91)))
    for days in (364, 366):
        storage.feedback.record(UNKNOWN, Feedback("rag", helpful=True), at=NOW - timedelta(days=days))
    with storage.database.writing() as connection:
        for days, count in ((6, 1), (8, many)):
            at = NOW - timedelta(days=days)
            connection.execute(insert(processed_delivery), [{"tenant": "T1", "delivery_id": f"{days} {number}", "seen_at": at} for number in range(count)])
            connection.execute(insert(outbox), jobs(at))
    assert purge(storage.database, NOW, 90) == {"question_log": 1, "processed_delivery": many, "outbox": 1, "feedback": 1}
    assert purge(storage.database, NOW, 90) == dict.fromkeys(("question_log", "processed_delivery", "outbox", "feedback"), 0)
    with storage.database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(outbox)) == 2 * len(JOB_STATES) - 1


def test_forgetting_a_tenant_empties_every_table_of_it_and_touches_no_other(storage: Storage) -> None:
    """Rows are made up for whatever tables there are, so that a new table cannot be left out."""
    made = {"INTEGER": 1, "BOOLEAN": True, "FLOAT": 1.0, "DATETIME": NOW, "JSON": ["x"]}
    with storage.database.writing() as connection:
        for number, tenant in enumerate(("T1", "T2"), 1):
            for table in metadata.sorted_tables:
                row = {column.name: made.get(str(column.type.compile(connection.dialect)), "x") for column in table.columns}
                row |= {name: number for name in ("id", "request_id") if name in table.c} | {"tenant": tenant}
                row |= {"state": "done"} if table is outbox else {"state": "declined"} if "state" in table.c else {}
                connection.execute(insert(table).values(row))
    assert forget_tenant(storage.database, "T1") == {table.name: 1 for table in metadata.tables.values()}
    with storage.database.reading() as connection:
        left = {name: connection.scalars(select(table.c.tenant)).all() for name, table in metadata.tables.items()}
    assert left == {name: ["T2"] for name in metadata.tables}


def test_what_is_forgotten_cannot_be_read_in_the_file(storage: Storage, tmp_path: Path) -> None:
    storage.feedback.record(UNKNOWN, Feedback("rag", helpful=True, comment="CANARY"), at=NOW)
    path = tmp_path / "glossary.sqlite3"
    assert b"CANARY" in path.read_bytes() or any(b"CANARY" in file.read_bytes() for file in tmp_path.glob("glossary.sqlite3-wal"))
    forget_tenant(storage.database, "T1")
    storage.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"CANARY" not in path.read_bytes()


# -- the key -----------------------------------------------------------------------------------------------------------


def test_a_pseudonym_is_stable_and_tells_people_tenants_and_keys_apart() -> None:
    people = [("T", "1U"), ("T1", "U"), ("", "T1U"), ("T1", "\ud800"), ("T1", "V")]
    assert len({pseudonym(key, *person) for person in people for key in (KEY, b"other" * 8)}) == 2 * len(people)
    assert pseudonym(KEY, "T1", "U") == "54f0e512ecf2c343bf0deca342e7460c24f57f0a7febba2304d8ce015812879e"


def test_a_key_is_made_once_and_is_nobody_elses(tmp_path: Path) -> None:
    keys = {load_or_create_key(tmp_path / "data") for _ in range(3)} | {load_or_create_key(tmp_path / "other")}
    assert [len(key) for key in keys] == [32, 32]
    assert [(path.name, path.stat().st_mode & 0o777) for path in (tmp_path / "data").iterdir()] == [("secret.key", 0o600)]


def test_two_processes_that_start_at_once_agree_on_a_key_and_on_the_tables(tmp_path: Path) -> None:
    code = "import json, sys\nfrom pathlib import Path\nfrom bot.storage import open_storage\nready()\nstorage = open_storage(Path(sys.argv[1]))\n"
    code += "print(json.dumps([storage.key.hex(), storage.upgrade()]))\nstorage.close()"
    said = run_at_once(code, [[tmp_path]] * 3)
    assert [err for _, err in said] == [""] * 3
    results = [json.loads(out) for out, _ in said]
    assert {key for key, _ in results} == {load_or_create_key(tmp_path).hex()}
    assert sorted(before for _, before in results) == ["", head(), head()]
    assert sorted(path.name for path in tmp_path.iterdir() if "journal" not in path.name) == ["glossary.sqlite3", "secret.key"]


def test_a_key_that_cannot_be_used_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_bytes(b"short")
    with pytest.raises(ConfigurationError, match="has 5 bytes and not 32") as raised:
        load_or_create_key(tmp_path)
    assert "backup" in raised.value.hint
    (tmp_path / "secret.key").unlink()
    (tmp_path / "secret.key").mkdir()
    for folder, reason in ((tmp_path, "Is a directory"), (Path("/dev/null/x"), "Not a directory")):
        with pytest.raises(ConfigurationError, match=reason) as raised:
            load_or_create_key(folder)
        assert "GLOSSARY_SECRET_KEY" in raised.value.hint


def test_what_a_person_looked_up_last_comes_first_and_once(storage: Storage) -> None:
    writer = storage.question_log()
    for minute, (tenant, user, slug) in enumerate(
        [("a", "u", "rag"), ("a", "u", "token"), ("a", "u", None), ("a", "u", "rag"), ("a", "v", "recall"), ("b", "u", "clip"), ("a", None, "drift")]
    ):
        asker = Asker(tenant, user, Surface.SLACK)
        at = NOW + timedelta(minutes=minute)
        writer.record(AskedQuestion(asker, at, "x", "x", AnswerKind.DEFINITION, "exact", slug, lexical_only=False, elapsed_ms=1.0))
    assert writer.close()
    assert storage.look_ups.recent("a", "u", 5) == ("rag", "token")
    assert storage.look_ups.recent("a", "u", 1) == ("rag",)
    assert storage.look_ups.recent("b", "u", 5) == ("clip",)
    assert storage.look_ups.recent("b", "v", 5) == ()

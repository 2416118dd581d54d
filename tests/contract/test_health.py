"""Whether the process lives, whether it should get work, and who sees its numbers."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event

import pytest
from starlette.testclient import TestClient

from bot.storage import database_path
from bot.storage.database import journal_mode
from tests.conftest import ROOT
from tests.server import in_process

TOKEN = "a-token-of-sufficient-length"  # noqa: S105 - of this test
ADDRESSES = re.compile(rb'route="([^"]*)"')


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with in_process(tmp_path_factory.mktemp("health")) as (client, _):
        yield client


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Another program holds the database for itself."""
    with closing(sqlite3.connect(database_path(folder), isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


# -- alive ---------------------------------------------------------------------------------------------------------


def test_the_process_is_alive_whatever_the_database_does(tmp_path: Path) -> None:
    with in_process(tmp_path) as (client, _):
        with held(tmp_path):
            assert client.get("/healthz").json() == {"status": "alive"}
        database_path(tmp_path).write_bytes(b"garbage" * 1_000)
        assert client.get("/healthz").status_code == 200


# -- ready ---------------------------------------------------------------------------------------------------------


def test_ready_says_what_is_served(client: TestClient) -> None:
    response = client.get("/readyz")
    report = response.json()
    assert (response.status_code, report["database"], report["faults"]) == (200, "ok", [])
    assert report["terms"] == len(list((ROOT / "data" / "terms").glob("*.yml")))


def test_a_model_that_is_switched_off_is_said_so_and_stops_nobody(client: TestClient) -> None:
    report = client.get("/readyz").json()
    assert (report["status"], report["meaning"]) == ("degraded", "off")
    assert "GLOSSARY_MEANING" in report["meaning_reason"]


@pytest.mark.skipif(journal_mode() == "wal", reason="with a write-ahead log readers do not wait for who writes")
def test_a_locked_database_is_not_ready_while_questions_are_answered_and_afterwards_it_is(tmp_path: Path) -> None:
    with in_process(tmp_path) as (client, _):
        with held(tmp_path):
            response = client.get("/readyz")
            assert (response.status_code, response.json()["status"]) == (503, "not ready")
            assert response.json()["database"] == "no answer within 1 s"
            assert client.get("/api/answer?q=rlhf").status_code == 200
        assert client.get("/readyz").status_code == 200


def test_a_damaged_database_is_not_ready_and_says_so_in_a_sentence_without_a_path(tmp_path: Path) -> None:
    with in_process(tmp_path) as (client, serving):
        garbage = tmp_path / "garbage"
        garbage.write_bytes(b"garbage" * 1_000)
        garbage.replace(database_path(tmp_path))
        serving.storage.database.close()  # connections to the file that was there
        response = client.get("/readyz")
        assert (response.status_code, response.json()["database"]) == (503, "StorageUnavailable: the database file is damaged")
        assert str(tmp_path) not in response.text
        assert client.get("/api/answer?q=rlhf").status_code == 200


def test_a_database_that_is_gone_is_not_ready(tmp_path: Path) -> None:
    with in_process(tmp_path) as (client, serving):
        database_path(tmp_path).unlink()
        serving.storage.database.close()
        assert client.get("/readyz").status_code == 503
        assert not database_path(tmp_path).exists()  # looking makes none


def test_a_database_that_hangs_is_given_up_on_again_and_again(tmp_path: Path) -> None:
    hung = Event()
    with in_process(tmp_path) as (client, serving):
        serving.readiness._database = lambda: hung.wait(30) and None
        try:
            answers = [client.get("/readyz") for _ in range(3)]
            assert [answer.status_code for answer in answers] == [503] * 3
            assert {answer.json()["database"] for answer in answers} == {"no answer within 1 s"}
            assert client.get("/healthz").status_code == 200
        finally:
            hung.set()


def test_whatever_the_database_raises_is_reported_and_not_raised(tmp_path: Path) -> None:
    def broken() -> None:
        raise OSError("the disk is gone")

    with in_process(tmp_path) as (client, serving):
        serving.readiness._database = broken
        assert client.get("/readyz").json()["database"] == "OSError: the disk is gone"


def test_who_is_about_to_stop_wants_no_new_work_and_still_answers(tmp_path: Path) -> None:
    with in_process(tmp_path) as (client, serving):
        serving.readiness.drain()
        response = client.get("/readyz")
        assert (response.status_code, response.json()["status"]) == (503, "draining")
        assert client.get("/healthz").status_code == 200
        assert client.get("/api/answer?q=rlhf").status_code == 200


def test_a_term_file_that_cannot_be_read_is_named_and_the_others_are_served(tmp_path: Path) -> None:
    terms = tmp_path / "terms"
    shutil.copytree(ROOT / "data" / "terms", terms)
    (terms / "recall.yml").write_text("slug: recall\nterm: [")
    with in_process(tmp_path / "data", terms=terms) as (client, _):
        response = client.get("/readyz")
        (fault,) = response.json()["faults"]
        assert (response.status_code, response.json()["status"]) == (200, "degraded")
        assert fault.startswith("recall.yml:")
        assert str(tmp_path) not in response.text
        assert client.get("/api/terms/recall").status_code == 404
        assert client.get("/api/terms/precision").status_code == 200


# -- numbers -------------------------------------------------------------------------------------------------------


def test_numbers_are_shown_to_this_machine(client: TestClient) -> None:
    response = client.get("/metrics")
    assert (response.status_code, response.headers["content-type"]) == (200, "text/plain; version=0.0.4; charset=utf-8")
    assert re.search(rb"^glossary_terms [1-9]", response.content, re.MULTILINE)


@pytest.mark.parametrize("header", ["x-forwarded-for", "x-real-ip", "forwarded"])
def test_numbers_are_not_shown_to_whom_a_proxy_on_this_machine_speaks_for(client: TestClient, header: str) -> None:
    assert client.get("/metrics", headers={header: "127.0.0.1"}).status_code == 403


@pytest.mark.parametrize("address", ["192.0.2.7", "10.0.0.1", "testclient", "::2"])
def test_numbers_are_not_shown_to_other_machines(client: TestClient, address: str) -> None:
    response = TestClient(client.app, client=(address, 1)).get("/metrics")
    assert response.status_code == 403
    assert "glossary_" not in response.text


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with in_process(tmp_path_factory.mktemp("guarded"), address="192.0.2.7", metrics_token=TOKEN) as (client, _):
        yield client


def test_with_a_token_numbers_are_shown_to_who_has_it_wherever_they_are(guarded: TestClient) -> None:
    assert guarded.get("/metrics", headers={"authorization": f"Bearer {TOKEN}", "x-forwarded-for": "192.0.2.9"}).status_code == 200


@pytest.mark.parametrize("given", [None, "", "Bearer ", "Bearer wrong", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", f"Basic {TOKEN}", "Bearer \xe9\xff"])
def test_without_the_token_numbers_are_not_shown_not_even_to_this_machine(guarded: TestClient, given: str | None) -> None:
    headers = {} if given is None else {"authorization": given.encode("latin-1")}
    local = TestClient(guarded.app, client=("127.0.0.1", 1))
    assert local.get("/metrics", headers=headers).status_code == 403


def test_labels_are_bounded_and_never_hold_what_was_asked(tmp_path: Path) -> None:
    with in_process(tmp_path) as (client, _):
        for number in range(30):
            client.get(f"/api/answer?q=canary-question-{number}", headers={"x-request-id": f"canary-id-{number}"})
            client.get(f"/api/terms/canary-slug-{number}")
            client.get(f"/canary-page-{number}")
            client.get(f"/static/canary-file-{number}.css")
            client.request(f"CANARY{number}", "/api/answer")
        client.get("/api/terms/recall")
        text = client.get("/metrics").content
    assert b"canary" not in text.lower()
    assert b"recall" not in text
    assert {b"/api/answer", b"/api/terms/{slug}", b"/static", b"unknown"} <= set(ADDRESSES.findall(text))
    assert len(text.splitlines()) < 600

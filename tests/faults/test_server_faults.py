"""A running server is killed, stopped, misconfigured, deprived of its database and spied upon: nothing acknowledged is lost, nothing secret is told."""

from __future__ import annotations

import json
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

import httpx
import pytest

from bot.storage import database_path
from tests.conftest import ROOT
from tests.server import PATIENCE_S, Server, environment, eventually, running

WORDS_ONLY = {"GLOSSARY_MEANING": "false"}  # starts in a second: these faults have nothing to do with the model
DESCRIPTION = "a habit of models to state things that were never true with great confidence"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def stored(data: Path, statement: str) -> list[Any]:
    with closing(sqlite3.connect(database_path(data))) as connection:
        return connection.execute(statement).fetchall()


# -- kill -9 -------------------------------------------------------------------------------------------------------


def post_until_killed(server: Server, first: int, step: int, acknowledged: list[str]) -> None:
    """Posts up to 200 votes, a share of them by this thread, and remembers those that were acknowledged."""
    with server.client() as client:
        for number in range(first, 200, step):
            try:
                response = client.post("/api/feedback", json={"slug": "recall", "helpful": True, "comment": f"vote {number}"})
            except httpx.TransportError:
                return
            if response.status_code == 201:
                acknowledged.append(f"vote {number}")


@pytest.mark.parametrize("after", [1, 37, 110])
def test_every_vote_that_was_acknowledged_survives_a_kill(data: Path, after: int) -> None:
    acknowledged: list[str] = []
    with running(data, **WORDS_ONLY) as server:
        posting = [Thread(target=post_until_killed, args=(server, first, 4, acknowledged)) for first in range(4)]
        for thread in posting:
            thread.start()
        eventually(lambda: len(acknowledged) >= after, step_s=0.001)
        server.kill()
        for thread in posting:
            thread.join()
    assert after <= len(acknowledged) < 200
    with running(data, **WORDS_ONLY) as server, server.client() as client:
        assert client.get("/api/stats").json()["helpful"] >= len(acknowledged)
        assert client.post("/api/feedback", json={"slug": "recall", "helpful": True}).status_code == 201
    found = {comment for (comment,) in stored(data, "SELECT comment FROM feedback")}
    assert set(acknowledged) <= found
    assert stored(data, "PRAGMA integrity_check") == [("ok",)]


# -- SIGTERM -------------------------------------------------------------------------------------------------------


def test_under_load_a_stop_is_announced_and_everybody_who_asked_is_answered(data: Path) -> None:
    statuses: list[int] = []
    told = Event()

    def ask(server: Server) -> None:
        """As a load balancer would send them: no longer once the server has said that it stops."""
        with server.client() as client:
            while not told.is_set():
                statuses.append(client.get("/api/answer", params={"q": "rlhf vs dpo"}).status_code)

    with running(data, **WORDS_ONLY, GLOSSARY_DRAIN_S="2") as server, server.client() as client:
        asking = [Thread(target=ask, args=(server,)) for _ in range(4)]
        for thread in asking:
            thread.start()
        eventually(lambda: len(statuses) > 50)
        for _ in range(3):
            server.terminate()
        report = eventually(lambda: (found := client.get("/readyz")).status_code == 503 and found.json())
        assert report["status"] == "draining"
        assert client.get("/api/answer", params={"q": "rlhf"}).status_code == 200
        told.set()
        for thread in asking:
            thread.join()
        eventually(lambda: refused(server.port) or server.terminate(), within_s=30)  # being told again and again does not put it off
        assert server.process.wait(PATIENCE_S) == 0
        assert "Traceback" not in server.log()
    assert set(statuses) == {200}


def test_a_request_that_was_accepted_is_finished_although_the_server_was_told_to_stop(data: Path) -> None:
    body = json.dumps({"slug": "recall", "helpful": True, "comment": "in time"}).encode()
    head = f"POST /api/feedback HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    with running(data, **WORDS_ONLY) as server:
        with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE_S) as connection:
            connection.sendall(head + body[:5])
            eventually(lambda: httpx.get(f"{server.address}/healthz", trust_env=False).status_code == 200)
            server.terminate()
            eventually(lambda: refused(server.port))
            connection.sendall(body[5:])
            assert connection.recv(1_000).startswith(b"HTTP/1.1 201 ")
        assert server.process.wait(PATIENCE_S) == 0
    assert stored(data, "SELECT comment FROM feedback") == [("in time",)]


def refused(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return True
    return False


def test_questions_that_were_answered_before_a_stop_are_in_the_log(data: Path) -> None:
    with running(data, **WORDS_ONLY) as server, server.client() as client:
        for number in range(20):
            client.get("/api/answer", params={"q": f"what is thing {number}"})
    assert stored(data, "SELECT count(*) FROM question_log") == [(20,)]


# -- what it needs is not to be had --------------------------------------------------------------------------------


def run_to_the_end(data: Path, *arguments: str, without: str = "", **variables: str) -> tuple[int, str]:
    """Exit status and standard error of a server that cannot start."""
    known = {name: value for name, value in environment(data, **WORDS_ONLY, **variables).items() if name != without}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "serve", *(arguments or ("--port", "0"))],
        cwd=ROOT,
        env=known,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stderr


def test_a_port_that_is_taken_ends_in_one_plain_sentence(data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        status, said = run_to_the_end(data, "--port", port)
    assert status == 1
    sentence, cure = said.splitlines()
    assert sentence.startswith(f"glossary: cannot listen on 127.0.0.1 port {port}: Address already in use")
    assert "--port" in cure


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-canary-1"}, "SLACK_SIGNING_SECRET"),
        ({"SLACK_SIGNING_SECRET": "canary-2"}, "SLACK_BOT_TOKEN"),
        ({"SLACK_APP_TOKEN": "xapp-canary-3"}, "SLACK_BOT_TOKEN"),
        ({"TEAMS_CLIENT_ID": "canary-4", "TEAMS_TENANT_ID": "canary-5"}, "TEAMS_CLIENT_SECRET"),
        ({"TEAMS_CLIENT_SECRET": "canary-6"}, "TEAMS_CLIENT_ID"),
    ],
)
def test_a_platform_that_is_half_configured_ends_with_78_and_names_what_is_missing(data: Path, given: dict[str, str], missing: str) -> None:
    status, said = run_to_the_end(data, **given)
    assert (status, missing in said) == (78, True)
    assert "canary" not in said


@pytest.mark.parametrize("platform", ["DYNO", "K_SERVICE", "RENDER"])
def test_a_disk_that_is_wiped_at_every_start_is_refused_unless_it_is_wanted(tmp_path: Path, platform: str) -> None:
    home = {"XDG_DATA_HOME": str(tmp_path), "HOME": str(tmp_path)}
    status, said = run_to_the_end(tmp_path, without="GLOSSARY_DATA_DIR", **home, **{platform: "1"})
    assert (status, f"{platform} is set" in said, "GLOSSARY_DATA_DIR" in said) == (78, True, True)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("variable", ["GLOSSARY_RATE_LIMIT", "GLOSSARY_DRAIN_S", "GLOSSARY_MAX_BODY_BYTES", "GLOSSARY_METRICS_TOKEN"])
def test_a_setting_that_is_malformed_ends_with_78_and_is_named_without_its_value(data: Path, variable: str) -> None:
    status, said = run_to_the_end(data, **{variable: "canary"})
    assert (status, variable in said, "canary" in said) == (78, True, False)


def test_a_file_where_the_data_folder_should_be_is_named_with_the_cure(data: Path) -> None:
    data.write_text("not a folder")
    status, said = run_to_the_end(data)
    assert status in {1, 78}
    assert str(data) in said
    assert "data folder" in said or "GLOSSARY_DATA_DIR" in said


def test_a_folder_where_the_database_should_be_is_named_with_the_cure(data: Path) -> None:
    database_path(data).mkdir(parents=True)
    status, said = run_to_the_end(data)
    assert status in {1, 78}
    assert str(database_path(data)) in said


def test_a_database_that_is_garbage_stops_the_start_and_is_left_as_it_is(data: Path) -> None:
    data.mkdir()
    database_path(data).write_bytes(b"garbage" * 2_000)
    status, said = run_to_the_end(data)
    assert status == 1
    assert "the database file is damaged" in said
    assert "backup" in said
    assert database_path(data).read_bytes() == b"garbage" * 2_000


# -- the database is held by somebody else -------------------------------------------------------------------------


@contextmanager
def held(data: Path) -> Iterator[None]:
    with closing(sqlite3.connect(database_path(data), isolation_level=None, timeout=30)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


def test_while_the_database_is_locked_questions_are_answered_and_votes_are_refused_and_afterwards_all_is_well(data: Path) -> None:
    vote = {"slug": "recall", "helpful": True}
    with running(data, **WORDS_ONLY) as server, server.client() as client:
        with held(data):
            refusal: list[httpx.Response] = []

            def vote_in_vain() -> None:
                with server.client() as other:
                    refusal.append(other.post("/api/feedback", json={**vote, "comment": "in vain"}))

            voting = Thread(target=vote_in_vain)
            voting.start()
            answered = 0
            while voting.is_alive():
                assert client.get("/api/answer", params={"q": "rlhf"}).status_code == 200
                assert client.get("/healthz").status_code == 200
                answered += 1
                time.sleep(0.05)
            voting.join()
            assert refusal[0].status_code == 503
            assert "Nothing was stored" in refusal[0].json()["detail"]
            assert answered > 10
        assert client.post("/api/feedback", json={**vote, "comment": "well"}).status_code == 201
        assert client.get("/readyz").status_code == 200
    assert stored(data, "SELECT comment FROM feedback") == [("well",)]
    assert stored(data, "SELECT count(*) FROM question_log") == [(answered,)]


# -- what the log tells --------------------------------------------------------------------------------------------


def test_no_secret_and_nothing_that_was_asked_is_in_the_log(data: Path) -> None:
    settings = {
        "SLACK_BOT_TOKEN": "xoxb-1111-CANARYbot",
        "SLACK_SIGNING_SECRET": "CANARYsigning0123456789abcdef",
        "GLOSSARY_SECRET_KEY": "CANARYkey0123456789",
        "GLOSSARY_METRICS_TOKEN": "CANARYmetrics0123456789",
        "GLOSSARY_LOG_LEVEL": "debug",
    }
    secret = {
        "authorization": "Bearer CANARYbearer",
        "cookie": "glossary_role=legal; glossary_visitor=CANARYvisitor12345678; session=CANARYsession",
        "x-slack-signature": "v0=CANARYsignature",
        "x-request-id": "CANARY id that is not one",
        "user-agent": "CANARYagent",
    }
    form = {"slug": "recall", "helpful": "yes", "question": "CANARYform", "back": "/ask?q=CANARYback"}
    with running(data, **WORDS_ONLY, **settings) as server, server.client(headers=secret) as client:
        for path in ("/api/answer", "/api/suggest", "/ask", "/", "/CANARYpage", "/api/terms/CANARYslug", "/terms/CANARYslug", "/static/CANARY.css", "/metrics"):
            assert client.get(path, params={"q": "what is CANARYquestion", "token": "CANARYtoken"}).status_code < 500
        assert client.post("/api/explain", json={"text": "CANARYmessage about rlhf"}).status_code == 200
        assert client.post("/api/explain", json={"CANARYfield": "CANARYvalue"}).status_code == 422
        assert client.post("/api/feedback", json={"slug": "recall", "helpful": True, "question": "CANARYq", "comment": "CANARYcomment"}).status_code == 201
        assert client.post("/api/feedback", content=b"CANARYbytes \xff").status_code in {400, 422}
        for path in ("/feedback", "/explain", "/role", "/slack/events", "/api/messages", "/teams/messages"):
            assert client.post(path, data={"text": "CANARYtext", **form}).status_code < 600
        with held(data):
            assert client.post("/api/feedback", json={"slug": "recall", "helpful": True, "comment": "CANARYlost"}).status_code == 503
        said = server.log() + server.printed()
        assert len([event for event in server.events() if event["event"] == "request"]) > 15
    assert "canary" not in said.lower(), [line for line in said.splitlines() if "canary" in line.lower()]


def test_every_line_of_the_log_is_json_with_a_time_and_a_level(data: Path) -> None:
    with running(data, **WORDS_ONLY) as server, server.client() as client:
        client.get("/api/answer", params={"q": "rlhf"})
        client.get("/no/such/page")
        server.stop()
        lines = server.log().splitlines()
        assert len(server.events()) == len(lines) > 5
    assert all({"event", "level", "timestamp"} <= event.keys() for event in map(json.loads, lines))


# -- the network is rude -------------------------------------------------------------------------------------------

RUDE = {
    "a megabyte of address": b"GET /api/answer?q=" + b"a" * 1_000_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    "a megabyte of header": b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * 1_000_000 + b"\r\n\r\n",
    "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 10,
    "a length that is none": b"POST /api/explain HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
    "two lengths": b"POST /api/explain HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
    "a length and pieces": b"POST /api/explain HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a NUL in the address": b"GET /\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
    "half a request": b"POST /api/explain HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n{",
}


def test_rude_clients_are_refused_and_the_next_one_is_answered(data: Path) -> None:
    with running(data, **WORDS_ONLY) as server, server.client() as client:
        for name, sent in RUDE.items():
            with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
                try:
                    connection.sendall(sent)
                    connection.shutdown(socket.SHUT_WR)
                    received = connection.recv(100)
                except OSError:
                    received = b""
            assert received == b"" or received.split()[1].startswith(b"4"), (name, received)
            assert client.get("/api/answer", params={"q": "rlhf"}).status_code == 200, name


# -- the model comes later -----------------------------------------------------------------------------------------


def test_before_the_model_is_there_questions_are_answered_by_words_and_say_so(data_dir: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    if (data_dir / "index").is_dir():
        (folder / "index").symlink_to(data_dir / "index")
    with running(folder, ready=False) as server, server.client() as client:
        early = client.get("/api/answer", params={"q": DESCRIPTION}).json()
        report = client.get("/readyz")
        assert report.status_code == 503
        assert report.json()["meaning"] in {"idle", "loading"}  # a question may come before the thread that loads has begun
        assert early["lexical_only"] is True
        assert client.get("/api/answer", params={"q": "rlhf"}).json()["match"]["step"] == "exact"
        server.wait_until_ready()
        late = client.get("/api/answer", params={"q": DESCRIPTION}).json()
        assert late["lexical_only"] is False
        assert "hallucination" in [entry["slug"] for entry in late["terms"]] + late["suggestions"]

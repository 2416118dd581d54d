"""What every request passes on its way in: a trace, limits, headers for browsers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from bot.adapters.web.guards import BodyLimit
from bot.adapters.web.guards.security_headers import CONTENT_SECURITY_POLICY
from tests.server import in_process

LIMIT = 1_000  # bytes of a body, the least that settings allow
JSON = {"content-type": "application/json"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with in_process(tmp_path_factory.mktemp("guards"), max_body_bytes=LIMIT) as (client, _):
        app = client.app
        assert isinstance(app, FastAPI)

        @app.get("/api/broken")
        async def broken() -> None:
            raise ZeroDivisionError("what was asked is in here")

        yield client


# -- headers for browsers ------------------------------------------------------------------------------------------

KINDS: dict[str, tuple[str, str, dict[str, Any], int]] = {
    "an answer": ("GET", "/api/answer?q=rlhf", {}, 200),
    "a page": ("GET", "/", {"headers": {"accept": "text/html"}}, 200),
    "health": ("GET", "/healthz", {}, 200),
    "numbers": ("GET", "/metrics", {}, 200),
    "the document": ("GET", "/api/openapi.json", {}, 200),
    "a style sheet that is not there": ("GET", "/static/no.css", {}, 404),
    "no such page": ("GET", "/no/such/page", {"headers": {"accept": "text/html"}}, 404),
    "no such address of the API": ("GET", "/api/nothing", {}, 404),
    "no such entry": ("GET", "/api/terms/nope", {}, 404),
    "the wrong method": ("PUT", "/api/answer", {}, 405),
    "no question": ("GET", "/api/answer", {}, 422),
    "no JSON": ("POST", "/api/explain", {"content": b"{", "headers": JSON}, 422),
    "no UTF-8": ("POST", "/api/explain", {"content": b'"\xff"', "headers": JSON}, 400),
    "a body that is too large": ("POST", "/api/explain", {"content": b"x" * (LIMIT + 1), "headers": JSON}, 413),
    "a fault of the program": ("GET", "/api/broken", {}, 500),
    "a fault of the program, to a browser": ("GET", "/api/broken", {"headers": {"accept": "text/html"}}, 500),
}


@pytest.mark.parametrize(("method", "path", "options", "status"), KINDS.values(), ids=KINDS)
def test_every_response_forbids_browsers_what_no_page_needs(client: TestClient, method: str, path: str, options: dict[str, Any], status: int) -> None:
    response = client.request(method, path, **options)
    assert response.status_code == status
    assert response.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["x-frame-options"] == "DENY"
    assert response.headers["referrer-policy"] == "same-origin"
    assert re.fullmatch(r"[0-9a-f]{32}", response.headers["x-request-id"])


def test_the_policy_allows_neither_inline_scripts_nor_other_hosts() -> None:
    assert CONTENT_SECURITY_POLICY.startswith("default-src 'none'")
    assert not re.search(r"unsafe|\*|https?:|data:", CONTENT_SECURITY_POLICY)


def test_answers_set_no_cookie_and_open_nothing_to_other_sites(client: TestClient) -> None:
    response = client.get("/api/answer?q=rlhf", headers={"origin": "https://evil.test"})
    assert not {"set-cookie", "access-control-allow-origin"} & set(response.headers)


# -- the trace -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("given", ["a1b2c3d4", "0af7651916cd43dd8448eb211c80319c", "job-17.retry_2"])
def test_a_request_id_of_a_proxy_is_kept(client: TestClient, given: str) -> None:
    assert client.get("/healthz", headers={"x-request-id": given}).headers["x-request-id"] == given


@pytest.mark.parametrize(
    "given", ["short", "x" * 65, 'id", "level": "error', "a b c d e f g h", "ééééééééé".encode().decode("latin-1"), "<script>alert(1)</script>", ""]
)
def test_a_request_id_that_could_forge_a_log_line_is_replaced(client: TestClient, given: str) -> None:
    found = client.get("/healthz", headers={"x-request-id": given.encode("latin-1")}).headers["x-request-id"]
    assert found != given
    assert re.fullmatch(r"[0-9a-f]{32}", found)


def test_two_requests_have_two_ids(client: TestClient) -> None:
    assert client.get("/healthz").headers["x-request-id"] != client.get("/healthz").headers["x-request-id"]


def test_a_fault_of_the_program_is_answered_by_a_sentence_with_its_id_and_without_details(client: TestClient) -> None:
    response = client.get("/api/broken")
    assert response.status_code == 500
    assert response.headers["x-request-id"] in response.json()["detail"]
    assert not re.search(r"ZeroDivision|Traceback|what was asked|\.py", response.text)


def test_a_browser_reads_a_fault_as_a_page(client: TestClient) -> None:
    response = client.get("/no/such/page", headers={"accept": "text/html"})
    assert (response.status_code, response.headers["content-type"]) == (404, "text/html; charset=utf-8")


# -- bodies --------------------------------------------------------------------------------------------------------


def in_pieces(size: int, piece: int = 100) -> Iterator[bytes]:
    """A body whose length nobody declares."""
    yield b'{"text": "'
    for _ in range(size // piece):
        yield b"x" * piece
    yield b'"}'


def test_a_body_that_is_declared_too_large_is_refused_without_being_read(client: TestClient) -> None:
    read = []

    def body() -> Iterator[bytes]:
        read.append(1)
        yield b"x"

    response = client.post("/api/explain", content=body(), headers={**JSON, "content-length": str(LIMIT + 1)})
    assert response.status_code == 413
    assert "1,000 bytes" in response.json()["detail"]
    assert response.headers["connection"] == "close"


@pytest.mark.parametrize("path", ["/api/explain", "/api/feedback"])
def test_a_body_that_turns_out_too_large_is_refused(client: TestClient, path: str) -> None:
    response = client.post(path, content=in_pieces(10 * LIMIT), headers=JSON)
    assert response.status_code == 413
    assert "1,000 bytes" in response.json()["detail"]


@pytest.mark.parametrize("length", ["-1", "1e3", "x", "0x10", "9" * 400])
def test_a_length_that_is_none_is_refused(client: TestClient, length: str) -> None:
    assert client.post("/api/explain", content=b"{}", headers={**JSON, "content-length": length}).status_code == 413


def test_a_body_of_just_the_allowed_size_is_read(client: TestClient) -> None:
    empty = len(b'{"text": ""}')
    assert client.post("/api/explain", content=b'{"text": "%s"}' % (b"x" * (LIMIT - empty)), headers=JSON).status_code == 200
    assert client.post("/api/explain", content=in_pieces(900), headers=JSON).status_code == 200


def test_a_response_that_has_begun_is_not_answered_twice() -> None:
    sent: list[str] = []

    async def early(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await receive()

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"x" * 11, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message["type"])

    from anyio import run

    run(BodyLimit(early, limit=10), {"type": "http", "headers": [], "path": "/"}, receive, send)
    assert sent == ["http.response.start"]


# -- floods --------------------------------------------------------------------------------------------------------


@pytest.fixture
def limited(tmp_path: Path) -> Iterator[TestClient]:
    with in_process(tmp_path, rate_limit="5/hour", typing_rate_limit="8/hour", trusted_proxies="127.0.0.1") as (client, _):
        yield client


def ask_until_refused(client: TestClient, path: str = "/api/answer?q=rlhf") -> tuple[int, Any]:
    for number in range(50):
        response = client.get(path)
        if response.status_code != 200:
            return number, response
    raise AssertionError("never refused")


def test_who_asks_too_often_is_told_when_to_come_back(limited: TestClient) -> None:
    number, response = ask_until_refused(limited)
    assert (number, response.status_code) == (5, 429)
    assert 1 <= int(response.headers["retry-after"]) <= 2 * 3600
    assert response.json()["detail"].startswith("Slow down")
    assert "x-request-id" in response.headers
    assert "content-security-policy" in response.headers


def test_a_flood_of_one_address_keeps_no_other_from_asking(limited: TestClient) -> None:
    ask_until_refused(limited)
    other = TestClient(limited.app, client=("192.0.2.7", 1))
    assert other.get("/api/answer?q=rlhf").status_code == 200


def test_who_asked_too_often_can_still_browse(limited: TestClient) -> None:
    ask_until_refused(limited)
    for path in ("/healthz", "/metrics", "/", "/terms/reinforcement-learning-from-human-feedback"):
        assert limited.get(path).status_code == 200, path


def test_typing_is_counted_apart_from_asking(limited: TestClient) -> None:
    ask_until_refused(limited)
    number, _ = ask_until_refused(limited, "/api/suggest?q=r")
    assert number == 8


@pytest.mark.parametrize("path", ["/explain", "/feedback", "/role"])
def test_forms_are_counted_with_questions(limited: TestClient, path: str) -> None:
    ask_until_refused(limited)
    assert limited.post(path).status_code == 429


def test_a_spoofed_port_or_header_makes_no_new_client(limited: TestClient) -> None:
    for port in range(5):
        assert TestClient(limited.app, client=("127.0.0.1", port)).get("/api/answer?q=rlhf").status_code == 200
    assert TestClient(limited.app, client=("127.0.0.1", 9)).get("/api/answer?q=rlhf", headers={"x-real-ip": "192.0.2.1"}).status_code == 429


def test_a_refusal_costs_nothing_more_than_itself(limited: TestClient) -> None:
    _, first = ask_until_refused(limited)
    last = [limited.get("/api/answer?q=rlhf") for _ in range(30)][-1]
    assert int(last.headers["retry-after"]) <= int(first.headers["retry-after"])

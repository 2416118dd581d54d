"""Secrets and private text do not get into a log line, whoever writes it and however."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.telemetry import configure_logs
from bot.telemetry.redaction import HIDDEN, redact

CANARIES = [
    "xoxb-123456789012-abcdefCANARY",
    "xoxp-1-CANARY",
    "xoxe.xoxp-1-CANARY",
    "xapp-1-A1-CANARY",
    "https://hooks.slack.com/commands/T1/2/CANARY",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJDQU5BUlkifQ.CANARYCANARY",
    "Bearer CANARYCANARY",
    "https://user:CANARY@example.org/x",
    "/ask?q=CANARY",
    "/api/answer?role=legal&q=CANARY%20words",
]


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    configure_logs(form="json", stream=stream)
    yield stream
    root.handlers = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.mark.parametrize("canary", CANARIES)
def test_a_secret_inside_a_text_is_hidden(canary: str) -> None:
    shown = redact(f"before {canary} after")
    assert "CANARY" not in shown
    assert shown.startswith("before ")
    assert HIDDEN in shown


@pytest.mark.parametrize("canary", CANARIES)
def test_no_way_of_logging_lets_a_secret_through(log: io.StringIO, canary: str) -> None:
    plain, bound = logging.getLogger("slack_sdk.web"), structlog.stdlib.get_logger("ours")
    plain.warning("calling %s", canary)
    plain.warning("with extra", extra={"payload": canary})
    bound.warning(canary)
    bound.warning("nested", headers={"x": [canary, (canary,)]}, address=canary)
    try:
        raise ValueError(canary)
    except ValueError:
        plain.exception("failed")
        bound.exception("failed")
    assert "CANARY" not in log.getvalue()
    assert len(log.getvalue().splitlines()) == 6


@pytest.mark.parametrize("name", ["token", "bot_token", "Authorization", "cookie", "response_url", "signing_secret", "text", "query", "question", "q"])
def test_what_is_private_by_its_name_is_hidden_whole(log: io.StringIO, name: str) -> None:
    structlog.stdlib.get_logger("ours").info("event", **{name: "CANARY", "inner": {name: "CANARY"}})
    assert "CANARY" not in log.getvalue()
    assert json.loads(log.getvalue())["event"] == "event"


def test_every_line_is_json_with_time_level_logger_and_what_was_bound(log: io.StringIO) -> None:
    with structlog.contextvars.bound_contextvars(request_id="abc"):
        logging.getLogger("uvicorn.error").error("line\none")
        structlog.stdlib.get_logger("bot.x").info("done", ms=1.5, n=2, ok=True, nothing=None)
    library, ours = [json.loads(line) for line in log.getvalue().splitlines()]
    assert (library["logger"], library["level"], library["event"], library["request_id"]) == ("uvicorn.error", "error", "line\none", "abc")
    assert (ours["logger"], ours["ms"], ours["n"], ours["ok"], ours["nothing"]) == ("bot.x", 1.5, 2, True, None)
    assert library["timestamp"].endswith("Z")


def test_a_level_silences_what_is_below_it(log: io.StringIO) -> None:
    configure_logs(level="warning", form="json", stream=log)
    logging.getLogger("a").info("unseen")
    structlog.stdlib.get_logger("b").info("unseen")
    structlog.stdlib.get_logger("b").warning("seen")
    assert [json.loads(line)["event"] for line in log.getvalue().splitlines()] == ["seen"]

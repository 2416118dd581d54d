"""Slack in the whole server, wired as `glossary serve` wires it, out of settings alone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from anyio.from_thread import start_blocking_portal
from pydantic import SecretStr

from bot.settings import SlackSettings
from tests.conftest import ROOT
from tests.server import environment, eventually, in_process
from tests.slack_socket_server import APP_TOKEN, socket_server
from tests.slack_web_api import TOKEN, FakeWebApi, shared
from tests.slack_world import FORM, SECRET, signed

COMMAND = {
    "team_id": "T1",
    "channel_id": "C1",
    "channel_name": "general",
    "user_id": "U1",
    "command": "/define",
    "text": "alpha ray for a lawyer",
    "api_app_id": "A1",
    "is_enterprise_install": "false",
    "trigger_id": "1.1",
}
ALPHA = "term: alpha ray\nshort_def: The first ray.\nstatus: approved\ntakeaways:\n  legal: Mind the licence.\n"


@pytest.fixture
def api() -> FakeWebApi:
    api = shared()
    api.reset()
    return api


@pytest.fixture
def terms(tmp_path: Path) -> Path:
    folder = tmp_path / "terms"
    folder.mkdir()
    (folder / "alpha-ray.yml").write_text(ALPHA)
    return folder


def settings(api_url: str, **given: Any) -> SlackSettings:
    return SlackSettings(**{"bot_token": SecretStr(TOKEN), "signing_secret": SecretStr(SECRET), "api_url": api_url, "response_hosts": "127.0.0.1"} | given)


def asked(**fields: str) -> dict[str, Any]:
    """A signed command, as arguments of a post."""
    body = urlencode(COMMAND | fields).encode()
    return {"content": body, "headers": {"content-type": FORM, **signed(body)}}


def test_over_http_a_command_is_answered_and_the_rest_of_the_server_is_as_it_was(api: FakeWebApi, terms: Path, tmp_path: Path) -> None:
    with in_process(tmp_path / "data", terms=terms, slack=settings(api.url)) as (client, built):
        answer = client.post("/slack/events", **asked()).json()
        assert answer["response_type"] == "ephemeral"
        assert "Mind the licence." in json.dumps(answer["blocks"])
        assert client.post("/slack/events", content=b"x").status_code == 401
        assert client.get("/readyz").json()["slack"] == "http"
        assert client.get("/slack/install").status_code == 404, "one workspace, one token: nothing to install"
        assert client.get("/api/answer", params={"q": "alpha ray"}).json()["kind"] == "definition"
        assert 'route="/slack/events",status="2xx"' in client.get("/metrics").text
        assert built.questions.flush()
        assert built.storage.statistics.statistics("T1", built.site.today(), built.site.today()).questions == 1
    assert api.auth_tests == 1, "asked once, at the start"


def test_over_the_socket_the_same_command_has_the_same_answer(terms: Path, tmp_path: Path) -> None:
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(socket_server()) as server:
        slack = settings(f"{server.address}/api/", app_token=SecretStr(APP_TOKEN), signing_secret=None)
        with in_process(tmp_path / "data", terms=terms, slack=slack) as (client, _):
            connection = portal.call(server.next_connection)
            portal.call(connection.deliver, "E1", COMMAND)
            acknowledged = portal.call(connection.acknowledged.get)
            assert acknowledged["envelope_id"] == "E1"
            assert "Mind the licence." in json.dumps(acknowledged["payload"]["blocks"])
            eventually(lambda: client.get("/readyz").json()["slack"] == "connected")
            assert client.post("/slack/events", **asked()).status_code == 404, "nobody can sign without a secret"
        portal.call(connection.ended.wait)


def test_for_many_workspaces_there_is_a_page_to_install_and_a_sentence_for_who_has_not(api: FakeWebApi, terms: Path, tmp_path: Path) -> None:
    slack = settings(api.url, bot_token=None, client_id="1.2", client_secret=SecretStr("c"))
    with in_process(tmp_path / "data", terms=terms, slack=slack, public_url="https://glossary.example") as (client, _):
        page = client.get("/slack/install")
        assert page.status_code == 200
        assert "client_id=1.2" in page.text
        answer = client.post("/slack/events", **asked()).json()
        assert "installed" in answer["text"]


def test_without_its_settings_the_libraries_of_slack_are_not_even_imported(terms: Path, tmp_path: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom bot.asgi import create_app\n"
        "from bot.bootstrap.serving import build\nfrom bot.settings import load_settings\n"
        f"built = build(load_settings(terms_dir=Path({str(terms)!r})))\n"
        "create_app(built.site, built.readiness, built.metrics, built.settings.server, platforms=built.platforms)\n"
        "assert not {name.partition('.')[0] for name in sys.modules} & {'slack_bolt', 'slack_sdk', 'aiohttp', 'cryptography'}\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment(tmp_path / "data"), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")

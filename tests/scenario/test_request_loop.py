"""From a message to a published term, and back to the asker: the whole server, in Slack, over HTTP and over the socket."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from pydantic import SecretStr

from bot.render.slack import names
from bot.settings import RequestSettings, SlackSettings
from tests.contract.test_cli import command
from tests.server import eventually, in_process
from tests.slack_forms import filled
from tests.slack_glossary import shown
from tests.slack_socket_server import APP_TOKEN, Connection, socket_server
from tests.slack_web_api import TOKEN, FakeWebApi, shared
from tests.slack_world import SECRET, World

ASKER, SUPPORTER, STEWARD, TRIAGE = "U1", "U2", "USTEWARD", "CTRIAGE"
WHY = "Everybody on the roadmap call said it."


@dataclass
class BySocket(World):
    """The same workspace, whose requests come over a WebSocket."""

    portal: BlockingPortal | None = None
    connection: Connection | None = None

    def interact(self, payload: Mapping[str, Any]) -> httpx.Response:
        assert self.portal
        assert self.connection
        self.portal.call(self.connection.deliver, str(payload["trigger_id"]), dict(payload), "interactive")
        acknowledged = self.portal.call(self.connection.acknowledged.get)
        assert acknowledged["envelope_id"] == payload["trigger_id"]
        return httpx.Response(200, content=json.dumps(acknowledged["payload"]) if acknowledged.get("payload") else b"")


@contextmanager
def workspace(folder: Path, *, socket: bool) -> Iterator[World]:
    api = shared()
    api.reset()
    terms = folder / "terms"
    terms.mkdir()
    (terms / "alpha-ray.yml").write_text("term: alpha ray\nshort_def: The first ray.\nstatus: approved\n")
    with ExitStack() as stack:
        given: dict[str, Any] = {"signing_secret": SecretStr(SECRET)}
        if socket:
            portal = stack.enter_context(start_blocking_portal())
            server = stack.enter_context(portal.wrap_async_context_manager(socket_server()))
            api.tokens[APP_TOKEN] = {}
            api.returns("apps.connections.open", {"url": f"{server.address.replace('http', 'ws', 1)}/link/?ticket=1"})
            given = {"app_token": SecretStr(APP_TOKEN)}
        slack = SlackSettings(bot_token=SecretStr(TOKEN), api_url=cast("Any", api.url), response_hosts="127.0.0.1", **given)
        requests = RequestSettings(stewards=f"T1:{STEWARD}", triage_channels=f"T1:{TRIAGE}")
        client, built = stack.enter_context(in_process(folder / "data", terms=terms, watch=True, slack=slack, requests=requests))
        assert built.slack
        site: Any = built.slack
        if socket:
            yield BySocket(api, site, built.slack.bolt, client, built.storage, portal=portal, connection=portal.call(server.next_connection))
        else:
            yield World(api, site, built.slack.bolt, client, built.storage)


def window(api: FakeWebApi, number: int) -> dict[str, Any]:
    """The window that was opened as the `number`th, from 1."""
    opened = eventually(lambda: api.of("views.open")[number - 1 :], within_s=10)
    view: dict[str, Any] = opened[0]["view"]
    return view


def posted(api: FakeWebApi, channel: str, count: int = 1) -> dict[str, Any]:
    """The newest of `count` messages to a channel or person, once they are there."""

    def found() -> list[dict[str, Any]]:
        return [call for call in api.of("chat.postMessage") if call["channel"] == channel]

    eventually(lambda: len(found()) >= count, within_s=10)
    assert len(found()) == count
    return found()[-1]


@pytest.mark.parametrize("socket", [False, True], ids=["over HTTP", "over the socket"])
def test_a_word_in_a_message_becomes_an_entry_and_those_who_asked_hear_of_it(tmp_path: Path, socket: bool) -> None:
    with workspace(tmp_path, socket=socket) as world:
        world.message_shortcut(names.REQUEST_MESSAGE, "who knows what flux pinning is?")
        form = window(world.api, 1)
        said = world.submit(form, filled(form, term="flux pinning", why=WHY, roles=["legal"])).json()
        assert "flux pinning" in shown(said["view"])

        card = posted(world.api, TRIAGE)
        assert WHY in shown(card)
        assert f"<@{ASKER}>" in shown(card)
        other = {"id": SUPPORTER, "team_id": "T1", "username": "ben", "name": "ben"}
        world.message_shortcut(names.REQUEST_MESSAGE, "flux pinning", user=other)
        again = window(world.api, 2)
        assert "before" in shown(world.submit(again, filled(again, term="Flux-Pinning"), user=other).json()["view"])

        world.press(card, names.ACCEPT, channel=TRIAGE, ephemeral=False, user=SUPPORTER)
        refused = eventually(lambda: [answer for answer in world.api.responses if answer.get("text")], within_s=10)
        assert "steward" in refused[-1]["text"]
        assert len(world.api.of("views.open")) == 2
        world.press(card, names.ACCEPT, channel=TRIAGE, ephemeral=False, user=STEWARD)
        draft = window(world.api, 3)
        steward = {"id": STEWARD, "team_id": "T1", "username": "sue", "name": "sue"}
        answer = world.submit(draft, filled(draft, short_def="Holding magnetic flux in place."), user=steward)
        assert answer.status_code == 200
        assert "accepted" in posted(world.api, ASKER)["text"].lower()
        assert "accepted" in posted(world.api, SUPPORTER)["text"].lower()
        eventually(lambda: f"<@{STEWARD}>" in str(world.api.of("chat.update")), within_s=10)

        written = command(
            "--terms", str(tmp_path / "terms"), "requests", "draft", "1", "--tenant", "T1", environment={"GLOSSARY_DATA_DIR": str(tmp_path / "data")}
        )
        assert written.returncode == 0, written.stderr
        assert "Holding magnetic flux" in next((tmp_path / "terms").glob("flux-pinning*")).read_text(encoding="utf-8")
        for person in (ASKER, SUPPORTER):
            assert "Holding magnetic flux in place." in shown(posted(world.api, person, 2))
        answers = world.client.get("/api/answer", params={"q": "flux pinning"}).json()
        assert answers["kind"] == "definition"
        assert not world.storage.outbox.counts()

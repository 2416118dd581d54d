"""The app is removed from a workspace: every row of it goes, whatever the order of Slack's events, and every row of the others stays."""

from __future__ import annotations

import itertools
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pydantic import AnyHttpUrl, SecretStr
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.oauth.installation_store import Installation

from bot.adapters.slack.installation import EncryptedInstallationStore
from bot.adapters.slack.keys import token_keys
from bot.bootstrap.requests import build_desk
from bot.bootstrap.slack import Slack, build_slack
from bot.core.requests import RequestDesk, RequestForm
from bot.core.roles import Role
from bot.core.service import Service
from bot.core.usage import Asker, Feedback, Surface
from bot.errors import StorageUnavailable
from bot.settings import RequestSettings, ServerSettings, Settings, SlackSettings, StorageSettings
from bot.storage import QuestionLogWriter, Storage, open_storage
from tests.fakes import a_term, an_assistant
from tests.slack_oauth_peer import CLIENT_ID, CLIENT_SECRET, OAuthPeer, Workspace, oauth_peer
from tests.stored_service import stored_service

pytestmark = pytest.mark.anyio
RLHF = a_term("reinforcement learning from human feedback", slug="rlhf", aliases=["RLHF"])
BOT_TOKENS = {"type": "tokens_revoked", "tokens": {"bot": ["UBOT"], "oauth": []}}
UNINSTALLED = {"type": "app_uninstalled"}
_events = itertools.count(1)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@dataclass
class World:
    """Two workspaces with rows in every table."""

    peer: OAuthPeer
    slack: Slack
    storage: Storage
    service: Service
    desk: RequestDesk
    questions: QuestionLogWriter
    store: EncryptedInstallationStore

    async def fill(self, tenant: str, workspace: Workspace) -> None:
        """The app is installed, and people use it in every way that leaves a row."""
        await self.store.async_save(await self._installation(workspace))
        asker = Asker(tenant, "U1", Surface.SLACK)
        self.service.choose_role(asker, Role.LEGAL)
        self.service.answer(asker, "rlhf")
        self.service.converse(asker, "D1", "rlhf")
        self.service.give_feedback(asker, Feedback("rlhf", helpful=True), delivery=f"vote {next(_events)}")
        self.desk.file(asker, RequestForm("dropout"))
        with closing(sqlite3.connect(self.storage.database.path)) as connection, connection:
            row = (tenant, "note", "{}", f"job {next(_events)}", "2026-11-25 00:00:00.000000", "2026-11-25 00:00:00.000000")
            connection.execute("INSERT INTO outbox (tenant, kind, payload, dedupe_key, available_at, created_at) VALUES (?, ?, ?, ?, ?, ?)", row)

    def rows(self) -> Counter[tuple[str, str]]:
        """By table and tenant."""
        self.questions.flush()
        found: Counter[tuple[str, str]] = Counter()
        with closing(sqlite3.connect(self.storage.database.path)) as connection:
            tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            for table in tables:
                columns = {column for _, column, *_ in connection.execute(f"PRAGMA table_info({table})")}
                if "tenant" in columns:
                    for tenant, count in connection.execute(f"SELECT tenant, count(*) FROM {table} GROUP BY tenant"):  # noqa: S608 - names of our tables
                        found[table, tenant] = count
        return found

    async def event(self, event: dict[str, Any], team: str = "T1", **body: Any) -> int:
        """The status that Slack gets."""
        payload = {"type": "event_callback", "event_id": f"Ev{next(_events)}", "team_id": team, "api_app_id": "A1", "event": event, **body}
        return (await self.slack.bolt.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=payload))).status

    async def command(self, team: str = "T1") -> str:
        payload = {
            "command": "/define",
            "text": "rlhf",
            "team_id": team,
            "user_id": "U1",
            "channel_id": "C1",
            "trigger_id": f"{next(_events)}.1",
            "api_app_id": "A1",
        }
        return str((await self.slack.bolt.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=payload))).body)

    async def _installation(self, workspace: Workspace) -> Installation:
        granted = self.peer.granted(workspace)
        flow = self.slack.flow
        assert flow
        kept = await flow._app.client.auth_test(token=granted["access_token"])
        return Installation(
            app_id="A1",
            team_id=None if workspace.org_wide else workspace.team,
            enterprise_id=workspace.enterprise,
            is_enterprise_install=workspace.org_wide,
            bot_token=granted["access_token"],
            bot_id=kept["bot_id"],
            bot_user_id=workspace.bot,
            user_id="U1",
        )


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with oauth_peer() as peer:
        storage = open_storage(tmp_path)
        storage.upgrade()
        questions = storage.question_log()
        known = an_assistant(RLHF)
        desk = build_desk(RequestSettings(), storage, lambda: known)
        service = stored_service(storage, questions, desk, lambda: known)
        settings = Settings(
            storage=StorageSettings(data_dir=tmp_path),
            server=ServerSettings(public_url=AnyHttpUrl("https://glossary.test")),
            slack=SlackSettings(
                client_id=CLIENT_ID,
                client_secret=SecretStr(CLIENT_SECRET),
                signing_secret=SecretStr("secret"),
                api_url=AnyHttpUrl(f"{peer.address}/api/"),
            ),
        )
        slack = build_slack(settings, service, desk, storage, questions.flush)
        world = World(peer, slack, storage, service, desk, questions, EncryptedInstallationStore(storage.slack_installations, token_keys(None, storage.key)))
        async with slack.running():
            await world.fill("T1", Workspace("T1"))
            await world.fill("T2", Workspace("T2"))
            yield world
        questions.close()
        storage.close()


def others(before: Counter[tuple[str, str]], gone: str) -> Counter[tuple[str, str]]:
    return Counter({key: count for key, count in before.items() if key[1] != gone})


@pytest.mark.parametrize("order", [(BOT_TOKENS, UNINSTALLED), (UNINSTALLED, BOT_TOKENS), (UNINSTALLED,), (BOT_TOKENS,), (UNINSTALLED, UNINSTALLED)])
async def test_nothing_of_the_workspace_is_left_and_everything_of_the_others(world: World, order: tuple[dict[str, Any], ...]) -> None:
    before = world.rows()
    tables = {table for table, _ in before}
    assert {(table, tenant) for table in tables for tenant in ("T1", "T2")} == set(before)  # each has rows in every table that there is
    assert tables >= {"slack_installation", "question_log", "feedback", "role_preference", "outbox", "term_request", "processed_delivery"}
    for event in order:
        assert await world.event(event) == 200
    assert world.rows() == others(before, "T1")


async def test_questions_that_are_still_to_be_logged_go_too(world: World) -> None:
    for _ in range(300):
        world.service.answer(Asker("T1", "U1", Surface.SLACK), "rlhf")
    assert await world.event(UNINSTALLED) == 200
    assert {tenant for _, tenant in world.rows()} == {"T2"}


async def test_no_conversation_is_remembered(world: World) -> None:
    assert await world.event(UNINSTALLED) == 200
    for tenant, leaning in {"T1": False, "T2": True}.items():
        answered = world.service.converse(Asker(tenant, "U1", Surface.SLACK), "D1", "and for legal?")
        assert (type(answered.answer).__name__ == "Definition") is leaning


@pytest.mark.parametrize("tokens", [{"oauth": ["U1"]}, {"oauth": ["U1"], "bot": []}, {}, None])
async def test_a_person_who_takes_a_token_back_removes_nothing(world: World, tokens: object) -> None:
    before = world.rows()
    assert await world.event({"type": "tokens_revoked", "tokens": tokens}) == 200
    assert world.rows() == before


async def test_the_removed_workspace_is_no_longer_answered_until_it_installs_again(world: World) -> None:
    assert "reinforcement learning" in await world.command()
    assert await world.event(UNINSTALLED) == 200
    assert "reinforcement learning" not in await world.command()
    assert "reinforcement learning" in await world.command("T2")
    await world.fill("T1", Workspace("T1"))
    assert "reinforcement learning" in await world.command()


async def test_what_cannot_be_deleted_now_is_deleted_when_slack_delivers_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    before = world.rows()

    def unavailable(*_: object) -> None:
        raise StorageUnavailable("the database does not answer")

    monkeypatch.setattr("bot.bootstrap.slack.forget_tenant", unavailable)
    assert await world.event(UNINSTALLED, event_id="Ev-again") >= 500
    assert world.rows() == before
    monkeypatch.undo()
    assert await world.event(UNINSTALLED, event_id="Ev-again") == 200
    assert world.rows() == others(before, "T1")


@pytest.mark.parametrize(
    "event",
    [
        lambda world: world.event(
            UNINSTALLED, "T9", enterprise_id="E1", authorizations=[{"enterprise_id": "E1", "team_id": None, "is_enterprise_install": True}]
        ),
        lambda world: world.event(UNINSTALLED, "E1", enterprise_id="E1", authorizations=[]),
        lambda world: world.event(BOT_TOKENS, "E1", enterprise_id="E1", is_enterprise_install=True),
    ],
)
async def test_an_organization_that_removes_the_app_is_forgotten_whole(world: World, event: Callable[[World], Any]) -> None:
    before = world.rows()
    await world.fill("E1", Workspace("E1", enterprise="E1", org_wide=True))
    assert any(tenant == "E1" for _, tenant in world.rows())
    assert await event(world) == 200
    assert world.rows() == before


async def test_a_workspace_of_an_organization_that_removes_its_own_installation_leaves_the_organizations(world: World) -> None:
    await world.fill("E1", Workspace("E1", enterprise="E1", org_wide=True))
    before = world.rows()
    assert await world.event(UNINSTALLED, "T1", enterprise_id="E1") == 200
    assert world.rows() == others(before, "T1")

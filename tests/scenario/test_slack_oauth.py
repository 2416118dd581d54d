"""The whole installation, from the first page to an answered command, against a peer that behaves as Slack does."""

from __future__ import annotations

import asyncio
import html
import logging
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.fernet import Fernet
from fastapi import FastAPI
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.errors import SlackApiError

from bot.adapters.slack.authorize import InstalledWorkspaces
from bot.adapters.slack.authorize_single import SingleWorkspace
from bot.adapters.slack.installation import EncryptedInstallationStore
from bot.adapters.slack.keys import state_key, token_keys
from bot.adapters.slack.oauth import install_flow, oauth_routes
from bot.adapters.slack.oauth_access import SlackApp
from bot.adapters.slack.oauth_states import SignedStates
from bot.errors import StorageUnavailable
from bot.storage import Database, open_storage
from bot.storage.slack_installations import StoredSlackInstallations
from tests.slack_oauth_peer import CLIENT_ID, CLIENT_SECRET, OAuthPeer, Workspace, oauth_peer

pytestmark = pytest.mark.anyio
SITE = "https://glossary.test"
SECRET = b"the secret of a data folder, 32 b"
START_AGAIN = "Start once more"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Rows(StoredSlackInstallations):
    """The real table; `down` makes the database unreachable."""

    down = False

    def find(self, tenant: str) -> str | None:
        self._check()
        return super().find(tenant)

    def save(self, tenant: str, content: str) -> None:
        self._check()
        super().save(tenant, content)

    def replace(self, tenant: str, content: str, by: str) -> bool:
        self._check()
        return super().replace(tenant, content, by)

    def is_new_state(self, state: str) -> bool:
        self._check()
        return super().is_new_state(state)

    def _check(self) -> None:
        if self.down:
            raise StorageUnavailable("the database does not answer")


@dataclass
class World:
    """Our server, Slack, and a person with a browser."""

    peer: OAuthPeer
    rows: Rows
    database: Database
    keys: str | None = None

    def __post_init__(self) -> None:
        client = self.peer.client()
        app = SlackApp(client, CLIENT_ID, CLIENT_SECRET)
        self.now = 1_800_000_000.0
        self.store = EncryptedInstallationStore(self.rows, token_keys(self.keys, SECRET))
        self.workspaces = InstalledWorkspaces(self.store, app)
        states = SignedStates(state_key(SECRET), self.rows.is_new_state, clock=lambda: self.now)
        flow = install_flow(app, self.store, self.workspaces, states, command="/define", public_url=SITE)
        self.bolt = AsyncApp(client=client, oauth_flow=flow, process_before_response=True, request_verification_enabled=False)
        self.bolt.command("/define")(_token)
        self.site = FastAPI()
        self.site.include_router(oauth_routes(flow))

    @asynccontextmanager
    async def browser(self) -> AsyncIterator[httpx.AsyncClient]:
        async with httpx.AsyncClient(mounts={SITE: httpx.ASGITransport(self.site)}, trust_env=False) as browser:
            yield browser

    async def begin(self, browser: httpx.AsyncClient, query: str = "") -> str:
        """From the first page to consent; where Slack sends the browser."""
        first = await browser.get(f"{SITE}/slack/install{query}")
        assert first.status_code == 200
        found = re.search(r'class="button" href="([^"]+)"', first.text)
        assert found
        return str((await browser.get(html.unescape(found[1]))).headers["location"])

    async def install(self, workspace: Workspace | None) -> httpx.Response:
        self.peer.chosen = workspace
        async with self.browser() as browser:
            return await browser.get(await self.begin(browser))

    async def command(self, team: str | None = "T1", **body: str) -> tuple[int, str]:
        """Status, and the token that a listener has in its hands."""
        payload = {"command": "/define", "text": "rlhf", "team_id": team, "user_id": "U2", "api_app_id": "A1", **body}
        response = await self.bolt.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=payload))
        return response.status, response.body

    async def token(self, team: str | None = "T1", **body: str) -> str:
        status, text = await self.command(team, **body)
        assert status == 200
        found = re.search(r"xoxb-\w+-\w+", text)
        assert found, text
        return found[0]

    async def stored(self, tenant: str = "T1") -> Any:
        kept = await self.store.read(tenant)
        return kept and kept.installation


async def _token(ack: AsyncAck, context: AsyncBoltContext) -> None:
    await ack(f"{context.client.token} {context.bot_user_id}")


@pytest.fixture
def rows(tmp_path: Path) -> Iterator[Rows]:
    storage = open_storage(tmp_path, SECRET)
    storage.upgrade()
    yield Rows(storage.database)
    storage.close()


@pytest.fixture
async def world(rows: Rows) -> AsyncIterator[World]:
    async with oauth_peer() as peer:
        world = World(peer, rows, rows._database)
        yield world
        await world.workspaces.settle()


@contextmanager
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[list[str]]:
    caplog.clear()
    lines: list[str] = []
    with caplog.at_level(logging.INFO, logger="bot"):
        yield lines
    lines += [record.getMessage() for record in caplog.records if record.name.startswith("bot")]


async def test_a_workspace_installs_the_app_and_is_answered_with_its_own_token(world: World) -> None:
    page = await world.install(Workspace("T1", "Acme"))
    assert page.status_code == 200
    assert "The glossary is installed in Acme" in page.text
    assert "/define help" in page.text
    assert "slack://app?team=T1&amp;id=A1" in page.text
    assert (await world.command("T1"))[1].endswith("UT1BOT")
    assert world.peer.is_valid(await world.token("T1"))
    assert world.peer.calls == {"oauth.v2.access": 1, "auth.test": 1}  # none for the commands


async def test_tokens_lie_encrypted_in_the_database(world: World) -> None:
    await world.install(Workspace("T1"))
    token = await world.token()
    assert token.encode() not in world.database.path.read_bytes()


async def test_workspaces_and_organizations_have_their_own(world: World) -> None:
    for workspace in (Workspace("T1"), Workspace("T2", enterprise="E1"), Workspace("T3", enterprise="E2", org_wide=True)):
        assert (await world.install(workspace)).status_code == 200
    tokens = [await world.token("T1"), await world.token("T2", enterprise_id="E1")]
    tokens += [await world.token(team, enterprise_id="E2", is_enterprise_install="true") for team in ("T8", "T9")]
    assert [token.split("-")[1] for token in tokens] == ["T1", "T2", "T3", "T3"]
    assert "please reinstall" in (await world.command("T4"))[1].lower()  # Bolt's own words, for a workspace that nobody installed in


async def test_slack_is_asked_for_the_least_scopes_and_for_a_team_that_is_one(world: World) -> None:
    async with world.browser() as browser:
        await world.begin(browser, "?team=T77")
        await world.begin(browser, "?team=T1%26scope%3Dadmin")
    wished, forged = world.peer.consents
    assert wished["scope"] == "app_mentions:read,assistant:write,chat:write,commands,im:history,links:read,links:write"
    assert wished["user_scope"] == ""
    assert wished["team"] == "T77"
    assert "team" not in forged
    assert forged["scope"] == wished["scope"]


async def test_a_person_who_decides_against_it_is_told_that_nothing_has_changed(world: World, caplog: pytest.LogCaptureFixture) -> None:
    with logged(caplog) as lines:
        page = await world.install(None)
    assert (page.status_code, lines) == (200, [])
    assert "nothing has changed in your workspace" in page.text
    assert START_AGAIN in page.text
    assert not world.peer.calls


async def test_a_state_works_once_in_the_browser_that_began_and_for_ten_minutes(world: World) -> None:
    async with world.browser() as browser, world.browser() as other:
        back = await world.begin(browser)
        cookie = {"Cookie": "; ".join(f"{name}={value}" for name, value in browser.cookies.items())}
        assert (await other.get(back)).status_code == 400
        assert (await browser.get(back)).status_code == 200
        assert not browser.cookies  # it is used up here too
        again = await other.get(back, headers=cookie)
        assert (again.status_code, START_AGAIN in again.text) == (401, True)
        late = await world.begin(browser)
        world.now += 601
        assert (await browser.get(late)).status_code == 401
        forged = re.sub(r"state=[^&]+", f"state={int(world.now) + 60}.{'A' * 22}.{'0' * 64}", late)
        cookie = {"Cookie": f"glossary-slack-install={forged.partition('state=')[2]}"}
        assert (await other.get(forged, headers=cookie)).status_code == 401
        assert (await other.get(f"{SITE}/slack/oauth_redirect?code=1")).status_code == 400
    assert world.peer.calls["oauth.v2.access"] == 1


async def test_the_state_is_kept_where_no_script_and_no_other_site_sees_it(world: World) -> None:
    async with world.browser() as browser:
        page = await browser.get(f"{SITE}/slack/install")
    cookie = page.headers["set-cookie"].lower()
    assert all(word in cookie for word in ("secure", "httponly", "samesite=lax", "max-age=600"))
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in page.headers["content-security-policy"]


async def test_nothing_that_stands_in_an_address_or_a_name_becomes_markup(world: World) -> None:
    page = await world.install(Workspace("T1", "<script>alert(1)</script>&"))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;" in page.text
    assert "<script>" not in page.text
    async with world.browser() as browser:
        page = await browser.get(f"{SITE}/slack/oauth_redirect", params={"error": "<img src=x onerror=alert(1)>"})
    assert (page.status_code, "<img" in page.text, START_AGAIN in page.text) == (200, False, True)


@pytest.mark.parametrize(
    ("method", "fault", "status", "sentence"),
    [
        ("oauth.v2.access", "invalid_code", 401, "Slack did not accept the installation"),
        ("oauth.v2.access", "bad_client_secret", 401, "Slack did not accept the installation"),
        ("oauth.v2.access", "500", 401, "Slack did not accept the installation"),
        ("oauth.v2.access", "404", 401, "Slack did not accept the installation"),
        ("auth.test", "proxy", 401, "Slack did not accept the installation"),
        ("auth.test", "invalid_auth", 401, "Slack did not accept the installation"),
        ("oauth.v2.access", "hang", 502, "Slack does not answer"),
    ],
)
async def test_what_goes_wrong_at_slack_is_a_page_with_a_way_on(world: World, method: str, fault: str, status: int, sentence: str) -> None:
    world.peer.broken[method] = fault
    world.bolt.client.timeout = 0.2  # type: ignore[assignment]
    page = await world.install(Workspace("T1"))
    assert (page.status_code, sentence in page.text, START_AGAIN in page.text) == (status, True, True)
    assert "Error" not in page.text
    assert "Traceback" not in page.text
    assert await world.stored() is None


async def test_what_cannot_be_stored_is_said_and_can_be_tried_again(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.rows.down = True
    with logged(caplog) as lines:
        page = await world.install(Workspace("T1"))
    assert (page.status_code, "could not be stored" in page.text) == (503, True)
    assert lines == ["a Slack installation could not be stored: the database does not answer"]
    world.rows.down = False
    assert (await world.install(Workspace("T1"))).status_code == 200


async def test_installing_again_takes_the_new_token_at_once(world: World) -> None:
    await world.install(Workspace("T1"))
    first = await world.token()
    await world.install(Workspace("T1"))
    assert await world.token() == (await world.stored()).bot_token != first


async def test_no_code_and_no_token_gets_into_the_log(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    world.peer.broken["oauth.v2.access"] = "invalid_code"
    await world.install(Workspace("T1"))
    world.peer.broken.clear()
    world.peer.lifetime_s = 10
    await world.install(Workspace("T1"))
    await world.token()
    await world.workspaces.settle()
    ours = [record.getMessage() for record in caplog.records if record.name not in {"httpx", "aiohttp.access"}]  # those are the browser's and the peer's
    assert ours
    assert not re.search(r"xox|code=|[0-9a-f]{16}|a-client-secret", "\n".join(ours))


async def test_an_expiring_token_is_renewed_behind_the_answer_and_only_once(world: World) -> None:
    world.peer.lifetime_s = 3_600
    await world.install(Workspace("T1"))
    old = (await world.stored()).bot_token
    world.peer.lifetime_s = 43_200
    answers = await asyncio.gather(*[world.token() for _ in range(20)])
    await world.workspaces.settle()
    assert world.peer.calls["oauth.v2.access"] == 2
    new = (await world.stored()).bot_token
    assert answers[0] == old, "the first did not wait for the new one"
    assert set(answers) <= {old, new}, "whoever comes when it is there has it already"
    assert await world.token() == new != old
    assert world.peer.is_valid(new)
    assert world.peer.calls["oauth.v2.access"] == 2


async def test_a_token_that_has_expired_is_renewed_first_and_only_once(world: World) -> None:
    await _installed_with_an_expired_token(world)
    world.peer.lifetime_s = 43_200
    answers = set(await asyncio.gather(*[world.token() for _ in range(20)]))
    assert answers == {(await world.stored()).bot_token}
    assert world.peer.is_valid(answers.pop())
    assert world.peer.calls["oauth.v2.access"] == 2


async def test_new_tokens_are_stored_before_they_are_used_and_a_database_that_fails_meanwhile_costs_none(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.peer.lifetime_s = 3_600
    await world.install(Workspace("T1"))
    world.peer.lifetime_s = 43_200
    tried, full = asyncio.Event(), True
    loop, replace = asyncio.get_running_loop(), world.rows.replace

    def store(tenant: str, content: str, by: str) -> bool:
        loop.call_soon_threadsafe(tried.set)
        if full:
            raise StorageUnavailable("the disk is full")
        return replace(tenant, content, by)

    monkeypatch.setattr(world.rows, "replace", store)
    old = await world.token()
    await tried.wait()
    assert world.peer.calls["oauth.v2.access"] == 2
    assert await world.token() == old == (await world.stored()).bot_token
    full = False
    await world.workspaces.settle()
    assert await world.token() == (await world.stored()).bot_token != old


@pytest.mark.parametrize("fault", ["invalid_refresh_token", "500", "404", "proxy"])
async def test_a_renewal_that_fails_is_put_off_while_the_old_token_lasts(world: World, fault: str, caplog: pytest.LogCaptureFixture) -> None:
    world.peer.lifetime_s = 3_600
    await world.install(Workspace("T1"))
    world.peer.broken["oauth.v2.access"] = fault
    with logged(caplog) as lines:
        for _ in range(5):
            assert world.peer.is_valid(await world.token())
            await world.workspaces.settle()
    assert world.peer.calls["oauth.v2.access"] == 2
    assert [line for line in lines if "could not be renewed" in line] == lines[:1]
    assert "T1" in lines[0]


async def test_two_processes_that_renew_at_once_end_with_one_token_that_works(world: World) -> None:
    await _installed_with_an_expired_token(world)
    world.peer.lifetime_s = 43_200
    other = World(world.peer, world.rows, world.database)
    await asyncio.gather(world.command(), other.command())
    await asyncio.gather(world.workspaces.settle(), other.workspaces.settle())
    stored = (await world.stored()).bot_token
    assert world.peer.is_valid(stored)
    assert (await world.token(), await other.token()) == (stored, stored)


async def test_a_workspace_that_is_removed_while_its_token_is_renewed_stays_removed(world: World) -> None:
    world.peer.lifetime_s = 3_600
    await world.install(Workspace("T1"))
    await world.token()
    world.rows.delete("T1")
    await world.workspaces.settle()
    assert await world.stored() is None
    world.workspaces.forget("T1")
    assert "xoxb" not in (await world.command())[1]


async def test_a_remembered_workspace_is_answered_while_the_database_is_down(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await world.install(Workspace("T1"))
    token = await world.token()
    monkeypatch.setattr("bot.adapters.slack.installation_cache.FRESH_S", 0.0)
    world.rows.down = True
    assert await world.token() == token
    assert (await world.command("T2"))[0] == 500


async def test_a_token_that_no_key_opens_is_named_in_the_log_with_the_setting(world: World, caplog: pytest.LogCaptureFixture) -> None:
    keyed = World(world.peer, world.rows, world.database, keys=Fernet.generate_key().decode())
    await keyed.install(Workspace("T1"))
    with logged(caplog) as lines:
        assert "xoxb" not in (await world.command())[1]
    assert len(lines) == 1
    assert "T1" in lines[0]
    assert "SLACK_TOKEN_KEYS" in lines[0]


async def test_one_workspace_asks_slack_once_and_again_after_a_failure() -> None:
    async with oauth_peer() as peer:
        token = peer.granted(Workspace("T1"))["access_token"]
        client = peer.client()
        bolt = AsyncApp(client=client, authorize=SingleWorkspace(client, token), process_before_response=True, request_verification_enabled=False)
        bolt.command("/define")(_token)

        async def answer() -> str:
            payload = {"command": "/define", "text": "", "team_id": "T1", "user_id": "U2"}
            return str((await bolt.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=payload))).body)

        assert not peer.calls
        for fault in ("internal_error", "500", "404", "proxy"):
            peer.broken["auth.test"] = fault
            assert token in await answer()  # much can be answered without a call
        peer.broken.clear()
        assert set(await asyncio.gather(*[answer() for _ in range(10)])) == {f"{token} UT1BOT"}
        assert peer.calls["auth.test"] == 5


async def test_one_workspace_whose_token_is_revoked_says_so_in_one_line(caplog: pytest.LogCaptureFixture) -> None:
    async with oauth_peer() as peer:
        token = peer.granted(Workspace("T1"))["access_token"]
        await peer.client().auth_revoke(token=token)
        with pytest.raises(SlackApiError):
            await peer.client().auth_test(token=token)
        single = SingleWorkspace(peer.client(), token)
        with logged(caplog) as lines:
            assert await single(context=AsyncBoltContext(), enterprise_id=None, team_id="T1", user_id="U1") is None
    assert lines == ["Slack no longer takes SLACK_BOT_TOKEN (invalid_auth): install the app again and set the new token"]


async def _installed_with_an_expired_token(world: World) -> None:
    world.peer.lifetime_s = 0
    granted = world.peer.granted(Workspace("T1"))
    world.peer.lifetime_s = 3_600
    await world.install(Workspace("T1"))
    kept = await world.store.read("T1")
    assert kept
    kept.installation.bot_token, kept.installation.bot_refresh_token = granted["access_token"], granted["refresh_token"]
    kept.installation.bot_token_expires_at = 1
    await world.store.async_save(kept.installation)

"""Tokens at rest: encrypted, re-encrypted when keys change, each in the row of its own workspace; and the states of installations."""

from __future__ import annotations

import asyncio
import json

import pytest
from cryptography.fernet import Fernet, MultiFernet
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.oauth.installation_store import Installation

from bot.adapters.slack.installation import EncryptedInstallationStore, tenant_of
from bot.adapters.slack.keys import state_key, token_keys
from bot.adapters.slack.oauth_states import LIFETIME_S, SignedStates
from bot.errors import ConfigurationError

SECRET = b"a secret of some length or other"
OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


class Rows(dict[str, str]):
    """Rows in memory."""

    def find(self, tenant: str) -> str | None:
        return self.get(tenant)

    def save(self, tenant: str, content: str) -> None:
        self[tenant] = content

    def replace(self, tenant: str, content: str, by: str) -> bool:
        if self.get(tenant) != content:
            return False
        self[tenant] = by
        return True

    def delete(self, tenant: str) -> None:
        self.pop(tenant, None)


def store(rows: Rows, keys: str | None = None, secret: bytes = SECRET) -> EncryptedInstallationStore:
    return EncryptedInstallationStore(rows, token_keys(keys, secret))


def installed(team: str | None = "T1", enterprise: str | None = None, *, org_wide: bool = False) -> Installation:
    return Installation(
        app_id="A1",
        team_id=team,
        enterprise_id=enterprise,
        is_enterprise_install=org_wide,
        bot_token=f"xoxb-{team or enterprise}",
        bot_scopes="commands,chat:write",
        bot_refresh_token="xoxe-1",  # noqa: S106
        bot_token_expires_at=1_800_000_000,
        user_id="U1",
        user_token="xoxp-of-a-person",  # noqa: S106
        incoming_webhook_url="https://hooks.slack.com/x",
    )


async def _bot_token(kept: EncryptedInstallationStore, tenant: str = "T1") -> str | None:
    found = await kept.read(tenant)
    return found.installation.bot_token if found else None


def test_what_is_read_is_what_was_saved_without_what_belongs_to_people() -> None:
    rows = Rows()
    asyncio.run(store(rows).async_save(installed()))
    found = asyncio.run(store(rows).async_find_installation(enterprise_id=None, team_id="T1"))
    assert found
    assert (found.bot_token, found.bot_refresh_token, found.bot_token_expires_at) == ("xoxb-T1", "xoxe-1", 1_800_000_000)
    assert (found.bot_scopes, found.user_id, found.app_id) == (["commands", "chat:write"], "U1", "A1")
    assert (found.user_token, found.incoming_webhook_url) == (None, None)
    assert "xox" not in rows["T1"]


def test_bolt_finds_and_deletes_by_its_own_names() -> None:
    rows = Rows()
    ours = store(rows)
    asyncio.run(ours.async_save(installed("T1", "E1")))
    asyncio.run(ours.async_save(installed(None, "E2", org_wide=True)))
    assert set(rows) == {"T1", "E2"}
    bot = asyncio.run(ours.async_find_bot(enterprise_id="E2", team_id="T9", is_enterprise_install=True))
    assert bot
    assert bot.bot_token == "xoxb-E2"  # noqa: S105
    assert asyncio.run(ours.async_find_bot(enterprise_id="E2", team_id="T9")) is None
    asyncio.run(ours.async_delete_installation(enterprise_id="E1", team_id="T1", user_id="U1"))
    assert set(rows) == {"T1", "E2"}
    asyncio.run(ours.async_delete_all(enterprise_id="E1", team_id="T1"))
    asyncio.run(ours.async_delete_bot(enterprise_id="E2", team_id=None))
    assert not rows


@pytest.mark.parametrize(
    ("enterprise", "team", "org_wide", "tenant"),
    [
        (None, "T1", False, "T1"),
        ("E1", "T1", False, "T1"),
        ("E1", "T1", True, "E1"),
        ("E1", None, True, "E1"),
        (None, "E1", True, "E1"),
        (None, None, False, None),
    ],
)
def test_data_belongs_to_the_workspace_or_to_the_organization_that_installed(enterprise: str, team: str, org_wide: bool, tenant: str) -> None:
    assert tenant_of(enterprise, team, is_enterprise_install=org_wide) == tenant


def test_a_new_key_takes_over_as_rows_are_read() -> None:
    rows = Rows()
    asyncio.run(store(rows, OLD).async_save(installed()))
    old = rows["T1"]
    assert asyncio.run(_bot_token(store(rows, f"{NEW}, {OLD}"))) == "xoxb-T1"
    assert rows["T1"] != old
    assert asyncio.run(_bot_token(store(rows, NEW))) == "xoxb-T1"  # the old one is no longer needed
    unchanged = rows["T1"]
    assert asyncio.run(_bot_token(store(rows, NEW))) == "xoxb-T1"
    assert rows["T1"] == unchanged


def test_own_keys_take_over_from_the_one_of_the_data_folder() -> None:
    rows = Rows()
    asyncio.run(store(rows).async_save(installed()))
    assert asyncio.run(_bot_token(store(rows, NEW))) == "xoxb-T1"
    assert asyncio.run(_bot_token(store(rows, NEW, b"another secret, since that was lost"))) == "xoxb-T1"


def test_a_row_that_changed_meanwhile_is_not_put_back_by_a_new_key() -> None:
    class Busy(Rows):
        def replace(self, tenant: str, content: str, by: str) -> bool:
            self[tenant] = newer
            return super().replace(tenant, content, by)

    rows, newer = Busy(), token_keys(NEW, SECRET).encrypt("{}")
    asyncio.run(store(rows, OLD).async_save(installed()))
    asyncio.run(_bot_token(store(rows, f"{NEW},{OLD}")))
    assert rows["T1"] == newer


def test_a_token_that_no_key_opens_names_the_setting() -> None:
    rows = Rows()
    asyncio.run(store(rows, OLD).async_save(installed()))
    with pytest.raises(ConfigurationError) as caught:
        asyncio.run(_bot_token(store(rows, NEW)))
    assert "SLACK_TOKEN_KEYS" in caught.value.hint
    assert OLD not in str(caught.value)


@pytest.mark.parametrize("keys", ["abc", f"{NEW},abc", "ä" * 44, NEW[:-2]], ids=["a word", "the second", "no ASCII", "too short"])
def test_a_key_that_is_none_is_refused_with_the_command_that_makes_one(keys: str) -> None:
    with pytest.raises(ConfigurationError, match="SLACK_TOKEN_KEYS") as caught:
        token_keys(keys, SECRET)
    assert "Fernet.generate_key()" in caught.value.hint
    assert keys not in str(caught.value)


def test_a_row_moved_to_another_workspace_gives_no_token() -> None:
    rows = Rows()
    asyncio.run(store(rows).async_save(installed("T1")))
    rows["T2"] = rows["T1"]
    with pytest.raises(ConfigurationError, match="another workspace"):
        asyncio.run(_bot_token(store(rows), "T2"))


def test_the_keys_made_from_a_secret_are_its_own_and_differ_by_purpose() -> None:
    assert state_key(SECRET) == state_key(SECRET) != state_key(SECRET[:-1])
    content = token_keys(None, SECRET).encrypt(json.dumps("x"))
    assert token_keys(f" ,{NEW}, ", SECRET).decrypt(content) == '"x"'
    with pytest.raises(ConfigurationError):
        token_keys(None, SECRET[:-1]).decrypt(content)
    assert MultiFernet([Fernet(NEW)]).decrypt(token_keys(NEW, SECRET).encrypt("x")) == b"x"


class Used(set[str]):
    def is_new(self, state: str) -> bool:
        new = state not in self
        self.add(state)
        return new


def test_no_state_is_taken_that_was_not_issued() -> None:
    used = Used()
    states = SignedStates(b"k" * 32, used.is_new, clock=lambda: 0.0)

    with asyncio.Runner() as runner:

        @given(st.one_of(st.text(), st.from_regex(r"[0-9]{10,12}\.[A-Za-z0-9_-]{22}\.[0-9a-f]{64}", fullmatch=True)))
        def refuses(state: str) -> None:
            assert runner.run(states.async_consume(state)) is False

        refuses()
    assert not used  # nor does one get as far as the database


def test_a_state_is_taken_once_until_it_is_old_and_by_its_own_key() -> None:
    now, used = 1_800_000_000.0, Used()
    states = SignedStates(b"k" * 32, used.is_new, clock=lambda: now)
    state, other = asyncio.run(states.async_issue()), asyncio.run(states.async_issue())
    assert state != other
    assert asyncio.run(SignedStates(b"x" * 32, used.is_new, clock=lambda: now).async_consume(state)) is False
    now += LIFETIME_S
    assert [asyncio.run(states.async_consume(state)) for _ in range(2)] == [True, False]
    now += 1
    assert asyncio.run(states.async_consume(other)) is False

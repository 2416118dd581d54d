"""What reaches the app: only what Teams has signed for this bot, from an organization that is known. Never a 5xx, and nothing is logged."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.teams import keys as signing
from bot.adapters.teams.keys import SigningKeys
from bot.adapters.teams.routes import MESSAGES_PATH
from bot.adapters.teams.service_urls import is_allowed
from bot.adapters.teams.tokens import Tokens
from tests.slack_glossary import the_assistant
from tests.teams_connector import a_connector
from tests.teams_tokens import CLIENT, ISSUER, Signer, a_signer
from tests.teams_world import TENANT, TeamsWorld, a_teams_world

SERVICE = "https://smba.trafficmanager.net/emea/"
HOSTS = frozenset({"smba.trafficmanager.net", ".botframework.com"})


@pytest.fixture(scope="module")
def signer() -> Iterator[Signer]:
    with a_signer() as made:
        yield made


@pytest.fixture
def world(tmp_path: Path, signer: Signer) -> Iterator[TeamsWorld]:
    tokens = Tokens(SigningKeys(signer.url), CLIENT, ISSUER)
    with a_teams_world(tmp_path, assistant=the_assistant(), tokens=tokens, hosts=HOSTS) as made:
        yield made


def activity(world: TeamsWorld, **fields: Any) -> dict[str, Any]:
    """One that leads to no answer: what is sent would go to Microsoft."""
    return world.activity("typing", **{"serviceUrl": SERVICE, **fields})


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def test_what_teams_has_signed_is_taken(world: TeamsWorld, signer: Signer) -> None:
    assert world.post(activity(world), **bearer(signer.token(SERVICE))).status_code == 200


FORGED: dict[str, Callable[[Signer], dict[str, str]]] = {
    "no header": lambda _: {},
    "an empty header": lambda _: {"authorization": ""},
    "another scheme": lambda _: {"authorization": "Basic YTpi"},
    "no token": lambda _: bearer("x"),
    "garbage in three parts": lambda _: bearer("a.b.c"),
    "algorithm none": lambda signer: bearer(signer.token(SERVICE, algorithm="none")),
    "HS256 with the public key": lambda signer: bearer(forged_hs256(signer)),
    "signed by a stranger": lambda signer: bearer(signer.token(SERVICE, key=signer.stranger)),
    "a key that nobody knows": lambda signer: bearer(signer.token(SERVICE, kid="other")),
    "no key named": lambda signer: bearer(signer.token(SERVICE, kid=None)),
    "another issuer": lambda signer: bearer(signer.token(SERVICE, iss="https://sts.windows.net/x/")),
    "for another bot": lambda signer: bearer(signer.token(SERVICE, aud="c0000000-0000-0000-0000-00000000b0b0")),
    "for nobody": lambda signer: bearer(signer.token(SERVICE, aud=None)),
    "expired": lambda signer: bearer(signer.token(SERVICE, exp=1_700_000_000)),
    "without an end": lambda signer: bearer(signer.token(SERVICE, exp=None)),
    "not valid yet": lambda signer: bearer(signer.token(SERVICE, nbf=4_000_000_000)),
    "for another service": lambda signer: bearer(signer.token("https://smba.trafficmanager.net/amer/")),
    "for no service": lambda signer: bearer(signer.token("", serviceurl=None)),
}


def forged_hs256(signer: Signer) -> str:
    """Made by hand: libraries refuse to."""
    import base64
    import hashlib
    import hmac
    import json

    def part(value: Any) -> bytes:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=")

    signed = b".".join((part({"alg": "HS256", "kid": "key-1"}), part({"iss": ISSUER, "aud": CLIENT, "exp": 4_000_000_000, "serviceurl": SERVICE})))
    signature = base64.urlsafe_b64encode(hmac.new(signer.public_pem, signed, hashlib.sha256).digest()).rstrip(b"=")
    return b".".join((signed, signature)).decode()


@pytest.mark.parametrize("name", FORGED)
def test_what_is_forged_is_refused_and_not_logged(name: str, world: TeamsWorld, signer: Signer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    response = world.post(activity(world, text="a secret question"), **FORGED[name](signer))
    assert (response.status_code, response.content) == (401, b"")
    assert "secret question" not in caplog.text


def test_a_key_speaks_for_its_channels_only(world: TeamsWorld, signer: Signer) -> None:
    assert world.post(activity(world, channelId="webchat"), **bearer(signer.token(SERVICE))).status_code == 401


def test_people_of_other_directories_are_refused(world: TeamsWorld, signer: Signer) -> None:
    other = "99999999-2222-3333-4444-555555555555"
    elsewhere: tuple[dict[str, Any], ...] = (
        {"channelData": {"tenant": {"id": other}}},
        {"channelData": {}, "conversation": {"id": "a:1", "tenantId": other}},
        {"channelData": {}, "conversation": {"id": "a:1"}},
    )
    for fields in elsewhere:
        assert world.post({**activity(world), **fields}, **bearer(signer.token(SERVICE))).status_code == 403
    upper = {"tenant": {"id": TENANT.upper()}}
    assert world.post(activity(world, channelData=upper), **bearer(signer.token(SERVICE))).status_code == 200


def test_a_service_that_is_planted_is_sent_nothing(world: TeamsWorld, signer: Signer) -> None:
    """Even with a token that is signed for it: ours would follow."""
    with a_connector() as planted:
        message = world.activity("message", text="rlhf", serviceUrl=planted.url)
        assert world.post(message, **bearer(signer.token(planted.url))).status_code == 403
        assert planted.calls == []


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        (SERVICE, True),
        ("https://europe.botframework.com/x", True),
        ("http://smba.trafficmanager.net/", False),
        ("https://smba.trafficmanager.net.evil.test/", False),
        ("https://evilbotframework.com/", False),
        ("https://user@smba.trafficmanager.net/", False),
        ("https://smba.trafficmanager.net:bad/", False),
        ("https://127.0.0.1/", False),
        ("", False),
        ("//smba.trafficmanager.net/", False),
    ],
)
def test_hosts_of_teams(url: str, allowed: bool) -> None:
    assert is_allowed(url, HOSTS) is allowed


def test_locally_only_this_machine_is_a_service() -> None:
    assert is_allowed("http://localhost:56150/_connector", HOSTS, local=True)
    assert not is_allowed(SERVICE, HOSTS, local=True)
    assert not is_allowed("http://10.0.0.1/", HOSTS, local=True)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"x"',
        b"{}",
        b'{"type": 3}',
        b'{"type": "message", "from": []}',
        b"[" * 100_000,
        b"\xff\xfe",
        b'{"type": "message", "id": 5}',
    ],
)
def test_what_is_no_activity_is_a_bad_request_for_who_may_ask_and_nothing_for_others(body: bytes, tmp_path: Path, world: TeamsWorld, signer: Signer) -> None:
    assert world.client.post(MESSAGES_PATH, content=body).status_code == 401
    assert world.client.post(MESSAGES_PATH, content=body, headers=bearer(signer.token(SERVICE))).status_code == 400
    folder = tmp_path / "local"
    folder.mkdir()
    with a_teams_world(folder, assistant=the_assistant()) as local:
        assert local.client.post(MESSAGES_PATH, content=body).status_code == 400


def test_a_large_body_is_refused_before_it_is_read(world: TeamsWorld) -> None:
    assert world.client.post(MESSAGES_PATH, content=b"x" * 1_100_000).status_code == 413
    assert world.client.post(MESSAGES_PATH, content=iter([b"x" * 600_000] * 2)).status_code == 413


def test_activities_of_unknown_shape_are_never_a_failure_of_ours(tmp_path: Path) -> None:
    odd: list[dict[str, Any]] = [
        {"type": "invoke", "name": "adaptiveCard/action", "value": "text"},
        {"type": "invoke", "name": "composeExtension/query", "value": {"parameters": "x"}},
        {"type": "invoke", "name": "no/such", "value": {}},
        {"type": "message", "text": 5},
        {"type": "message", "value": {"action": ["x"]}},
        {"type": "message", "value": {"action": "triage_accept", "request": {"x": 1}}},
        {"type": "installationUpdate", "action": None},
        {"type": "conversationUpdate", "membersAdded": "x"},
        {"type": "nothing"},
    ]
    with a_teams_world(tmp_path, assistant=the_assistant()) as world:
        for fields in odd:
            status = world.post({**world.activity("message"), **fields}).status_code
            assert status in {200, 400}, (fields, status)
        world.say("rlhf")
        assert "Tunes a model" in str(world.last)


@pytest.mark.anyio
async def test_keys_are_fetched_again_for_a_new_one_but_not_for_every_forgery(monkeypatch: pytest.MonkeyPatch) -> None:
    with a_signer() as signer:
        known = SigningKeys(signer.url)
        await known.fetch()
        assert await known.find("key-1") is not None
        before = signer.asked
        for number in range(20):
            assert await known.find(f"forged-{number}") is None
        assert signer.asked == before
        signer.kid = "key-2"
        monkeypatch.setattr(signing, "AGAIN_S", 0.0)
        assert await known.find("key-2") is not None
        signer.down = True
        assert await known.find("key-3") is None
        assert await known.find("key-2") is not None, "old keys stay"

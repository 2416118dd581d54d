"""Whom the app listens to: people of the organization that has installed it, as often as is good for everybody else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.adapters.slack import sentences
from bot.adapters.slack.connection import TIMEOUT_S, web_client
from bot.adapters.slack.people import Person, person
from bot.adapters.slack.replies import replies
from bot.adapters.slack.response_url import is_allowed
from bot.adapters.slack.site import SlackSite
from bot.render.slack.messages import notice
from tests.fakes import a_term
from tests.slack_world import World, a_world, texts

TERM = a_term("rlhf")
SEEN: list[Person] = []
BUTTON = {"blocks": [{"type": "actions", "block_id": "b", "elements": [{"type": "button", "action_id": "press", "text": {}, "value": "x"}]}]}
ENTERPRISE = {"enterprise_id": "E1", "is_enterprise_install": True, "team_id": None}


def register(app: AsyncApp, site: SlackSite) -> None:
    async def answer(context: AsyncBoltContext, body: dict[str, Any]) -> None:
        SEEN.append(person(context, body))
        await replies(context, body, context.client, site).privately(notice("the answer"))

    async def note(context: AsyncBoltContext, body: dict[str, Any]) -> None:
        SEEN.append(person(context, body))
        await context.ack()

    app.command(site.command)(answer)
    app.event("app_mention")(answer)
    app.event("message")(answer)
    app.event("app_home_opened")(note)
    app.event("link_shared")(note)
    app.action("press")(answer)
    app.shortcut("open")(note)
    app.shortcut("explain")(answer)
    app.options("typed")(note)
    app.view("form")(note)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    SEEN.clear()
    with a_world(tmp_path, TERM, register=register) as world:
        yield world


# -- who asks ------------------------------------------------------------------------------------------------------


def test_every_kind_of_request_says_who_and_where(world: World) -> None:
    world.command("rlhf")
    world.mention("rlhf", thread_ts="1.5")
    world.direct("rlhf")
    world.press(BUTTON, "press", thread_ts="1.6")
    world.press(BUTTON, "press", view="modal")
    world.shortcut("open")
    world.message_shortcut("explain", "rlhf", message={"thread_ts": "1.7"})
    world.suggest("typed", "r")
    world.submit({"callback_id": "form"}, {})
    world.home()
    assert {(seen.asker.tenant, seen.user, seen.outside) for seen in SEEN} == {("T1", "U1", False)}
    assert [(seen.channel, seen.thread) for seen in SEEN] == [
        ("C1", None),
        ("C1", "1.5"),
        ("D1", None),
        ("C1", "1.6"),
        (None, None),
        (None, None),
        ("C1", "1.7"),
        (None, None),
        (None, None),
        ("D1", None),
    ]


def test_the_tenant_of_an_installation_for_a_whole_organization_is_the_organization(world: World) -> None:
    world.api.tokens = {token: {**identity, "enterprise_id": "E1", "team_id": "E1"} for token, identity in world.api.tokens.items()}
    world.enterprise, world.org_wide = "E1", True
    world.command("rlhf", team_id="T7")
    world.mention("rlhf", team_id="T8")
    world.press(BUTTON, "press")
    assert {(seen.asker.tenant, seen.outside) for seen in SEEN} == {("E1", False)}
    assert len(SEEN) == 3


def test_the_tenant_of_one_workspace_of_an_organization_is_the_workspace(world: World) -> None:
    world.enterprise = "E1"
    world.command("rlhf")
    world.mention("rlhf")
    assert {seen.asker.tenant for seen in SEEN} == {"T1"}


# -- programs, edits and noise -------------------------------------------------------------------------------------

NOISE: dict[str, dict[str, Any]] = {
    "another bot": {"bot_id": "B7"},
    "another bot, in full": {"bot_profile": {"id": "B7"}},
    "the app itself": {"user": "UBOT"},
    "the app itself, as a bot": {"bot_id": "BBOT", "user": None},
    "Slack": {"user": "USLACKBOT"},
    "nobody": {"user": None},
    "an edit": {"subtype": "message_changed"},
    "a deletion": {"subtype": "message_deleted"},
    "somebody who joined": {"subtype": "channel_join"},
    "an old bot": {"subtype": "bot_message"},
    "what nobody sees": {"hidden": True},
    "no words": {"text": ""},
    "blanks": {"text": " \n"},
    "no text at all": {"text": None},
    "a text that was edited": {"edited": {"user": "U1", "ts": "1.1"}},
}


@pytest.mark.parametrize("fields", NOISE.values(), ids=NOISE)
def test_what_is_no_question_is_not_answered(world: World, fields: dict[str, Any]) -> None:
    assert world.direct("rlhf", event=fields).status_code == 200
    assert world.mention("rlhf", event=fields).status_code == 200
    assert world.api.calls == []
    assert SEEN == []


@pytest.mark.parametrize("channel_type", ["channel", "group", "mpim", None])
def test_what_is_said_in_channels_is_not_answered(world: World, channel_type: str | None) -> None:
    assert world.direct("<@UBOT> rlhf", channel="C1", event={"channel_type": channel_type}).status_code == 200
    assert SEEN == []


def test_a_file_with_a_mention_is_a_question(world: World) -> None:
    world.mention("what is rlhf?", event={"subtype": "file_share", "files": [{"id": "F1"}]})
    assert len(SEEN) == 1


# -- people of other organizations ---------------------------------------------------------------------------------

SHARED = {"is_ext_shared_channel": True}
OUTSIDE = {"user": "U9", "user_team": "T9", "team": "T9"}


def test_an_outsider_is_told_privately_that_the_app_does_not_answer(world: World) -> None:
    assert world.mention("rlhf", event=OUTSIDE, **SHARED).status_code == 200
    shown = world.api.one("chat.postEphemeral")
    assert (shown["user"], shown["channel"], texts(shown).splitlines()[0]) == ("U9", "C1", sentences.OUTSIDER)
    assert SEEN == []


def test_an_outsider_is_told_once_in_a_while(world: World) -> None:
    for _ in range(3):
        world.mention("rlhf", event=OUTSIDE, **SHARED)
    assert len(world.api.calls) == 1


def test_an_outsider_presses_no_buttons(world: World) -> None:
    outside = {"id": "U9", "team_id": "T9"}
    payload = {**world.action_payload(BUTTON, "press"), "user": outside}
    assert world.interact(payload).status_code == 200
    assert sentences.OUTSIDER in texts(world.api.response)
    assert world.suggest("typed", "r", user=outside).json() == {"options": []}
    assert SEEN == []


def test_an_outsider_gets_no_command(world: World) -> None:
    assert sentences.OUTSIDER in texts(world.command("rlhf", team_id="T9", user="U9").json())


def test_links_of_outsiders_are_left_alone(world: World) -> None:
    assert world.link("https://glossary.example/terms/rlhf", event={"user": "U9"}, **SHARED).status_code == 200
    assert world.api.calls == []
    assert SEEN == []


@pytest.mark.parametrize("team", [{"user_team": "T9"}, {"user_team": "E9"}, {"team": "T9"}, {"user_team": None, "team": None}])
def test_in_a_shared_channel_who_is_not_known_to_belong_does_not(world: World, team: dict[str, Any]) -> None:
    world.mention("rlhf", event={"user_team": None, **team}, **SHARED)
    assert sentences.OUTSIDER in texts(world.api.one("chat.postEphemeral"))


def test_in_a_shared_channel_own_people_are_answered(world: World) -> None:
    world.mention("rlhf", **SHARED)
    world.mention("rlhf", event={"user_team": "T1"}, **SHARED)
    assert len(SEEN) == 2


def test_colleagues_of_another_workspace_of_the_organization_are_answered(world: World) -> None:
    world.api.tokens = {token: {**identity, "enterprise_id": "E1"} for token, identity in world.api.tokens.items()}
    world.enterprise = "E1"
    world.interact({**world.action_payload(BUTTON, "press"), "user": {"id": "U5", "team_id": "T5"}})
    world.mention("rlhf", event={"user_team": "E1"}, **SHARED)
    assert [seen.outside for seen in SEEN] == [False, False]


def test_outsiders_are_answered_where_that_is_wanted(tmp_path: Path) -> None:
    SEEN.clear()
    with a_world(tmp_path, TERM, register=register, allow_outsiders=True) as world:
        world.mention("rlhf", event=OUTSIDE, **SHARED)
        assert [(seen.user, seen.outside) for seen in SEEN] == [("U9", True)]


# -- how often -----------------------------------------------------------------------------------------------------


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[World]:
    SEEN.clear()
    with a_world(tmp_path, TERM, register=register, rate="2/hour") as world:
        yield world


def test_who_asks_too_often_is_told_to_slow_down(slow: World) -> None:
    answers = [slow.command("rlhf") for _ in range(4)]
    assert [response.status_code for response in answers] == [200] * 4
    assert [texts(response.json()).splitlines()[0] for response in answers[:2]] == ["the answer"] * 2
    for response in answers[2:]:
        assert texts(response.json()).startswith("Slow down, please: try again in ")
        assert response.json()["response_type"] == "ephemeral"


def test_who_writes_too_often_is_told_once(slow: World) -> None:
    for _ in range(6):
        slow.direct("rlhf")
    told = [call["text"] for call in slow.api.of("chat.postMessage") if call["text"].startswith("Slow down, please")]
    assert len(told) == 1


def test_mentions_messages_and_buttons_count_too(slow: World) -> None:
    slow.command("rlhf")
    slow.mention("rlhf")
    slow.direct("rlhf")
    slow.press(BUTTON, "press")
    assert len(SEEN) == 2


def test_one_person_does_not_use_up_the_turns_of_another(slow: World) -> None:
    for _ in range(4):
        slow.command("rlhf")
    assert texts(slow.command("rlhf", user="U2").json()).startswith("the answer")


def test_typing_home_and_links_are_not_counted(slow: World) -> None:
    for _ in range(5):
        slow.suggest("typed", "r")
        slow.home()
        slow.link("https://glossary.example/terms/rlhf")
    assert texts(slow.command("rlhf").json()).startswith("the answer")


def test_what_comes_again_is_not_counted_again(slow: World) -> None:
    for _ in range(5):
        slow.mention("rlhf", event_id="Ev1")
    assert texts(slow.command("rlhf").json()).startswith("the answer")


# -- over a socket -------------------------------------------------------------------------------------------------


def test_over_the_socket_the_same_people_are_listened_to(slow: World) -> None:
    said = {"type": "message", "channel_type": "im", "user": "U1", "text": "rlhf", "ts": "1.1", "channel": "D1"}
    for fields in NOISE.values():
        assert slow.by_socket(slow.event_payload({**said, **fields})).status == 200
    assert slow.by_socket(slow.event_payload({**said, "type": "app_mention", **OUTSIDE}, **SHARED)).status == 200
    assert SEEN == []
    answers = [slow.by_socket(slow.command_payload("rlhf")).body for _ in range(4)]
    assert ["the answer" in body for body in answers] == [True, True, False, False]
    assert all("Slow down" in body for body in answers[2:])


# -- how the application is made -----------------------------------------------------------------------------------

FOREIGN = {
    "SLACK_BOT_TOKEN": "xoxb-from-the-environment",
    "SLACK_SIGNING_SECRET": "from-the-environment",
    "SLACK_CLIENT_ID": "1.1",
    "SLACK_CLIENT_SECRET": "from-the-environment",
    "SLACK_VERIFICATION_TOKEN": "from-the-environment",
    "SLACK_SCOPES": "admin",
}


def test_the_environment_has_no_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    for name, value in FOREIGN.items():
        monkeypatch.setenv(name, value)
    with a_world(tmp_path, TERM, register=register) as world:
        assert world.bolt.oauth_flow is None
        assert world.bolt.installation_store is None
        world.mention("rlhf")
        assert {call.token for call in world.api.calls} == {"xoxb-test-token"}
    import os

    assert {name: os.environ[name] for name in FOREIGN} == FOREIGN
    assert not [record for record in caplog.records if record.name.startswith("slack_bolt")]


def test_slack_is_called_without_second_tries_and_within_the_time_it_gives() -> None:
    client = web_client("https://slack.example/api")
    assert (client.token, client.base_url, client.retry_handlers) == (None, "https://slack.example/api/", [])
    assert client.timeout == TIMEOUT_S < 3


HOSTS = frozenset({"hooks.slack.com", "127.0.0.1"})
ALLOWED = {
    "https://hooks.slack.com/commands/T1/2/3": True,
    "https://hooks.slack.com:443/commands": True,
    "https://HOOKS.slack.com/commands": True,
    "http://127.0.0.1:8080/respond": True,
    "https://127.0.0.1:8080/respond": True,
    "http://hooks.slack.com/commands": False,
    "https://hooks.slack.com:8443/commands": False,
    "https://hooks.slack.com.evil.example/": False,
    "https://evil.example/hooks.slack.com": False,
    "https://hooks.slack.com@evil.example/": False,
    "https://user@hooks.slack.com/": False,
    "https://evil.example#@hooks.slack.com/": False,
    "https://evil.example\\@hooks.slack.com/": False,
    "http://localhost:8080/respond": False,
    "file://127.0.0.1/etc/passwd": False,
    "//hooks.slack.com/": False,
    "https://[::1": False,
    "https://hooks.slack.com:abc/": False,
    "": False,
}


@pytest.mark.parametrize(("url", "allowed"), ALLOWED.items())
def test_only_listed_hosts_are_posted_to(url: str, allowed: bool) -> None:
    assert is_allowed(url, HOSTS) is allowed

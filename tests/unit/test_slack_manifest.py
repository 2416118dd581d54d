"""The manifest is one that Slack takes, and asks for nothing that is not used."""

from __future__ import annotations

import json
from typing import Any

import jsonschema_rs
import pytest
from typer.testing import CliRunner

from bot.adapters.slack.manifest import manifest
from bot.adapters.slack.scopes import bot_events, bot_scopes
from bot.cli.commands import app
from bot.errors import ConfigurationError
from bot.render.slack import names
from tests.contract.test_cli import Done, command

URL = "https://glossary.example.com"
SCOPES_OF_EVENTS = {
    "app_home_opened": set(),
    "app_mention": {"app_mentions:read"},
    "app_uninstalled": set(),
    "function_executed": set(),
    "link_shared": {"links:read"},
    "message.im": {"im:history"},
    "tokens_revoked": set(),
}
"""From https://docs.slack.dev/reference/events/NAME, "Required scopes"."""
SCOPES_OF_METHODS = {
    "assistant.threads.setSuggestedPrompts": {"assistant:write"},
    "chat.postEphemeral": {"chat:write"},
    "chat.postMessage": {"chat:write"},
    "chat.unfurl": {"links:write"},
    "chat.update": {"chat:write"},
    "functions.completeError": set(),
    "functions.completeSuccess": set(),
    "usergroups.users.list": {"usergroups:read"},
    "views.open": set(),
    "views.publish": set(),
    "views.push": set(),
    "views.update": set(),
    "slash command, shortcut": {"commands"},
}
"""From https://docs.slack.dev/reference/methods/NAME, "Scopes": what listeners and replies call."""


def text(most: int, least: int = 1) -> dict[str, Any]:
    return {"type": "string", "minLength": least, "maxLength": most}


def record(optional: dict[str, Any] | None = None, **required: Any) -> dict[str, Any]:
    """An object with these properties and no others."""
    return {"type": "object", "additionalProperties": False, "required": list(required), "properties": {**required, **(optional or {})}}


ADDRESS = text(3_000) | {"pattern": "^https://"}
PARAMETERS = record(
    properties={"type": "object", "additionalProperties": record(type={"const": "string"}, title=text(80), description=text(300))},
    required={"type": "array", "items": text(80)},
)
RULES = record(
    _metadata=record(major_version={"const": 2}, minor_version={"const": 1}),
    display_information=record(name=text(35), description=text(140), background_color={"type": "string", "pattern": "^#[0-9a-f]{6}$"}),
    features=record(
        {"unfurl_domains": {"type": "array", "minItems": 1, "maxItems": 5, "items": text(255) | {"pattern": "^[-a-z0-9.]+[a-z0-9]$"}}},
        agent_view=record(agent_description=text(300)),
        app_home=record(home_tab_enabled={"const": True}, messages_tab_enabled={"const": True}, messages_tab_read_only_enabled={"const": False}),
        bot_user=record(display_name=text(80), always_online={"type": "boolean"}),
        shortcuts={
            "type": "array",
            "maxItems": 10,
            "items": record(name=text(24), type={"enum": ["message", "global"]}, callback_id=text(255), description=text(150)),
        },
        slash_commands={
            "type": "array",
            "items": record(
                {"url": ADDRESS}, command=text(32, 2) | {"pattern": "^/"}, description=text(2_000), usage_hint=text(1_000), should_escape={"const": True}
            ),
        },
    ),
    oauth_config=record({"redirect_urls": {"type": "array", "items": ADDRESS}}, scopes=record(bot={"type": "array", "uniqueItems": True, "items": text(50)})),
    settings=record(
        event_subscriptions=record({"request_url": ADDRESS}, bot_events={"type": "array", "uniqueItems": True, "maxItems": 100, "items": text(50)}),
        interactivity=record({"request_url": ADDRESS, "message_menu_options_url": ADDRESS}, is_enabled={"const": True}),
        org_deploy_enabled={"type": "boolean"},
        socket_mode_enabled={"type": "boolean"},
        token_rotation_enabled={"type": "boolean"},
        function_runtime={"const": "remote"},
    ),
    functions={
        "type": "object",
        "maxProperties": 50,
        "additionalProperties": record(title=text(80), description=text(300), input_parameters=PARAMETERS, output_parameters=PARAMETERS),
    },
)
"""The part of https://github.com/slackapi/manifest-schema, version 2.0.0, that we use, and stricter: no property beside these."""


@pytest.mark.parametrize("url", [URL, None])
@pytest.mark.parametrize("distribute", [True, False])
@pytest.mark.parametrize("slash", ["/define", "/" + "x" * 31])
def test_a_manifest_keeps_to_the_schema_and_its_limits(url: str | None, distribute: bool, slash: str) -> None:
    made = manifest(url=url, command=slash, distribute=distribute)
    assert [error.message for error in jsonschema_rs.validator_for(RULES).iter_errors(made)] == []
    assert json.loads(json.dumps(made)) == made


def test_over_http_slack_is_told_one_address_for_everything() -> None:
    made = manifest(url=URL, command="/define")
    events = f"{URL}/slack/events"
    settings = made["settings"]
    assert made["features"]["slash_commands"][0]["url"] == events
    assert settings["event_subscriptions"]["request_url"] == events
    assert settings["interactivity"] == {"is_enabled": True, "request_url": events, "message_menu_options_url": events}
    assert made["features"]["unfurl_domains"] == ["glossary.example.com"]
    assert (settings["socket_mode_enabled"], settings["token_rotation_enabled"]) == (False, False)
    assert "redirect_urls" not in made["oauth_config"]


def test_in_socket_mode_there_is_no_address_at_all() -> None:
    made = manifest(url=None, command="/define")
    assert "http" not in json.dumps(made)
    assert made["settings"]["socket_mode_enabled"] is True
    assert "unfurl_domains" not in made["features"]
    assert "links:read" not in made["oauth_config"]["scopes"]["bot"]
    assert "link_shared" not in made["settings"]["event_subscriptions"]["bot_events"]


def test_an_app_for_many_workspaces_sends_people_back_and_has_tokens_that_expire() -> None:
    made = manifest(url=URL, command="/define", distribute=True)
    assert made["oauth_config"]["redirect_urls"] == [f"{URL}/slack/oauth_redirect"]
    assert made["settings"]["token_rotation_enabled"] is True


def test_everything_that_listeners_know_by_name_is_there() -> None:
    made = manifest(url=URL, command="/ask")
    assert made["features"]["slash_commands"][0]["command"] == "/ask"
    assert {(shortcut["type"], shortcut["callback_id"]) for shortcut in made["features"]["shortcuts"]} == {
        ("global", names.LOOK_UP_SHORTCUT),
        ("message", names.EXPLAIN_MESSAGE),
        ("message", names.REQUEST_MESSAGE),
    }
    step = made["functions"][names.LOOK_UP_STEP]
    assert list(step["input_parameters"]["properties"]) == ["term", "role"]
    assert step["input_parameters"]["required"] == ["term"]
    assert list(step["output_parameters"]["properties"]) == ["term", "definition", "takeaway", "link"]


@pytest.mark.parametrize("unfurl", [True, False])
@pytest.mark.parametrize("groups", [True, False])
def test_the_scopes_are_those_that_events_and_calls_need_and_no_others(unfurl: bool, groups: bool) -> None:
    assert set(bot_events(unfurl=True)) == set(SCOPES_OF_EVENTS)
    needed = set().union(*SCOPES_OF_EVENTS.values(), *SCOPES_OF_METHODS.values())
    unneeded = (set() if unfurl else {"links:read", "links:write"}) | (set() if groups else {"usergroups:read"})
    assert set(bot_scopes(unfurl=unfurl, groups=groups)) == needed - unneeded


def printed(*arguments: str, **environment: str) -> Done:
    return command("manifest", "slack", *arguments, environment=environment)


def test_the_command_prints_it() -> None:
    done = printed("--url", f"{URL}/", "--distribute", SLACK_COMMAND="/ask")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == manifest(url=URL, command="/ask", distribute=True)
    assert json.loads(printed("--socket").stdout) == manifest(url=None, command="/define")
    assert json.loads(printed(GLOSSARY_PUBLIC_URL=URL).stdout) == manifest(url=URL, command="/define")


def test_it_asks_for_user_groups_only_where_one_decides() -> None:
    with_groups = json.loads(printed("--socket", GLOSSARY_STEWARDS="T1:U1,S0001AB").stdout)
    assert with_groups == manifest(url=None, command="/define", groups=True)
    assert "usergroups:read" in with_groups["oauth_config"]["scopes"]["bot"]
    assert "usergroups:read" not in printed("--socket", GLOSSARY_STEWARDS="T1:U1").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "--socket needs none"),
        (["--socket", "--url", URL], "exclude each other"),
        (["--socket", "--distribute"], "needs an address"),
        (["--url", "http://glossary.example.com"], "https://"),
        (["--url", "https://"], "https://"),
        (["--url", "https://u:p@glossary.example.com"], "https://"),
        (["--url", "glossary.example.com"], "https://"),
    ],
)
def test_what_slack_could_not_use_is_refused_with_the_cure(arguments: list[str], said: str) -> None:
    refused = CliRunner().invoke(app, ["manifest", "slack", *arguments]).exception
    assert isinstance(refused, ConfigurationError)
    assert said in f"{refused} {refused.hint}"

"""The manifest from which Slack makes the app: https://docs.slack.dev/reference/app-manifest/, version 2."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from bot.adapters.slack.addresses import EVENTS_PATH, REDIRECT_PATH
from bot.adapters.slack.scopes import bot_events, bot_scopes
from bot.render.slack.names import EXPLAIN_MESSAGE, LOOK_UP_SHORTCUT, LOOK_UP_STEP, REQUEST_MESSAGE

NAME = "Glossary"
_DESCRIPTION = "The right AI term, what it means for your role, and where that comes from."
_Json = dict[str, Any]


def manifest(*, url: str | None, command: str, distribute: bool = False, groups: bool = False) -> _Json:
    """What Slack is told about the app.

    Args:
        url: https address of the server, without a slash at the end; None for Socket Mode.
        command: the slash command, with its slash.
        distribute: for an app that many workspaces install: they are sent back to `url`, and their tokens expire.
        groups: where user groups are stewards: their members are looked up.
    """
    unfurl = url is not None
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {"name": NAME, "description": _DESCRIPTION, "background_color": "#2b3a55"},
        "features": {
            "agent_view": {"agent_description": "Ask what an AI term means. You get the definition, what it means for your role, and its sources."},
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
            "bot_user": {"display_name": NAME, "always_online": True},
            "shortcuts": [
                {"name": "Look up a term", "type": "global", "callback_id": LOOK_UP_SHORTCUT, "description": "Find an entry of the glossary while you type"},
                {
                    "name": "Explain terms in message",
                    "type": "message",
                    "callback_id": EXPLAIN_MESSAGE,
                    "description": "Lists the terms of the glossary in a message; only you see them",
                },
                {
                    "name": "Request a term",
                    "type": "message",
                    "callback_id": REQUEST_MESSAGE,
                    "description": "Asks for an entry about a term in a message",
                },
            ],
            "slash_commands": [
                {
                    "command": command,
                    "description": "What a term means, for your role",
                    "usage_hint": "rlhf for a lawyer | rlhf vs dpo | search words | help",
                    "should_escape": True,
                    **_at(url, "url"),
                }
            ],
            **({"unfurl_domains": [urlsplit(url).hostname]} if url else {}),
        },
        "oauth_config": {
            **({"redirect_urls": [f"{url}{REDIRECT_PATH}"]} if url and distribute else {}),
            "scopes": {"bot": bot_scopes(unfurl=unfurl, groups=groups)},
        },
        "settings": {
            "event_subscriptions": {**_at(url, "request_url"), "bot_events": bot_events(unfurl=unfurl)},
            "interactivity": {"is_enabled": True, **_at(url, "request_url"), **_at(url, "message_menu_options_url")},
            "org_deploy_enabled": True,  # Workflow Builder offers steps of such apps alone
            "socket_mode_enabled": url is None,
            "token_rotation_enabled": distribute,
            "function_runtime": "remote",
        },
        "functions": {LOOK_UP_STEP: _STEP},
    }


def _at(url: str | None, name: str) -> _Json:
    """Where Slack sends requests; in Socket Mode nowhere."""
    return {name: f"{url}{EVENTS_PATH}"} if url else {}


def _parameters(required: tuple[str, ...], **texts: tuple[str, str]) -> _Json:
    return {
        "properties": {name: {"type": "string", "title": title, "description": description} for name, (title, description) in texts.items()},
        "required": list(required),
    }


_STEP = {
    "title": "Look up a term",
    "description": "Finds what a term means, and what it means for a role",
    "input_parameters": _parameters(
        ("term",),
        term=("Term", "A term, or a question about one"),
        role=("Role", "Whose takeaway is wanted, for example legal or product manager"),
    ),
    "output_parameters": _parameters(
        (),
        term=("Term", "The term that was found; empty when there is none"),
        definition=("Definition", "What it means, in a sentence or two"),
        takeaway=("Takeaway", "What it means for the role"),
        link=("Link", "The entry in the web glossary"),
    ),
}

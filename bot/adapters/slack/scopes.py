"""What the app may do, and nothing beyond it. Every scope and event is described under https://docs.slack.dev/reference/."""

from __future__ import annotations

_BOT_SCOPES = (
    "app_mentions:read",  # app_mention
    "assistant:write",  # suggested prompts in the Messages tab
    "chat:write",  # answers in threads, shared answers, direct messages
    "commands",  # the slash command and the shortcuts
    "im:history",  # message.im
)
_UNFURL_SCOPES = ("links:read", "links:write")  # link_shared, chat.unfurl
_GROUP_SCOPES = ("usergroups:read",)  # usergroups.users.list

_EVENTS = ("app_home_opened", "app_mention", "app_uninstalled", "function_executed", "message.im", "tokens_revoked")
_UNFURL_EVENTS = ("link_shared",)


def bot_scopes(*, unfurl: bool, groups: bool = False) -> list[str]:
    """The scopes of the bot token. `unfurl` where links to the web glossary are to be shown as cards, `groups` where user groups are stewards."""
    return sorted((*_BOT_SCOPES, *(_UNFURL_SCOPES if unfurl else ()), *(_GROUP_SCOPES if groups else ())))


def bot_events(*, unfurl: bool) -> list[str]:
    """The events to subscribe to."""
    return sorted((*_EVENTS, *(_UNFURL_EVENTS if unfurl else ())))

"""What happens when something arrives. A listener decodes, calls the service, renders, and replies."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.adapters.slack.listeners import answers, command, conversation, explain, home, lifecycle, look_up, role, unfurl, workflow
from bot.adapters.slack.listeners.requests import card, form, mine, queue
from bot.adapters.slack.site import SlackSite

_LISTENERS = (command, conversation, answers, role, look_up, explain, home, unfurl, workflow, lifecycle, form, mine, card, queue)


def register_all(app: AsyncApp, site: SlackSite) -> None:
    for listener in _LISTENERS:
        listener.register(app, site)

"""The role that somebody chooses to keep."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.adapters.chat.looks import look, save_role
from bot.adapters.chat.speaker import chosen_role
from bot.adapters.slack.listeners.home import publish
from bot.adapters.slack.listeners.stage import Stage, on_stage
from bot.adapters.slack.site import SlackSite
from bot.render.slack import names
from bot.render.slack.replies import reply_message


def register(app: AsyncApp, site: SlackSite) -> None:
    app.action(names.CHOOSE_ROLE)(on_stage(site, choose))


async def choose(site: SlackSite, stage: Stage) -> None:
    await save_role(site, stage.asker, stage.role)
    if stage.at_home:
        await publish(site, stage.client, stage.asker)
        await stage.acknowledge()
    else:
        await stage.replace(reply_message(chosen_role(stage.role), look(site, stage.place)))

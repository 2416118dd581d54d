"""Who is asking, and where."""

from __future__ import annotations

from dataclasses import dataclass

from slack_bolt.context.async_context import AsyncBoltContext

from bot.adapters.slack.payloads import Body, event
from bot.core.usage import Asker, Surface

NOBODY = "USLACKBOT"  # Slack's own voice


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in Slack.

    Attributes:
        channel: where the request was made; None in modals, Home and global shortcuts.
        thread: `ts` of the message that the thread hangs from, when the request was made in a thread.
        outside: whether the person belongs to another organization than the one that has installed the app.
    """

    asker: Asker
    channel: str | None = None
    thread: str | None = None
    outside: bool = False

    @property
    def user(self) -> str | None:
        return self.asker.user


def person(context: AsyncBoltContext, body: Body) -> Person:
    """Who has made a request, of any kind."""
    thread = context.thread_ts or (body.get("container") or {}).get("thread_ts")
    return Person(
        Asker(tenant_of(context), context.user_id, Surface.SLACK),
        channel=context.channel_id,
        thread=thread,
        outside=_is_outsider(context, body),
    )


def tenant_of(context: AsyncBoltContext) -> str:
    """Whose data it is: the organization that has installed the app, or the workspace."""
    installed = context.authorize_result
    if context.is_enterprise_install and context.enterprise_id:
        return context.enterprise_id
    return (installed.team_id if installed else None) or context.team_id or context.enterprise_id or "unknown"


def _is_outsider(context: AsyncBoltContext, body: Body) -> bool:
    """In doubt about an event in a channel that is shared with others, yes.

    An interaction says which workspace the person belongs to. Within an organization of many workspaces that may be any of them,
    and nothing in the request says which ones there are.
    """
    installed = context.authorize_result
    home = {installed.team_id, installed.enterprise_id} if installed else {context.team_id}
    home |= {context.enterprise_id} if context.is_enterprise_install or not installed else set()
    home -= {None}
    said = event(body)
    if said:
        team = said.get("user_team") or said.get("team")
        return bool(body.get("is_ext_shared_channel")) and team not in home
    user = body.get("user")
    team = user.get("team_id") if isinstance(user, dict) else body.get("team_id")
    return bool(team) and team not in home and not (context.enterprise_id and context.enterprise_id in home)

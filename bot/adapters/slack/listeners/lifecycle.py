"""When the app is removed from a workspace, everything of that workspace goes."""

from __future__ import annotations

import logging
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext

from bot.adapters.slack.installation import tenant_of
from bot.adapters.slack.site import SlackSite
from bot.adapters.workers import in_thread

_LOG = logging.getLogger(__name__)


def register(app: AsyncApp, site: SlackSite) -> None:
    """Slack sends both events for one removal, in any order. What fails raises, so that Slack delivers again."""

    @app.event("app_uninstalled")
    async def uninstalled(context: AsyncBoltContext) -> None:
        await _forget(site, context)

    @app.event("tokens_revoked")
    async def revoked(event: dict[str, Any], context: AsyncBoltContext) -> None:
        if (event.get("tokens") or {}).get("bot"):  # else it is about tokens of people, and the app is still there
            await _forget(site, context)


async def _forget(site: SlackSite, context: AsyncBoltContext) -> None:
    tenant = tenant_of(context.enterprise_id, context.team_id, is_enterprise_install=bool(context.is_enterprise_install))
    if tenant is None:
        return
    await in_thread(site.workers.storing, site.forget, tenant)
    site.service.forget_conversations(tenant)
    site.roles.forget(tenant)
    _LOG.info("the Slack app was removed from %s: nothing of it is left here", tenant)

"""Which of Slack's deliveries are the same, and which are remembered after a restart."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.adapters.chat.once import Once
from bot.adapters.slack.payloads import Kind, delivery_of, kind_of
from bot.adapters.slack.people import tenant_of
from bot.adapters.slack.site import SlackSite

Dispatch = Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]

_STORED = frozenset({Kind.ACTION, Kind.SUBMISSION, Kind.MENTION, Kind.MESSAGE, Kind.LINK, Kind.STEP})
"""Kinds that Slack delivers again, or that write: these are known after a restart too.

A command is neither: its effect is the answer to it. What is stored for a workspace that has just been purged would be left behind,
so that lifecycle events are not stored either; doing them twice does no harm.
"""


class OncePerDelivery:
    """Runs a request, unless it has been run."""

    def __init__(self, site: SlackSite) -> None:
        self._once: Once[BoltResponse] = Once(site.deliveries, site.workers, succeeded=_has_succeeded, done_before=lambda: BoltResponse(status=200))

    async def run(self, request: AsyncBoltRequest, dispatch: Dispatch) -> BoltResponse:
        delivery = delivery_of(request.body)
        if delivery is None:
            return await dispatch(request)
        return await self._once.run((tenant_of(request.context), delivery), lambda: dispatch(request), stored=kind_of(request.body) in _STORED)


def _has_succeeded(response: BoltResponse) -> bool:
    """A form that comes back with what is wrong in it has not: put right, it is submitted under the same id."""
    return response.status == 200 and '"response_action": "errors"' not in (response.body or "")  # noqa: PLR2004 - OK

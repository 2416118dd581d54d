"""Who may ask, and how often."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Awaitable, Callable

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.adapters.slack import sentences
from bot.adapters.slack.payloads import Kind, kind_of
from bot.adapters.slack.people import Person, person
from bot.adapters.slack.replies import FAILURES, replies
from bot.adapters.slack.site import SlackSite
from bot.render.slack.messages import notice

Next = Callable[[], Awaitable[BoltResponse]]

_LOG = logging.getLogger(__name__)
_ASKING = frozenset({Kind.COMMAND, Kind.ACTION, Kind.SHORTCUT, Kind.MESSAGE_SHORTCUT, Kind.MENTION, Kind.MESSAGE})
_SPOKEN_TO = _ASKING | {Kind.SUBMISSION}  # kinds whose sender waits for words


class Admission(AsyncMiddleware):
    """Turns away people of other organizations, and those who ask too often; each is told why: to a command always, since that
    waits for an answer and costs no call; to anything else once a window.

    Typing, Home and what Slack says by itself are not counted. Counts are kept in memory, for this process.
    """

    def __init__(self, site: SlackSite) -> None:
        self._site = site
        self._rate = parse(site.rate)
        self._told: RateLimitItem = type(self._rate)(1, self._rate.multiples, namespace="told")
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    async def async_process(self, *, req: AsyncBoltRequest, resp: BoltResponse, next: Next) -> BoltResponse | None:  # noqa: A002, ARG002 - by Bolt
        kind = kind_of(req.body)
        somebody = person(req.context, req.body)
        sentence = self._objection(kind, somebody)
        if sentence is None:
            return await next()
        if kind is Kind.COMMAND or (kind in _SPOKEN_TO and self._limiter.hit(self._told, *_key(somebody))):
            await self._tell(req, sentence)
        return req.context.ack.response or BoltResponse(status=200, body={"options": []} if kind is Kind.SUGGESTION else "")

    def _objection(self, kind: Kind, somebody: Person) -> str | None:
        if somebody.outside and not self._site.allow_outsiders and kind is not Kind.LIFECYCLE:
            return sentences.OUTSIDER
        if kind not in _ASKING or somebody.user is None or self._limiter.hit(self._rate, *_key(somebody)):
            return None
        reset = self._limiter.get_window_stats(self._rate, *_key(somebody)).reset_time
        return sentences.slow_down(max(1, math.ceil(reset - time.time())))

    async def _tell(self, req: AsyncBoltRequest, sentence: str) -> None:
        try:
            await replies(req.context, req.body, req.context.client, self._site).privately(notice(sentence))
        except FAILURES as error:
            _LOG.warning("a refusal was not delivered: %s", type(error).__name__)


def _key(somebody: Person) -> tuple[str, str]:
    return somebody.asker.tenant, somebody.user or ""

"""Every failure becomes a plain sentence for the person who waits, by whatever way still works."""

from __future__ import annotations

import asyncio
import logging
import traceback
from typing import Any

from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack import sentences
from bot.adapters.slack.causes import NAMED, NotInstalledError, may_pass, sentence_for
from bot.adapters.slack.payloads import Body, Kind, event, kind_of
from bot.adapters.slack.refusals import error_code
from bot.adapters.slack.replies import FAILURES, replies
from bot.adapters.slack.site import SlackSite
from bot.errors import InvalidRequest
from bot.render.slack.messages import notice

_LOG = logging.getLogger(__name__)
_TELLING_S = 0.9  # of the three seconds, when a call that timed out has taken two
_UNHEARD = frozenset({Kind.TYPING, Kind.HOME, Kind.LINK, Kind.LIFECYCLE, Kind.OTHER})  # nobody waits for these
_DELIVERED_AGAIN = _UNHEARD | {Kind.MENTION, Kind.MESSAGE, Kind.STEP}


class Failures:
    """Bolt's global error handler.

    Whoever was told what is the matter needs no second delivery: 200. Where nobody could be told, an event stays a failure, so that Slack
    delivers it again, and an interaction too, which Slack then marks. What nobody waits for is delivered again while that may help; Slack
    stops sending events altogether where most of them fail.
    """

    def __init__(self, site: SlackSite) -> None:
        self._site = site

    async def handle(self, error: Exception, context: AsyncBoltContext, body: Body, client: AsyncWebClient) -> BoltResponse:
        kind = kind_of(body)
        if isinstance(error, BoltUnhandledRequestError):
            return await self._unknown(kind, context, body, client)
        _log(kind, error)
        if kind in _UNHEARD:
            return BoltResponse(status=503 if may_pass(error) else 200)
        if isinstance(error, NotInstalledError) and kind in _DELIVERED_AGAIN:
            return BoltResponse(status=200)  # without a token nobody can be told
        if kind is Kind.SUBMISSION:
            return BoltResponse(status=200, body=_in_modal(sentence_for(error), body, error.field if isinstance(error, InvalidRequest) else None))
        return await self._tell(sentence_for(error), kind, context, body, client)

    async def _unknown(self, kind: Kind, context: AsyncBoltContext, body: Body, client: AsyncWebClient) -> BoltResponse:
        """Nothing of ours listens. A link that looks like a button is reported too, and needs no answer."""
        if kind in _DELIVERED_AGAIN or (kind is Kind.ACTION and "url" in body["actions"][0]):
            return BoltResponse(status=200)
        sentence = sentences.UNKNOWN_COMMAND if kind is Kind.COMMAND else sentences.OLD_CONTROL
        return await self._tell(sentence, kind, context, body, client)

    async def _tell(self, sentence: str, kind: Kind, context: AsyncBoltContext, body: Body, client: AsyncWebClient) -> BoltResponse:
        match kind:
            case Kind.COMMAND:
                return BoltResponse(status=200, body={"response_type": "ephemeral", **notice(sentence)})
            case Kind.SUGGESTION:
                option = {"text": {"type": "plain_text", "text": sentences.UNAVAILABLE_OPTION}, "value": "-"}
                return BoltResponse(status=200, body={"options": [option]})
            case Kind.SUBMISSION:
                return BoltResponse(status=200, body=_in_modal(sentence, body))
        try:
            async with asyncio.timeout(_TELLING_S):
                await self._say(sentence, kind, context, body, client)
        except FAILURES as error:
            _LOG.warning("nobody could be told that a %s failed: %s", kind.value, _name(error))
            return BoltResponse(status=503)
        return BoltResponse(status=200)

    async def _say(self, sentence: str, kind: Kind, context: AsyncBoltContext, body: Body, client: AsyncWebClient) -> None:
        if kind is Kind.STEP:
            await client.functions_completeError(function_execution_id=str(event(body).get("function_execution_id")), error=sentence)
            return
        trigger = body.get("trigger_id")
        if trigger and sentence != sentences.TOO_LATE and not context.channel_id:
            view = _window(sentence)
            try:
                if (body.get("view") or {}).get("type") == "modal":
                    await client.views_push(trigger_id=trigger, view=view)
                else:
                    await client.views_open(trigger_id=trigger, view=view)
            except FAILURES:
                pass  # a message is left
            else:
                return
        await replies(context, body, client, self._site).privately(notice(sentence))


def _window(sentence: str) -> dict[str, Any]:
    return {"type": "modal", "title": {"type": "plain_text", "text": sentences.NOTICE_TITLE}, "blocks": list(notice(sentence)["blocks"])}


def _in_modal(sentence: str, body: Body, about: str | None = None) -> dict[str, Any]:
    """Beside the field that it is about, or the first one, so that what was typed is kept; in a window on top when there is no field."""
    blocks = (body.get("view") or {}).get("blocks") or []
    fields = [str(block["block_id"]) for block in blocks if isinstance(block, dict) and block.get("type") == "input" and block.get("block_id")]
    if fields:
        return {"response_action": "errors", "errors": {about if about in fields else fields[0]: sentence}}
    return {"response_action": "push", "view": _window(sentence)}


def _log(kind: Kind, error: Exception) -> None:
    """One line for what has a name. The message of any other exception may quote what was asked: only its type and place are logged."""
    if isinstance(error, NAMED):
        _LOG.warning("a %s was not answered: %s", kind.value, _name(error))
    else:
        place = "".join(traceback.format_tb(error.__traceback__))
        _LOG.error("a %s failed: %s\n%s", kind.value, type(error).__qualname__, place)


def _name(error: Exception) -> str:
    return f"{type(error).__name__} {error_code(error)}".strip() if isinstance(error, SlackApiError) else type(error).__name__

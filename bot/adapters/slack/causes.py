"""What has failed, as people are told it, and whether it may pass."""

from __future__ import annotations

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.adapters.slack import sentences
from bot.adapters.slack.refusals import error_code
from bot.adapters.slack.replies import ABSENT, FAILURES, FORBIDDEN
from bot.adapters.slack.response_url import RefusedError
from bot.errors import RequestError, StorageUnavailable

_GONE = frozenset({"invalid_auth", "account_inactive", "token_revoked", "token_expired", "not_authed", "org_login_required"})
_PERMISSION = frozenset({"missing_scope", "not_allowed_token_type", "access_denied", "ekm_access_denied"})
_LATE = frozenset({"expired_trigger_id", "trigger_expired", "invalid_trigger_id", "exchanged_trigger_id", "trigger_exchanged"})
_PASSING = frozenset({"", "ratelimited", "rate_limited", "fatal_error", "internal_error", "service_unavailable", "request_timeout"})  # "": an error page


class NotInstalledError(Exception):
    """No token is known for the workspace."""


class UnauthorizedError(Exception):
    """Slack did not say whose a token is."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


NAMED = (*FAILURES, RequestError, StorageUnavailable, NotInstalledError, UnauthorizedError)
"""Failures that say by their name what is the matter."""


def sentence_for(error: Exception) -> str:
    """What a person is told about it."""
    match error:
        case RequestError():
            return sentences.of_request(error)
        case StorageUnavailable():
            return sentences.NOT_STORED
        case NotInstalledError():
            return sentences.NOT_INSTALLED
        case SlackApiError():
            return _sentence_of(error_code(error))
        case UnauthorizedError():
            return _sentence_of(error.code)
        case RefusedError():
            return sentences.OLD_MESSAGE
        case aiohttp.ClientError() | TimeoutError() | ConnectionError():
            return sentences.SLACK_DOWN
        case _:
            return sentences.SORRY


def _sentence_of(code: str) -> str:
    if code in _GONE:
        return sentences.NOT_INSTALLED
    if code in _PERMISSION:
        return sentences.NOT_ALLOWED
    if code in _LATE:
        return sentences.TOO_LATE
    if code in FORBIDDEN:
        return sentences.INVITE if code in ABSENT else sentences.NO_POSTING
    if code in {"ratelimited", "rate_limited"}:
        return sentences.BUSY
    return sentences.SLACK_DOWN if code in _PASSING else sentences.SORRY


def may_pass(error: Exception) -> bool:
    """Whether the same may succeed a minute later."""
    match error:
        case SlackApiError():
            return error_code(error) in _PASSING
        case UnauthorizedError():
            return error.code in _PASSING
        case _:
            return not isinstance(error, NotInstalledError | RequestError)

"""Slack's own word for why it refused a call."""

from __future__ import annotations

from slack_sdk.errors import SlackApiError


def error_code(error: SlackApiError) -> str:
    """The error that Slack names, or ""."""
    try:
        return str(error.response.get("error") or "")
    except (AttributeError, ValueError):  # the body is no JSON object
        return ""


def refusal(error: SlackApiError) -> str:
    """The same for logs: the status where Slack said nothing."""
    response = error.response
    return error_code(error) or f"status {getattr(response, 'status_code', getattr(response, 'status', 'unknown'))}"

"""No secret and no private text leaves through a log line, whoever wrote it."""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping
from typing import Any

HIDDEN = "[hidden]"
_SECRET_KEYS = re.compile(r"token|secret|password|authorization|cookie|signature|response_url|api_?key|credential", re.IGNORECASE)
_PRIVATE_KEYS = frozenset({"text", "query", "question", "message_text", "q", "comment", "excerpt", "body", "payload", "view", "blocks"})
_PATTERNS = (
    re.compile(r"xox[a-z]-[A-Za-z0-9-]+"),  # Slack tokens
    re.compile(r"xapp-[A-Za-z0-9-]+"),
    re.compile(r"xoxe(?:\.xox[a-z])?-[A-Za-z0-9-]+"),
    re.compile(r"https://hooks\.slack\.com/\S+"),  # a response_url is a permission to write
    re.compile(r"eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){0,2}"),  # JSON web tokens
    re.compile(r"(?i)\b(?:bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}"),
    re.compile(r"(?i)(?<=[?&])(?:q|query|text|token|code|state)=[^&\s\"']*"),  # what was asked, in a quoted address
    re.compile(r"(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"),  # user and password in a URL
)


def redact(value: Any) -> Any:
    """The value with secrets in strings replaced, at any depth."""
    if isinstance(value, str):
        for pattern in _PATTERNS:
            value = pattern.sub(HIDDEN, value)
        return value
    if isinstance(value, Mapping):
        return {key: HIDDEN if _is_private(str(key)) else redact(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [redact(item) for item in value]
    return value if isinstance(value, int | float | bool | None) else redact(str(value))


def redact_event(_: object, __: str, event: MutableMapping[str, Any]) -> dict[str, Any]:
    """A structlog processor: the last one before rendering, when tracebacks are text already."""
    return {key: HIDDEN if _is_private(key) else redact(item) for key, item in event.items()}


def _is_private(key: str) -> bool:
    return key.casefold() in _PRIVATE_KEYS or bool(_SECRET_KEYS.search(key))

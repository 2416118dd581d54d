"""How the API says no, as documented in its contract."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

Responses = dict[int | str, dict[str, Any]]


class Problem(BaseModel):
    """Why not, in one sentence."""

    detail: str


def _problem(status: int, description: str) -> Responses:
    return {status: {"model": Problem, "description": description}}


TOO_MANY = _problem(429, "Too many requests; Retry-After says when to come back.")
UNREADABLE = _problem(400, "The body is no text in UTF-8.")
TOO_LARGE = _problem(413, "The body is too large.")
BODY = UNREADABLE | TOO_LARGE
UNKNOWN = _problem(404, "No entry has this slug.")
NOT_STORED = _problem(503, "The database does not answer.")
UNCHANGED: Responses = {304: {"description": "Unchanged since the ETag in If-None-Match.", "content": {}}}

"""A "no" in the form that the asker reads: a page for browsers, JSON for programs."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import JSONResponse, Response
from starlette.types import Scope

from bot.adapters.web.templating import page


def refuse(scope: Scope, status: int, sentence: str) -> Response:
    """Status and one plain sentence."""
    request = Request(scope)
    if scope["path"].startswith("/api/") or "text/html" not in request.headers.get("accept", ""):
        return JSONResponse({"detail": sentence}, status_code=status)
    return page(request, "error.html", status=status, sentence=sentence)

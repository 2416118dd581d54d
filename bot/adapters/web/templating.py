"""Templates -> pages, with what every page shows."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.adapters.web.site import site_of
from bot.adapters.web.visitor import chosen_role
from bot.core.roles import ROLES
from bot.render import phrases

FOLDER = Path(__file__).resolve().parent
_PASSING = {"role", "thanks"}  # parameters of one view, which the next one must not inherit
_PRIVATE = {"cache-control": "private, no-cache", "vary": "Cookie"}  # a page shows the reader's role


@cache
def static(name: str) -> str:
    """The address of a file in `static/`; it changes with the content, so that browsers may keep it for good."""
    version = hashlib.sha256((FOLDER / "static" / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={version}"


def address(path: str, **query: object) -> str:
    """A local address; parameters without a value are left out."""
    given = urlencode({name: value for name, value in query.items() if value})
    return f"{path}?{given}" if given else path


_TEMPLATES = Environment(
    loader=FileSystemLoader(FOLDER / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, auto_reload=False
)
_TEMPLATES.filters["day"] = lambda day: f"{day.day} {day:%B %Y}"
_TEMPLATES.globals.update(phrases=phrases, roles=list(ROLES.values()), static=static, address=address)


def page(request: Request, template: str, *, status: int = 200, canonical: str | None = None, **context: Any) -> Response:
    """An HTML page, or 304 when the reader has it. Everything in the context is escaped; `role` may be overridden by it.

    `canonical` is the path under which this content is at home.
    """
    site = site_of(request)
    shown = {
        "status": status,
        "role": chosen_role(request),
        "condition": site.condition(),
        "today": site.today(),
        "question": "",
        "path": request.scope["path"],
        "back": _here(request) if status == 200 else "/",  # noqa: PLR2004 - the one status of pages that can be read again
        "public_url": site.public_url or "",
        "canonical": f"{site.public_url}{canonical}" if site.public_url and canonical else "",
        **context,
    }
    body = _TEMPLATES.get_template(template).render(shown).encode("utf-8", "replace")
    if request.method != "GET" or status != 200:  # noqa: PLR2004
        return HTMLResponse(body, status_code=status, headers=_PRIVATE)
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers={**_PRIVATE, "etag": tag})
    return HTMLResponse(body, headers={**_PRIVATE, "etag": tag})


def _here(request: Request) -> str:
    """Where a form of this page leads back to."""
    if request.method != "GET":
        return quote(request.scope["path"])
    kept = [(name, value) for name, value in parse_qsl(request.url.query, keep_blank_values=True) if name not in _PASSING]
    return quote(request.scope["path"]) + (f"?{urlencode(kept)}" if kept else "")

"""Who asks on the web: nobody we know, with a role they chose, and a number once they have voted."""

from __future__ import annotations

import re
import secrets

from fastapi import Request, Response

from bot.core.roles import Role, find_role
from bot.core.usage import Asker, Surface

ROLE_COOKIE = "glossary_role"
VISITOR_COOKIE = "glossary_visitor"
_YEAR_S = 365 * 24 * 3600
_VISITOR = re.compile(r"[A-Za-z0-9_-]{22}")  # 128 bits


def chosen_role(request: Request, named: str | None = None) -> Role | None:
    """The role named in the address, else the remembered one."""
    return find_role(named[:60]) if named else find_role(request.cookies.get(ROLE_COOKIE, "")[:60])


def remember_role(request: Request, response: Response, role: Role | None) -> None:
    if role:
        _set(request, response, ROLE_COOKIE, role.value)
    else:
        response.delete_cookie(ROLE_COOKIE, samesite="lax", httponly=True)


def asker(request: Request, tenant: str, surface: Surface) -> Asker:
    """The visitor, by number if they have one."""
    number = request.cookies.get(VISITOR_COOKIE, "")
    return Asker(tenant, number if _VISITOR.fullmatch(number) else None, surface)


def numbered(request: Request, response: Response, tenant: str, surface: Surface) -> Asker:
    """The same, given a number if need be, so that a second vote replaces the first."""
    known = asker(request, tenant, surface)
    if known.user:
        return known
    number = secrets.token_urlsafe(16)
    _set(request, response, VISITOR_COOKIE, number)
    return Asker(tenant, number, surface)


def _set(request: Request, response: Response, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=_YEAR_S, samesite="lax", httponly=True, secure=request.url.scheme == "https")

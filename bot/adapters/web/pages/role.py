"""Whose takeaway comes first: a choice, remembered by the browser."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from bot.adapters.web.pages.forms import fields, own, safe_back
from bot.adapters.web.site import Site
from bot.adapters.web.visitor import remember_role
from bot.core.roles import find_role


def router(_: Site) -> APIRouter:
    routes = APIRouter()

    @routes.post("/role")
    async def choose(request: Request) -> Response:
        own(request)
        form = await fields(request)
        response = RedirectResponse(safe_back(form.get("back", "/")), status_code=303)
        remember_role(request, response, find_role(form.get("role", "")[:60]))
        return response

    return routes

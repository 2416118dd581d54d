"""Whether an entry helped."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from bot.adapters.web.pages.forms import fields, own, safe_back
from bot.adapters.web.site import Site
from bot.adapters.web.visitor import numbered
from bot.adapters.workers import in_thread
from bot.core.normalize import clean
from bot.core.usage import Feedback, Surface

_VOTES = {"yes": True, "no": False}


def router(site: Site) -> APIRouter:
    routes = APIRouter()

    @routes.post("/feedback")
    async def feedback(request: Request) -> Response:
        """303 back to the page with thanks; JSON for a script that stays on it."""
        own(request)
        form = await fields(request)
        helpful = _VOTES.get(form.get("helpful", ""))
        if helpful is None:
            raise HTTPException(400, "Say whether it helped: yes or no.")
        by_script = "text/html" not in request.headers.get("accept", "")
        response = JSONResponse({"recorded": True}) if by_script else RedirectResponse(_thanking(safe_back(form.get("back", "/"))), status_code=303)
        person = numbered(request, response, site.tenant, Surface.WEB)
        given = Feedback(form.get("slug", ""), helpful, clean(form.get("question", "")))
        await in_thread(site.workers.storing, site.service.give_feedback, person, given)
        return response

    return routes


def _thanking(back: str) -> str:
    parts = urlsplit(back)
    query = "&".join(part for part in (parts.query, "thanks=1") if part)
    return urlunsplit(("", "", parts.path, query, "feedback"))

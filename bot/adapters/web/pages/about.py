"""What this is, what it keeps of people, and on what terms it answers: the page that app stores ask for."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from bot.adapters.web.site import Site
from bot.adapters.web.templating import page


def router(site: Site) -> APIRouter:
    routes = APIRouter()

    @routes.get("/about")
    async def about(request: Request) -> Response:
        return page(request, "about.html", canonical="/about", question_days=site.question_days)

    return routes

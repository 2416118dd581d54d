"""A message with its terms pointed out. Messages are sent in the body, not in the address, and are not kept."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from bot.adapters.web.pages.forms import fields
from bot.adapters.web.site import Site
from bot.adapters.web.templating import page
from bot.adapters.workers import in_thread
from bot.core.extract import MAX_MESSAGE_CHARS
from bot.render import html


def router(site: Site) -> APIRouter:
    routes = APIRouter()

    @routes.get("/explain")
    async def form(request: Request) -> Response:
        return page(request, "explain.html", canonical="/explain", limit=MAX_MESSAGE_CHARS, message="", pieces=(), terms=())

    @routes.post("/explain")
    async def explain(request: Request) -> Response:
        message = (await fields(request)).get("text", "")[:MAX_MESSAGE_CHARS]
        mentions = await in_thread(site.workers.answering, site.service.explain, message)
        terms = {term.slug: term for mention in mentions.mentions for term in mention.terms}
        return page(request, "explain.html", limit=MAX_MESSAGE_CHARS, message=message, pieces=html.pieces(mentions), terms=tuple(terms.values()))

    return routes

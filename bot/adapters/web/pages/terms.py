"""The list of terms, and the page of one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request, Response

from bot.adapters.web.pages.listing import PAGE, Filters, choices
from bot.adapters.web.site import Site
from bot.adapters.web.templating import page
from bot.adapters.web.visitor import chosen_role
from bot.core.browse import alphabetical
from bot.core.normalize import clean
from bot.core.roles import find_role
from bot.core.term import MAX_LABEL_CHARS
from bot.render import html

_MAX_DIGITS = 4  # of a page number: a glossary of a million entries


def router(site: Site) -> APIRouter:
    routes = APIRouter()

    @routes.get("/terms")
    async def terms(request: Request, category: str = "", role: str = "", letter: str = "", number: Annotated[str, Query(alias="page")] = "1") -> Response:
        everything = alphabetical(site.service.assistant.glossary)
        filters = Filters(clean(category, MAX_LABEL_CHARS), find_role(role[:60]) if role else None, letter[:1].upper())
        found = [placed.term for placed in everything if filters.accept(placed)]
        pages = max(1, -(-len(found) // PAGE))
        current = min(max(int(number), 1), pages) if number.isdecimal() and len(number) <= _MAX_DIGITS else 1
        return page(
            request,
            "terms.html",
            canonical=filters.address(current),
            filters=filters,
            choices=choices(everything, filters),
            found=found[(current - 1) * PAGE : current * PAGE],
            total=len(found),
            everything=len(everything),
            current=current,
            pages=pages,
        )

    @routes.get("/terms/{slug}")
    async def term(request: Request, slug: str, role: str = "", thanks: str = "") -> Response:
        assistant = site.service.assistant
        if slug not in assistant.glossary:
            raise HTTPException(404, "There is no entry at this address.")
        chosen = chosen_role(request, role)
        article = html.article(assistant.define(slug, chosen), assistant.glossary, site.today())
        return page(request, "term.html", canonical=f"/terms/{slug}", role=chosen, article=article, thanks=bool(thanks))

    return routes

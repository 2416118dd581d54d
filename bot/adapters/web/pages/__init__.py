"""The web glossary: pages made on the server, one module a page; scripts only make them quicker."""

from __future__ import annotations

from fastapi import APIRouter

from bot.adapters.web.pages import about, ask, explain, feedback, home, insights, role, terms
from bot.adapters.web.site import Site


def router(site: Site) -> APIRouter:
    """All pages."""
    routes = APIRouter(include_in_schema=False)
    for part in (home, ask, terms, role, feedback, explain, insights, about):
        routes.include_router(part.router(site))
    return routes

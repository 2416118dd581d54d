"""The first page: one box to ask in, and every way to look around."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from fastapi import APIRouter, Request, Response

from bot.adapters.web.pages.examples import Examples
from bot.adapters.web.site import Site
from bot.adapters.web.templating import page
from bot.adapters.web.visitor import chosen_role
from bot.adapters.workers import in_thread
from bot.core.browse import alphabetical, categories, recently_reviewed
from bot.core.glossary import Glossary
from bot.core.roles import Role
from bot.core.term import Term

_RECENT = 6  # two rows of three


@dataclass(frozen=True, slots=True)
class Overview:
    """Ways into the glossary: categories with the most entries first, letters in order, newest reviews first."""

    categories: tuple[tuple[str, int], ...]
    by_role: Mapping[Role, int]
    letters: tuple[str, ...]
    recent: tuple[Term, ...]


def router(site: Site) -> APIRouter:
    routes = APIRouter()
    examples = Examples()

    @routes.get("/")
    async def home(request: Request, role: str = "") -> Response:
        assistant = site.service.assistant
        tried = await in_thread(site.workers.answering, examples.of, assistant, site.condition().meaning, site.today())
        return page(request, "home.html", canonical="/", role=chosen_role(request, role), examples=tried, overview=overview(assistant.glossary))

    return routes


@lru_cache(maxsize=2)  # as long as a glossary is served
def overview(glossary: Glossary) -> Overview:
    placed = alphabetical(glossary)
    return Overview(
        categories=tuple(sorted(categories(glossary).items(), key=lambda item: (-item[1], item[0]))),
        by_role=Counter(role for item in placed for role in item.term.roles),
        letters=tuple(dict.fromkeys(item.letter for item in placed)),
        recent=tuple(recently_reviewed(glossary, _RECENT)),
    )

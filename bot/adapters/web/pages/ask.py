"""A question, answered."""

from __future__ import annotations

from typing import assert_never

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from bot.adapters.web.site import Site
from bot.adapters.web.templating import page
from bot.adapters.web.visitor import asker, chosen_role
from bot.adapters.workers import in_thread
from bot.core.answer import Answer, Comparison, Definition, Disambiguation, NotFound, Suggestions
from bot.core.normalize import clean
from bot.core.usage import Surface
from bot.render import html


def router(site: Site) -> APIRouter:
    routes = APIRouter()

    @routes.get("/ask")
    async def ask(request: Request, q: str = "", role: str = "") -> Response:
        question = clean(q)
        if not question:
            return RedirectResponse("/", status_code=303)
        chosen = chosen_role(request, role)
        glossary = site.service.assistant.glossary
        answered = await in_thread(site.workers.answering, site.service.answer, asker(request, site.tenant, Surface.WEB), q, chosen)
        answer = answered.answer
        definitions = answer.definitions if isinstance(answer, Comparison) else (answer,) if isinstance(answer, Definition) else ()
        articles = [html.article(definition, glossary, site.today()) for definition in definitions]
        return page(
            request,
            _template(answer),
            canonical=f"/terms/{articles[0].term.slug}" if isinstance(answer, Definition) else None,
            role=chosen,
            question=question,
            answer=answer,
            articles=articles,
            elapsed_ms=answered.elapsed_ms,
        )

    return routes


def _template(answer: Answer) -> str:
    match answer:
        case Definition():
            return "answers/definition.html"
        case Comparison():
            return "answers/comparison.html"
        case Disambiguation():
            return "answers/disambiguation.html"
        case Suggestions():
            return "answers/suggestions.html"
        case NotFound():
            return "answers/not_found.html"
        case _:
            assert_never(answer)

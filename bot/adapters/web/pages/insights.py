"""What was asked, whether it was answered and helped, and what waits for an entry: for those who keep the glossary."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, HTTPException, Request, Response

from bot.adapters.web import charts
from bot.adapters.web.pages import figures
from bot.adapters.web.site import Site
from bot.adapters.web.templating import page
from bot.adapters.workers import in_thread
from bot.core.browse import alphabetical

SPANS = (7, 30, 90)  # days
_USUAL = 30
_REVIEWS = "reviews"  # the chart that is about the terms, and not about what was asked
_SVG_HEADERS = {
    "cache-control": "private, no-cache",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",  # a drawing has its own styles, and nothing else
}


@dataclass(frozen=True, slots=True)
class _Span:
    days: int
    chosen: bool


def router(site: Site) -> APIRouter:
    routes = APIRouter()

    @routes.get("/insights")
    async def insights(request: Request, days: str = "") -> Response:
        span = _days(days)
        statistics = await in_thread(site.workers.storing, site.service.statistics, site.tenant, span)
        backlog = await in_thread(site.workers.storing, site.service.backlog, site.tenant)
        terms = [placed.term for placed in alphabetical(site.service.assistant.glossary)]
        return page(
            request,
            "insights.html",
            canonical="/insights",
            days=span,
            spans=[_Span(item, item == span) for item in SPANS],
            statistics=statistics,
            backlog=backlog,
            charts=figures.charts(statistics) | {_REVIEWS: figures.reviews(terms, site.today())},
            terms=len(terms),
            stale=[term for term in terms if term.is_stale(site.today())],
            unreviewed=[term for term in terms if term.last_reviewed is None],
        )

    @routes.get("/insights/{name}.svg")
    async def drawing(name: str, days: str = "", theme: str = "light", width: str = "wide") -> Response:
        chart = figures.reviews(list(site.service.assistant.glossary), site.today()) if name == _REVIEWS else None
        if chart is None:
            statistics = await in_thread(site.workers.storing, site.service.statistics, site.tenant, _days(days))
            chart = figures.charts(statistics).get(name)
        if chart is None:
            raise HTTPException(404, "There is no such chart.")
        look = charts.Look(dark=theme == "dark", narrow=width == "narrow")
        return Response(await in_thread(site.workers.drawing, charts.draw, chart, look), media_type="image/svg+xml", headers=_SVG_HEADERS)

    return routes


def _days(asked: str) -> int:
    return int(asked) if asked in map(str, SPANS) else _USUAL

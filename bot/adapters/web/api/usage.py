"""Whether answers helped, what was asked, and which terms are asked for."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

from bot.adapters.web.api.entries import MAX_SLUG_CHARS
from bot.adapters.web.api.problems import BODY, NOT_STORED, UNKNOWN
from bot.adapters.web.site import TheSite
from bot.adapters.web.visitor import asker
from bot.adapters.workers import in_thread
from bot.core.normalize import MAX_TEXT_CHARS
from bot.core.usage import Feedback, Surface
from bot.render.requests_json import BacklogJson, backlog_json
from bot.render.terms_json import StatisticsJson, statistics_json

MAX_COMMENT_CHARS = 1_000
MAX_DAYS = 366

DeliveryId = Annotated[str, Field(min_length=8, max_length=100, pattern=r"^[\x21-\x7e]+$")]

router = APIRouter()


class Vote(BaseModel):
    """Whether an entry helped. `question` is what was asked."""

    model_config = ConfigDict(extra="forbid", strict=True)

    slug: Annotated[str, Field(min_length=1, max_length=MAX_SLUG_CHARS)]
    helpful: bool
    question: Annotated[str, Field(max_length=MAX_TEXT_CHARS)] = ""
    comment: Annotated[str, Field(max_length=MAX_COMMENT_CHARS)] = ""


class Recorded(BaseModel):
    """`recorded` is false when this delivery had been recorded before."""

    recorded: bool


@router.post("/feedback", status_code=201, summary="Say whether an entry helped", responses=UNKNOWN | NOT_STORED | BODY)
async def feedback(
    request: Request,
    site: TheSite,
    vote: Vote,
    delivery: Annotated[DeliveryId | SkipJsonSchema[None], Header(alias="Idempotency-Key")] = None,
) -> Recorded:
    given = Feedback(vote.slug, vote.helpful, vote.question, vote.comment)
    person = asker(request, site.tenant, Surface.API)
    return Recorded(recorded=await in_thread(site.workers.storing, site.service.give_feedback, person, given, delivery))


@router.get("/stats", summary="What was asked, and whether it helped", responses=NOT_STORED)
async def stats(site: TheSite, days: Annotated[int, Query(ge=1, le=MAX_DAYS)] = 30) -> StatisticsJson:
    return statistics_json(await in_thread(site.workers.storing, site.service.statistics, site.tenant, days))


@router.get("/requests", summary="The terms that people asked for, without names", responses=NOT_STORED)
async def requests(site: TheSite) -> BacklogJson:
    return backlog_json(await in_thread(site.workers.storing, site.service.backlog, site.tenant))

"""Questions, messages, and what is being typed."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from bot.adapters.web.api.problems import BODY
from bot.adapters.web.site import TheSite
from bot.adapters.web.visitor import asker, chosen_role
from bot.adapters.workers import in_thread
from bot.core.extract import MAX_MESSAGE_CHARS
from bot.core.normalize import MAX_TEXT_CHARS
from bot.core.roles import Role
from bot.core.usage import Surface
from bot.render.as_json import AnswerJson, MentionsJson, answer_json, mentions_json
from bot.render.terms_json import CompletionJson, completion_json

router = APIRouter()
Text = Annotated[str, Query(max_length=MAX_TEXT_CHARS)]


class Message(BaseModel):
    """A message as somebody wrote it."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, Field(max_length=MAX_MESSAGE_CHARS)]


@router.get("/answer", summary="The answer to a question")
async def answer(
    request: Request,
    site: TheSite,
    q: Text,
    role: Annotated[Role | None, Query(description="Whose takeaway to give where the question names no role; default: the remembered one.")] = None,
) -> AnswerJson:
    person = asker(request, site.tenant, Surface.API)
    found = await in_thread(site.workers.answering, site.service.answer, person, q, role or chosen_role(request))
    return answer_json(found.answer, found.elapsed_ms)


@router.post("/explain", summary="The terms in a message", responses=BODY)
async def explain(site: TheSite, message: Message) -> MentionsJson:
    return mentions_json(await in_thread(site.workers.answering, site.service.explain, message.text))


@router.get("/suggest", summary="Entries that a text may become")
async def suggest(site: TheSite, q: Text) -> list[CompletionJson]:
    return [completion_json(item) for item in site.service.assistant.complete(q)]  # in memory, below a millisecond: no thread

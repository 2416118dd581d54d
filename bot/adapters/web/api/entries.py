"""The glossary itself."""

from __future__ import annotations

import hashlib
import json
from typing import Annotated

from fastapi import APIRouter, Header, Path
from fastapi.responses import JSONResponse, Response

from bot.adapters.web.api.problems import UNCHANGED, UNKNOWN
from bot.adapters.web.site import TheSite
from bot.core.browse import categories
from bot.core.roles import ROLES
from bot.render.terms_json import CategoryJson, RoleJson, SummaryJson, TermJson, role_json, summary_json, term_json

MAX_SLUG_CHARS = 200

router = APIRouter()
KnownETag = Annotated[str | None, Header(alias="If-None-Match")]


@router.get("/terms", summary="All entries, in short", response_model=list[SummaryJson], responses=UNCHANGED)
async def terms(site: TheSite, known: KnownETag = None) -> Response:
    return _tagged([summary_json(term) for term in site.service.assistant.glossary], known)


@router.get("/terms/{slug}", summary="One entry, whole", response_model=TermJson, responses=UNCHANGED | UNKNOWN)
async def term(site: TheSite, slug: Annotated[str, Path(max_length=MAX_SLUG_CHARS)], known: KnownETag = None) -> Response:
    assistant = site.service.assistant
    if slug not in assistant.glossary:
        return JSONResponse({"detail": "No entry has this slug; /api/terms lists them."}, status_code=404)
    entry = assistant.define(slug)
    return _tagged(term_json(entry.term, entry.related, list(ROLES.values()), site.today()), known)


@router.get("/roles", summary="The roles that takeaways are written for")
async def roles() -> list[RoleJson]:
    return [role_json(profile) for profile in ROLES.values()]


@router.get("/categories", summary="The categories, with the number of their entries")
async def all_categories(site: TheSite) -> list[CategoryJson]:
    return [{"name": name, "terms": count} for name, count in categories(site.service.assistant.glossary).items()]


def _tagged(value: object, known: str | None) -> Response:
    """The value with its ETag, or 304 when the asker has it."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"etag": tag, "cache-control": "no-cache"}
    held = {item.strip().removeprefix("W/") for item in (known or "").split(",")}
    if tag in held or "*" in held:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)

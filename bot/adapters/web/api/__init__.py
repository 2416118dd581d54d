"""The JSON API under /api. Its OpenAPI document is the contract."""

from fastapi import APIRouter

from bot.adapters.web.api import entries, questions, usage
from bot.adapters.web.api.problems import TOO_MANY

router = APIRouter(prefix="/api", responses=TOO_MANY)
for part in (questions, entries, usage):
    router.include_router(part.router)

__all__ = ["router"]

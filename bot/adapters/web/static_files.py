"""Style sheets, scripts and pictures, kept by browsers as long as their address stays the same."""

from __future__ import annotations

from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from starlette.types import Scope

_FOR_GOOD = "public, max-age=31536000, immutable"
_ASK_AGAIN = "public, no-cache"


class StaticAssets(StaticFiles):
    """An address with a version never changes its content; without one, browsers ask whether it has."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        versioned = scope["query_string"].startswith(b"v=")
        response.headers["cache-control"] = _FOR_GOOD if versioned else _ASK_AGAIN
        return response

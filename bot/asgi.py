"""The one web application: guards, health, API and pages; platforms mount here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from http import HTTPStatus

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response

from bot import __version__
from bot.adapters.web import api, health, pages
from bot.adapters.web.guards import BodyLimit, RateLimit, SecurityHeaders, Trace
from bot.adapters.web.refusal import refuse
from bot.adapters.web.site import Site
from bot.adapters.web.static_files import StaticAssets
from bot.adapters.web.templating import FOLDER
from bot.errors import RequestError, StorageUnavailable
from bot.settings import ServerSettings
from bot.telemetry import Metrics

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def create_app(
    site: Site,
    readiness: health.Readiness,
    metrics: Metrics,
    settings: ServerSettings,
    lifespan: Lifespan | None = None,
    *,
    platforms: Iterable[Callable[[FastAPI], None]] = (),
) -> FastAPI:
    """The application over what has been built. Interactive API pages are left out: they load from third parties.

    Args:
        platforms: each adds its addresses.
    """
    app = FastAPI(
        title="glossary-assistant",
        version=__version__,
        description="The right AI term, what it means for your role, and where that comes from.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.site = site
    token = settings.metrics_token.get_secret_value() if settings.metrics_token else None
    app.include_router(health.router(readiness, metrics.text, token))
    app.include_router(api.router)
    app.include_router(pages.router(site))
    for mount in platforms:
        mount(app)
    app.mount("/static", StaticAssets(directory=FOLDER / "static"), name="static")
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(404, _http_error)
    app.add_exception_handler(405, _http_error)
    app.add_exception_handler(RequestValidationError, _not_valid)
    app.add_exception_handler(RequestError, _request_error)
    app.add_exception_handler(StorageUnavailable, _not_stored)
    app.add_middleware(BodyLimit, limit=settings.max_body_bytes)
    app.add_middleware(RateLimit, asking=settings.rate_limit, typing=settings.typing_rate_limit)
    app.add_middleware(Trace, observer=metrics)
    app.add_middleware(SecurityHeaders)  # added last, runs first: also what `Trace` says when the program fails has them
    return app


async def _http_error(request: Request, error: Exception) -> Response:
    status = getattr(error, "status_code", 404)
    said = str(getattr(error, "detail", ""))
    ours = {404: "There is no such page.", 405: "That cannot be done with this address."}  # where nobody has said more than the name of the status
    response = refuse(request.scope, status, ours.get(status, said) if said in {"", HTTPStatus(status).phrase} else said)
    for name, value in (getattr(error, "headers", None) or {}).items():
        response.headers[name] = value
    return response


async def _not_valid(request: Request, error: Exception) -> Response:
    """What is wrong with each value, in the shape that the contract documents; the values, which may be anything, are not sent back."""
    if not request.scope["path"].startswith("/api/"):
        return refuse(request.scope, 422, "Something in the address or the form is not what this page expects.")
    found = error.errors() if isinstance(error, RequestValidationError) else []
    places = [[part if isinstance(part, int) else part.encode("utf-8", "replace").decode() for part in item["loc"]] for item in found]
    detail = [{"loc": place, "msg": item["msg"], "type": item["type"]} for place, item in zip(places, found, strict=True)]
    return JSONResponse({"detail": detail}, status_code=422)


async def _request_error(request: Request, error: Exception) -> Response:
    sentence = f"{error}."
    return refuse(request.scope, 404, sentence[:1].upper() + sentence[1:])


async def _not_stored(request: Request, _: Exception) -> Response:
    return refuse(request.scope, 503, "Nothing was stored: the database does not answer. Please try again in a minute; look-ups still work.")

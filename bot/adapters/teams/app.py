"""The SDK's application, made from our settings alone, behind our own endpoint."""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from microsoft_teams.apps import App

_GENERIC = (
    *("CLIENT_ID", "CLIENT_SECRET", "TENANT_ID", "MANAGED_IDENTITY_CLIENT_ID", "SERVICE_URL", "CLOUD", "PORT"),
    "DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS",
)
CLOUDS = {"public": "Public", "usgov": "USGov", "usgov-dod": "USGovDoD", "china": "China"}
_PREVIEW = ".* is in preview and may change in the future"  # private messages in groups, and what we do not use
TIMEOUT_S = 10.0  # for one call of Teams


@dataclass(frozen=True, slots=True)
class Identity:
    """As whom the bot speaks.

    Attributes:
        managed_identity: instead of a secret: "direct", "system", or the client id of a user-assigned identity.
        cloud: a key of CLOUDS.
        token: makes tokens by itself; for tests and the playground, which take any.
    """

    client_id: str
    tenant_id: str
    secret: str | None = field(default=None, repr=False)
    managed_identity: str | None = None
    cloud: str = "public"
    token: Callable[..., str] | None = field(default=None, repr=False)


Handle = Callable[[Any], Awaitable[dict[str, Any] | None]]


class Mounted:
    """Implements `HttpServerAdapter`: keeps what the SDK would serve, so that our endpoint can call it."""

    def __init__(self) -> None:
        self._handler: Any = None

    def register_route(self, method: str, path: str, handler: Any) -> None:  # noqa: ARG002 - there is one
        self._handler = handler

    def serve_static(self, path: str, directory: str) -> None:
        """Nothing of the SDK's is served."""

    async def start(self, port: int) -> None:
        raise NotImplementedError("the server is ours")

    async def stop(self) -> None:
        """The server is ours."""

    async def handle(self, activity: dict[str, Any], headers: dict[str, str]) -> tuple[int, object]:
        """Status and body."""
        response = await self._handler({"body": activity, "headers": headers})
        return int(response["status"]), response["body"]


def build_app(identity: Identity, handle: Handle) -> tuple[App, Mounted]:
    """The application; `initialize` it before use. Every activity is given to `handle`, and what that returns is the body of the response.

    Requests are taken as genuine: `Guard` has verified them, with keys that were fetched ahead of time. The SDK would fetch them while
    everybody waits.
    """
    warnings.filterwarnings("ignore", message=_PREVIEW)
    warnings.filterwarnings("ignore", message="The bot client is deprecated")  # which the SDK builds itself
    with _alone():
        from microsoft_teams.api.auth.cloud_environment import from_name
        from microsoft_teams.apps import App
        from microsoft_teams.common import ClientOptions

        mounted = Mounted()
        made = App(
            client_id=identity.client_id,
            tenant_id=identity.tenant_id,
            **_credentials(identity),
            cloud=from_name(CLOUDS[identity.cloud]),
            http_server_adapter=cast(Any, mounted),
            client=ClientOptions(timeout=TIMEOUT_S),
            dangerously_allow_unauthenticated_requests=True,
            fetch_user_token=False,
            state=False,
            telemetry={"agent365": False},
        )
    made.on_activity(handle)
    for name in ("microsoft_teams.apps", "microsoft_teams.api", "microsoft_teams.common"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # it logs what was sent; our own lines name what fails
    return made, mounted


def issuer_of(cloud: str) -> tuple[str, str]:
    """Who signs for Teams in a cloud, and where the keys are published."""
    with _alone():
        from microsoft_teams.api.auth.cloud_environment import from_name
    environment = from_name(CLOUDS[cloud])
    return environment.token_issuer, environment.openid_metadata_url


def _credentials(identity: Identity) -> dict[str, Any]:
    if identity.token:
        return {"token": identity.token}
    if identity.secret:
        return {"client_secret": identity.secret}
    named = identity.client_id if identity.managed_identity == "direct" else identity.managed_identity
    return {"managed_identity_client_id": named}


@contextmanager
def _alone() -> Iterator[None]:
    """The SDK reads generic variables, and a `.env` of whatever folder this is, behind its caller's back; settings come from one place only."""
    before = dict(os.environ)
    for name in _GENERIC:
        os.environ.pop(name, None)
    os.environ["PYTHON_DOTENV_DISABLED"] = "1"
    try:
        yield
    finally:
        for name in set(os.environ) - set(before):
            del os.environ[name]
        os.environ.update(before)

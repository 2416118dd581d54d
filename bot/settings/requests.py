"""Term requests."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from pydantic import AnyHttpUrl, Field, SecretStr

from bot.settings.fields import ByTenant, GlossarySettings, by_tenant

_GROUP = re.compile(r"S[A-Z0-9]{5,}")  # a Slack user group; people begin with U or W


class RequestSettings(GlossarySettings):
    """Term requests: what is promised, who decides, and where that is done."""

    request_days: int = Field(default=5, ge=1, le=60, description="Working days within which askers are promised a decision.")
    stewards: ByTenant = Field(
        default="",
        description="Who decides about requests, by tenant: `T01:U01,U02;T02:U9`. A Slack user group (`S...`) stands for its members.",
    )
    triage_channels: ByTenant = Field(default="", description="The channel in which stewards see new requests, by tenant: `T01:C01;T02:C9`.")
    digest_hour: int | None = Field(
        default=None, ge=0, le=23, description="Hour (UTC) at which open requests are summed up in the triage channel; default: never."
    )
    git_repo: Path | None = Field(default=None, description="A local clone with the terms: accepting a request can open a branch in it.")
    github_token: SecretStr | None = Field(default=None, description="Token with which that branch can become a pull request.")
    github_api_url: AnyHttpUrl = Field(default=AnyHttpUrl("https://api.github.com/"), description="Base address of the GitHub API: an Enterprise Server.")

    @property
    def steward_people(self) -> Mapping[str, tuple[str, ...]]:
        """User ids by tenant."""
        return {tenant: tuple(name for name in names if not _GROUP.fullmatch(name)) for tenant, names in by_tenant(self.stewards).items()}

    @property
    def steward_groups(self) -> Mapping[str, tuple[str, ...]]:
        """Slack user groups by tenant."""
        return {tenant: tuple(name for name in names if _GROUP.fullmatch(name)) for tenant, names in by_tenant(self.stewards).items()}

    @property
    def triage_channel(self) -> Mapping[str, str]:
        """One channel a tenant."""
        return {tenant: names[0] for tenant, names in by_tenant(self.triage_channels).items()}

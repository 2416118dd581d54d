"""Where answers may be sent: a stranger's address would be sent a token of ours."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from urllib.parse import urlsplit


def is_allowed(url: str, hosts: AbstractSet[str], *, local: bool = False) -> bool:
    """True for https at a host of Teams. `local`: for the playground on this machine, by http, and for nothing else."""
    try:
        parts = urlsplit(url)
        host, _ = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return False
    if parts.username or parts.password or parts.fragment or not host:
        return False
    if local:
        return parts.scheme == "http" and host in {"127.0.0.1", "localhost", "::1"}
    return parts.scheme == "https" and any(host == allowed or (allowed.startswith(".") and host.endswith(allowed)) for allowed in hosts)

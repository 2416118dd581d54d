"""Keys and tokens as Microsoft publishes and signs them, of a peer on loopback."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.loopback import on_loopback

ISSUER = "https://api.botframework.com"
CLIENT = "b0000000-0000-0000-0000-00000000b0b0"
KID = "key-1"


@dataclass
class Signer:
    """Attributes:
    url: of the OpenID configuration.
    asked: how often keys were asked for.
    """

    url: str = ""
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))
    stranger: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))
    asked: int = 0
    down: bool = False
    kid: str = KID

    def token(self, service_url: str, *, key: Any = None, kid: str | None = KID, algorithm: str = "RS256", **claims: Any) -> str:
        """A token that is right but for what is named; a claim of None is left out."""
        now = int(time.time())
        payload = {"iss": ISSUER, "aud": CLIENT, "exp": now + 3600, "nbf": now - 10, "serviceurl": service_url, **claims}
        headers = {} if kid is None else {"kid": kid}
        return jwt.encode(
            {name: value for name, value in payload.items() if value is not None}, None if algorithm == "none" else key or self.key, algorithm, headers=headers
        )

    @property
    def public_pem(self) -> bytes:
        return self.key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


@contextmanager
def a_signer() -> Iterator[Signer]:
    made = Signer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.asked += 1
            if self.path.endswith("/keys"):
                jwk = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(made.key.public_key()))
                body: dict[str, Any] = {"keys": [{**jwk, "kid": made.kid, "use": "sig", "endorsements": ["msteams"]}]}
            else:
                body = {"issuer": ISSUER, "jwks_uri": f"http://127.0.0.1:{self.server.server_port}/keys"}  # type: ignore[attr-defined]
            raw = json.dumps(body).encode()
            self.send_response(503 if made.down else 200)
            self.send_header("content-length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_: Any) -> None:
            pass

    with on_loopback(Handler) as url:
        made.url = f"{url}/openid"
        yield made

"""Keys for what is stored and signed: given by the administrator, or made from the secret of the data folder."""

from __future__ import annotations

import base64
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.errors import ConfigurationError

_KEY_BYTES = 32
_TOKENS = b"slack tokens"
_STATES = b"slack oauth states"


class TokenKeys:
    """Encrypts with the first key, and reads what any of them has encrypted."""

    def __init__(self, keys: Sequence[Fernet]) -> None:
        self._newest = keys[0]
        self._any = MultiFernet(keys)

    def encrypt(self, text: str) -> str:
        return self._newest.encrypt(text.encode()).decode()

    def decrypt(self, encrypted: str) -> str:
        """Raises ConfigurationError when no key opens it."""
        try:
            return self._any.decrypt(encrypted.encode()).decode()
        except InvalidToken:
            raise ConfigurationError(
                "a stored Slack token was encrypted with a key that is not known here",
                hint="put that key behind the others in SLACK_TOKEN_KEYS, or install the app in that workspace again",
            ) from None

    def is_newest(self, encrypted: str) -> bool:
        """Whether the first key opens it."""
        try:
            self._newest.decrypt(encrypted.encode())
        except InvalidToken:
            return False
        return True


def token_keys(configured: str | None, secret: bytes) -> TokenKeys:
    """Keys for tokens.

    The one made from `secret` always comes last: tokens that were stored before there were configured keys are read, and encrypted anew.

    Args:
        configured: Fernet keys, newest first, by commas.
        secret: the secret of the data folder.

    Raises:
        ConfigurationError: a configured key is none.
    """
    given = [key.strip() for key in (configured or "").split(",") if key.strip()]
    try:
        keys = [Fernet(key) for key in given]
    except ValueError:
        raise ConfigurationError(
            "SLACK_TOKEN_KEYS: each key has to be 32 bytes in URL-safe base64",
            hint='python -c "from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())" makes one',
        ) from None
    return TokenKeys([*keys, Fernet(base64.urlsafe_b64encode(_derived(secret, _TOKENS)))])


def state_key(secret: bytes) -> bytes:
    """The key that signs states of installations."""
    return _derived(secret, _STATES)


def _derived(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=purpose).derive(secret)

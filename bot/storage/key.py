"""The secret key of an installation, and the pseudonyms that are made with it."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from bot.errors import ConfigurationError
from bot.storage.database import PRIVATE_FILE, PRIVATE_FOLDER

KEY_BYTES = 32  # as many as SHA-256 gives: a longer key adds nothing
_FILE_NAME = "secret.key"
_PURPOSE = b"user\0"  # whatever else the key will be used for cannot be mistaken for a pseudonym


def load_or_create_key(folder: Path) -> bytes:
    """The key of this folder, made by whoever asks first; two who ask at once get the same.

    Raises:
        ConfigurationError: the key cannot be read or made, or is cut off.
    """
    path = folder / _FILE_NAME
    try:
        if not path.exists():
            _create(path)
        key = path.read_bytes()
    except OSError as error:
        raise ConfigurationError(
            f"{path}: the secret key cannot be read or made: {error.strerror}",
            hint="give the account of the server the right to read and write the data folder, or set GLOSSARY_SECRET_KEY",
        ) from error
    if len(key) < KEY_BYTES:
        raise ConfigurationError(
            f"{path}: the secret key has {len(key)} bytes and not {KEY_BYTES}",
            hint="put the file back from a backup; or delete it for a new key, with which nobody is recognised as the voter they were",
        )
    return key


def pseudonym(key: bytes, tenant: str, user: str) -> str:
    """64 hexadecimal digits that stand for a person of a tenant: always the same, and nobody's name without the key (HMAC-SHA256)."""
    person = f"{len(tenant)}:{tenant}{user}"  # the length says where one ends and the other begins
    return hmac.new(key, _PURPOSE + person.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def _create(path: Path) -> None:
    """Writes a key aside and links it into place, which fails where there is one: no reader sees half a key, and the first one stays."""
    path.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    aside = path.with_name(f".{_FILE_NAME}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, PRIVATE_FILE), "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(aside, path)
        except FileExistsError:
            return
    finally:
        aside.unlink(missing_ok=True)

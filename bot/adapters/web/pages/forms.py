"""What forms of the pages send: read with care, from our own pages only, and back to our own pages only."""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import HTTPException, Request

from bot.adapters.web.site import site_of

_MAX_FIELDS = 10
_MAX_ADDRESS_CHARS = 4_000  # a question of 2,000 characters, and its escapes
_FIRST_PRINTABLE = " "


async def fields(request: Request) -> dict[str, str]:
    """The text fields of the form; files are left out."""
    form = await request.form(max_files=0, max_fields=_MAX_FIELDS)
    return {name: value for name, value in form.items() if isinstance(value, str)}


def own(request: Request) -> None:
    """Nothing when one of our own pages sends the form, as far as the browser says. Raises HTTPException 403."""
    origin = request.headers.get("origin")
    if origin is None:
        return
    public = site_of(request).public_url
    ours = {request.headers.get("host", ""), urlsplit(public).netloc if public else ""} - {""}
    if _netloc(origin) not in ours:
        raise HTTPException(403, "This form was sent from another site.")


def safe_back(address: str) -> str:
    """The address when it surely is one of ours, else the home page."""
    ours = address.startswith("/") and "//" not in address and "\\" not in address and len(address) <= _MAX_ADDRESS_CHARS
    plain = all(char >= _FIRST_PRINTABLE and char.isprintable() for char in address)
    return address if ours and plain else "/"


def _netloc(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""

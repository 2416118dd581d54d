"""A valid first version of a term file."""

from __future__ import annotations

import os
import re
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.core.normalize import clean, normalize
from bot.core.term import MAX_LABEL_CHARS, SLUG_PATTERN, UNWRITTEN, Status
from bot.errors import CatalogError

_LONGEST_SLUG = 80  # characters; file systems allow 255 bytes
_LINE_CHARS = 100  # of text in a file, as in those that are shipped


def slug_for(name: str) -> str:
    """The slug of a name: ASCII letters and digits joined by hyphens. Raises CatalogError when nothing is left of it."""
    ascii_only = re.sub(r"[^a-z0-9]+", "-", unicodedata.normalize("NFKD", clean(name).casefold()).encode("ascii", "ignore").decode())
    slug = ascii_only.strip("-")[:_LONGEST_SLUG].strip("-")
    if not SLUG_PATTERN.fullmatch(slug):
        raise CatalogError(f"{name[:60]!r} gives no file name", hint="use a name with letters or digits")
    return slug


def write_skeleton(folder: Path, name: str, today: date) -> Path:
    """Writes `<slug>.yml` for `name` and returns its path.

    Raises:
        CatalogError: the name is unusable, the file exists already or is a link, or the folder cannot be written to.
    """
    label = clean(name)
    if not normalize(label) or len(label) > MAX_LABEL_CHARS:
        raise CatalogError(f"a term has 1 to {MAX_LABEL_CHARS} characters", hint="give the name as people say it")
    return write_new(folder, slug_for(name), as_yaml(skeleton(label, today)))


def write_new(folder: Path, slug: str, text: str) -> Path:
    """Writes `<slug>.yml`, which nobody has, and returns its path.

    Raises:
        CatalogError: the file exists already or is a link, or the folder cannot be written to.
    """
    path = folder / f"{slug}.yml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CatalogError(f"{folder}: cannot be made a folder: {error.strerror}", hint="name another with --terms") from None
    if path.is_symlink():
        raise CatalogError(f"{path} is a link, maybe out of {folder}", hint="remove the link and try again")
    if path.with_suffix(".yaml").exists():
        raise CatalogError(f"{path.with_suffix('.yaml')} exists already", hint="edit it, or choose another name")
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    except FileExistsError:
        raise CatalogError(f"{path} exists already", hint="edit it, or choose another name") from None
    except OSError as error:
        raise CatalogError(f"{path}: cannot be written: {error.strerror}", hint="name another folder with --terms") from None
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def skeleton(label: str, today: date) -> dict[str, Any]:
    """The fields of a new entry in the order of a term file, with a place for what an editor may add."""
    return {
        "term": label,
        "aliases": [],
        "categories": [],
        "roles": ["product", "engineering"],
        "short_def": UNWRITTEN,
        "long_def": "",
        "takeaways": {"executive": "", "engineering": ""},
        "examples": {"do": [], "dont": []},
        "relationships": {"broader": [], "narrower": [], "related": []},
        "citations": [],
        "questions": [],
        "status": Status.DRAFT.value,
        "last_reviewed": today.isoformat(),
    }


def as_yaml(fields: dict[str, Any]) -> str:
    return yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=_LINE_CHARS)

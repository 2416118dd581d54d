"""A valid first version of a term file."""

from __future__ import annotations

import os
import re
import unicodedata
from datetime import date
from pathlib import Path

import yaml

from bot.core.normalize import clean, normalize
from bot.core.term import MAX_LABEL_CHARS, SLUG_PATTERN
from bot.errors import CatalogError

_LONGEST_SLUG = 80  # characters; file systems allow 255 bytes


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
    path = folder / f"{slug_for(name)}.yml"
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
        file.write(_skeleton(label, today))
    return path


def _skeleton(label: str, today: date) -> str:
    term = yaml.safe_dump({"term": label}, allow_unicode=True, width=10_000).strip()
    return f"""{term}
aliases: []
categories: []
roles: [product, engineering]
short_def: One or two sentences that a newcomer understands.
long_def: ''
takeaways:
  executive: ''
  engineering: ''
examples:
  do: []
  dont: []
relationships:
  broader: []
  narrower: []
  related: []
citations: []
questions: []
status: draft
last_reviewed: '{today.isoformat()}'
"""

"""How sources are named where there is little room, and how stewards write them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.core.requests import Citation as DraftedCitation
from bot.core.requests import RequestView
from bot.core.term import Citation
from bot.errors import InvalidRequest
from bot.render.text import clean, cut, is_web

MAX_NAME = 64  # characters: two of them fit on a line
_AUTHORS = re.compile(r"\s*\((?:[^()]*?\W)?((?:19|20)\d\d)\)$")
_BETWEEN = " | "  # the name of a source and its address


def title_and_year(citation: Citation) -> str:
    """As in "Deep reinforcement learning from human preferences (2017)"."""
    source = clean(citation.source)
    year = _AUTHORS.search(source)
    if not year:
        return cut(source, MAX_NAME)
    ending = f" ({year[1]})"
    return cut(source[: year.start()], MAX_NAME - len(ending)) + ending


def drafted_sources(request: RequestView) -> str:
    """What stands in the field for sources: those of the draft, else the links that came with the request."""
    drafted = request.draft.citations if request.draft else ()
    return "\n".join([f"{item.source}{_BETWEEN}{item.url}" for item in drafted] or [url for url in request.form.links if is_web(url)])


def read_sources(lines: Iterable[str]) -> tuple[DraftedCitation, ...]:
    """Sources as they are written in that field. Raises InvalidRequest for a line without an address."""
    return tuple(map(_source, lines))


def _source(line: str) -> DraftedCitation:
    source, _, url = line.rpartition("|")
    if not is_web(url := url.strip()):
        raise InvalidRequest("citations", "every line needs an address at its end: name | https://\u2026")
    return DraftedCitation(source.strip(), url)

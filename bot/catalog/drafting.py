"""A term request, and what a steward wrote so far -> the first version of a term file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from urllib.parse import urlsplit

from bot.catalog.skeleton import as_yaml, skeleton, slug_for
from bot.core.normalize import normalize
from bot.core.requests import Draft, RequestView
from bot.core.requests.form import shortened
from bot.core.term import MAX_SOURCE_CHARS, UNWRITTEN, Term
from bot.errors import CatalogError

MAX_NEAREST = 3  # entries that propose categories: what is farther away has its own
_MAX_CATEGORIES = 2  # an entry of the shipped glossary has one or two


def draft_slug(request: RequestView) -> str:
    """The name of the file; by number where the term has no letters that a file name may have."""
    try:
        return slug_for(request.form.term)
    except CatalogError:
        return f"request-{request.id}"


def draft_text(request: RequestView, nearest: Sequence[Term], today: date) -> str:
    """The term file, which lint takes as it is.

    Names of people, the message in which the term was seen and why it matters stay with the request: files are published.

    Args:
        nearest: entries about similar things, the nearest first.
    """
    form, draft = request.form, request.draft or Draft()
    fields = skeleton(form.term, today)
    fields["aliases"] = list(form.aliases)
    fields["categories"] = _categories(nearest)
    fields["roles"] = [role.value for role in form.roles] or fields["roles"]
    fields["short_def"] = draft.short_def if normalize(draft.short_def) else UNWRITTEN
    fields["takeaways"] |= {role.value: "" for role in form.roles} | {role.value: note for role, note in draft.takeaways.items()}
    fields["citations"] = _citations(draft, form.links)
    return as_yaml(fields)


def _categories(nearest: Sequence[Term]) -> list[str]:
    """What most of the nearest entries have; between equals, the nearer."""
    counted = Counter(category for term in nearest[:MAX_NEAREST] for category in term.categories)
    return [category for category, _ in counted.most_common(_MAX_CATEGORIES)]


def _citations(draft: Draft, links: Sequence[str]) -> list[dict[str, str]]:
    """What the steward cited, then the links of the asker for an editor to name."""
    sources = {item.url: item.source for item in reversed(draft.citations)}
    cited = dict.fromkeys([*(item.url for item in draft.citations), *links])
    return [{"source": _source(sources.get(url, ""), url), "url": url} for url in cited]


def _source(named: str, url: str) -> str:
    return shortened(next(text for text in (named, urlsplit(url).hostname or "", url) if normalize(text)), MAX_SOURCE_CHARS)

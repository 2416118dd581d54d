"""Small hand-made glossaries and stand-ins."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.core.assistant import Assistant
from bot.core.glossary import Glossary
from bot.core.phrasebook import Concept
from bot.core.term import Term

TODAY = date(2026, 11, 23)


def a_term(name: str, **fields: Any) -> Term:
    """A valid term; `fields` as in a term file."""
    slug = fields.pop("slug", name.casefold().replace(" ", "-"))
    return Term.model_validate({"slug": slug, "term": name, "short_def": f"What {name} is.", "status": "approved", "last_reviewed": "2026-11-01", **fields})


def an_assistant(*terms: Term, concepts: tuple[Concept, ...] = ()) -> Assistant:
    """An assistant without a model over `terms`."""
    return Assistant(Glossary(terms), list(concepts))

"""The cascade: exact label -> misspelt label -> comparison -> a label among other words -> meaning -> an honest "not here"."""

from __future__ import annotations

from bot.core.knowledge import Knowledge
from bot.core.normalize import normalize
from bot.core.question import MAX_QUERY_CHARS, Question, understand
from bot.core.resolution import Resolution
from bot.core.spotting import Source
from bot.core.steps import comparison, meaning, mention, misspelt, subject


class Resolver:
    """Resolves questions over one glossary. Exact and misspelt labels never touch the semantic index."""

    def __init__(self, known: Knowledge) -> None:
        self._known = known

    def resolve(self, raw: str) -> Resolution:
        """Never raises for any text."""
        known, question = self._known, understand(raw)
        whole = known.spotter.find(normalize(raw, MAX_QUERY_CHARS))
        if whole and whole.source is Source.OWN:
            return known.answered(question, whole)
        return (
            subject(known, question)
            or misspelt(known, question)
            or comparison(known, question, self._resolve_one)
            or mention(known, question)
            or meaning(known, question)
        )

    def _resolve_one(self, question: Question) -> Resolution:
        """For a text that is known to be one thing: the side of a comparison."""
        known = self._known
        return subject(known, question) or misspelt(known, question) or mention(known, question) or meaning(known, question)

    def rank(self, resolution: Resolution) -> list[str]:
        """Every slug that was considered, best first: what was answered or offered, then the order by meaning."""
        by_meaning = (item.document for item in self._known.ranking(resolution.question).ranked if not item.missing)
        return list(dict.fromkeys((*resolution.slugs, *resolution.offered, *by_meaning)))

    def close(self, resolution: Resolution) -> list[str]:
        """The slugs worth showing beside each other: what was answered or offered, then everything that is near enough to be offered."""
        ranking = self._known.ranking(resolution.question)
        return list(dict.fromkeys((*resolution.slugs, *resolution.offered, *self._known.near(ranking))))

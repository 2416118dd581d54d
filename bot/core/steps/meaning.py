"""No label is asked about: what does the question describe?"""

from __future__ import annotations

from bot.core.answer import Match, Step
from bot.core.knowledge import Knowledge
from bot.core.lexical import CEILING
from bot.core.passages import MISSING_PREFIX
from bot.core.question import Question
from bot.core.resolution import Found, Resolution
from bot.core.spotting import Source
from bot.core.words import FILLER


def meaning(known: Knowledge, question: Question) -> Resolution:
    """The entry when one is close and alone, else the closest ones, else nothing."""
    words = question.key.split()
    limits = known.thresholds
    ranking = known.ranking(question, _ruled_out(known, words))
    answer, suggest, named = limits.answer, limits.suggest, limits.concept
    if ranking.lexical_only:
        answer, suggest, named = limits.lexical_answer, limits.lexical_suggest, limits.lexical_concept
    if not ranking.ranked or ranking.ranked[0].score < suggest:
        return Resolution(question, lexical_only=ranking.lexical_only)
    best = ranking.ranked[0]
    if best.missing:
        concept = known.phrasebook.missing[best.document.removeprefix(MISSING_PREFIX)].name if best.score >= named else None
        return known.offering(question, ranking, concept=concept)
    lead = best.score - (ranking.ranked[1].score if len(ranking.ranked) > 1 else 0.0)
    described = sum(word not in FILLER for word in words) >= limits.answer_words
    if described and best.score >= answer and lead >= limits.answer_lead:
        match = Match(Step.SEMANTIC, min(best.score / (CEILING if ranking.lexical_only else 1.0), 1.0))
        return Resolution(question, (Found(best.document, match),), lexical_only=ranking.lexical_only)
    return known.offering(question, ranking)


def _ruled_out(known: Knowledge, words: list[str]) -> set[str]:
    """Entries whose label stands there without being meant."""
    spans = [span for span in known.spotter.spans(words) if span.label.source is not Source.MISSING and known.is_ruled_out(words, span)]
    return {slug for span in spans for slug in known.spotter.owners(span.label)}

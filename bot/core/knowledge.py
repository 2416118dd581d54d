"""What every step of the cascade works with, and the resolutions that several of them make."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from bot.core.answer import Match, Step
from bot.core.domain import DomainWords
from bot.core.glossary import Glossary
from bot.core.phrasebook import Phrasebook
from bot.core.question import Question
from bot.core.ranking import Ranker, Ranking
from bot.core.resolution import MAX_OFFERED, Found, Resolution
from bot.core.roles import ROLE_WORDS
from bot.core.spotting import Label, Source, Span, Spotter, is_filled_in
from bot.core.thresholds import Thresholds
from bot.core.words import CONTEXT, FILLER

_NEGATIONS = frozenset({"not", "unlike", "besides", "except", "than", "no"})
_ARTICLES = frozenset({"the", "a", "an", "just", "only"})


@dataclass(frozen=True, slots=True)
class Knowledge:
    """One glossary with everything derived from it."""

    glossary: Glossary
    phrasebook: Phrasebook
    spotter: Spotter
    ranker: Ranker
    domain: DomainWords
    thresholds: Thresholds

    def spans(self, question: Question) -> list[Span]:
        """The labels that may be meant."""
        words = question.key.split()
        return [span for span in self.spotter.spans(words) if not self.is_ruled_out(words, span) and not is_filled_in(span, question.acronyms)]

    def is_ruled_out(self, words: Sequence[str], span: Span) -> bool:
        """True for a label that stands there without being meant: "not X", or in a phrase of everyday life."""
        return _is_negated(words, span) or self.phrasebook.is_everyday_phrase(words, span.start, span.end)

    def ranking(self, question: Question, without: Collection[str] = ()) -> Ranking:
        """All entries by closeness, but for the slugs in `without`."""
        ranking = self.ranker.rank(question.text, question.key)
        return Ranking(tuple(item for item in ranking.ranked if item.document not in without), ranking.lexical_only) if without else ranking

    def label_match(self, label: Label) -> Match:
        """An exact match, or a fuzzy one when the label was misspelt."""
        return Match(Step.FUZZY, 1 - label.edits / len(label.key), label.key) if label.edits else Match(Step.EXACT, 1.0, label.key)

    def answered(self, question: Question, label: Label) -> Resolution:
        """The entry with this label, or the choice between those that share it."""
        owners = self.spotter.owners(label)
        match = self.label_match(label)
        also = tuple(term.slug for term in self.glossary.others(label.key)) if label.source is Source.OWN else ()
        return Resolution(question, tuple(Found(slug, match) for slug in owners), ambiguous=len(owners) > 1, named=True, also=also)

    def lacking(self, question: Question, label: Label) -> Resolution:
        """A known concept without an entry: say so, and offer what is close."""
        ranking = self.ranking(question)
        offered = self._near(ranking, self.thresholds.lexical_suggest if ranking.lexical_only else self.thresholds.beside)[:MAX_OFFERED]
        return Resolution(question, offered=tuple(offered), concept=self.concept(label), lexical_only=ranking.lexical_only)

    def offering(self, question: Question, ranking: Ranking, first: Iterable[str] = (), concept: str | None = None) -> Resolution:
        """The closest entries, those in `first` before the others."""
        offered = tuple(dict.fromkeys((*first, *self.near(ranking))))[:MAX_OFFERED]
        return Resolution(question, offered=offered, concept=concept, lexical_only=ranking.lexical_only)

    def near(self, ranking: Ranking) -> list[str]:
        """The slugs of a ranking that are near enough to be offered."""
        return self._near(ranking, self.thresholds.lexical_suggest if ranking.lexical_only else self.thresholds.suggest)

    @staticmethod
    def _near(ranking: Ranking, least: float) -> list[str]:
        return [item.document for item in ranking.ranked if not item.missing and item.score >= least]

    def concept(self, label: Label) -> str:
        """The name of the concept without entry that a MISSING label belongs to."""
        return self.phrasebook.missing_labels[label.key]

    def sides(self, spans: Sequence[Span]) -> tuple[tuple[Found, ...], tuple[str, ...]]:
        """The different entries named in `spans`, and the concepts without entry, each in order. A shared label gives its first new owner."""
        found: dict[str, Match] = {}
        missing: dict[str, None] = {}
        for span in spans:
            if span.label.source is Source.MISSING:
                missing[self.concept(span.label)] = None
            else:
                owners = self.spotter.owners(span.label)
                slug = next((slug for slug in owners if slug not in found), owners[0])
                found.setdefault(slug, self.label_match(span.label))
        return tuple(Found(slug, match) for slug, match in found.items()), tuple(missing)


def _is_negated(words: Sequence[str], span: Span) -> bool:
    """True for "not X", "unlike X", "other than X": X is named to be ruled out."""
    before = list(words[: span.start])
    if before and before[-1] in _ARTICLES:
        before.pop()
    return bool(before) and before[-1] in _NEGATIONS


def residue(words: Sequence[str], spans: Sequence[Span]) -> list[str]:
    """The words outside the spans that carry meaning, and name neither a role nor the field as such."""
    covered = {position for span in spans for position in range(span.start, span.end)}
    return [word for position, word in enumerate(words) if position not in covered and not {word} & (FILLER | CONTEXT | ROLE_WORDS.keys())]

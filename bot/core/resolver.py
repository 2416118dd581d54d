"""The cascade: exact label -> misspelt label -> meaning -> an honest "not here"."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from bot.core.answer import Match, Step
from bot.core.domain import DomainWords
from bot.core.fuzzy import FuzzyLabel
from bot.core.glossary import Glossary
from bot.core.normalize import normalize
from bot.core.passages import MISSING_PREFIX
from bot.core.phrasebook import Phrasebook
from bot.core.question import MAX_QUERY_CHARS, Question, trim, understand
from bot.core.ranking import Ranker, Ranking
from bot.core.roles import ROLE_WORDS
from bot.core.spotting import Label, Source, Span, Spotter, is_everyday
from bot.core.words import CONTEXT, FILLER

MAX_OFFERED = 3  # suggestions a person takes in at a glance
MAX_COMPARED = 4  # columns that still fit side by side
_NEGATIONS = frozenset({"not", "unlike", "besides", "except", "than", "no"})
_ARTICLES = frozenset({"the", "a", "an", "just", "only"})
_LITTLE_RESIDUE = 4  # content words around a label that still leave it the subject
_SLIGHT_RESIDUE = 2  # content words beside two labels that still leave both the subject
_PER_SIGN = 0.1  # by which each further sign lowers the score wanted of an everyday word
_MOST_RESIDUE = 8  # beyond that the text describes something, and labels in it are part of the description


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Scores in about [0, 1] that separate answering, offering and silence. `glossary eval --calibrate` proposes them."""

    answer: float = 0.50
    answer_lead: float = 0.12
    answer_words: int = 4
    suggest: float = 0.36
    concept: float = 0.50
    named_phrase: float = 0.45
    named_phrase_asked: float = 0.30
    named_word: float = 0.25
    named_everyday: float = 0.45
    named_behind: float = 0.05
    lexical_answer: float = 1.60
    lexical_suggest: float = 0.50


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a question was resolved to.

    `slugs` are answered; several with `ambiguous` mean that the asker must choose, several without are compared.
    `offered` are the closest entries when nothing is answered. `concept` is a known concept that has no entry.
    """

    question: Question
    slugs: tuple[str, ...] = ()
    match: Match | None = None
    ambiguous: bool = False
    also: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    concept: str | None = None
    lexical_only: bool = False
    role_named: bool = field(default=False)


class Resolver:
    """Resolves questions over one glossary. Exact and misspelt labels never touch the semantic index."""

    def __init__(self, glossary: Glossary, phrasebook: Phrasebook, spotter: Spotter, ranker: Ranker, domain: DomainWords, thresholds: Thresholds) -> None:
        self._glossary = glossary
        self._phrasebook = phrasebook
        self._ranker = ranker
        self._domain = domain
        self._thresholds = thresholds
        self.spotter = spotter

    def resolve(self, raw: str) -> Resolution:
        """Never raises for any text."""
        question = understand(raw)
        whole = self.spotter.find(normalize(raw, MAX_QUERY_CHARS))
        if whole and whole.source is Source.OWN:
            return self._exact(question, whole)
        for step in (self._subject, self._misspelt, self._comparison, self._mentioned):
            resolution = step(question)
            if resolution:
                return resolution
        return self._by_meaning(question)

    def rank(self, resolution: Resolution) -> list[str]:
        """Every slug that was considered, best first: what was answered or offered, then the order by meaning."""
        by_meaning = self._ranking(resolution.question).ranked
        slugs = (*resolution.slugs, *resolution.offered, *(item.document for item in by_meaning if not item.missing))
        return list(dict.fromkeys(slugs))

    # -- exact -------------------------------------------------------------------------------------------------

    def _exact(self, question: Question, label: Label, step: Step = Step.EXACT, score: float = 1.0) -> Resolution:
        owners = self.spotter.owners(label)
        also = tuple(term.slug for term in self._glossary.others(label.key)) if label.source is Source.OWN else ()
        return Resolution(question, owners, Match(step, score, label.key), ambiguous=len(owners) > 1, also=also)

    def _subject(self, question: Question) -> Resolution | None:
        for key in dict.fromkeys((question.key, question.subject, *question.quoted)):
            label = self.spotter.find(key) or self._inflected(key)
            if label:
                return self._lacking(question, label) if label.source is Source.MISSING else self._exact(question, label)
        return None

    def _inflected(self, key: str) -> Label | None:
        """The label that `key` is a verb form of, unless the label is an everyday word: "labelling" is not "label"."""
        label = self.spotter.inflection(key)
        return None if label is None or is_everyday(label.key) else label

    def _lacking(self, question: Question, label: Label) -> Resolution:
        """A known concept without an entry: say so, and offer what is close."""
        ranking = self._ranking(question)
        return Resolution(question, offered=self._offered(ranking), concept=self._phrasebook.missing_labels[label.key], lexical_only=ranking.lexical_only)

    # -- comparison --------------------------------------------------------------------------------------------

    def _comparison(self, question: Question) -> Resolution | None:
        words = question.key.split()
        spans = [span for span in self.spotter.spans(words) if not _negated(words, span)]
        joined = any(words[one.end : two.start] == ["and"] for one, two in pairwise(spans))
        if not (question.compares or joined) or len(_residue(words, spans)) > (_MOST_RESIDUE if question.parts else _LITTLE_RESIDUE):
            return None
        slugs, missing = self._sides(spans)
        if len(slugs) < 2 and question.parts:
            slugs, missing = self._parts(question)
        if len(slugs) < 2:
            return None
        edits = max((span.label.edits for span in spans), default=0)
        return Resolution(question, slugs[:MAX_COMPARED], Match(Step.FUZZY if edits else Step.EXACT, 1.0), missing=missing)

    def _sides(self, spans: Sequence[Span]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        slugs: dict[str, None] = {}
        missing: dict[str, None] = {}
        for span in spans:
            if span.label.source is Source.MISSING:
                missing[self._phrasebook.missing_labels[span.label.key]] = None
            else:
                owners = self.spotter.owners(span.label)
                slugs[next((slug for slug in owners if slug not in slugs), owners[0])] = None
        return tuple(slugs), tuple(missing)

    def _parts(self, question: Question) -> tuple[tuple[str, ...], tuple[str, ...]]:
        slugs: dict[str, None] = {}
        missing: list[str] = []
        for part in question.parts:
            found = self.resolve_one(part)
            if found.slugs:
                slugs[found.slugs[0]] = None
            else:
                missing.append(found.concept or trim(normalize(part)))
        return tuple(slugs), tuple(missing)

    def resolve_one(self, text: str) -> Resolution:
        """Like `resolve`, for a text that is known to be one thing."""
        question = understand(text)
        return self._subject(question) or self._misspelt(question) or self._mentioned(question) or self._by_meaning(question)

    # -- a label among other words -----------------------------------------------------------------------------

    def _mentioned(self, question: Question) -> Resolution | None:
        """Answers when nothing but filler surrounds a label, or when the question and meaning agree with the label."""
        words = question.key.split()
        spans = [
            span for span in self.spotter.spans(words) if not _negated(words, span) and not self._phrasebook.is_everyday_phrase(words, span.start, span.end)
        ]
        own = [span for span in spans if span.label.source is not Source.MISSING]
        residue = _residue(words, spans)
        if not own:
            return self._lacking(question, spans[0].label) if spans and not residue else None
        if not residue and len(own) == 1 and spans[0] is own[0] and not own[0].inflected:
            return self._named(question, own[0])  # "precision in machine learning": the concept without entry is context
        telling = [span for span in own if _is_telling(question, span)] or own
        slugs, missing = self._sides(telling)
        if len(slugs) > 1 and len(residue) <= _SLIGHT_RESIDUE:
            return Resolution(question, slugs[:MAX_COMPARED], Match(Step.EXACT, 1.0), missing=missing)
        ranking = self._ranking(_corrected(question, words, spans))
        if len(slugs) == 1 and self._is_asked_about(question, telling[0], residue, ranking):
            return self._named(question, telling[0])
        if len(residue) > _LITTLE_RESIDUE:
            return None
        offered = tuple(dict.fromkeys((*slugs, *self._offered(ranking))))[:MAX_OFFERED]
        return Resolution(question, offered=offered, lexical_only=ranking.lexical_only)

    def _is_asked_about(self, question: Question, span: Span, residue: Sequence[str], ranking: Ranking) -> bool:
        """True when the form of the question, the words around the label and their meaning say that the label is the subject."""
        if span.inflected and is_everyday(span.label.key):
            return False
        signs = (question.asks or question.asks_plainly) + (span.label.key in question.isolated) + bool(self._domain.evidence(residue))
        if len(residue) > _LITTLE_RESIDUE and not question.asks_plainly and span.label.key not in question.isolated:
            return False
        if ranking.lexical_only:
            return bool(signs) and _is_phrase(span)
        limits = self._thresholds
        scores = {item.document: item.score for item in ranking.ranked}
        score = max(scores.get(slug, 0.0) for slug in self.spotter.owners(span.label))
        behind = ranking.ranked[0].score - score if ranking.ranked else 0.0
        if _is_phrase(span):
            unrivalled = behind <= limits.named_behind or len(residue) <= _LITTLE_RESIDUE
            return unrivalled and score >= (limits.named_phrase_asked if signs else limits.named_phrase)
        if behind > limits.named_behind:
            return False
        if _is_telling(question, span):
            return bool(signs) and score >= limits.named_word
        return score >= limits.named_everyday - _PER_SIGN * (signs - 1) if signs else False

    def _named(self, question: Question, span: Span) -> Resolution:
        edits = span.label.edits
        step, score = (Step.FUZZY, 1 - edits / len(span.label.key)) if edits else (Step.EXACT, 1.0)
        return replace(self._exact(question, span.label, step, score), role_named=True)

    # -- misspelt ----------------------------------------------------------------------------------------------

    def _misspelt(self, question: Question) -> Resolution | None:
        for key in dict.fromkeys((question.subject, question.key)):
            near = self.spotter.misspelt(key)
            if near:
                return self._near(question, near)
        return None

    def _near(self, question: Question, near: Sequence[FuzzyLabel]) -> Resolution | None:
        labels = [self.spotter.label(candidate.key) for candidate in near]
        known = [label for label in labels if label.source is not Source.MISSING]
        slugs = tuple(dict.fromkeys(slug for label in known for slug in self.spotter.owners(label)))
        certain = all(candidate.certain for candidate in near)
        if not known:
            return self._lacking(question, labels[0]) if certain else None
        match = Match(Step.FUZZY, near[0].score, known[0].key)
        if certain or len(known) == len(labels):
            return Resolution(question, slugs, match, ambiguous=len(slugs) > 1 or not certain)
        return None

    # -- meaning -----------------------------------------------------------------------------------------------

    def _by_meaning(self, question: Question) -> Resolution:
        words = question.key.split()
        negated = {
            slug
            for span in self.spotter.spans(words)
            if _negated(words, span) and span.label.source is not Source.MISSING
            for slug in self.spotter.owners(span.label)
        }
        ranking = self._ranking(question, negated)
        limits = self._thresholds
        answer, suggest = (limits.lexical_answer, limits.lexical_suggest) if ranking.lexical_only else (limits.answer, limits.suggest)
        best = ranking.ranked[0] if ranking.ranked else None
        if best is None or best.score < suggest:
            return Resolution(question, lexical_only=ranking.lexical_only)
        lead = best.score - (ranking.ranked[1].score if len(ranking.ranked) > 1 else 0.0)
        words = [word for word in words if word not in FILLER]
        if not best.missing and len(words) >= limits.answer_words and best.score >= answer and lead >= limits.answer_lead:
            return Resolution(question, (best.document,), Match(Step.SEMANTIC, min(best.score, 1.0)), lexical_only=ranking.lexical_only)
        concept = self._phrasebook.missing[best.document.removeprefix(MISSING_PREFIX)].name if best.missing and best.score >= limits.concept else None
        return Resolution(question, offered=self._offered(ranking), concept=concept, lexical_only=ranking.lexical_only)

    def _ranking(self, question: Question, without: Collection[str] = ()) -> Ranking:
        ranking = self._ranker.rank(question.text, question.key)
        if not without:
            return ranking
        return Ranking(tuple(item for item in ranking.ranked if item.document not in without), ranking.lexical_only)

    def _offered(self, ranking: Ranking) -> tuple[str, ...]:
        suggest = self._thresholds.lexical_suggest if ranking.lexical_only else self._thresholds.suggest
        return tuple(item.document for item in ranking.ranked if not item.missing and item.score >= suggest)[:MAX_OFFERED]


def _negated(words: Sequence[str], span: Span) -> bool:
    """True for "not X", "unlike X", "other than X": X is named to be ruled out."""
    before = words[max(span.start - 2, 0) : span.start]
    return bool(before) and (
        before[-1] in _NEGATIONS or (len(before) == 2 and before[0] in _NEGATIONS and before[1] in _ARTICLES) or tuple(before) == ("other", "than")
    )


def _corrected(question: Question, words: Sequence[str], spans: Sequence[Span]) -> Question:
    """The question with its misspelt labels spelled right."""
    if not any(span.label.edits for span in spans):
        return question
    right = list(words)
    for span in reversed(spans):
        right[span.start : span.end] = [span.label.key]
    key = " ".join(right)
    return replace(question, text=key, key=key)


def _residue(words: Sequence[str], spans: Sequence[Span]) -> list[str]:
    """The words outside the spans that carry meaning and name no role."""
    covered = {position for span in spans for position in range(span.start, span.end)}
    return [word for position, word in enumerate(words) if position not in covered and word not in FILLER and word not in CONTEXT and word not in ROLE_WORDS]


def _is_phrase(span: Span) -> bool:
    return " " in span.label.key and not span.inflected


def _is_telling(question: Question, span: Span) -> bool:
    return not span.inflected and (span.label.key in question.acronyms or not is_everyday(span.label.key))

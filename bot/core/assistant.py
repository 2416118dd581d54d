"""The use cases. A host calls one method and renders the value that comes back."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field
from functools import cached_property

from bot.core.answer import Answer, Comparison, Definition, Disambiguation, Match, Mentions, NotFound, Origin, Step, Suggestions, Takeaway, TermRef
from bot.core.domain import DomainWords
from bot.core.extract import Extractor
from bot.core.glossary import Glossary, ref
from bot.core.lexical import LexicalIndex
from bot.core.passages import TermPassage, passages
from bot.core.phrasebook import Concept, Phrasebook
from bot.core.ports import SemanticIndex
from bot.core.ranking import Ranker, RankingWeights
from bot.core.resolver import Resolution, Resolver, Thresholds
from bot.core.roles import ROLES, Role
from bot.core.spotting import Spotter
from bot.core.term import Term

MAX_RELATED = 8  # what fits on a line of buttons or chips


@dataclass(frozen=True, slots=True)
class Query:
    """What a person asks, with the role they have saved; a role in the text itself goes before it."""

    text: str
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class Tuning:
    """Everything that can be calibrated."""

    weights: RankingWeights = field(default_factory=RankingWeights)
    thresholds: Thresholds = field(default_factory=Thresholds)


class Assistant:
    """Answers over one immutable glossary. Thread-safe; a reload makes a new one."""

    def __init__(self, glossary: Glossary, concepts: list[Concept], semantic: SemanticIndex | None = None, tuning: Tuning | None = None) -> None:
        self.glossary = glossary
        self.semantic = semantic
        self.tuning = tuning or Tuning()
        self._phrasebook = Phrasebook(concepts, glossary)
        self._spotter = Spotter(glossary, self._phrasebook)
        self._domain = DomainWords(lambda: self.passages)
        self.resolver = self._resolver(self.tuning, semantic)
        self._extractor = Extractor(glossary, self._phrasebook, self._spotter, self._domain)

    def _resolver(self, tuning: Tuning, semantic: SemanticIndex | None) -> Resolver:
        return Resolver(self.glossary, self._phrasebook, self._spotter, Ranker(self._lexical, semantic, tuning.weights), self._domain, tuning.thresholds)

    def retuned(self, tuning: Tuning, semantic: SemanticIndex | None) -> Assistant:
        """The same assistant with other weights and thresholds; everything derived from the glossary is shared."""
        other = copy(self)
        other.semantic, other.tuning, other.resolver = semantic, tuning, self._resolver(tuning, semantic)
        return other

    def _lexical(self) -> LexicalIndex:
        return self._words

    @cached_property
    def _words(self) -> LexicalIndex:
        return LexicalIndex(self.passages)

    @cached_property
    def passages(self) -> list[TermPassage]:
        """The texts by which terms are found; computed when meaning is first needed."""
        return passages(self.glossary, self._phrasebook)

    def answer(self, query: Query) -> Answer:
        """Never raises for any text."""
        found = self.resolver.resolve(query.text)
        role = found.question.role or (found.question.role_hint if found.role_named else None) or query.role
        if found.ambiguous and found.match:
            return Disambiguation(found.question.subject, self._refs(found.slugs), found.match)
        if len(found.slugs) > 1:
            return Comparison(tuple(self._definition(slug, found, role) for slug in found.slugs))
        if found.slugs:
            return self._definition(found.slugs[0], found, role)
        if found.offered:
            return Suggestions(found.question.subject, self._refs(found.offered), found.concept, found.lexical_only)
        return NotFound(found.question.subject, found.concept, found.lexical_only)

    def define(self, slug: str, role: Role | None = None) -> Definition:
        """The entry with this slug. Raises KeyError for an unknown slug."""
        return self._entry(self.glossary[slug], Match(Step.EXACT, 1.0, self.glossary[slug].term), role)

    def compare(self, left: str, right: str, role: Role | None = None) -> Answer:
        """Two texts side by side."""
        return self.answer(Query(f"{left} vs {right}", role))

    def explain(self, message: str) -> Mentions:
        """The terms mentioned in a running message."""
        return self._extractor.mentions(message)

    def _refs(self, slugs: tuple[str, ...]) -> tuple[TermRef, ...]:
        return tuple(ref(self.glossary[slug]) for slug in slugs)

    def _definition(self, slug: str, found: Resolution, role: Role | None) -> Definition:
        match = found.match or Match(Step.EXACT, 1.0)
        return self._entry(self.glossary[slug], match, role, found)

    def _entry(self, term: Term, match: Match, role: Role | None, found: Resolution | None = None) -> Definition:
        return Definition(
            term,
            match,
            takeaway(term, role) if role else None,
            tuple(ref(other) for other in self.glossary.related(term)[:MAX_RELATED]),
            self._refs(found.also) if found else (),
            found.missing if found else (),
            found.lexical_only if found else False,
        )


def takeaway(term: Term, role: Role) -> Takeaway:
    """What the term means for a role: its own words for that role, else the fitting audience note, else the role's general guidance."""
    own = term.takeaways.get(role)
    if own:
        return Takeaway(role, own, Origin.TERM)
    note = {Role.EXECUTIVE: term.audiences.exec, Role.ENGINEERING: term.audiences.engineer}.get(role)
    if note:
        return Takeaway(role, note, Origin.AUDIENCE)
    return Takeaway(role, ROLES[role].guidance, Origin.GENERAL)

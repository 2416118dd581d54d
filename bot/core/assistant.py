"""The use cases. A host calls one method and renders the value that comes back."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field, replace
from functools import cached_property

from bot.core.answer import Answer, Comparison, Definition, Disambiguation, Match, Mentions, NotFound, Origin, Step, Suggestions, Takeaway, TermRef
from bot.core.domain import DomainWords
from bot.core.extract import Extractor
from bot.core.glossary import Glossary, ref
from bot.core.knowledge import Knowledge
from bot.core.lexical import LexicalIndex
from bot.core.passages import TermPassage, passages
from bot.core.phrasebook import Concept, Phrasebook
from bot.core.ports import SemanticIndex
from bot.core.ranking import Ranker, RankingWeights
from bot.core.resolution import Found, Resolution
from bot.core.resolver import Resolver
from bot.core.roles import ROLES, Role
from bot.core.spotting import Spotter
from bot.core.term import Term
from bot.core.thresholds import Thresholds
from bot.core.typeahead import Completion, Typeahead

MAX_FOUND = 10  # lines of a search that a message can hold
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
        ranker = Ranker(lambda: self._words, semantic, tuning.weights)
        return Resolver(Knowledge(self.glossary, self._phrasebook, self._spotter, ranker, self._domain, tuning.thresholds))

    def retuned(self, tuning: Tuning, semantic: SemanticIndex | None) -> Assistant:
        """The same assistant with other weights and thresholds; everything derived from the glossary is shared."""
        other = copy(self)
        other.semantic, other.tuning, other.resolver = semantic, tuning, self._resolver(tuning, semantic)
        return other

    @cached_property
    def _words(self) -> LexicalIndex:
        return LexicalIndex(self.passages)

    @cached_property
    def _typeahead(self) -> Typeahead:
        return Typeahead(self.glossary)

    @cached_property
    def passages(self) -> list[TermPassage]:
        """The texts by which terms are found; computed when meaning is first needed."""
        return passages(self.glossary, self._phrasebook)

    def warm(self) -> None:
        """Computes what the first question, or the first letter typed, would otherwise wait for. Meaning is not asked."""
        self.retuned(self.tuning, None).answer(Query("compare the frobnicator with the whatchamacallit please"))
        self._domain.evidence(("a",))
        self.complete("a")

    def answer(self, query: Query) -> Answer:
        """Never raises for any text."""
        found = self.resolver.resolve(query.text)
        role = found.question.role or query.role or (found.question.role_hint if found.named else None)
        asked = found.question.asked
        if found.ambiguous:
            return Disambiguation(asked, self._refs((*found.slugs, *found.also)), found.found[0].match)
        definitions = tuple(self._definition(item, found, role) for item in found.found)
        if len(definitions) > 1 or (definitions and found.missing):
            return Comparison(definitions, found.missing)
        if definitions:
            return definitions[0]
        if found.offered:
            return Suggestions(asked, self._refs(found.offered), found.concept, found.lexical_only)
        return NotFound(asked, found.concept, found.lexical_only)

    def define(self, slug: str, role: Role | None = None) -> Definition:
        """The entry with this slug. Raises KeyError for an unknown slug."""
        term = self.glossary[slug]
        return Definition(term, Match(Step.EXACT, 1.0, term.term), takeaway(term, role) if role else None, self._related(term))

    def also_called(self, text: str) -> tuple[TermRef, ...]:
        """Entries of which a label is a lesser name than of the one it is answered with."""
        key = self.glossary.find(text)
        return tuple(ref(term) for term in self.glossary.others(key)) if key else ()

    def compare(self, left: str, right: str, role: Role | None = None) -> Answer:
        """Two texts side by side."""
        return self.answer(Query(f"{left} vs {right}", role))

    def search(self, text: str, limit: int = MAX_FOUND) -> tuple[TermRef, ...]:
        """Entries that have to do with a text, best first: those whose labels begin so, then those that are close. Never raises."""
        beginning = [item.slug for item in self.complete(text)]
        close = self.resolver.close(self.resolver.resolve(text))
        return self._refs(tuple(dict.fromkeys((*beginning, *close)))[:limit])

    def complete(self, typed: str) -> tuple[Completion, ...]:
        """The entries that a text may become while it is typed."""
        return self._typeahead.complete(typed)

    def explain(self, message: str) -> Mentions:
        """The terms mentioned in a running message."""
        return self._extractor.mentions(message)

    def _refs(self, slugs: tuple[str, ...]) -> tuple[TermRef, ...]:
        return tuple(ref(self.glossary[slug]) for slug in slugs)

    def _definition(self, item: Found, found: Resolution, role: Role | None) -> Definition:
        return replace(self.define(item.slug, role), match=item.match, also=self._refs(found.also), lexical_only=found.lexical_only)

    def _related(self, term: Term) -> tuple[TermRef, ...]:
        return tuple(ref(other) for other in self.glossary.related(term)[:MAX_RELATED])


def takeaway(term: Term, role: Role) -> Takeaway:
    """What the term means for a role: its own words for that role, else the fitting audience note, else the role's general guidance."""
    own = term.takeaways.get(role)
    if own:
        return Takeaway(role, own, Origin.TERM)
    note = {Role.EXECUTIVE: term.audiences.exec, Role.ENGINEERING: term.audiences.engineer}.get(role)
    if note:
        return Takeaway(role, note, Origin.AUDIENCE)
    return Takeaway(role, ROLES[role].guidance, Origin.GENERAL)

"""The immutable set of terms and its label table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from enum import IntEnum
from types import MappingProxyType

from bot.core.answer import TermRef
from bot.core.normalize import compact, normalize
from bot.core.term import Status, Term

_SHORTEST_COMPACT = 5  # "guardrail" for "guard rail"; below that, letters that meet by chance would match


class LabelKind(IntEnum):
    """How strong the claim of a term on a label is; a lower value wins."""

    NAME = 0
    ALIAS = 1
    HIDDEN = 2


class Glossary:
    """Terms by slug, and for every normalised label the terms that carry it, strongest claim first."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._terms = MappingProxyType({term.slug: term for term in sorted(terms, key=lambda term: term.slug)})
        claims: dict[str, dict[str, LabelKind]] = defaultdict(dict)
        for term in self._terms.values():
            for kind, label in labels_of(term):
                key = normalize(label)
                if key:
                    claims[key][term.slug] = min(kind, claims[key].get(term.slug, kind))
        self._labels = MappingProxyType({key: dict(sorted(owners.items(), key=lambda item: (item[1], item[0]))) for key, owners in claims.items()})
        joined: dict[str, str] = {}
        for key in self._labels:
            if len(compact(key)) >= _SHORTEST_COMPACT:
                joined.setdefault(compact(key), key)
        self._joined = joined

    def __len__(self) -> int:
        return len(self._terms)

    def __iter__(self) -> Iterator[Term]:
        return iter(self._terms.values())

    def __contains__(self, slug: object) -> bool:
        return slug in self._terms

    def __getitem__(self, slug: str) -> Term:
        return self._terms[slug]

    @property
    def labels(self) -> Mapping[str, Mapping[str, LabelKind]]:
        """Normalised label -> {slug: kind of claim}, strongest claim first."""
        return self._labels

    def find(self, label: str) -> str | None:
        """The known key that `label` is another spelling of, if any: equal after normalisation, else equal without spaces."""
        key = normalize(label)
        return key if key in self._labels else self._joined.get(compact(key))

    def owners(self, key: str) -> list[Term]:
        """The terms that carry a known key: only the strongest kind of claim, so a name beats an alias."""
        claims = self._labels[key]
        strongest = min(claims.values())
        return [self._terms[slug] for slug, kind in claims.items() if kind == strongest]

    def others(self, key: str) -> list[Term]:
        """The terms with a weaker claim on the key than its owners."""
        claims = self._labels[key]
        strongest = min(claims.values())
        return [self._terms[slug] for slug, kind in claims.items() if kind != strongest]

    def related(self, term: Term) -> list[Term]:
        """The entries that the term's relationships resolve to: related, then broader, then narrower; deprecated ones last."""
        found: dict[str, Term] = {}
        for label in (*term.relationships.related, *term.relationships.broader, *term.relationships.narrower):
            key = self.find(label)
            for other in self.owners(key) if key else []:
                if other.slug != term.slug:
                    found.setdefault(other.slug, other)
        return sorted(found.values(), key=lambda other: other.status is Status.DEPRECATED)


def ref(term: Term) -> TermRef:
    return TermRef(term.slug, term.term, term.short_def)


def labels_of(term: Term) -> Iterator[tuple[LabelKind, str]]:
    """Every label that the term claims, as written."""
    yield LabelKind.NAME, term.term
    for alias in term.aliases:
        yield LabelKind.ALIAS, alias
    for label in term.hidden_labels:
        yield LabelKind.HIDDEN, label

"""What is wrong with a terms folder (faults) and what could be better (warnings), each with its line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.catalog.loader import Catalog, LoadedTerm
from bot.core.glossary import Glossary, LabelKind
from bot.core.normalize import normalize
from bot.core.term import STALE_AFTER_DAYS, Status
from bot.errors import TermFileError

_WANTED = ("long_def", "categories", "roles", "license", "last_reviewed")


@dataclass(frozen=True, slots=True)
class LintReport:
    """Faults keep a term from being answered; warnings do not."""

    checked: int
    faults: tuple[TermFileError, ...]
    warnings: tuple[TermFileError, ...]


def lint(catalog: Catalog, today: date) -> LintReport:
    glossary = catalog.glossary()
    warnings = [*catalog.unknown_fields]
    for item in catalog.loaded:
        warnings.extend(_warnings(item, glossary, today))
    order = sorted(warnings, key=lambda warning: (str(warning.path), warning.line, warning.column))
    return LintReport(len(catalog.loaded), catalog.faults, tuple(order))


def _warnings(item: LoadedTerm, glossary: Glossary, today: date) -> Iterator[TermFileError]:
    term, fault = item.term, item.document.fault
    for field in _WANTED:
        if not getattr(term, field):
            yield fault((), f"{field} is missing")
    if term.is_unwritten:
        yield fault(("short_def",), "short_def is still the one of a new file: write it")
    if not term.citations:
        yield fault(("citations",), "no citation: name at least one source")
    if not any(term.takeaways.values()) and not term.audiences.exec and not term.audiences.engineer:
        yield fault((), "no takeaways and no audience notes: every role gets general advice")
    if term.is_stale(today):
        yield fault(("last_reviewed",), f"stale: last reviewed {term.last_reviewed}, more than {STALE_AFTER_DAYS} days ago")
    if term.last_reviewed and term.last_reviewed > today:
        yield fault(("last_reviewed",), f"last_reviewed {term.last_reviewed} is in the future")
    if term.status is Status.DRAFT:
        yield fault(("status",), "draft: it is answered with a warning")
    yield from faulty_relationships(item, glossary)
    yield from shared_labels(item, glossary)


def faulty_relationships(item: LoadedTerm, glossary: Glossary) -> Iterator[TermFileError]:
    """Those that lead nowhere."""
    for kind in ("broader", "narrower", "related"):
        for number, label in enumerate(getattr(item.term.relationships, kind)):
            if glossary.find(label) is None:
                yield item.document.fault(("relationships", kind, number), f"{kind}: {label!r} is no term of this glossary")


def shared_labels(item: LoadedTerm, glossary: Glossary) -> Iterator[TermFileError]:
    """Labels that another term has with the same claim or a stronger one."""
    for field, kind in (("term", LabelKind.NAME), ("aliases", LabelKind.ALIAS), ("hidden_labels", LabelKind.HIDDEN)):
        value = getattr(item.term, field)
        for number, label in enumerate((value,) if isinstance(value, str) else value):
            place = (field,) if isinstance(value, str) else (field, number)
            sharing = [slug for slug, other in glossary.labels.get(normalize(label), {}).items() if slug != item.term.slug and other <= kind]
            if sharing:
                yield item.document.fault(
                    place, f"{label!r} is also a label of {', '.join(sharing)}: the stronger claim answers, on equal claims askers choose"
                )

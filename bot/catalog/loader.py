"""A folder of term files -> Glossary, with every fault and warning of the run."""

from __future__ import annotations

import difflib
import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError

from bot.catalog.yaml_source import KEY, Document, Place, Value, read_document
from bot.core.glossary import Glossary
from bot.core.phrasebook import Concept
from bot.core.term import Audiences, Citation, Examples, Governance, Relationships, Term
from bot.errors import CatalogError, TermFileError

_SUFFIXES = {".yml", ".yaml"}
_FIELDS = frozenset(Term.model_fields) - {"slug"}
_NESTED_FIELDS = {
    "audiences": Audiences.model_fields,
    "examples": Examples.model_fields,
    "governance": Governance.model_fields,
    "relationships": Relationships.model_fields,
    "citations": Citation.model_fields,
}
_REPEATED_CHARS = 60  # of a key, which may be megabytes long, in the reason that names it
_LONGEST_REASON = 300  # characters; what a reason repeats of the file may be longer
_WANTED_FORM = {
    "string_type": "must be text",
    "tuple_type": "must be a list, one `- item` a line",
    "dict_type": "must be `key: value` lines",
    "model_type": "must be `key: value` lines",
}  # by pydantic's name of the error, where its own sentence speaks of Python


@dataclass(frozen=True, slots=True)
class LoadedTerm:
    """A valid term with the document it came from, so that lint can point at lines."""

    term: Term
    document: Document


@dataclass(frozen=True, slots=True)
class Catalog:
    """Everything one run found in a folder: the valid terms, the faults of the others, and unknown fields."""

    folder: Path
    loaded: tuple[LoadedTerm, ...]
    faults: tuple[TermFileError, ...]
    unknown_fields: tuple[TermFileError, ...]

    def glossary(self) -> Glossary:
        return Glossary(item.term for item in self.loaded)

    def keeping(self, last: Catalog) -> Catalog:
        """The same, but where a file has a fault its term stays as it was in `last`."""
        usable = {item.term.slug for item in self.loaded}
        faulty = {fault.path.stem for fault in self.faults} - usable
        kept = [item for item in last.loaded if item.term.slug in faulty]
        return replace(self, loaded=tuple(sorted((*self.loaded, *kept), key=lambda item: item.term.slug)))


def load_catalog(folder: Path) -> Catalog:
    """Reads every `*.yml` and `*.yaml` directly in `folder`. Faulty files are left out and reported in `faults`.

    Raises:
        CatalogError: `folder` is not a readable folder, or holds no usable term at all.
    """
    loaded: list[LoadedTerm] = []
    faults: list[TermFileError] = []
    unknown: list[TermFileError] = []
    paths = _term_files(folder)
    seen: dict[str, Path] = {}
    for path in paths:
        try:
            document = read_document(path)
            if path.stem in seen:
                raise TermFileError(path, 1, 1, f"the slug {path.stem!r} is taken by {seen[path.stem].name}; rename one of them")
            seen[path.stem] = path
            if isinstance(document.value, dict):
                unknown.extend(_unknown_fields(document, document.value))
            term = _term(document)
        except TermFileError as fault:
            faults.extend(fault.faults or (fault,))
            continue
        loaded.append(LoadedTerm(term, document))
    if not loaded:
        reason = f"none of {len(paths)} term files can be used" if paths else "no term files (*.yml) found"
        raise CatalogError(f"{folder}: {reason}", hint="" if paths else "`glossary terms new NAME` writes a first one", faults=faults)
    return Catalog(folder, tuple(loaded), tuple(faults), tuple(unknown))


def load_concepts(folder: Path) -> list[Concept]:
    """The phrasebook in `folder`: every file holds a list of {concept, labels, asked_as}.

    Raises:
        CatalogError: a file is not of that form.
    """
    return [concept for path in _term_files(folder) for concept in _concepts(read_document(path))]


def _term_files(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            return sorted(Path(entry.path) for entry in entries if Path(entry.name).suffix.lower() in _SUFFIXES and not entry.name.startswith("."))
    except OSError as error:
        raise CatalogError(
            f"{folder}: cannot be read as a folder of terms: {error.strerror}", hint="name the folder with --terms or GLOSSARY_TERMS_DIR"
        ) from None


def _term(document: Document) -> Term:
    value = document.value
    if not isinstance(value, dict):
        raise document.fault((), "a term file holds `key: value` lines, beginning with `term:`" if value else "the file is empty")
    try:
        return Term.model_validate({**_without_nulls(value), "slug": document.path.stem})
    except ValidationError as error:
        faults = [document.fault(problem["loc"], _reason(problem["loc"], problem["type"], problem["msg"])) for problem in error.errors()]
        collected = TermFileError(document.path, faults[0].line, faults[0].column, faults[0].reason)
        collected.faults = tuple(faults)
        raise collected from None


def _without_nulls(value: dict[str, Value]) -> dict[str, Value]:
    """`aliases:` with nothing behind it means "none given", at every level."""
    return {key: _without_nulls(item) if isinstance(item, dict) else item for key, item in value.items() if item is not None}


def _reason(location: Sequence[str | int], kind: str, message: str) -> str:
    name = ".".join(" ".join(str(part)[:_REPEATED_CHARS].split()) for part in location if part != KEY)
    if kind == "missing":
        return f"{name} is missing" + ("; an entry needs term, short_def and status" if len(location) == 1 else "")
    reason = f"{name}: {_WANTED_FORM.get(kind) or message.removeprefix('Value error, ')}"
    return reason if len(reason) <= _LONGEST_REASON else reason[:_LONGEST_REASON] + "\u2026"


def _unknown_fields(document: Document, value: Value, place: Place = (), known: Collection[str] = _FIELDS) -> Iterator[TermFileError]:
    for number, item in enumerate(value) if isinstance(value, list) else ():
        yield from _unknown_fields(document, item, (*place, number), known)
    for key, item in value.items() if isinstance(value, dict) else ():
        if key not in known:
            close = difflib.get_close_matches(key[:_REPEATED_CHARS], known, n=1)
            reason = f"unknown field {key[:_REPEATED_CHARS]!r} is ignored" + (f"; did you mean {close[0]!r}?" if close else "")
            yield document.fault((*place, key, KEY), reason)
        elif not place and key in _NESTED_FIELDS:
            yield from _unknown_fields(document, item, (key,), _NESTED_FIELDS[key])


def _concepts(document: Document) -> Iterator[Concept]:
    if not isinstance(document.value, list):
        raise document.fault((), "a phrasebook file holds a list of concepts")
    for number, item in enumerate(document.value):
        if not isinstance(item, dict) or not isinstance(item.get("concept"), str):
            raise document.fault((number,), "a concept needs `concept: its usual name`")
        lists = [item.get(field) or [] for field in ("labels", "asked_as", "everyday")]
        if not all(isinstance(values, list) and all(isinstance(text, str) for text in values) for values in lists):
            raise document.fault((number,), "labels, asked_as and everyday are lists of text")
        yield Concept(str(item["concept"]), *(tuple(str(text) for text in values if isinstance(values, list)) for values in lists))

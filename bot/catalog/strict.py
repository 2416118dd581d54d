"""What a good entry has beyond being valid: the part of data/terms/README.md that a program can check."""

from __future__ import annotations

import re
import warnings
from collections import defaultdict
from collections.abc import Iterator

from bot.catalog.lint import faulty_relationships, shared_labels
from bot.catalog.loader import Catalog, LoadedTerm
from bot.core.roles import Role
from bot.core.term import Term
from bot.errors import CatalogError, TermFileError

LONG_DEF_WORDS = range(90, 181)
TAKEAWAY_WORDS = range(8, 61)
FEWEST_TAKEAWAYS = 4
INDISPENSABLE = (Role.EXECUTIVE, Role.ENGINEERING)
CITATIONS = range(2, 5)
QUESTIONS = range(4, 9)
MAX_GRADE = 14.0  # Coleman-Liau: school years that reading it takes; 14 is the second year at a college
CATEGORIES = frozenset(
    {
        *("Foundations", "LLM Core", "Retrieval & RAG", "Agents & Tooling", "Optimization & Efficiency", "Operations & Monitoring"),
        *("Evaluation", "Security", "Governance & Risk", "Law & Standards"),
    }
)
_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def strict(catalog: Catalog) -> tuple[TermFileError, ...]:
    """Everything that falls short, in the order of files and lines.

    Raises:
        CatalogError: the library that measures how hard a text is to read is not installed.
    """
    glossary = catalog.glossary()
    found = [fault for item in catalog.loaded for fault in (*_short(item), *faulty_relationships(item, glossary), *shared_labels(item, glossary))]
    found += _repeated(catalog)
    return tuple(sorted(found, key=lambda fault: (str(fault.path), fault.line, fault.column)))


def _short(item: LoadedTerm) -> Iterator[TermFileError]:
    term, fault = item.term, item.document.fault
    count = len(words(term.long_def))
    if count not in LONG_DEF_WORDS:
        yield fault(("long_def",), f"long_def has {count} words: {_between(LONG_DEF_WORDS)} tell enough and no more")
    grade = grade_of(term.long_def) if term.long_def else 0.0
    if grade > MAX_GRADE:
        yield fault(("long_def",), f"long_def takes {grade:.1f} school years to read (Coleman-Liau): {MAX_GRADE:.0f} at the most; shorter words and sentences")
    yield from _takeaways(item)
    for field, allowed in (("citations", CITATIONS), ("questions", QUESTIONS)):
        number = len(getattr(term, field))
        if number not in allowed:
            yield fault((field,), f"{number} {field}: {_between(allowed)} are wanted")
    for field in ("do", "dont"):
        if not getattr(term.examples, field):
            yield fault(("examples",), f"examples.{field} is empty: one concrete sentence at least")
    yield from _categories(item)
    if term.last_reviewed is None:
        yield fault((), "last_reviewed is missing: nobody has reviewed it")
    if named := _named_in_questions(term):
        yield fault(("questions",), f"a question holds {named!r}: people ask like this who do not know the word")


def _categories(item: LoadedTerm) -> Iterator[TermFileError]:
    names = item.term.categories
    if unknown := [name for name in names if name not in CATEGORIES]:
        yield item.document.fault(("categories",), f"{', '.join(unknown)}: categories are {', '.join(sorted(CATEGORIES))}")
    if not names:
        yield item.document.fault((), "no category")


def _takeaways(item: LoadedTerm) -> Iterator[TermFileError]:
    given = {role: text for role, text in item.term.takeaways.items() if text}
    missing = [role.value for role in INDISPENSABLE if role not in given]
    if missing:
        yield item.document.fault(("takeaways",), f"no takeaway for {' and '.join(missing)}: these two always")
    if len(given) < FEWEST_TAKEAWAYS:
        yield item.document.fault(("takeaways",), f"{len(given)} takeaways: {FEWEST_TAKEAWAYS} roles at the least")
    for role, text in given.items():
        if len(words(text)) not in TAKEAWAY_WORDS:
            yield item.document.fault(("takeaways", role.value), f"{len(words(text))} words: {_between(TAKEAWAY_WORDS)} say one thing to know or do")


def _repeated(catalog: Catalog) -> Iterator[TermFileError]:
    """A sentence that stands under two entries, for one role, is advice for neither."""
    places: dict[tuple[Role, str], list[LoadedTerm]] = defaultdict(list)
    for item in catalog.loaded:
        for role, text in item.term.takeaways.items():
            for sentence in sentences(text):
                places[role, sentence].append(item)
    for (role, sentence), items in places.items():
        for item in items[1:]:
            other = items[0].term.slug
            yield item.document.fault(("takeaways", role.value), f"a sentence that {other} has too, for the same role: \u201c{sentence[:60]}\u201d")


def _named_in_questions(term: Term) -> str:
    names = [name.casefold() for name in (term.term, *term.aliases)]
    for question in term.questions:
        asked = f" {' '.join(words(question.casefold()))} "
        if found := next((name for name in names if f" {' '.join(words(name))} " in asked), ""):
            return found
    return ""


def words(text: str) -> list[str]:
    return _WORD.findall(text)


def sentences(text: str) -> set[str]:
    """Without regard to case, spacing and punctuation."""
    return {" ".join(words(part.casefold())) for part in _SENTENCE_END.split(text) if words(part)}


def grade_of(text: str) -> float:
    """School years by Coleman and Liau (1975), from letters and sentences to a hundred words. Raises CatalogError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # its word lists hold escapes that newer Pythons complain of
            import readability
    except ImportError:
        raise CatalogError("--strict measures how hard a text is to read, and readability is not installed", hint="pip install readability") from None
    tokenized = [" ".join(words(sentence)) for sentence in _SENTENCE_END.split(text) if words(sentence)]  # one sentence an item, words with spaces between
    return float(readability.getmeasures(tokenized, lang="en")["readability grades"]["Coleman-Liau"])


def _between(allowed: range) -> str:
    return f"{allowed.start} to {allowed.stop - 1}"

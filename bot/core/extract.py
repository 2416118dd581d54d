"""Terms mentioned in a running message, with their positions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.core.answer import Mention, Mentions
from bot.core.domain import DomainWords
from bot.core.glossary import Glossary, ref
from bot.core.normalize import clean, normalize
from bot.core.phrasebook import Phrasebook
from bot.core.phrasing import capitals
from bot.core.spotting import Source, Span, Spotter, is_filled_in
from bot.core.words import zipf

_DOUBTFUL_ZIPF = 2.9  # lower than for questions: nobody asked, so a word like "retrieval" needs company
_CONVINCING = 2  # words of the field elsewhere in the message
MAX_MESSAGE_CHARS = 4_000  # what Slack lets a person type
_TOKEN = re.compile(r"[^\W_]+(?:['\u2019.@+][^\W_]+)*[+#]*", re.UNICODE)
_WITHIN_LABEL = re.compile(r"[\s\-\u2010-\u2015_/'\u2019&]*")  # what may stand between two words of one label
_MASKED = re.compile(r"https?://\S+|<[@#!][^>]*>|(?<!\w):[a-z0-9_+\-]+:|```.*?```|`[^`]*`|\S+@\S+\.\S+", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Word:
    key: str
    start: int
    end: int


class Extractor:
    """Finds the labels of a glossary in a message, longest first; everyday words only where the writing shows that the term is meant."""

    def __init__(self, glossary: Glossary, phrasebook: Phrasebook, spotter: Spotter, domain: DomainWords) -> None:
        self._glossary = glossary
        self._phrasebook = phrasebook
        self._spotter = spotter
        self._domain = domain

    def mentions(self, message: str) -> Mentions:
        """Never raises for any text."""
        text = clean(message, MAX_MESSAGE_CHARS)
        masked = _MASKED.sub(lambda match: " " * len(match[0]), text)
        runs = list(_runs(masked))
        acronyms = capitals(text)
        spotted = [(run, span) for run in runs for span in self._spans(run, acronyms)]
        sure = [(run, span) for run, span in spotted if not _doubtful(span)]
        found: list[Mention] = []
        for run, span in spotted:
            if span.label.source is Source.MISSING:
                continue
            if _doubtful(span) and not (sure or self._meant(runs, run, span, acronyms)):
                continue
            start, end = run[span.start].start, run[span.end - 1].end
            found.append(Mention(start, end, text[start:end], tuple(ref(self._glossary[slug]) for slug in self._spotter.owners(span.label))))
        return Mentions(text, tuple(found))

    def _spans(self, run: Sequence[_Word], acronyms: frozenset[str]) -> Iterator[Span]:
        """The labels in a run that may be meant."""
        keys = [word.key for word in run]
        for span in self._spotter.spans(keys):
            if not is_filled_in(span, acronyms) and not self._phrasebook.is_everyday_phrase(keys, span.start, span.end):
                yield span

    def _meant(self, runs: Sequence[Sequence[_Word]], run: Sequence[_Word], span: Span, acronyms: frozenset[str]) -> bool:
        """True when an everyday word is written as an acronym, or the words around it speak of AI."""
        if not span.inflected and span.label.key in acronyms:
            return True
        around = [word.key for other in runs for position, word in enumerate(other) if not (other is run and span.start <= position < span.end)]
        return self._domain.evidence(around) >= _CONVINCING


def _doubtful(span: Span) -> bool:
    return span.inflected or (" " not in span.label.key and zipf(span.label.key) >= _DOUBTFUL_ZIPF)


def _runs(text: str) -> Iterator[list[_Word]]:
    """Normalised words with their positions, in runs that no punctuation interrupts."""
    run: list[_Word] = []
    for match in _TOKEN.finditer(text):
        if run and not _WITHIN_LABEL.fullmatch(text[run[-1].end : match.start()]):
            yield run
            run = []
        run.extend(_Word(key, match.start(), match.end()) for key in normalize(match[0]).split())
    if run:
        yield run

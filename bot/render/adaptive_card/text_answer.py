"""An answer as a message of words, with its sources as citations of the message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.answer import Answer, Comparison, Definition
from bot.core.resolution import MAX_COMPARED
from bot.render import phrases
from bot.render.adaptive_card.answers import answer_spoken
from bot.render.look import Look
from bot.render.text import clean, is_web, short

MAX_CITATIONS = 10  # by https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bot-messages-ai-generated-content
MAX_NAME = 80
MAX_ABSTRACT = 160
MAX_TEXT = 1_500
_MARKUP = re.compile(r"([\\`*_{}\[\]()#+!|~<>&-])")


@dataclass(frozen=True, slots=True)
class Cited:
    """A source, by the number that stands in the text."""

    number: int
    name: str
    url: str
    abstract: str


@dataclass(frozen=True, slots=True)
class TextAnswer:
    """Markdown, in which the data is no markup."""

    text: str
    citations: tuple[Cited, ...] = ()


def text_answer(answer: Answer, look: Look) -> TextAnswer:
    definitions = answer.definitions[:MAX_COMPARED] if isinstance(answer, Comparison) else (answer,) if isinstance(answer, Definition) else ()
    if not definitions:
        return TextAnswer(inert(answer_spoken(answer, look)))
    cited: list[Cited] = []
    paragraphs = [paragraph for item in definitions for paragraph in _paragraphs(item, look, cited)]
    return TextAnswer("\n\n".join(paragraphs), tuple(cited))


def inert(text: str) -> str:
    return _MARKUP.sub(r"\\\1", clean(text))


def _paragraphs(item: Definition, look: Look, cited: list[Cited]) -> Iterator[str]:
    term = item.term
    new = [source for source in term.citations if is_web(source.url)][: max(0, MAX_CITATIONS - len(cited))]
    numbers = range(len(cited) + 1, len(cited) + 1 + len(new))
    cited += [
        Cited(number, short(source.source, MAX_NAME), source.url, short(term.short_def, MAX_ABSTRACT)) for number, source in zip(numbers, new, strict=True)
    ]
    marks = "".join(f" [{number}]" for number in numbers)
    yield f"**{inert(short(term.term, 150))}**: {inert(short(term.short_def, MAX_TEXT))}{marks}"
    if item.takeaway and clean(item.takeaway.text):
        yield f"{inert(phrases.takeaway_heading(item.takeaway))}: {inert(short(item.takeaway.text, MAX_TEXT))}"
    care = phrases.warning(term, look.today)
    said = [phrases.review_line(term, look.today), phrases.matched_how(item.match, term)]
    yield inert(". ".join(filter(None, [care.rstrip("."), *(part.rstrip(".") for part in said)])) + ".")

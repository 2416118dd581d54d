"""The words that are no question: `list`, `role lawyer`, `help`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from bot.core.glossary import Glossary
from bot.core.normalize import clean
from bot.core.question import MAX_QUERY_CHARS


class Word(StrEnum):
    """The first word of what somebody types."""

    HELP = "help"
    LIST = "list"
    SEARCH = "search"
    RECENT = "recent"
    RANDOM = "random"
    ROLE = "role"
    STATS = "stats"
    REQUESTS = "requests"
    MY_REQUESTS = "my requests"
    THANKS = "thanks"
    QUESTION = ""


_WORDS: Mapping[str, Word] = MappingProxyType(
    {word.value: word for word in Word if word not in {Word.QUESTION, Word.THANKS}} | {"roles": Word.ROLE, "my request": Word.MY_REQUESTS}
)
_AROUND = " ?!.,:;"  # what may stand around a word
_ALONE = frozenset({Word.HELP, Word.RECENT, Word.RANDOM, Word.STATS, Word.REQUESTS})  # "random forest" is a question
_AT_THE_DOOR = frozenset(
    {
        *("hi", "hello", "hey", "hi there", "hello there"),
        *("help me", "what can you do", "what can i ask", "how does this work", "who are you", "commands"),
    }
)
_THANKS = frozenset({"thanks", "thank you", "thanks a lot", "thx", "ty", "ok thanks", "ok", "great", "perfect"})


@dataclass(frozen=True, slots=True)
class Typed:
    """A word and what stands behind it; for a question, the whole text."""

    word: Word
    text: str = ""


def read(text: str, glossary: Glossary) -> Typed:
    """What is meant by a text.

    A word alone is always the command, so that no entry can hide it: `"help"` in quotes asks for an entry of that name.
    With more behind it, an entry that is called so goes first: "search engine", "role prompting".
    """
    said = clean(text, MAX_QUERY_CHARS)
    alone = said.casefold().strip(_AROUND)
    if not alone or alone in _AT_THE_DOOR:
        return Typed(Word.QUESTION, said) if said and glossary.find(said) else Typed(Word.HELP)
    if alone in _THANKS and not glossary.find(said):
        return Typed(Word.THANKS)
    first, _, rest = said.partition(" ")
    word = _WORDS.get(alone) or _WORDS.get(first.casefold().strip(_AROUND), Word.QUESTION)
    if word is Word.QUESTION or (rest and (word in _ALONE or glossary.find(said) or _is_sentence(word, rest))):
        return Typed(Word.QUESTION, text)
    return Typed(word, rest.strip(_AROUND))


def _is_sentence(word: Word, rest: str) -> bool:
    """Whether no role is chosen here, as in "role of a reward model"."""
    return word is Word.ROLE and rest.casefold().startswith("of ")

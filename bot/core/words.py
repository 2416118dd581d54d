"""What is known about ordinary words: how common they are, their stems, and which of them only surround a question."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from threading import Lock

from bot.core.normalize import normalize

COMMON_ZIPF = 3.0  # 1 in a million words: whoever typed such a word spelled it right
EVERYDAY_ZIPF = 3.4  # words that people use without thinking of AI: token 3.8, rag 3.6, but lora 2.6, embedding 3.0

_STEM_LOCK = Lock()  # the stemmer keeps its state in itself


def zipf(word: str) -> float:
    """Zipf frequency of a word in general English: log10 of occurrences per 10^9 words, 0 when it is rarer than about 3.

    Normalised words have lost their endings, so these are tried as well. Source: the wordfreq package.
    """
    frequencies = _frequencies()
    return max(frequencies.get(form, 0.0) for form in _forms(word))


def _forms(word: str) -> Iterator[str]:
    """The words that `normalize` may have made this one of."""
    yield word
    yield word + "s"
    if word.endswith("y"):
        yield word[:-1] + "ie"


def is_common(word: str) -> bool:
    """True for a correctly spelled ordinary word or a number: such a word is not somebody's typing error."""
    return word.isdigit() or zipf(word) >= COMMON_ZIPF


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The English (Porter 2) stem."""
    with _STEM_LOCK:
        stemmed: str = _stemmer().stemWord(word)
    return stemmed


def content_stems(key: str) -> list[str]:
    """Stems of the words of a normalised text that carry meaning."""
    return [stem(word) for word in key.split() if word not in STOPWORDS]


@lru_cache(maxsize=1)
def _frequencies() -> dict[str, float]:
    from math import log10

    from wordfreq import get_frequency_dict

    return {word: log10(frequency) + 9 for word, frequency in get_frequency_dict("en", "small").items()}


@lru_cache(maxsize=1)
def _stemmer():  # type: ignore[no-untyped-def]  # noqa: ANN202 - snowballstemmer ships no types
    from snowballstemmer import stemmer

    return stemmer("english")


_FUNCTION_WORDS = """
a an the this that these those it its it's he she they them their his her my mine our your yours me us we you i im i'm ive i'd id i'll we're were
youre and or but so if then than as at by for from in into of off on onto to up with about over under out via per is are was be been being am do does
did doing done have has had having can could will would shall should may might must cant can't dont don't doesnt doesn't isnt isn't not no nor what
whats what's which who whos who's whose whom when where why how hows how's there here very too also just really some any thing things someone
something like want get got know tell explain mean means meaning call called define please
"""

_CHAT_WORDS = """
yes yeah yep nope ok okay wat wut wot huh vs versus wtf wth omg lol lmao tf af btw fyi asap pls plz thx thanks thank cheers ty kindly hi hello hey
heya yo hiya howdy sup morning afternoon evening team folks guys everyone all anyone anybody somebody people dude mate bot glossary assistant describe
clarify give show remind teach help lookup look find say saying said says talk talking talked mention mentioned mentions mentioning calls named name
meant stand stands standing definition defn def idea gist concept term word words phrase thingy stuff acronym abbreviation abbrev buzzword jargon
entry explanation overview intro again actually exactly basically simply quick quickly quickie real short brief briefly simple plain english terms
language layman laymans laypeople layperson lay dumb stupid silly noob newbie dummies five year old kid eli5 tldr tl dr wdym idk question curious
wondering wonder confused lost stuck clue remember forgot forget refresher refresh knowing understand understanding getting gotta need wanna lets let
make makes made keep keeps kept hear hearing heard see saw seen read reading use used using uses come came comes go goes going anything nothing kind
kinda sort sorta type bit little lot much many more most else still even ever now today yesterday recently one line sentence sentences two three
couple minute min sec secs tweet slide deck meeting standup doc docs context work works working matter matters important care wht waht whta wats hwat
whts wich abt ur u r y da teh tho cuz bc bcs ppl smth smthg sb gonna gimme lemme dunno imo iirc aka lil nutshell jargony writing write wrote wrong
half page paragraph bullet bullets summary summarize summarise version formula example examples basics detail details purpose sense senses everybody
whenever thrown throwing around anyways anyway well right sure sorry
"""


def _keys(text: str) -> frozenset[str]:
    return frozenset(part for word in text.split() for part in normalize(word).split())


STOPWORDS: frozenset[str] = _keys(_FUNCTION_WORDS)
"""Normalised words without meaning of their own; they do not count in lexical scores."""

CONTEXT: frozenset[str] = _keys("ai ml llm llms nlp genai model models machine learning param params parameter parameters metric")
"""Normalised words that only say which field is meant: "privacy in AI" asks about privacy."""

FILLER: frozenset[str] = STOPWORDS | _keys(_CHAT_WORDS)
"""Normalised words that people put around the word they ask about."""

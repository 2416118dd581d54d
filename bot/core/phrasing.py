"""How a question is put: what it asks for, what it sets apart, whether it compares. Patterns only see capped text."""

from __future__ import annotations

import re

from bot.core.normalize import normalize

_CAPITALS = 2  # in a word that is meant as an acronym: RAG, LoRA, GenAI


def _words(alternatives: str) -> re.Pattern[str]:
    """One pattern a line, matched as whole words."""
    lines = [line.strip() for line in alternatives.strip().splitlines()]
    return re.compile(rf"\b(?:{'|'.join(lines)})\b", re.IGNORECASE)


_ASKS = _words(
    r"""
    what|what'?s|wat|wut|wdym|huh|101|idea|clue|remind
    mean|means|meaning|meant|explain\w*|explanation|defin(?:e|ed|ing|ition)|describe|understand|translat(?:e|ion)|clarify
    stands? for|full form|gist|refresh(?:er)?|eli5|rundown|basics|overview|intro|introduction|primer|tl;?dr|one-?liner
    plain english|simple terms|in (?:one|a|two) (?:line|sentence|nutshell)s?|fill me in|little help|decode that|as in
    (?:lines?|words?|sentences?|paragraph|blurb|wording|take|brief|note|details?|reading) (?:on|about|for|with|at)
    (?:info|anything|something|help|stuck|lost|curious) (?:on|about|for|with|at)
    how (?:do|would|should) (?:i|you|we) (?:say|put|word|describe|phrase)
    """
)
_ASKS_PLAINLY = re.compile(
    r"\?|\bwhat\W*$|\b(?:what'?s|wat|wut|wtf|wdym)\b"
    r"|\bwhat (?:is|are|am|was|were|does|do|did|that|should|would|on earth|even|exactly|goes)\b"
    r"|^\W*(?:please |pls |can (?:yo)?u )?(?:explain|define|describe)\b"
    r"|\b(?:explain(?:ed)?|meaning|eli5|tl;?dr|translation|huh|fill me in|help|full form)\b(?: (?:it|this|that|please|pls|plz|again|simply))*\W*$",
    re.IGNORECASE,
)
_COMPARES = _words(
    r"""
    vs?\.?|versus|diff(?:erence)?s?|differs?|different|compar(?:e[ds]?|ing|ison)|same|distinction|distinguish|apart|opposed|contrast
    rather|instead|separates?|separating|relate[ds]?|relationship|confus\w+|mix(?:ing|ed)? up|better|between|both|or|not|just|unlike
    interchangeabl[ey]|synonyms?|opposite|overlap|aren'?t (?:those|these|they)|isn'?t that|which one|end and|begins?|sounds? like
    """
)
_COMPARING_SIGN = re.compile(r"/|<>|\?=|==|!=")
_SIDES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:differences?|diffs?|distinction|contrast) (?:between|btwn|btw|of|in) (?P<a>.+?) (?:and|&|vs\.?|versus|or|to|from) (?P<b>.+)$",
        r"\bcompar(?:e|ing|ison of) (?P<a>.+?) (?:and|with|to|against|vs\.?|versus|&) (?P<b>.+)$",
        r"^(?P<a>.+?)\s+(?:vs?\.?|versus)\s+(?P<b>.+)$",
        r"\bhow (?:is|are|does|do) (?P<a>.+?) (?:differ(?:ent)?|compared?) (?:from|to|than|with) (?P<b>.+)$",
        r"\b(?:is|are) (?P<a>.+?) (?:really )?(?:just )?the same(?: thing)? as (?P<b>.+)$",
        r"^(?P<a>.+?) (?:compared|as opposed|in contrast) (?:to|with) (?P<b>.+)$",
        r"^(?P<a>.+?) (?:rather than|instead of) (?P<b>.+)$",
    )
)
_QUOTED = re.compile(r"[\"\u201c\u201d\u00ab\u00bb](.{2,80}?)[\"\u201c\u201d\u00ab\u00bb]|(?<!\w)['\u2018`*](.{2,80}?)['\u2019`*](?!\w)")
_PUNCTUATION = re.compile(r"[?!,:;()|\[\]\u2026=>]+|\.(?=\s|\.|$)|(?:^|\s)[-\u2013\u2014/~]+(?=\s|$)|[\u2013\u2014]")


def asks(text: str) -> bool:
    """True when words of asking stand somewhere: "understand", "gist", "two lines on"."""
    return bool(_ASKS.search(text))


def asks_plainly(text: str) -> bool:
    """True when the sentence is built as a question, also without a question mark."""
    return bool(_ASKS_PLAINLY.search(text))


def compares(text: str) -> bool:
    """True when a word hints at a comparison; on its own it proves nothing."""
    return bool(_COMPARES.search(text) or _COMPARING_SIGN.search(text))


def sides(text: str) -> tuple[str, ...]:
    """The two sides of an explicit comparison, as written, or nothing."""
    match = next((match for match in (pattern.search(text) for pattern in _SIDES) if match), None)
    return (match["a"], match["b"]) if match else ()


def quoted(text: str) -> tuple[str, ...]:
    """Normalised words between quotation marks."""
    return tuple(normalize(match[1] or match[2]) for match in _QUOTED.finditer(text))


def clauses(text: str) -> list[str]:
    """The normalised pieces between punctuation marks: "tokens?? the bill says 2M" has the piece "token"."""
    return [normalize(piece) for piece in _PUNCTUATION.split(text)]


def capitals(text: str) -> frozenset[str]:
    """Normalised words with two or more capitals, unless the whole text is shouted."""
    words = [word for word in text.split() if any(char.isalpha() for char in word)]
    standing_out = [word for word in words if sum(char.isupper() for char in word) >= _CAPITALS]
    if len(words) > 1 and len(standing_out) == len(words):
        return frozenset()
    return frozenset(part for word in standing_out for part in normalize(word).split())

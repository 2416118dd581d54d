"""What a person typed -> the subject, the role it is for, and whether things are to be compared."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.core.normalize import clean, normalize
from bot.core.roles import ROLE_WORDS, Role
from bot.core.words import FILLER

_CAPITALS = 2  # in a word that is meant as an acronym: RAG, LoRA, GenAI
MAX_QUERY_CHARS = 400  # about sixty words; what is longer is cut before any pattern sees it

_LONGEST_FIRST = sorted(ROLE_WORDS, key=lambda word: (-len(word), word))
_ROLE = r"(?P<role>" + "|".join(re.escape(word).replace(r"\ ", r"[ -]").replace("_", "[_ ]") for word in _LONGEST_FIRST) + r")s?"
_OF = r"(?:an?|the|our|my|your|some|any|this|us|all)?"
_ADJECTIVE = r"(?:non[- ]?technical|technical|new|junior|senior|busy|fellow|in[- ]house|average|typical|whole|entire|company|corporate|curious|worried|actual)?"
_GROUP = r"(?:teams?|folks?|people|persons?|guys?|girls?|crowd|audience|colleagues?|department|dept|side|office|side of the house|types?|stakeholders?|brain|hat on|background)?"
_WHO = rf"{_OF}\s*{_ADJECTIVE}\s*{_ROLE}(?:'s)?\s*{_GROUP}"
_VIEW = r"(?:points? of view|perspectives?|angles?|views?|viewpoints?|standpoint|pov|lens|version|takes?|flavou?r|edition|terms|speak|relevance|implications?|edition|hat|mode)"

_ROLE_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^\W*{_ROLE}(?: here| speaking| question| asking| view)?\s*(?::|-{{1,2}}\s|\u2014|\u2013|,|\?|\|)",
        rf"^\W*{_ROLE} (?:here|speaking|asking)\b",
        rf"\b(?:from|in|with|under|through|for|on) {_WHO}\s*{_VIEW}(?: of)?(?= |$|\W)",
        rf"\b{_OF}\s*{_ROLE}(?:'s)?[ -]{_VIEW}(?: (?:of|on|for))?\b",
        rf"\b(?:i am|i'm|im|we are|we're|were|am) {_OF} ?(?:(?:working )?(?:in|on|from|with) )?{_WHO}(?= |$|\W)",
        rf"\bi (?:work|sit|am|do) (?:in|for|on|with|at)? ?{_WHO}(?= |$|\W)",
        rf"\b(?:as|being|speaking as) {_WHO}(?= |$|\W)",
        rf"\b(?:should|does|do|would|must|can|could|will|might) {_WHO} (?:need to |have to |want to |really |actually |even )?(?:know|care|understand|worry|do|think|watch|look|remember|say|mind|be aware)\b(?: about| of| out for| with)?",
        rf"\b(?:tell|telling|brief|briefing|teach|teaching|help|show|give|giving) {_WHO}(?: understand| about| on)?(?= |$|\W)",
        rf"^(?:(?:hi|hey|hello|so|ok|okay)\W+)?{_WHO} (?:is |are |keeps? |just )?(?:asks|asking|ask|asked|wants?|wondering|needs?|trying)\b(?: to (?:know|understand|get|hear)| about| me| us)*",
        rf"(?<!according )\b(?:for|to|4) {_WHO}(?=\s*(?:$|[^\w\s])| (?:please|pls|plz|to (?:know|understand|care)|who|what|whats|how|and what)\b)",
        rf"[\-\u2013\u2014(,|/:\[]\s*(?:for )?{_OF}\s*{_ROLE}\s*{_GROUP}\s*[)\].?!]*\s*$",
    )
)
_HINTS = re.compile(r"\b" + _ROLE + r"\b", re.IGNORECASE)
_NO_HINT = frozenset(
    "product support sales platform management manager director board pr press stakeholder contracts governance comm communication scientist architect "
    "designer eng engineering qa infra marketing legal dev devops auditor regulator swe journalist compliance security policy po ds cto boss investor founder press researcher program manager".split()
)  # words with other meanings: they name a role only where the phrase around them says so
_COMPARES = re.compile(
    r"\b(?:vs?\.?|versus|differences?|differ|differs|different|diffs?|compare[ds]?|comparing|comparison|same|distinction|distinguish|tell apart|apart|opposed|"
    r"rather|instead|contrast|separates?|separating|just|relate[ds]?|relationship|confus\w+|mix(?:ing|ed)? up|better|between|and not|or|both|interchangeabl[ey]|synonyms?|overlap|unlike|not|aren'?t (?:those|these|they)|isn'?t that|which one|end and|begins?)\b|/|<>|\?=|==|!=",
    re.IGNORECASE,
)
_PARTS = tuple(
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
_ASKS = re.compile(
    r"\b(?:what|whats|what's|wat|wut|mean|means|meaning|meant|explain\w*|explanation|define|defined|defining|definition|stands? for|gist|refresher|refresh|eli5|describe|"
    r"understand|rundown|basics|overview|clarify|translation|translate|decode that|tl;?dr|plain english|simple terms|in (?:one|a|two) (?:line|sentence|nutshell)s?|"
    r"(?:lines?|words?|sentences?|paragraph|blurb|wording|take|info|anything|something|primer|brief|note|details?|refresher|reading|help|stuck|lost|curious) (?:on|about|for|with|at)|"
    r"fill me in|full form|little help|intro|introduction|primer|101|one-?liner|idea|clue|remind|wdym|huh|how (?:do|would|should) (?:i|you|we) (?:say|put|word|describe|phrase))\b",
    re.IGNORECASE,
)
_ASKS_PLAINLY = re.compile(
    r"\?|\b(?:what'?s|wat|wut|wtf|wdym|what (?:is|are|am|was|were|does|do|did|that|should|would|on earth|even|exactly|goes))\b|\bwhat\W*$|^\W*(?:please |pls |can (?:yo)?u )?(?:explain|define|describe)\b|"
    r"\b(?:explain(?:ed)?|meaning|eli5|tl;?dr|translation|huh|fill me in|help|full form)\b(?: (?:it|this|that|please|pls|plz|again|simply))*\W*$",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"\u201c\u201d\u00ab\u00bb](.{2,80}?)[\"\u201c\u201d\u00ab\u00bb]|(?<!\w)['\u2018`*](.{2,80}?)['\u2019`*](?!\w)")
_PUNCTUATION = re.compile(r"[?!,:;()|\[\]\u2026=>]+|\.(?=\s|\.|$)|(?:^|\s)[-\u2013\u2014/~]+(?=\s|$)|[\u2013\u2014]")
_NOISE = re.compile(r"https?://\S+|<[@#!][^>]*>|(?<!\w):[a-z0-9_+\-]+:|(?<!\S)[@#]\w+", re.IGNORECASE)
_COMMAND = re.compile(r"^/\w+\s*")


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood. `text` is what remains for meaning, `key` its normalised form, `subject` the key without the words around it.

    `role` was asked for in so many words; `role_hint` is a role that is merely named somewhere. `asks` tells
    whether words of asking stand somewhere ("understand", "explain"), `asks_plainly` whether the sentence is built as a question, `quoted` are the normalised words that stand in quotation marks, `isolated` those
    between two punctuation marks ("tokens?? the bill says ..."), `acronyms` the
    normalised words written in capitals that stand out (RAG, LoRA).
    """

    text: str
    key: str
    subject: str
    role: Role | None
    role_hint: Role | None
    asks: bool
    asks_plainly: bool
    quoted: tuple[str, ...]
    isolated: frozenset[str]
    acronyms: frozenset[str]
    compares: bool
    parts: tuple[str, ...]


def understand(raw: str) -> Question:
    """Never raises. Slack's and people's wrappings go: links, mentions, emoji names, a leading slash command."""
    text = clean(raw, MAX_QUERY_CHARS)
    text = " ".join(_NOISE.sub(" ", _COMMAND.sub("", text)).split())
    text, role = _take_role(text)
    key = normalize(text)
    parts = _parts(text)
    isolated = frozenset(trim(normalize(piece)) for piece in _PUNCTUATION.split(text))
    quoted = tuple(normalize(match[1] or match[2]) for match in _QUOTED.finditer(text))
    return Question(
        text,
        key,
        trim(key),
        role,
        _hint(text),
        bool(role or _ASKS.search(text)),
        bool(_ASKS_PLAINLY.search(text)),
        quoted,
        isolated,
        capitals(text),
        bool(parts or _COMPARES.search(text)),
        parts,
    )


def capitals(text: str) -> frozenset[str]:
    """Normalised words with two or more capitals, unless the whole text is shouted."""
    words = text.split()
    standing_out = [word for word in words if sum(char.isupper() for char in word) >= _CAPITALS]
    if len(words) > 1 and len(standing_out) == len([word for word in words if any(char.isalpha() for char in word)]):
        return frozenset()
    return frozenset(part for word in standing_out for part in normalize(word).split())


def trim(key: str) -> str:
    """The key without filler at its ends, or the whole key when nothing else is in it."""
    words = key.split()
    start, end = 0, len(words)
    while start < end and words[start] in FILLER:
        start += 1
    while end > start and words[end - 1] in FILLER:
        end -= 1
    return " ".join(words[start:end]) or key


def _take_role(text: str) -> tuple[str, Role | None]:
    """Removes the phrase that names the asker's role. Keeps the text when nothing would be left of it."""
    for pattern in _ROLE_PATTERNS:
        match = pattern.search(text)
        if match:
            rest = " ".join(f"{text[: match.start()]} {text[match.end() :]}".split())
            role = _role(match)
            if role and any(word not in FILLER for word in normalize(rest).split()):
                return rest, role
    return text, None


def _hint(text: str) -> Role | None:
    return next((_role(match) for match in _HINTS.finditer(text) if match["role"].casefold() not in _NO_HINT), None)


def _role(match: re.Match[str]) -> Role | None:
    word = " ".join(re.split(r"[-_ ]+", match["role"].casefold()))
    return ROLE_WORDS.get(word) or ROLE_WORDS.get(word.replace(" ", "-")) or ROLE_WORDS.get(word.replace(" ", "_"))


def _parts(text: str) -> tuple[str, ...]:
    for pattern in _PARTS:
        match = pattern.search(text)
        if match:
            return match["a"], match["b"]
    return ()

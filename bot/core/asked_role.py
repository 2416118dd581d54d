"""For whom is it asked? "explain X for a lawyer", "as a PM", "PM: X?"."""

from __future__ import annotations

import re

from bot.core.normalize import normalize
from bot.core.roles import ROLE_WORDS, Role
from bot.core.words import FILLER

_LONGEST_FIRST = sorted(ROLE_WORDS, key=lambda word: (-len(word), word))
_ROLE = r"(?P<role>" + "|".join(re.escape(word).replace(r"\ ", "[ -]").replace("_", "[_ ]") for word in _LONGEST_FIRST) + r")s?"
_OF = r"(?:an?|the|our|my|your|some|any|this|us|all)?"
_ADJECTIVE = r"(?:non[- ]?technical|technical|new|junior|senior|busy|fellow|in[- ]house|average|typical|whole|entire|company|corporate|curious|worried|actual)?"
_GROUP = (
    r"(?:teams?|folks?|people|ppl|persons?|guys?|girls?|crowd|audience|colleagues?|department|dept|side|office|side of the house|types?|stakeholders?|"
    r"brain|hat on|background)?"
)
_WHO = rf"{_OF}\s*{_ADJECTIVE}\s*{_ROLE}(?:'s)?\s*{_GROUP}"
_VIEW = (
    r"(?:points? of view|perspectives?|angles?|views?|viewpoints?|standpoint|pov|lens|version|takes?|flavou?r|edition|terms|speak|relevance|"
    r"implications?|hat|mode)"
)
_ENDS = r"(?= |$|\W)"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^\W*{_ROLE}(?: here| speaking| question| asking| view)?\s*(?::|-{{1,2}}\s|\u2014|\u2013|,|\?|\|)",
        rf"^\W*{_ROLE} (?:here|speaking|asking)\b",
        rf"\b(?:from|in|with|under|through|for|on) {_WHO}\s*{_VIEW}(?: of)?{_ENDS}",
        rf"\b{_OF}\s*{_ROLE}(?:'s)?[ -]{_VIEW}(?: (?:of|on|for))?\b",
        rf"\b(?:i am|i'm|im|we are|we're|were|am) {_OF} ?(?:(?:working )?(?:in|on|from|with) )?{_WHO}{_ENDS}",
        rf"\bi (?:work|sit|am|do) (?:in|for|on|with|at)? ?{_WHO}{_ENDS}",
        rf"\b(?:as|being|speaking as) {_WHO}{_ENDS}",
        rf"\b(?:should|does|do|would|must|can|could|will|might) {_WHO} (?:need to |have to |want to |really |actually |even )?"
        r"(?:know|care|understand|worry|do|think|watch|look|remember|say|mind|be aware)\b(?: about| of| out for| with)?",
        rf"\b(?:tell|telling|brief|briefing|teach|teaching|help|show|give|giving) {_WHO}(?: understand| about| on)?{_ENDS}",
        rf"^(?:(?:hi|hey|hello|so|ok|okay)\W+)?{_WHO} (?:is |are |keeps? |just )?(?:asks|asking|ask|asked|wants?|wondering|needs?|trying)\b"
        r"(?: to (?:know|understand|get|hear)| about| me| us)*",
        rf"(?<!according )\b(?:for|to|4) {_WHO}(?=\s*(?:$|[^\w\s])| (?:please|pls|plz|to (?:know|understand|care)|who|what|whats|how|and what)\b)",
        rf"[\-\u2013\u2014(,|/:\[]\s*(?:for )?{_OF}\s*{_ROLE}\s*{_GROUP}\s*[)\].?!]*\s*$",
    )
)
_NAMED = re.compile(rf"\b{_ROLE}\b", re.IGNORECASE)
_AMBIGUOUS = frozenset(
    """
    product support sales platform management manager director board pr press stakeholder contracts governance comm communication scientist architect
    designer eng engineering qa infra marketing legal dev devops auditor regulator swe journalist compliance security policy po ds cto boss investor
    founder researcher
    """.split()
)  # words with other meanings: they name a role only where the phrase around them says so


def take_role(text: str) -> tuple[str, Role | None]:
    """The text without the phrase that says for whom it is asked, and that role. The text stays whole when nothing would be left of it."""
    for pattern in _PATTERNS:
        match = pattern.search(text)
        if match:
            rest = " ".join(f"{text[: match.start()]} {text[match.end() :]}".split())
            role = _role(match)
            if role and any(word not in FILLER for word in normalize(rest).split()):
                return rest, role
    return text, None


def hinted_role(text: str) -> Role | None:
    """A role that is merely named somewhere, by a word that means nothing else."""
    return next((_role(match) for match in _NAMED.finditer(text) if match["role"].casefold() not in _AMBIGUOUS), None)


def _role(match: re.Match[str]) -> Role | None:
    word = " ".join(re.split(r"[-_ ]+", match["role"].casefold()))
    return next((ROLE_WORDS[form] for form in (word, word.replace(" ", "-"), word.replace(" ", "_")) if form in ROLE_WORDS), None)

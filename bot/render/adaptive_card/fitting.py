"""Cards that stay small whatever stands in them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from bot.render.adaptive_card.elements import Card, Element, action_title
from bot.render.text import clean, cut

MAX_BYTES = 20_000  # of UTF-8; Teams takes 28 KB of a card in a message extension, and less is quicker to show
MAX_SPOKEN = 1_200  # characters that a screen reader reads at once
_LEAST_SPOKEN = 150
_NAMELESS = "Glossary"
_ROOMS = (1.0, 0.6, 0.35, 0.2, 0.1, 0.05, 0.02, 0.0)
_SPEECH_MARKUP = str.maketrans({"<": " ", ">": " ", "&": " and "})  # `speak` may be SSML

Build = Callable[[float], tuple[Iterable[Element], list[Element]]]
"""Body and actions, for a share of the usual room in [0, 1]."""


def card(spoken: str, build: Build) -> Card:
    """The first that fits. `spoken` stands for the card in notifications, for screen readers, and where it cannot be shown."""
    made: Card = {}
    for room in _ROOMS:
        body, actions = build(room)
        made = _made(cut(clean(spoken), max(int(MAX_SPOKEN * room), _LEAST_SPOKEN)), list(body), actions)
        if size(made) <= MAX_BYTES:
            return made
    return made


def _made(said: str, body: list[Element], actions: list[Element]) -> Card:
    return {
        "type": "AdaptiveCard",
        "$schema": "https://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "lang": "en",
        **spoken_as(said),
        "body": body,
        **({"actions": actions} if actions else {}),
    }


def spoken_as(text: str) -> dict[str, str]:
    """The properties of a card that stand for it."""
    return {"speak": " ".join(text.translate(_SPEECH_MARKUP).split()) or _NAMELESS, "fallbackText": text or _NAMELESS}


def summary_of(made: Card) -> str:
    """For the notification of a message with this card."""
    return action_title(str(made.get("fallbackText", "")))


def size(made: Card) -> int:
    return len(json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))

"""What can be asked, and what a person reads first."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.answer import TermRef
from bot.render.adaptive_card import controls, names
from bot.render.adaptive_card.elements import Card, Element, action_set, bullets, execute, heading, line, run, show_card, space
from bot.render.adaptive_card.fitting import card
from bot.render.look import Look
from bot.render.text import short

TITLE = "Ask what an AI term means, and what it means for your role"
_ASK = (
    ("rlhf", "what it is; names, abbreviations and descriptions in your own words all work"),
    ("rlhf for a lawyer", "the same for a role"),
    ("rlhf vs dpo", "two or more side by side"),
    ("list [category]", "the categories, or the terms of one"),
    ("search words", "terms that have to do with some words"),
    ("recent \u00b7 random", "what you looked up last; some term"),
    ("role [name]", "your role, remembered everywhere"),
    ("my requests", "what you have requested, and where it stands"),
    ("stats \u00b7 requests", "what was asked; for stewards: what is to be decided"),
)
_ELSEWHERE = (
    "Write to me here, mention me in a chat or a channel, or type {command}. Then go on: \u201cand for product?\u201d, \u201ccompare it with dpo\u201d.",
    "The menu of every message has \u201cExplain terms in this message\u201d and \u201cRequest a glossary term\u201d.",
    "While you write, my search inserts an entry into your message.",
)
_MAX_TRY = 40  # characters of a term in a prompt


def help_card(look: Look) -> Card:
    """All that can be asked."""
    return card(f"{TITLE}. {', '.join(words for words, _ in _ASK)}.", lambda _room: ([*heading(TITLE, "Medium"), *_how(look)], _doors()))


def welcome_card(look: Look, examples: Sequence[TermRef]) -> Card:
    """For somebody, or a team, that meets the app for the first time. `examples` are entries to try."""
    said = "I say what an AI term means, what it means for your role, and where that comes from. What is missing you can request."
    terms = [name for term in examples if (name := short(term.term, _MAX_TRY))]
    prompts = [f"What is {name}?" for name in terms[:2]] + ([f"{terms[0]} vs {terms[1]}"] if len(terms) > 1 else [])

    def build(_room: float) -> tuple[list[Element], list[Element]]:
        tries = action_set([execute(names.SAY, prompt, {"text": prompt}) for prompt in prompts])
        return [
            *heading("Hello, I am the glossary."),
            *line(run(said)),
            *tries,
            *line(run("What is your role?", bold=True)),
            *controls.choose_role(look.role),
        ], [
            show_card("What I can do", _how(look)),
            *_doors(),
        ]

    return card(f"Hello, I am the glossary. {said}", build)


def _how(look: Look) -> list[Element]:
    asked = bullets([*run(words, fontType="Monospace"), space("  "), *run(what)] for words, what in _ASK)
    return [*asked, *(element for text in _ELSEWHERE for element in line(run(text.format(command=look.command)), spacing="Small"))]


def _doors() -> list[Element]:
    return [execute(names.SAY, "My role", {"text": "role"}), execute(names.SAY, "My requests", {"text": "my requests"}), controls.ask_for_entry()]

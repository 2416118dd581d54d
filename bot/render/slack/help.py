"""All that people can do, on one screen."""

from __future__ import annotations

from collections.abc import Iterator

from bot.render.look import Look
from bot.render.slack import blocks, controls
from bot.render.slack.look import Block

_TITLE = "Ask what an AI term means, and what it means for your role"
_COMMANDS = (
    ("rlhf", "what it is; names, abbreviations and descriptions in your own words all work"),
    ("rlhf for a lawyer", "the same for a role"),
    ("rlhf vs dpo", "two or more side by side"),
    ("list [category]", "the categories, or the terms of one"),
    ("search words", "terms that have to do with some words"),
    ("recent", "what you looked up last"),
    ("random", "some term"),
    ("role [name]", "your role, remembered everywhere"),
    ("stats", "what was asked, and what is missing"),
    ("my requests", "what you have requested, and where it stands"),
    ("requests", "for stewards: what is to be decided"),
    ("help", "this; \u201chelp\u201d in quotation marks is a term"),
)
_ELSEWHERE = (
    "Mention me in a channel, or write to me: I answer in the thread. Then go on: \u201cand for product?\u201d, \u201ccompare it with dpo\u201d.",
    "\u201cExplain terms in message\u201d and \u201cRequest a term\u201d are in the menu of every message.",
    "\u201cLook up a term\u201d is among the shortcuts, in threads too.",
)


def help_blocks(look: Look) -> Iterator[Block]:
    yield blocks.header(_TITLE)
    yield from blocks.rich(blocks.bullets([blocks.code(f"{look.command} {words}"), blocks.space("  "), blocks.run(what)] for words, what in _COMMANDS))
    yield from blocks.rich(blocks.lines(*(blocks.run(text) for text in _ELSEWHERE)))
    yield from blocks.actions("help", [controls.look_up()])
    yield from blocks.context("Only you see answers to the command until you share them.")


def help_text(look: Look) -> str:
    commands = ", ".join(f"{look.command} {words}" for words, _ in _COMMANDS)
    return f"{_TITLE}. Commands: {commands}."

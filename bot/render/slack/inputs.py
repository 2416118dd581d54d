"""What people fill in. A field's block has the name of the field, so that what is wrong with it can be shown beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.render.slack import limits
from bot.render.slack.blocks import Element, plain
from bot.render.slack.look import Block, View
from bot.render.text import clean

INPUT_TEXT = 3_000  # characters that a field of text takes


def text(name: str, label: str, value: str = "", *, lines: bool = False, limit: int = INPUT_TEXT, optional: bool = True, hint: str = "") -> Block:
    """A line, or several."""
    element: Element = {"type": "plain_text_input", "action_id": name, "multiline": lines, "max_length": min(limit, INPUT_TEXT)}
    written = "\n".join(map(clean, value.splitlines()))[: min(limit, INPUT_TEXT)]
    if written:
        element["initial_value"] = written
    return field(name, label, element, optional=optional, hint=hint)


def choice(name: str, label: str, options: Mapping[str, str], chosen: str) -> Block:
    """One of several: texts by value."""
    made = _options(options)
    element = {"type": "static_select", "action_id": name, "options": list(made.values()), "initial_option": made[chosen]}
    return field(name, label, element, optional=False)


def choices(name: str, label: str, options: Mapping[str, str], chosen: Sequence[str] = ()) -> Block:
    """Any of several."""
    made = _options(options)
    initial = [made[value] for value in chosen if value in made]
    element: Element = {"type": "multi_static_select", "action_id": name, "options": list(made.values())}
    return field(name, label, {**element, "initial_options": initial} if initial else element)


def tick(name: str, label: str, text: str, *, ticked: bool = False, hint: str = "") -> Block:
    """Yes or no."""
    options = list(_options({name: text}).values())
    element: Element = {"type": "checkboxes", "action_id": name, "options": options}
    return field(name, label, {**element, "initial_options": options} if ticked else element, hint=hint)


def field(name: str, label: str, element: Element, *, optional: bool = True, hint: str = "") -> Block:
    block = {"type": "input", "block_id": name, "label": plain(label, limits.OPTION_TEXT), "element": element, "optional": optional}
    return {**block, "hint": plain(hint, limits.PLACEHOLDER_TEXT)} if hint else block


def modal(callback_id: str, title: str, submit: str, blocks: Sequence[Block], about: str = "") -> View:
    """A form. `about` comes back with it."""
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(title, limits.MODAL_TITLE),
        "submit": plain(submit, limits.MODAL_TITLE),
        "close": plain("Cancel", limits.MODAL_TITLE),
        **({"private_metadata": about} if about else {}),
        "blocks": list(blocks),
    }


def _options(texts: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    return {value: {"text": plain(shown, limits.OPTION_TEXT), "value": value} for value, shown in texts.items()}

"""What people press and choose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.core.answer import TermRef
from bot.core.roles import ROLES, Role
from bot.render.slack import limits, names
from bot.render.slack.blocks import Element, plain
from bot.render.slack.look import Block
from bot.render.text import cut, short

_CATEGORY = 60  # characters: leaves room for a number on the button
MAX_REQUEST = 200  # characters of a wish; a name is shorter


def button(action_id: str, text: str, value: str | None = None, *, primary: bool = False, says: str = "") -> Element:
    """`says` is what a screen reader reads instead of the text."""
    made: Element = {"type": "button", "action_id": action_id, "text": plain(text, limits.BUTTON_TEXT)}
    if value is not None:
        made["value"] = value
    if primary:
        made["style"] = "primary"
    if says:
        made["accessibility_label"] = short(says, limits.BUTTON_TEXT)
    return made


def open_buttons(terms: Iterable[TermRef], first: int = 0, name: str = names.OPEN) -> list[Element]:
    """A button an entry, numbered from `first`: ids are unique in a message."""
    return [
        button(f"{name}:{number}", term.term, term.slug, says=f"Open {term.term}")
        for number, term in enumerate(terms, first)
        if len(term.slug) <= limits.BUTTON_VALUE
    ]


def category_buttons(categories: Iterable[tuple[str, int]]) -> list[Element]:
    named = [(name, count) for category, count in categories if (name := short(category, limits.BUTTON_VALUE))]
    return [button(f"{names.SHOW_CATEGORY}:{number}", f"{cut(name, _CATEGORY)} ({count:,})", name) for number, (name, count) in enumerate(named)]


def role_select(role: Role | None, action_id: str = names.ROLE) -> Element:
    """All roles, and none."""
    options = [_option(profile.person, profile.role.value) for profile in ROLES.values()] + [_option("No role", names.NO_ROLE)]
    select: Element = {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain("Your role" if action_id == names.CHOOSE_ROLE else "For which role?", limits.PLACEHOLDER_TEXT),
        "options": options,
    }
    if role:
        select["initial_option"] = _option(ROLES[role].person, role.value)
    return select


def more() -> Element:
    return button(names.MORE, "More", says="More: the long definition, examples, governance and all sources")


def less() -> Element:
    return button(names.LESS, "Less", says="Less: only the short definition")


def share() -> Element:
    return button(names.SHARE, "Share to channel")


def mine() -> Element:
    return button(names.MINE, "For my role", says="The same for my role, visible only to me")


def request(asked: str) -> list[Element]:
    """Nothing when there is no name to ask for."""
    name = short(asked, MAX_REQUEST)
    return [button(names.REQUEST, "Request this term", name, primary=True, says=f"Request {name}")] if name else []


def ask_for_entry() -> Element:
    """Opens the form of a request, empty."""
    return button(names.REQUEST, "Request a term")


def with_confirmation(element: Element, title: str, text: str, yes: str) -> Element:
    """Asks once more."""
    asked = {
        "title": plain(title, limits.CONFIRM_TITLE),
        "text": plain(text, limits.CONFIRM_TEXT),
        "confirm": plain(yes, limits.CONFIRM_BUTTON),
        "deny": plain("Keep it", limits.CONFIRM_BUTTON),
        "style": "danger",
    }
    return {**element, "confirm": asked}


def look_up() -> Element:
    return button(names.LOOK_UP, "Look up a term")


def feedback(block_id: str) -> Block:
    return {
        "type": "context_actions",
        "block_id": block_id,
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": names.FEEDBACK,
                "positive_button": {"text": plain("Helpful", limits.BUTTON_TEXT), "value": "yes", "accessibility_label": "This answer was helpful"},
                "negative_button": {"text": plain("Not helpful", limits.BUTTON_TEXT), "value": "no", "accessibility_label": "This answer was not helpful"},
            }
        ],
    }


def _option(text: str, value: str) -> Element:
    return {"text": plain(text, limits.OPTION_TEXT), "value": value}


def term_select(action_id: str = names.TERM) -> Element:
    """Asks for suggestions while somebody types; the first ones come before a letter is typed."""
    return {"type": "external_select", "action_id": action_id, "placeholder": plain("Term, alias or acronym", limits.PLACEHOLDER_TEXT), "min_query_length": 0}


def pages(elements: Sequence[Element]) -> list[Sequence[Element]]:
    """As many as one block of actions may hold, each."""
    return [elements[start : start + limits.ACTION_ELEMENTS] for start in range(0, len(elements), limits.ACTION_ELEMENTS)]

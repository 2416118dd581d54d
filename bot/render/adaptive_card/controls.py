"""What people press on answers."""

from __future__ import annotations

from collections.abc import Iterable

from bot.core.answer import TermRef
from bot.core.requests.form import MAX_FREE_CHARS
from bot.core.roles import ROLES, Role
from bot.core.term import MAX_LABEL_CHARS
from bot.render.adaptive_card import names
from bot.render.adaptive_card.elements import Element, action_set, dialog, execute, show_card, small, text_input, toggle_input
from bot.render.adaptive_card.state import write
from bot.render.shown import Shown
from bot.render.text import short

MAX_REQUEST = 200  # characters of a wish; a name is shorter


def open_buttons(terms: Iterable[TermRef]) -> list[Element]:
    return [execute(names.OPEN, term.term, {"slug": term.slug}, says=f"Open {term.term}") for term in terms]


def open_button(term: TermRef) -> Element:
    """Beside the term's name."""
    return execute(names.OPEN, "Open", {"slug": term.slug}, says=f"Open {term.term}")


def other_roles(shown: Shown) -> Element:
    """All roles but the one that is shown; the answer is rendered again."""
    title = f"For {ROLES[shown.role].person} \u25be" if shown.role else "For my role \u25be"
    buttons = [
        execute(names.ROLE, profile.person, write(shown, role=role.value), says=f"What it means for a {profile.person}")
        for role, profile in ROLES.items()
        if role is not shown.role
    ]
    return show_card(title, [*small("Show what it means for"), *action_set(buttons)])


def choose_role(role: Role | None) -> list[Element]:
    """Remembered from then on."""
    buttons = [execute(names.CHOOSE_ROLE, profile.person, {"role": key.value}) for key, profile in ROLES.items() if key is not role]
    return action_set([*buttons, *([execute(names.CHOOSE_ROLE, "No role", {"role": names.NO_ROLE})] if role else [])])


def length(shown: Shown) -> Element:
    if shown.detail:
        return execute(names.LESS, "Less", write(shown), says="Less: only the short definition")
    return execute(names.MORE, "More", write(shown), says="More: the long definition, examples, governance and all sources")


def share(shown: Shown) -> Element:
    return execute(names.SHARE, "Share", write(shown), says="Share with everybody here")


def mine(shown: Shown) -> Element:
    return execute(names.MINE, "For my role", write(shown), says="The same for my role, visible only to me")


def votes(shown: Shown) -> list[Element]:
    return [
        execute(names.FEEDBACK, "Helpful", write(shown, helpful=True), says="This answer was helpful"),
        execute(names.FEEDBACK, "Not helpful", write(shown, helpful=False), says="This answer was not helpful"),
    ]


def request(asked: str) -> list[Element]:
    """The two fields that matter unfold on the spot; all of them are a window away. Nothing when there is no name to ask for."""
    name = short(asked, MAX_REQUEST)
    if not name:
        return []
    fields = [
        text_input("term", "Term or phrase", name, limit=MAX_LABEL_CHARS, required="Which term is missing?"),
        text_input("why", "Why it matters", lines=True, limit=MAX_FREE_CHARS),
        toggle_input("anonymous", "Ask anonymously"),
    ]
    send = [execute(names.FILE, "Send", style="positive", inputs=True), dialog(names.REQUEST_FORM, "All fields", {"term": name})]
    return [show_card("Request this term", fields, send, style="positive")]


def ask_for_entry() -> Element:
    """Opens the form of a request, empty."""
    return dialog(names.REQUEST_FORM, "Request a term")

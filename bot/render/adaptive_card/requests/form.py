"""Where somebody asks for an entry. What there is already is shown when the form opens, and once more before anything is sent."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.requests import MyRequest, OpenRequest, RequestForm, Similar, Urgency
from bot.core.requests.form import MAX_FREE_CHARS
from bot.core.roles import ROLES
from bot.core.term import MAX_LABEL_CHARS, MAX_URL_CHARS
from bot.render import request_words
from bot.render.adaptive_card import names
from bot.render.adaptive_card.controls import open_buttons
from bot.render.adaptive_card.elements import (
    Card,
    Element,
    action_set,
    beside,
    choice_input,
    container,
    execute,
    heading,
    line,
    run,
    small,
    submit,
    text_input,
    toggle_input,
)
from bot.render.adaptive_card.fitting import card
from bot.render.look import Look
from bot.render.text import short

TITLE = "Request a term"
_MAX_SIMILAR = 3  # of each kind: the fields below must not disappear from sight
_MEANING = 120  # characters: a line
_PROBLEM = 300


def request_form(form: RequestForm, similar: Similar | None = None, *, asked: bool = False, problem: str = "") -> Card:
    """A form with what is known of the wish. `similar` is what there is already; `asked` when it is sent, and stands in doubt because of that.

    Args:
        problem: what is wrong with a field.
    """
    name = names.FILE_ANYWAY if asked else names.FILE
    send = submit(name, "Request it all the same" if asked else "Send", style="positive")

    def build(room: float) -> tuple[list[Element], list[Element]]:
        said = container(line(run(problem, bold=True, limit=_PROBLEM)), "attention")
        return [*said, *(seen(similar) if similar else ()), *_fields(form, room)], [send]

    return card(TITLE, build)


def requested_card(request: MyRequest, look: Look, *, first: bool, anonymous: bool) -> Card:
    """What is asked for, and what happens next."""
    said = request_words.filed(request, first=first)
    follow = f"{look.command} my requests shows where it stands; there you can add details or withdraw it."

    def build(_room: float) -> tuple[list[Element], list[Element]]:
        unnamed = "Stewards do not see your name." if anonymous else ""
        return [*heading(said, "Medium"), *line(run(request_words.what_next(request))), *line(run(unnamed)), *small(follow)], []

    return card(f"{said} {request_words.what_next(request)}", build)


def alike_card(form: RequestForm, similar: Similar) -> Card:
    """What there is already, for a wish that was written on an answer: it is sent all the same, or something else will do."""
    wish = {"term": form.term, "why": form.why, "anonymous": str(form.anonymous).lower()}

    def build(_room: float) -> tuple[list[Element], list[Element]]:
        openers = action_set(open_buttons(similar.entries[:_MAX_SIMILAR]))
        return [*seen(similar), *openers], [execute(names.FILE_ANYWAY, "Request it all the same", wish)]

    return card(f"Before {request_words.quoted(form.term)} is requested: this is there already.", build)


def seen(similar: Similar) -> Iterator[Element]:
    """Entries and requests that may be what is asked for."""
    entries = similar.entries[:_MAX_SIMILAR]
    if entries:
        items = [*line(run("This is in the glossary:" if similar.sure else "This looks like:", bold=True))]
        for entry in entries:
            items += line(run(entry.term, bold=True, limit=_MEANING), [{"type": "TextRun", "text": "  "}], run(entry.short_def, limit=_MEANING))
        yield from container(items, "emphasis")
    requests = similar.requests[:_MAX_SIMILAR]
    if requests:
        rows = [element for request in requests for element in _asked(request)]
        yield from container([*line(run("Somebody has asked for this already:", bold=True)), *rows], "emphasis")


def _asked(request: OpenRequest) -> list[Element]:
    said = "you are among them" if request.mine else request_words.STATES_FOR_ASKERS[request.state]
    named = line(run(request.term, bold=True, limit=_MEANING), [{"type": "TextRun", "text": "  "}], run(f"{request_words.people(request.askers)}; {said}"))
    button = execute(names.SUPPORT, "Me too", {"request": request.id}, says=f"I want {request.term} too")
    return named if request.mine else beside(named, action_set([button]))


def _fields(form: RequestForm, room: float) -> Iterator[Element]:
    """What the asker has written stays whole; what was found in a message may be shortened."""
    excerpt = short(form.excerpt, max(int(MAX_FREE_CHARS * room), 100))
    yield text_input("term", "Term or phrase", form.term, limit=MAX_LABEL_CHARS, required="Which term is missing?")
    yield text_input("excerpt", "What it said there; remove what stewards should not see", excerpt, lines=True, limit=MAX_FREE_CHARS)
    yield text_input("why", "Why it matters", form.why, lines=True, limit=MAX_FREE_CHARS)
    yield text_input("where_seen", "Where you saw it", form.where_seen, limit=MAX_URL_CHARS, hint="A link")
    yield choice_input("urgency", "When it is needed", {urgency.value: request_words.URGENCIES[urgency] for urgency in Urgency}, [form.urgency.value])
    yield choice_input("roles", "Who else is affected", {role.value: profile.person for role, profile in ROLES.items()}, form.roles, several=True)
    yield text_input("aliases", "Other names, one a line", "\n".join(form.aliases), lines=True)
    yield text_input("links", "Helpful links, one a line", "\n".join(form.links), lines=True)
    yield toggle_input("anonymous", "Ask anonymously: stewards see no name; you still hear from me", on=form.anonymous)

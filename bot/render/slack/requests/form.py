"""Where somebody asks for an entry: what there is already is shown while the term is typed."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.requests import MyRequest, OpenRequest, RequestForm, Similar, Urgency
from bot.core.requests.form import MAX_FREE_CHARS
from bot.core.roles import ROLES
from bot.core.term import MAX_LABEL_CHARS, MAX_URL_CHARS
from bot.render import request_words
from bot.render.look import Look
from bot.render.slack import blocks, controls, inputs, limits, names
from bot.render.slack.look import Block, View
from bot.render.text import short

SIMILAR = "similar"  # how the ids of blocks begin that show what there is already
TITLE = "Request a term"
_MAX_SIMILAR = 3  # of each kind: the fields below must not disappear from sight
_MEANING = 120  # characters: a line


def request_form(form: RequestForm, similar: Similar | None = None) -> View:
    """A form with what is known of the wish. `similar` is what there is already; None while nobody knows."""
    fields = [_term(form.term), *(_seen(similar) if similar else ()), *_rest(form)]
    return inputs.modal(names.REQUEST_FORM, TITLE, "Send", fields)


def requested_view(request: MyRequest, look: Look, *, first: bool, anonymous: bool) -> View:
    """In the place of the form: what is asked for, and what happens next."""
    return {
        "type": "modal",
        "callback_id": names.REQUEST_FORM,
        "title": blocks.plain(TITLE, limits.MODAL_TITLE),
        "close": blocks.plain("Done", limits.MODAL_TITLE),
        "blocks": [
            blocks.section(request_words.filed(request, first=first)),
            *blocks.rich(
                blocks.lines(
                    blocks.run("What happens next", bold=True), blocks.run(request_words.what_next(request)), blocks.run(_unnamed(anonymous=anonymous))
                )
            ),
            *blocks.context(f"{look.command} my requests shows where it stands; there you can add details or withdraw it."),
        ],
    }


def _term(term: str) -> Block:
    block = inputs.text("term", "Term or phrase", term, limit=MAX_LABEL_CHARS, optional=False)
    told = {"action_id": names.REQUESTED_TERM, "dispatch_action_config": {"trigger_actions_on": ["on_character_entered", "on_enter_pressed"]}}
    return {**block, "element": {**block["element"], **told}, "dispatch_action": True}


def _rest(form: RequestForm) -> Iterator[Block]:
    yield inputs.text("where_seen", "Where you saw it", form.where_seen, limit=MAX_URL_CHARS, hint="A link; remove it if you like.")
    yield inputs.text("excerpt", "What it said there", form.excerpt, lines=True, limit=MAX_FREE_CHARS, hint="Remove what stewards should not see.")
    yield inputs.text("why", "Why it matters", form.why, lines=True, limit=MAX_FREE_CHARS)
    yield inputs.choices("roles", "Who else is affected", {role.value: profile.person for role, profile in ROLES.items()}, form.roles)
    yield inputs.choice("urgency", "When it is needed", {urgency.value: request_words.URGENCIES[urgency] for urgency in Urgency}, form.urgency)
    yield inputs.text("links", "Helpful links", "\n".join(form.links), lines=True, hint="One a line.")
    yield inputs.text("aliases", "Other names", "\n".join(form.aliases), lines=True, hint="One a line.")
    yield inputs.tick("anonymous", "Your name", "Ask anonymously", ticked=form.anonymous, hint="Stewards see no name; you still hear from me.")


def _seen(similar: Similar) -> Iterator[Block]:
    entries = similar.entries[:_MAX_SIMILAR]
    if entries:
        heading = "This is in the glossary:" if similar.sure else "This looks like:"
        meanings = [[blocks.run(entry.term, bold=True), blocks.space("  "), blocks.run(entry.short_def, limit=_MEANING)] for entry in entries]
        yield from _named(f"{SIMILAR}:entries", blocks.line(blocks.run(heading)), blocks.bullets(meanings))
        yield from blocks.actions(f"{SIMILAR}:open", controls.open_buttons(entries, name=names.SEEN_ENTRY))
    requests = similar.requests[:_MAX_SIMILAR]
    if requests:
        yield from _named(f"{SIMILAR}:requests", blocks.line(blocks.run("Somebody has asked for this already:")), blocks.bullets(map(_asked, requests)))
        yield from blocks.actions(f"{SIMILAR}:support", [_too(request, number) for number, request in enumerate(requests) if not request.mine])


def _named(block_id: str, *parts: list[blocks.Element]) -> Iterator[Block]:
    yield from ({**block, "block_id": block_id} for block in blocks.rich(*parts))


def _asked(request: OpenRequest) -> list[list[blocks.Run]]:
    said = "you are among them" if request.mine else request_words.STATES_FOR_ASKERS[request.state]
    return [blocks.run(request.term, bold=True), blocks.space("  "), blocks.run(f"{request_words.people(request.askers)}; {said}")]


def _too(request: OpenRequest, number: int) -> blocks.Element:
    return controls.button(f"{names.SUPPORT}:{number}", f"Me too: {short(request.term, 50)}", str(request.id), says=f"I want {request.term} too")


def _unnamed(*, anonymous: bool) -> str:
    return "Stewards do not see your name." if anonymous else ""

"""What a step makes of a request: pure rules, without rights and storage."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.glossary import Glossary
from bot.core.requests.due import due
from bot.core.requests.form import Draft, RequestForm, cleaned, shortened
from bot.core.requests.jobs import Notice
from bot.core.requests.lifecycle import Act, Happened, State, after
from bot.core.requests.request import MAX_DETAILS, Supporter, TermRequest
from bot.core.requests.similar import taken_labels
from bot.errors import InvalidRequest


@dataclass(frozen=True, slots=True)
class Change:
    """The request as it is afterwards, what to remember of it, and who is told. `told` None means all askers."""

    request: TermRequest
    happened: Happened
    note: str = ""
    notice: Notice | None = None
    told: tuple[str, ...] | None = None


def supported(request: TermRequest, user: str, at: datetime, *, anonymous: bool, note: str = "") -> Change | None:
    """None when this person is among the askers already: the first wish, and how it was made, counts."""
    after(request.state, Act.SUPPORT)
    if user in request.askers:
        return None
    return Change(replace(request, supporters=(*request.supporters, Supporter(user, at, anonymous))), Happened.SUPPORTED, note)


def withdrawn(request: TermRequest, user: str) -> Change:
    """Whoever asked first hands over to the next: what others want as well does not go away. What the first one had seen does."""
    closed = after(request.state, Act.WITHDRAW)
    others = tuple(supporter for supporter in request.supporters if supporter.user != user)
    if request.requester != user:
        return Change(replace(request, supporters=others), Happened.SUPPORT_WITHDRAWN)
    if not others:
        return Change(replace(request, state=closed), Happened.WITHDRAWN)
    form = replace(request.form, anonymous=others[0].anonymous, where_seen="", excerpt="")
    return Change(replace(request, form=form, requester=others[0].user, supporters=others[1:]), Happened.HANDED_OVER)


def with_details(request: TermRequest, text: str, at: datetime, promised_days: int) -> Change:
    """The promise begins anew where the stewards had waited for it."""
    state = after(request.state, Act.ADD_DETAILS)
    text = shortened(text)
    if not text:
        raise InvalidRequest("details", "there is nothing in it yet")
    if len(request.details) >= MAX_DETAILS:
        raise InvalidRequest("details", f"a request has room for {MAX_DETAILS} additions")
    due_at = due(at, promised_days) if request.state is State.NEEDS_INFO else request.due_at
    return Change(replace(request, state=state, details=(*request.details, text), due_at=due_at), Happened.DETAILS_ADDED, text)


def edited(request: TermRequest, form: RequestForm) -> Change | None:
    """Where it was seen, and whether the asker is named, is the asker's: a steward changes neither. None when nothing is different."""
    after(request.state, Act.EDIT)
    mine = request.form
    form = cleaned(replace(form, anonymous=mine.anonymous, where_seen=mine.where_seen, excerpt=mine.excerpt))
    if form == mine:
        return None
    note = f"{mine.term} -> {form.term}" if form.term != mine.term else ""
    return Change(replace(request, form=form), Happened.EDITED, note)


def asked(request: TermRequest, question: str) -> Change:
    """The requester answers; where nobody knows who that was, the supporters."""
    state = after(request.state, Act.ASK)
    question = _needed("question", question, "say what you need to know")
    told = (request.requester,) if request.requester else None
    return Change(replace(request, state=state, said=question), Happened.ASKED, question, Notice.NEEDS_INFO, told)


def accepted(request: TermRequest, glossary: Glossary, draft: Draft | None, note: str) -> Change:
    state, note = after(request.state, Act.ACCEPT), shortened(note)
    return Change(
        replace(request, state=state, said=note, draft=draft or request.draft, taken=taken_labels(request, glossary)), Happened.ACCEPTED, note, Notice.ACCEPTED
    )


def drafted(request: TermRequest, draft: Draft) -> Change:
    return Change(replace(request, state=after(request.state, Act.DRAFT), draft=draft), Happened.DRAFTED)


def declined(request: TermRequest, reason: str, *, reconsider: bool) -> Change:
    state = after(request.state, Act.DECLINE, reconsider=reconsider)
    reason = _needed("reason", reason, "say why: the people who asked will read it")
    return Change(replace(request, state=state, said=reason), Happened.DECLINED, reason, Notice.DECLINED)


def duplicate_of_term(request: TermRequest, slug: str, note: str, *, reconsider: bool) -> Change:
    state, note = after(request.state, Act.MARK_DUPLICATE, reconsider=reconsider), shortened(note)
    return Change(replace(request, state=state, said=note, slug=slug), Happened.MARKED_DUPLICATE, note or slug, Notice.DUPLICATE)


def duplicate_of_request(request: TermRequest, other: TermRequest, note: str, *, reconsider: bool) -> Change:
    """`other` is open, or has become an entry that the askers are told instead."""
    state, note = after(request.state, Act.MARK_DUPLICATE, reconsider=reconsider), shortened(note)
    if other.id == request.id:
        raise InvalidRequest("duplicate_of", "a request is no duplicate of itself")
    if not (other.is_open or other.state is State.PUBLISHED):
        raise InvalidRequest("duplicate_of", f"request {other.id} is closed: nobody would hear of it any more")
    marked = replace(request, state=state, said=note, duplicate_of=other.id, slug=other.slug)
    return Change(marked, Happened.MARKED_DUPLICATE, note or f"request {other.id}", Notice.DUPLICATE)


def merged(other: TermRequest, newcomers: Iterable[Supporter], source: int, at: datetime) -> Change:
    """The askers of request `source` support `other`, each as named or unnamed as before."""
    known = set(other.askers)
    joining = tuple(replace(asker, since=at) for asker in newcomers if asker.user not in known)
    return Change(replace(other, supporters=(*other.supporters, *joining)), Happened.MERGED, f"request {source}")


def published(request: TermRequest, slug: str) -> Change:
    return Change(replace(request, state=after(request.state, Act.PUBLISH), slug=slug), Happened.PUBLISHED, slug, Notice.PUBLISHED)


def _needed(field: str, text: str, otherwise: str) -> str:
    text = shortened(text)
    if not text:
        raise InvalidRequest(field, otherwise)
    return text

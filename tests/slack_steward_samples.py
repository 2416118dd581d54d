"""What the golden files show of stewards: cards, their windows, the queue, the digest and candidates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.core.replies import StewardQueue
from bot.core.requests import (
    By,
    Candidate,
    Card,
    Citation,
    Draft,
    EventView,
    Happened,
    NamedRequestView,
    Queue,
    QueueFilter,
    RequestForm,
    RequestView,
    State,
    TriageCard,
    Urgency,
)
from bot.core.roles import Role
from bot.render.look import Look
from bot.render.slack import names
from bot.render.slack.requests import said, words
from bot.render.slack.requests.about import About
from bot.render.slack.requests.card import card_message, card_view
from bot.render.slack.requests.queue import candidates_message, digest_message, queue_message
from bot.render.slack.requests.windows import window
from tests.fakes import TODAY

LOOK = Look(TODAY, public_url="https://glossary.example.com")
ASKED = datetime(2026, 11, 16, 9, tzinfo=UTC)
FORM = RequestForm(
    "speculative decoding",
    where_seen="https://acme.slack.com/archives/C024BE91L/p1763283600000100",
    excerpt="With speculative decoding on, the assistant answers twice as fast. Do we have to tell customers?",
    why="Sales is asked what it is, and whether answers change.",
    roles=(Role.PRODUCT, Role.LEGAL),
    urgency=Urgency.NOW,
    links=("https://arxiv.org/abs/2211.17192",),
    aliases=("assisted generation",),
)
DRAFT = Draft(
    "A small model proposes the next words and the large one checks them all at once, so that the same answer comes sooner.",
    {Role.LEGAL: "The output is that of the large model; its terms apply."},
    (Citation("Fast Inference from Transformers via Speculative Decoding (Leviathan et al., 2023)", "https://arxiv.org/abs/2211.17192"),),
)


def request(number: int = 12, form: RequestForm = FORM, requester: str | None = "U012AB3CD", **changes: Any) -> RequestView:
    """An open one; without `requester`, of somebody who is not named."""
    fields: dict[str, Any] = {
        "id": number,
        "form": form,
        "state": State.SUBMITTED,
        "askers": 3,
        "supporters": (),
        "created_at": ASKED,
        "updated_at": ASKED,
        "due_at": ASKED + timedelta(days=7),
        "overdue": False,
        "details": (),
        "said": "",
        "draft": None,
        "slug": None,
        "duplicate_of": None,
        **changes,
    }
    return NamedRequestView(**fields, requester=requester) if requester else RequestView(**fields)


def event(action: Happened, who: str | None, *, by: By = By.STEWARD, to: State | None = None, note: str = "", days: int = 1) -> EventView:
    return EventView(ASKED + timedelta(days=days), by, who, action, State.SUBMITTED, to, note)


FILED = event(Happened.SUBMITTED, "U012AB3CD", by=By.ASKER, to=State.SUBMITTED, days=0)
ACCEPTED = event(Happened.ACCEPTED, "U0STEWARD", to=State.ACCEPTED, note="Good one.")
NEW = TriageCard(request(), (FILED,), None)
ANONYMOUS = TriageCard(
    request(13, RequestForm("KV cache", anonymous=True), None, state=State.NEEDS_INFO, said="Which product?", details=("The one for support.",)),
    (event(Happened.SUBMITTED, None, by=By.ANONYMOUS, days=0), event(Happened.ASKED, "U0STEWARD", to=State.NEEDS_INFO, note="Which product?")),
    Card("C1", "1.1"),
)
DRAFTED = TriageCard(request(state=State.ACCEPTED, draft=DRAFT, said="Good one."), (FILED, ACCEPTED), Card("C1", "1.1"))
PUBLISHED = TriageCard(
    request(state=State.PUBLISHED, slug="speculative-decoding"),
    (FILED, ACCEPTED, event(Happened.PUBLISHED, None, by=By.SYSTEM, to=State.PUBLISHED, note="speculative-decoding", days=3)),
    Card("C1", "1.1"),
)
COUNTS = {
    QueueFilter.OPEN: 15,
    QueueFilter.OVERDUE: 1,
    QueueFilter.SUBMITTED: 9,
    QueueFilter.NEEDS_INFO: 2,
    QueueFilter.ACCEPTED: 4,
    QueueFilter.CLOSED: 31,
    QueueFilter.ALL: 46,
}
QUEUE = Queue((request(overdue=True), ANONYMOUS.request, DRAFTED.request), COUNTS)
BACKLOG = StewardQueue(QUEUE)
CANDIDATES = (
    Candidate("speculative decoding", 20, 12, ("speculative decoding", "speculative decode"), ASKED, None),
    Candidate("KV cache", 3, 1, ("KV cache",), ASKED, 13),
    Candidate("warp drive", 2, 0, ("warp drive",), ASKED, None),
)

STEWARD_MESSAGES: Mapping[str, Callable[[], dict[str, Any]]] = {
    "card": lambda: card_message(NEW, LOOK),
    "card-anonymous": lambda: card_message(ANONYMOUS, LOOK),
    "card-drafted": lambda: card_message(DRAFTED, LOOK),
    "card-published": lambda: card_message(PUBLISHED, LOOK),
    "card-decided-meanwhile": lambda: card_message(DRAFTED, LOOK, words.decided(DRAFTED.history)),
    "decided-meanwhile": lambda: said.said_message(words.decided(DRAFTED.history)),
    "queue": lambda: queue_message(BACKLOG, LOOK),
    "queue-empty": lambda: queue_message(StewardQueue(Queue((), {}), QueueFilter.OVERDUE), LOOK),
    "digest": lambda: digest_message(QUEUE),
    "candidates": lambda: candidates_message(CANDIDATES, LOOK),
    "candidates-none": lambda: candidates_message((), LOOK),
}
STEWARD_VIEWS: Mapping[str, Callable[[], dict[str, Any]]] = {
    "modal-card": lambda: card_view(NEW, LOOK, About(12).write()),
    "modal-accept": lambda: window(names.ACCEPT, NEW.request, About(12).write()),
    "modal-draft": lambda: window(names.DRAFT, DRAFTED.request, About(12, reconsider=True).write()),
    "modal-ask": lambda: window(names.ASK, NEW.request, About(12).write()),
    "modal-edit": lambda: window(names.EDIT, NEW.request, About(12).write()),
    "modal-decline": lambda: window(names.DECLINE, NEW.request, About(12).write()),
    "modal-duplicate": lambda: window(names.DUPLICATE, NEW.request, About(12).write()),
    "modal-decided-meanwhile": lambda: said.said_view(words.decided(DRAFTED.history)),
}

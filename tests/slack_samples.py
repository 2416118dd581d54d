"""What the golden files and the pictures of Slack show: a fixed glossary, and one of every message and view."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot.core.answer import Comparison, Definition, Disambiguation, Match, Mention, Mentions, NotFound, Step, Suggestions, TermRef
from bot.core.assistant import takeaway
from bot.core.glossary import ref
from bot.core.requests import CLOSED, MyRequest, Notice, OpenRequest, RequestForm, Similar, State, Urgency, due
from bot.core.roles import Role
from bot.core.term import Term
from bot.core.typeahead import Completion
from bot.core.usage import Counted, Statistics
from bot.render.look import Look, Place
from bot.render.slack import messages, suggestions, unfurl, views
from bot.render.slack.requests import form, mine
from bot.render.slack.requests.notices import notice_message
from bot.render.slack.step import step_outputs
from tests.fakes import TODAY, a_term
from tests.slack_steward_samples import BACKLOG, STEWARD_MESSAGES, STEWARD_VIEWS

WEB = "https://glossary.example.com"
LOOK = Look(TODAY, role=Role.PRODUCT, public_url=WEB)

RLHF = a_term(
    "reinforcement learning from human feedback",
    slug="rlhf",
    aliases=["RLHF", "preference optimization"],
    short_def="A way to train a model on people's judgments: raters compare answers, a second model learns what they like, "
    "and the first is adjusted until its answers score higher.",
    long_def="A base model first imitates good sample answers. Raters then compare several answers to the same prompt, and their choices train a reward "
    "model that predicts which answer a rater would pick. Finally the main model is adjusted toward higher predicted reward, with a penalty that keeps it "
    "close to where it started. It rewards what looks good to a rater, which is not always what is true.",
    takeaways={"product": "Plan for recurring rounds of labelling; a change of policy means new preference data."},
    audiences={"exec": "A vendor's \u201caligned\u201d rests on who rated its answers.", "engineer": "Watch the distance from the model you started with."},
    examples={
        "do": ["Have support staff rate pairs of draft replies, and keep a sample that is rated twice.", "Test the tuned model on factual questions."],
        "dont": ["Use raters from one country to set the tone of an assistant that will serve twenty.", "Call a rising reward a proof of quality."],
    },
    governance={"nist_rmf_tags": ["validity", "fairness"], "risk_notes": "The model may learn to please rather than to be right."},
    citations=[
        {"source": "InstructGPT (Ouyang et al., 2022)", "url": "https://arxiv.org/abs/2203.02155"},
        {"source": "Deep reinforcement learning from human preferences (Christiano et al., 2017)", "url": "https://arxiv.org/abs/1706.03741"},
        {"source": "Towards Understanding Sycophancy in Language Models (Sharma et al., 2023)", "url": "https://arxiv.org/abs/2310.13548"},
    ],
    last_reviewed="2026-10-09",
)
PRECISION = a_term(
    "precision",
    short_def="Of all the items a system flagged, the share that really were what it was looking for.",
    takeaways={"product": "Low precision is the false alarm that users learn to ignore."},
    citations=[{"source": "An introduction to information retrieval (Manning et al., 2008)", "url": "https://nlp.stanford.edu/IR-book/"}],
    status="reviewed",
    last_reviewed="2025-09-01",
)
RECALL = a_term(
    "recall",
    aliases=["sensitivity", "true positive rate"],
    short_def="Of all the items that were there to be found, the share that a system flagged.",
    status="draft",
    last_reviewed=None,
)
RELATED = (
    TermRef("reward-model", "reward model", "A model that scores answers as a person would."),
    TermRef("alignment", "alignment", "How far a system does what the people it serves intend."),
    TermRef("preference-dataset", "preference dataset", "Pairs of answers to the same prompt, with a note which of them people liked better."),
)
RAG = (
    TermRef("rag", "retrieval-augmented generation", "Answering from passages that a search has found, and naming them."),
    TermRef("rag-rating", "red-amber-green rating", "A traffic light for the state of a project."),
)
STATISTICS = Statistics(
    since=date(2026, 10, 25),
    until=TODAY,
    questions=1_284,
    answered=1_170,
    by_step={"exact": 900, "fuzzy": 120, "semantic": 150},
    most_asked=(Counted("reinforcement learning from human feedback", 61), Counted("retrieval-augmented generation", 48), Counted("hallucination", 40)),
    unanswered=(Counted("beam search", 9), Counted("flux capacitor", 2)),
    helpful=46,
    not_helpful=4,
)


def answered(term: Term, role: Role | None = Role.PRODUCT, step: Step = Step.EXACT, score: float = 1.0, label: str | None = None, **more: Any) -> Definition:
    return Definition(term, Match(step, score, label), takeaway(term, role) if role else None, **more)


def _look(**changes: Any) -> Look:
    return Look(**{"today": TODAY, "role": Role.PRODUCT, "public_url": WEB, **changes})


_COMPARED = Comparison((answered(PRECISION), answered(RECALL)), missing=("beam search",))
_MENTIONED = Mentions(
    "RLHF needs a reward model, and rlhf needs raters",
    (Mention(0, 4, "RLHF", (ref(RLHF),)), Mention(13, 25, "reward model", (RELATED[0],)), Mention(31, 35, "rlhf", (ref(RLHF),))),
)

_DAY = datetime(2026, 11, 20, 9, tzinfo=UTC)
_FORM = RequestForm(
    "flux capacitor",
    where_seen="https://acme.slack.com/archives/C1/p1700000000000002",
    excerpt="Our flux capacitor needs more power than anybody expected",
    why="Customers ask for it & nobody can say what it is.",
    roles=(Role.PRODUCT, Role.LEGAL),
    urgency=Urgency.QUARTER,
    links=("https://example.com/flux",),
    aliases=("FC",),
    anonymous=True,
)
_SIMILAR = Similar(
    (ref(RLHF), RELATED[0]),
    (OpenRequest(7, "flux capacitors", State.SUBMITTED, 12, mine=False), OpenRequest(9, "fluxer", State.ACCEPTED, 1, mine=True)),
    sure=False,
)


def _my_request(state: State = State.SUBMITTED, **changes: Any) -> MyRequest:
    undecided, closed = state in {State.SUBMITTED, State.NEEDS_INFO}, state in CLOSED
    made = MyRequest(12, "flux capacitor", state, 3, _DAY, due(_DAY), False, "", None, None, True, _FORM, not closed, undecided)
    return replace(made, **changes)


_MINE = (
    _my_request(State.NEEDS_INFO, said="Which kind do you mean?"),
    _my_request(id=13, term="warp drive", overdue=True, askers=1),
    _my_request(State.PUBLISHED, id=14, term="RLHF", slug="rlhf", mine=False, form=None),
    _my_request(State.DECLINED, id=15, term="perpetual motion", said="It is <not> possible.", askers=1),
)
MESSAGES: Mapping[str, Callable[[], dict[str, Any]]] = {
    "answer": lambda: messages.answer_message(answered(RLHF, related=RELATED), LOOK),
    "answer-more": lambda: messages.answer_message(answered(RLHF, related=RELATED), _look(detail=True)),
    "answer-without-role": lambda: messages.answer_message(answered(RLHF, None, related=RELATED), Look(TODAY)),
    "answer-shared": lambda: messages.answer_message(answered(RLHF, related=RELATED), _look(place=Place.CHANNEL, sharer="U012AB3CD")),
    "answer-direct-by-meaning": lambda: messages.answer_message(
        answered(RLHF, Role.EXECUTIVE, Step.SEMANTIC, 0.64, also=(RELATED[1],), related=RELATED), _look(place=Place.DIRECT, role=Role.EXECUTIVE)
    ),
    "answer-stale-misspelt": lambda: messages.answer_message(
        answered(PRECISION, Role.LEGAL, Step.FUZZY, 0.9, "precision"), _look(role=Role.LEGAL, note="Your role is remembered: /define role changes it.")
    ),
    "answer-by-words": lambda: messages.answer_message(answered(RLHF, lexical_only=True), LOOK),
    "comparison": lambda: messages.answer_message(_COMPARED, LOOK),
    "comparison-half": lambda: messages.answer_message(Comparison((answered(RLHF, related=RELATED),), missing=("beam search",)), LOOK),
    "comparison-more": lambda: messages.answer_message(Comparison((answered(RLHF), answered(RECALL))), _look(detail=True)),
    "comparison-in-a-channel": lambda: messages.answer_message(_COMPARED, _look(place=Place.CHANNEL)),
    "senses": lambda: messages.answer_message(Disambiguation("RAG", RAG, Match(Step.EXACT, 1.0, "rag")), LOOK),
    "closest": lambda: messages.answer_message(Suggestions("the thing that scores", RELATED), LOOK),
    "closest-to-a-concept": lambda: messages.answer_message(Suggestions("beams", RELATED, concept="beam search", lexical_only=True), LOOK),
    "not-found": lambda: messages.answer_message(NotFound("flux capacitor"), LOOK),
    "not-found-nothing-asked": lambda: messages.answer_message(NotFound("", lexical_only=True), LOOK),
    "mentions": lambda: messages.mentions_message(_MENTIONED, LOOK),
    "mentions-none": lambda: messages.mentions_message(Mentions("hello", ()), LOOK),
    "terms": lambda: messages.terms_message("Terms in LLM Core", [ref(RLHF), *RELATED], LOOK, total=40),
    "terms-without-a-web-glossary": lambda: messages.terms_message("Terms in LLM Core", [ref(RLHF), *RELATED], Look(TODAY), total=40),
    "categories": lambda: messages.categories_message({"Evaluation": 6, "LLM Core": 14, "Security & Safety": 9}, LOOK),
    "role": lambda: messages.role_message(Role.PRODUCT, LOOK),
    "role-none": lambda: messages.role_message(None, Look(TODAY)),
    "help": lambda: messages.help_message(LOOK),
    "stats": lambda: messages.stats_message(STATISTICS, LOOK),
    "stats-none": lambda: messages.stats_message(Statistics(date(2026, 10, 25), TODAY, 0, 0), Look(TODAY)),
    **STEWARD_MESSAGES,
    "notice": lambda: messages.notice("I could not post into #ai & <safety>: invite me there with /invite, then press the button again."),
    "my-requests": lambda: mine.mine_message(_MINE, LOOK),
    "my-requests-none": lambda: mine.mine_message((), LOOK),
    "told-question": lambda: notice_message(Notice.NEEDS_INFO, _MINE[0], _look(place=Place.DIRECT)),
    "told-accepted": lambda: notice_message(Notice.ACCEPTED, _my_request(State.ACCEPTED, said="Ann writes it."), _look(place=Place.DIRECT)),
    "told-declined": lambda: notice_message(Notice.DECLINED, _MINE[3], _look(place=Place.DIRECT)),
    "told-duplicate-of-a-request": lambda: notice_message(
        Notice.DUPLICATE, _my_request(State.DUPLICATE, duplicate_of=13), _look(place=Place.DIRECT), other=_MINE[1]
    ),
    "told-published": lambda: notice_message(Notice.PUBLISHED, _MINE[2], _look(place=Place.DIRECT), entry=answered(RLHF, related=RELATED)),
}
VIEWS: Mapping[str, Callable[[], dict[str, Any]]] = {
    "home": lambda: views.home_view(views.Home(Role.PRODUCT, (ref(RLHF), RELATED[0]), (ref(PRECISION), *RELATED), LOOK, 33)),
    "home-first-visit": lambda: views.home_view(views.Home(None, (), (), Look(TODAY), 33)),
    "home-with-requests": lambda: views.home_view(views.Home(Role.PRODUCT, (ref(RLHF),), (), LOOK, 33, mine=_MINE)),
    "request": lambda: form.request_form(RequestForm("")),
    "request-filled-in": lambda: form.request_form(_FORM, _SIMILAR),
    "requested": lambda: form.requested_view(_my_request(), LOOK, first=True, anonymous=True),
    "requested-again": lambda: form.requested_view(_my_request(mine=False, form=None), LOOK, first=False, anonymous=False),
    "request-details": lambda: mine.details_form(_MINE[0], "12"),
    "home-of-a-steward": lambda: views.home_view(views.Home(Role.PRODUCT, (), (ref(PRECISION),), LOOK, 33, backlog=BACKLOG)),
    **STEWARD_VIEWS,
    "modal": lambda: views.look_up_modal(LOOK),
    "modal-answer": lambda: views.look_up_modal(_look(place=Place.MODAL), answer=answered(RLHF, related=RELATED), note="Only you see this."),
}
OTHERS: Mapping[str, Callable[[], dict[str, Any]]] = {
    "unfurl": lambda: unfurl.unfurl(answered(RLHF), LOOK),
    "options": lambda: suggestions.options([Completion("rlhf", RLHF.term, "RLHF", RLHF.short_def), *RELATED]),
    "prompts": lambda: dict([suggestions.prompts([RLHF, PRECISION, RECALL])]),
    "step": lambda: dict(step_outputs(answered(RLHF), LOOK)),
}

"""One of every card, as its golden file holds it. The values are those of the Slack samples: both platforms show the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.core.answer import Comparison, Disambiguation, Match, NotFound, Step, Suggestions
from bot.core.replies import CategoryList, Help, RoleCard, StewardQueue
from bot.core.requests import Notice, QueueFilter, RequestForm, State
from bot.core.roles import Role
from bot.render.adaptive_card import answers, cards, help, replies, unfurl  # noqa: A004 - a module
from bot.render.adaptive_card.requests import card, draft, form, mine, notices, queue
from bot.render.look import Look, Place
from tests import slack_samples as slack
from tests import slack_steward_samples as steward
from tests.fakes import TODAY

LOOK, WEB = slack.LOOK, slack.WEB
PERSON = "6f0c8f9a-3b6e-4f3e-8f0e-1f1f0c8a2b11"


def named(user: str) -> str:
    return {"U012AB3CD": "Ann Lee", "U0STEWARD": "Sam Steward"}.get(user, "a colleague")


def _look(**changes: Any) -> Look:
    return Look(**{"today": TODAY, "role": Role.PRODUCT, "public_url": WEB, **changes})


CARDS: Mapping[str, Callable[[], dict[str, Any]]] = {
    "answer": lambda: answers.answer_card(slack.answered(slack.RLHF, related=slack.RELATED), LOOK),
    "answer-direct": lambda: answers.answer_card(slack.answered(slack.RLHF, related=slack.RELATED), _look(place=Place.DIRECT)),
    "answer-more": lambda: answers.answer_card(slack.answered(slack.RLHF, related=slack.RELATED), _look(detail=True)),
    "answer-without-role": lambda: answers.answer_card(slack.answered(slack.RLHF, None, related=slack.RELATED), Look(TODAY)),
    "answer-shared": lambda: answers.answer_card(slack.answered(slack.RLHF, related=slack.RELATED), _look(place=Place.CHANNEL, sharer="Ann Lee")),
    "answer-by-meaning": lambda: answers.answer_card(
        slack.answered(slack.RLHF, Role.EXECUTIVE, Step.SEMANTIC, 0.64, also=(slack.RELATED[1],), related=slack.RELATED),
        _look(place=Place.DIRECT, role=Role.EXECUTIVE),
    ),
    "answer-draft": lambda: answers.answer_card(slack.answered(slack.RECALL), _look(place=Place.DIRECT)),
    "comparison": lambda: answers.answer_card(slack._COMPARED, LOOK),
    "comparison-half": lambda: answers.answer_card(Comparison((slack.answered(slack.RLHF, related=slack.RELATED),), missing=("beam search",)), LOOK),
    "several-senses": lambda: answers.answer_card(Disambiguation("RAG", slack.RAG, Match(Step.EXACT, 1.0, "rag")), LOOK),
    "did-you-mean": lambda: answers.answer_card(Suggestions("alignmet of rewards", slack.RELATED), LOOK),
    "did-you-mean-concept": lambda: answers.answer_card(Suggestions("beam", slack.RELATED, concept="beam search"), LOOK),
    "not-found": lambda: answers.answer_card(NotFound("flux capacitor"), LOOK),
    "terms-in-message": lambda: cards.mentions_card(slack._MENTIONED, LOOK),
    "categories": lambda: replies.reply_card(CategoryList((("Foundations", 12), ("LLM Core", 31), ("Law & Standards", 4))), LOOK),
    "role": lambda: replies.reply_card(RoleCard(Role.LEGAL), LOOK),
    "role-unknown": lambda: replies.reply_card(RoleCard(None, before="There is no role \u201cwizard\u201d."), LOOK),
    "help": lambda: replies.reply_card(Help(), LOOK),
    "welcome": lambda: help.welcome_card(Look(TODAY), slack.RELATED),
    "stats": lambda: cards.stats_card(slack.STATISTICS, LOOK),
    "notice": lambda: cards.notice_card("Thank you, noted."),
    "unfurl": lambda: unfurl.entry_card(slack.answered(slack.RLHF, None), _look(place=Place.CHANNEL, role=None)),
    "request-form": lambda: form.request_form(slack._FORM, slack._SIMILAR),
    "request-form-asked": lambda: form.request_form(slack._FORM, slack._SIMILAR, asked=True),
    "request-form-empty": lambda: form.request_form(RequestForm(""), problem="A request needs the term that is missing."),
    "requested": lambda: form.requested_card(slack._my_request(), LOOK, first=True, anonymous=False),
    "requested-too": lambda: form.requested_card(slack._my_request(), LOOK, first=False, anonymous=True),
    "mine": lambda: mine.mine_card(slack._MINE, LOOK),
    "mine-none": lambda: mine.mine_card((), LOOK),
    "notice-needs-info": lambda: notices.notice_card_for(Notice.NEEDS_INFO, slack._my_request(State.NEEDS_INFO, said="Which kind do you mean?"), LOOK),
    "notice-published": lambda: notices.notice_card_for(
        Notice.PUBLISHED, slack._my_request(State.PUBLISHED, slug="rlhf"), _look(place=Place.DIRECT), entry=slack.answered(slack.RLHF)
    ),
    "notice-declined": lambda: notices.notice_card_for(Notice.DECLINED, slack._my_request(State.DECLINED, said="It is <not> possible."), LOOK),
    "request-card": lambda: card.steward_card(steward.NEW, steward.LOOK, named),
    "request-card-anonymous": lambda: card.steward_card(steward.ANONYMOUS, steward.LOOK, named),
    "request-card-accepted": lambda: card.steward_card(steward.DRAFTED, steward.LOOK, named),
    "request-card-published": lambda: card.steward_card(steward.PUBLISHED, steward.LOOK, named, "Sam Steward accepted it, 17 November 2026."),
    "draft": lambda: draft.draft_form(steward.DRAFTED.request, accept=False),
    "accept": lambda: draft.draft_form(steward.NEW.request, accept=True, problem="Every line needs an address."),
    "edit": lambda: draft.edit_form(steward.NEW.request),
    "queue": lambda: replies.reply_card(steward.BACKLOG, steward.LOOK),
    "queue-overdue": lambda: replies.reply_card(StewardQueue(steward.QUEUE, QueueFilter.OVERDUE), steward.LOOK),
    "candidates": lambda: queue.candidates_card(steward.CANDIDATES, steward.LOOK),
    "digest": lambda: queue.digest_card(steward.QUEUE),
}

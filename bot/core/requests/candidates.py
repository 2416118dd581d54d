"""Questions that had no answer, as terms that somebody might write: spellings of one thing counted together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.core.glossary import Glossary
from bot.core.requests.near import same_thing
from bot.core.requests.ports import Unanswered
from bot.core.requests.request import TermRequest
from bot.core.requests.views import Candidate

WINDOW_DAYS = 90  # as long as questions are kept by default
MAX_SPELLINGS = 500  # compared with each other; beyond them are questions that were asked once
MAX_CANDIDATES = 20  # what a person looks through


@dataclass(slots=True)
class _Group:
    keys: list[str] = field(default_factory=list)
    found: list[Unanswered] = field(default_factory=list)


def candidates(unanswered: Iterable[Unanswered], glossary: Glossary, open_requests: Sequence[TermRequest]) -> tuple[Candidate, ...]:
    """The most wanted first. What an entry answers by now is left out."""
    groups: list[_Group] = []
    for item in unanswered:
        group = next((group for group in groups if same_thing(group.keys[0], item.key)), None)
        if group is None:
            groups.append(group := _Group())
        group.keys.append(item.key)
        group.found.append(item)
    found = [_candidate(group, open_requests) for group in groups if not any(glossary.find(key) for key in group.keys)]
    return tuple(sorted(found, key=lambda item: (-item.people, -item.questions, item.subject)))[:MAX_CANDIDATES]


def _candidate(group: _Group, open_requests: Sequence[TermRequest]) -> Candidate:
    request = next((request for request in open_requests if any(same_thing(key, label) for key in group.keys for label in request.form.label_keys)), None)
    return Candidate(
        subject=group.found[0].subject,
        questions=sum(item.questions for item in group.found),
        people=len(frozenset().union(*(item.people for item in group.found))),
        spellings=tuple(dict.fromkeys(item.subject for item in group.found)),
        last_asked=max(item.last_asked for item in group.found),
        open_request=request.id if request else None,
    )

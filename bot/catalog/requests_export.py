"""Term requests -> CSV that is safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from bot.catalog.export import formula_safe
from bot.core.requests import NamedRequestView, RequestView

_COLUMNS = (
    "id", "term", "state", "askers", "requester", "created_at", "updated_at", "due_at", "overdue",
    "why", "where_seen", "roles", "urgency", "links", "aliases", "details", "said", "slug", "duplicate_of",
)  # fmt: skip


def requests_csv(requests: Iterable[RequestView]) -> str:
    """One line a request; whoever asks anonymously is an empty cell."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for request in requests:
        writer.writerow(formula_safe(cell) for cell in _cells(request))
    return out.getvalue()


def _cells(request: RequestView) -> tuple[str, ...]:
    form = request.form
    return (
        str(request.id),
        form.term,
        request.state.value,
        str(request.askers),
        request.requester if isinstance(request, NamedRequestView) else "",
        request.created_at.isoformat(timespec="seconds"),
        request.updated_at.isoformat(timespec="seconds"),
        request.due_at.isoformat(timespec="seconds") if request.due_at else "",
        "yes" if request.overdue else "no",
        form.why,
        form.where_seen,
        "; ".join(role.value for role in form.roles),
        form.urgency.value,
        "; ".join(form.links),
        "; ".join(form.aliases),
        "; ".join(request.details),
        request.said,
        request.slug or "",
        str(request.duplicate_of or ""),
    )

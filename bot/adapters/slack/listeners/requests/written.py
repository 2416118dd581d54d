"""The form of a request, as somebody has filled it in."""

from __future__ import annotations

from bot.adapters.slack.fields import Fields
from bot.core.requests import RequestForm, Urgency
from bot.core.roles import Role


def written_form(fields: Fields) -> RequestForm:
    """Nothing is checked yet. Fields that the window does not have are empty."""
    urgency = fields.chosen("urgency")
    return RequestForm(
        fields.text("term"),
        where_seen=fields.text("where_seen"),
        excerpt=fields.text("excerpt"),
        why=fields.text("why"),
        roles=tuple(role for role in Role if role.value in fields.all_chosen("roles")),
        urgency=Urgency(urgency) if urgency in set(Urgency) else Urgency.EVERGREEN,
        links=fields.lines("links"),
        aliases=fields.lines("aliases"),
        anonymous=bool(fields.all_chosen("anonymous")),
    )

"""What kind of request has come, and by what it is known when it comes again."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

Body = Mapping[str, Any]


class Kind(StrEnum):
    """Kinds of requests that are told apart."""

    COMMAND = "command"
    ACTION = "action"  # a button or a select
    TYPING = "typing"  # a letter more in a field that tells so
    SUGGESTION = "suggestion"  # options for what is being typed
    SHORTCUT = "shortcut"
    MESSAGE_SHORTCUT = "message shortcut"
    SUBMISSION = "submission"  # of a modal
    MENTION = "mention"
    MESSAGE = "message"
    HOME = "home"
    LINK = "link"
    STEP = "step"  # of Workflow Builder
    LIFECYCLE = "lifecycle"  # the app is uninstalled, or its tokens are revoked
    OTHER = "other"


MAX_DELIVERY = 400  # characters; real ones have less than half of it
_INTERACTIONS = {
    "block_actions": Kind.ACTION,
    "block_suggestion": Kind.SUGGESTION,
    "shortcut": Kind.SHORTCUT,
    "message_action": Kind.MESSAGE_SHORTCUT,
    "view_submission": Kind.SUBMISSION,
}
_EVENTS = {
    "app_mention": Kind.MENTION,
    "message": Kind.MESSAGE,
    "app_home_opened": Kind.HOME,
    "link_shared": Kind.LINK,
    "function_executed": Kind.STEP,
    "app_uninstalled": Kind.LIFECYCLE,
    "tokens_revoked": Kind.LIFECYCLE,
}
_PARTS = {"event": dict, "view": dict, "actions": list, "authorizations": list, "container": dict, "message": dict}


def kind_of(body: Body) -> Kind:
    if "command" in body:
        return Kind.COMMAND
    if body.get("type") == "event_callback":
        return _EVENTS.get(str(event(body).get("type")), Kind.OTHER)
    kind = _INTERACTIONS.get(str(body.get("type")), Kind.OTHER)
    return Kind.TYPING if kind is Kind.ACTION and body["actions"][0].get("type") == "plain_text_input" else kind


def event(body: Body) -> Body:
    """The event in a delivery; empty when it is none."""
    found = body.get("event")
    return found if isinstance(found, Mapping) else {}


def is_well_formed(body: object) -> bool:
    """Whether Bolt can read it without falling over a part that is not what its name says."""
    if not isinstance(body, dict):
        return False
    parts = all(isinstance(body[name], shape) for name, shape in _PARTS.items() if body.get(name) is not None)
    items = [item for name in ("actions", "authorizations") for item in body.get(name) or ()]
    people = all(isinstance(body.get(name), dict | str | None) for name in ("user", "team", "channel", "enterprise"))
    return parts and people and all(isinstance(item, dict) for item in items) and (body.get("type") != "block_actions" or bool(body.get("actions")))


def delivery_of(body: Body) -> str | None:
    """What is the same when the same request comes again; None for what may come any number of times."""
    match kind_of(body):
        case Kind.SUGGESTION | Kind.TYPING:
            return None
        case Kind.ACTION:
            container = body.get("container") or {}
            where = container.get("message_ts") or container.get("view_id") or ""
            action = body["actions"][0]
            return _joined("action", container.get("channel_id"), where, _id(body.get("user")), action.get("action_id"), action.get("action_ts"))
        case Kind.SUBMISSION:
            view = body.get("view") or {}
            return _joined("view", view.get("id"), view.get("hash"))
        case _:
            known_by = body.get("event_id") or body.get("trigger_id")
            return _joined(known_by) if known_by else None


def _id(part: object) -> str:
    return str(part.get("id", "")) if isinstance(part, Mapping) else str(part or "")


def _joined(*parts: object) -> str:
    """Storable, whatever the parts are."""
    return ":".join(str(part or "") for part in parts)[:MAX_DELIVERY].encode("utf-8", "replace").decode()

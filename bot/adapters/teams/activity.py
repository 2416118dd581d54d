"""An activity as Teams sends it: JSON of any shape, read without trust."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

Activity = Mapping[str, Any]
NOTHING: Activity = {}


class Kind(StrEnum):
    """What an activity is about."""

    MESSAGE = "message"
    SUBMIT = "submit"  # a message that a control has sent, for clients without Action.Execute
    ACTION = "adaptiveCard/action"
    DIALOG = "task/fetch"
    DIALOG_SUBMIT = "task/submit"
    SEARCH = "composeExtension/query"
    SELECT = "composeExtension/selectItem"
    LINK = "composeExtension/queryLink"
    MESSAGE_ACTION = "composeExtension/fetchTask"
    MESSAGE_ACTION_SUBMIT = "composeExtension/submitAction"
    FEEDBACK = "message/submitAction"
    INSTALLED = "installationUpdate"
    MEMBERS = "conversationUpdate"
    OTHER = ""


_INVOKES = {kind.value: kind for kind in Kind if "/" in kind.value} | {"composeExtension/anonymousQueryLink": Kind.LINK}


def kind_of(activity: Activity) -> Kind:
    match activity.get("type"):
        case "message":
            return Kind.SUBMIT if mapping(activity, "value") else Kind.MESSAGE
        case "invoke":
            return _INVOKES.get(str(activity.get("name")), Kind.OTHER)
        case "installationUpdate":
            return Kind.INSTALLED
        case "conversationUpdate":
            return Kind.MEMBERS
        case _:
            return Kind.OTHER


def mapping(value: object, *path: str) -> Activity:
    """The object at a path; an empty one where there is none."""
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value if isinstance(value, Mapping) else NOTHING


def text(value: object, *path: str) -> str:
    """The text at a path; "" where there is none."""
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value if isinstance(value, str) else ""


def directory_of(activity: Activity) -> str:
    """The Entra tenant that the conversation belongs to, in lower case."""
    found = text(activity, "channelData", "tenant", "id") or text(activity, "conversation", "tenantId")
    return found.lower()


def data_of(activity: Activity) -> Activity:
    """What a control carries, with what was filled in around it."""
    value = mapping(activity, "value")
    return mapping(value, "action", "data") or mapping(value, "data") or value


def delivery_of(activity: Activity) -> str | None:
    """By which a delivery is known when it comes again. An id stands for one activity in one conversation; a control may be used twice."""
    number = text(activity, "id")
    if not number:
        return None
    value = activity.get("value")
    used = json.dumps([activity.get("name"), activity.get("replyToId"), value], sort_keys=True, default=str) if value is not None else ""
    return hashlib.sha256(f"{text(activity, 'conversation', 'id')}\n{number}\n{used}".encode("utf-8", "replace")).hexdigest()

"""A window that is filled in: the values that Slack would send of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def filled(view: Mapping[str, Any], **answers: Any) -> dict[str, dict[str, Any]]:
    """By block id and action id. What is not answered has the value that the window gave it.

    Args:
        answers: by the name of the field: a text; of a select the value; of several choices a list of them; True or False for a tick.
    """
    fields = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    assert set(answers) <= set(fields), f"no field {set(answers) - set(fields)} among {list(fields)}"
    return {name: {element["action_id"]: _value(element, answers.get(name))} for name, element in fields.items()}


def _value(element: Mapping[str, Any], answer: Any) -> dict[str, Any]:
    match element["type"]:
        case "plain_text_input":
            return {"type": element["type"], "value": (element.get("initial_value") if answer is None else answer) or None}
        case "static_select":
            return {"type": element["type"], "selected_option": element.get("initial_option") if answer is None else _option(element, answer)}
        case "external_select":
            option = {"text": {"type": "plain_text", "text": answer, "emoji": False}, "value": answer}
            return {"type": element["type"], "selected_option": option if answer else None}
        case "checkboxes" | "multi_static_select":
            if answer is None:
                return {"type": element["type"], "selected_options": element.get("initial_options", [])}
            chosen = ([element["options"][0]["value"]] if answer else []) if isinstance(answer, bool) else answer
            return {"type": element["type"], "selected_options": [_option(element, value) for value in chosen]}
        case unknown:
            raise AssertionError(unknown)


def _option(element: Mapping[str, Any], value: str) -> Any:
    return next(option for option in element["options"] if option["value"] == value)

"""Whether Teams takes a card: by the published schema, by the SDK's own classes, and by rules that neither knows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft7Validator

from bot.render.adaptive_card.fitting import MAX_BYTES, size

MAX_ACTIONS = 6  # of a card; Teams hides the rest
_TEXTS = {"TextRun": "text", "Input.Text": "value"}
_LIVE = ("TextBlock", "FactSet", "Media", "Image")  # would read markdown, or fetch


def check(card: Mapping[str, Any], *, parts: bool = True) -> None:
    """Raises AssertionError for a card that Teams would refuse, show wrongly, or that carries live markup."""
    assert problems(card) == []
    assert size(dict(card)) <= MAX_BYTES
    assert card["version"] == "1.5"
    assert len(card.get("actions", ())) <= MAX_ACTIONS
    assert str(card["speak"]).strip()
    assert str(card["fallbackText"]).strip()
    assert not set("<>&") & set(card["speak"])
    names = [element["id"] for element in elements(card) if str(element.get("type", "")).startswith("Input.")]
    assert len(names) == len(set(names)), f"inputs of one name: {names}"
    for element in elements(card):
        _check_element(element)
    if parts:
        _by_sdk(card)


def problems(card: Mapping[str, Any]) -> list[str]:
    """What the schema of version 1.5 says."""
    return [f"{list(error.path)}: {error.message[:200]}" for error in _schema().iter_errors(card)]


def elements(value: object) -> Iterator[Mapping[str, Any]]:
    """Every object in a card, but for the data of its actions."""
    if isinstance(value, Mapping):
        yield value
        for name, item in value.items():
            if name not in {"data", "msteams"}:
                yield from elements(item)
    elif isinstance(value, list):
        for item in value:
            yield from elements(item)


def texts(card: Mapping[str, Any]) -> str:
    """What a person reads on a card, in one line, with what unfolds."""
    return " ".join(" ".join(_read(card)).split())


def _read(value: object) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _read(item)
    elif isinstance(value, Mapping):
        if value.get("type") == "RichTextBlock":
            yield "".join(run["text"] for run in value["inlines"])
        elif str(value.get("type", "")).startswith("Input."):
            yield " ".join(str(value[name]) for name in ("label", "title", "value") if value.get(name))
        else:
            yield str(value["title"]) if str(value.get("type", "")).startswith("Action.") else ""
            for name in ("items", "columns", "body", "actions", "card"):
                yield from _read(value.get(name))


def actions(card: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Everything that can be pressed, fallbacks left out."""
    found = list(elements(card))
    fallbacks = [id(element["fallback"]) for element in found if isinstance(element.get("fallback"), Mapping)]
    pressed = [element for element in found if str(element.get("type", "")).startswith("Action.") and id(element) not in fallbacks]
    return [element for element in pressed if "title" in element]  # links in texts have none


def action(card: Mapping[str, Any], title: str) -> Mapping[str, Any]:
    """The one with this title. Raises LookupError."""
    found = [item for item in actions(card) if item.get("title") == title]
    if not found:
        raise LookupError(f"no {title!r} among {[item.get('title') for item in actions(card)]}")
    return found[0]


def _check_element(element: Mapping[str, Any]) -> None:
    kind = element.get("type")
    assert kind not in _LIVE, f"{kind} reads markdown or fetches"
    if kind == "RichTextBlock":
        assert element["inlines"]
    if kind == "Action.Execute":
        assert element["verb"] == element["data"]["action"]
        assert element["fallback"]["type"] == "Action.Submit"
        assert element["fallback"]["data"] == element["data"]
    if str(kind).startswith("Action."):
        assert element.get("title") or kind == "Action.OpenUrl"
    if str(kind).startswith("Input.") and kind != "Input.Toggle":
        assert element["label"]
    if "isRequired" in element:
        assert element["errorMessage"]
    url = element.get("url")
    assert url is None or str(url).startswith(("https://", "http://"))
    for name in ("text", "value", "title"):
        assert "{{" not in str(element.get(name, "")), "would be a function"


@cache
def _schema() -> Draft7Validator:
    text = (files("adaptive_cards") / "schemas" / "schema-1.5.json").read_text(encoding="utf-8")
    return Draft7Validator(json.loads(text))


def _by_sdk(card: Mapping[str, Any]) -> None:
    from microsoft_teams.cards import AdaptiveCard

    AdaptiveCard.model_validate(dict(card))

"""What cards are made of. Texts are runs, in which nothing is markup; what stands in a `TextBlock` or a `Fact` would be read as markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.render.text import clean, is_web, short

Element = dict[str, Any]
Card = dict[str, Any]
Run = dict[str, Any]

MAX_RUN = 4_000  # characters of a text that nobody limits otherwise
MAX_HEADING = 300  # characters
MAX_ACTIONS = 6  # in a set; Teams shows no more
MAX_TITLE = 60  # of an action: a button on a line
_FUNCTION = "{\u2060{"  # "{{" would begin a function: {{DATE(...)}}


def run(text: str, *, limit: int = MAX_RUN, bold: bool = False, subtle: bool = False, url: str = "", **looks: str) -> list[Run]:
    """A piece of text, or nothing where nothing can be seen. `looks` are further properties, such as `size`."""
    said = harmless(short(text, limit))
    if not said:
        return []
    made: Run = {"type": "TextRun", "text": said, **looks}
    if bold:
        made["weight"] = "Bolder"
    if subtle:
        made["isSubtle"] = True
    if url and is_web(url):
        made["selectAction"] = {"type": "Action.OpenUrl", "url": url}
        made["color"] = "Accent"
    return [made]


def harmless(text: str) -> str:
    return text.replace("{{", _FUNCTION)


def space(text: str = " ") -> Run:
    return {"type": "TextRun", "text": text}


def joined(pieces: Iterable[list[Run]], between: str) -> list[Run]:
    """The pieces that are there, with something between them."""
    made: list[Run] = []
    for piece in filter(None, pieces):
        made += [*([{"type": "TextRun", "text": between, "isSubtle": True}] if made else []), *piece]
    return made


def line(*parts: list[Run], **looks: Any) -> list[Element]:
    """A paragraph; nothing when it would be empty. `looks`: `spacing`, `separator`."""
    inlines = [piece for part in parts for piece in part]
    return [{"type": "RichTextBlock", "inlines": inlines, **looks}] if inlines else []


def small(text: str, **looks: Any) -> list[Element]:
    return line(run(text, subtle=True, size="Small"), **looks)


def heading(text: str, size: str = "Large") -> list[Element]:
    return line(run(text, limit=MAX_HEADING, bold=True, size=size))


def bullets(items: Iterable[list[Run]]) -> list[Element]:
    return [element for item in items for element in line([{"type": "TextRun", "text": "\u2022 "}, *item], spacing="Small") if item]


def container(items: list[Element], style: str | None = None, **looks: Any) -> list[Element]:
    """`style`: emphasis, good, attention, warning or accent; Teams gives each its colours in every theme."""
    return [{"type": "Container", "items": items, **({"style": style} if style else {}), **looks}] if items else []


def beside(left: list[Element], right: list[Element]) -> list[Element]:
    """Two columns, of which the right one is as narrow as may be."""
    columns = [{"type": "Column", "width": "stretch", "items": left}, {"type": "Column", "width": "auto", "items": right}]
    return [{"type": "ColumnSet", "columns": columns}]


# -- actions -------------------------------------------------------------------------------------------------------


def execute(name: str, title: str, data: Mapping[str, Any] | None = None, *, style: str | None = None, says: str = "", inputs: bool = False) -> Element:
    """What the bot is told of. Clients without `Action.Execute` send the same data as a message.

    Args:
        inputs: whether what is filled in on the card belongs to it, and must be filled in.
        says: what a screen reader reads, and a pointer shows, instead of the title.
    """
    shown = {"title": action_title(title), **({"style": style} if style else {}), **({"tooltip": short(says, MAX_TITLE * 2)} if says else {})}
    common = {**shown, "data": {"action": name, **(data or {})}, **({} if inputs else {"associatedInputs": "none"})}
    return {"type": "Action.Execute", "verb": name, **common, "fallback": {"type": "Action.Submit", **common}}


def dialog(name: str, title: str, data: Mapping[str, Any] | None = None) -> Element:
    """Opens a window."""
    sent = {"msteams": {"type": "task/fetch"}, "action": name, **(data or {})}
    return {"type": "Action.Submit", "title": action_title(title), "associatedInputs": "none", "data": sent}


def submit(name: str, title: str, data: Mapping[str, Any] | None = None, *, style: str | None = None) -> Element:
    """Sends what is filled in, in a window."""
    return {"type": "Action.Submit", "title": action_title(title), "data": {"action": name, **(data or {})}, **({"style": style} if style else {})}


def open_url(url: str, title: str) -> list[Element]:
    return [{"type": "Action.OpenUrl", "title": action_title(title), "url": url}] if is_web(url) else []


def show_card(title: str, body: list[Element], actions: list[Element] | None = None, *, style: str | None = None) -> Element:
    """Unfolds on the spot."""
    inner: Card = {"type": "AdaptiveCard", "version": "1.5", "body": body, **({"actions": actions} if actions else {})}
    return {"type": "Action.ShowCard", "title": action_title(title), "card": inner, **({"style": style} if style else {})}


def action_set(actions: list[Element]) -> list[Element]:
    """On as many lines as they need, about equally filled."""
    lines = -(-len(actions) // MAX_ACTIONS)
    each = -(-len(actions) // lines) if lines else 1
    return [{"type": "ActionSet", "actions": actions[start : start + each], "spacing": "Small"} for start in range(0, len(actions), each)]


def action_title(text: str) -> str:
    return harmless(short(text, MAX_TITLE)) or "\u2013"


# -- inputs --------------------------------------------------------------------------------------------------------


def text_input(name: str, label: str, value: str = "", *, lines: bool = False, limit: int = 0, required: str = "", hint: str = "") -> Element:
    """`required` is what is said when it is left empty. Several lines of a value are kept as they are."""
    made: Element = {"type": "Input.Text", "id": name, "label": label, "isMultiline": lines}
    if value:
        made["value"] = harmless("\n".join(filter(None, map(clean, value.splitlines()))))
    if limit:
        made["maxLength"] = limit
    if required:
        made |= {"isRequired": True, "errorMessage": required}
    return {**made, "placeholder": hint} if hint else made


def choice_input(name: str, label: str, options: Mapping[str, str], chosen: Iterable[str] = (), *, several: bool = False) -> Element:
    """`options` by value. Several are chosen by ticking, one out of a menu."""
    made: Element = {
        "type": "Input.ChoiceSet",
        "id": name,
        "label": label,
        "style": "expanded" if several else "compact",
        "isMultiSelect": several,
        "choices": [{"title": harmless(short(title, MAX_TITLE * 2)), "value": value} for value, title in options.items()],
    }
    value = ",".join(chosen)
    return {**made, "value": value} if value else made


def toggle_input(name: str, label: str, *, on: bool = False) -> Element:
    return {"type": "Input.Toggle", "id": name, "title": label, "value": str(on).lower()}

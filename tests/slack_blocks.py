"""Whether Slack would take a message or a view: two libraries that know Block Kit, and what both of them miss."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import slackblocks as other
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

Json = dict[str, Any]
MARKUP = re.compile(r"[<>]|[*~`]|(?<![^\W_])_|_(?![^\W_])|:[\w+'-]+:")  # whatever mrkdwn makes something of
_LINK = re.compile(r"<(https?://[^<>|\s]+)\|([^<>|]+)>")
_SHARER = re.compile(r"<@[UW][A-Z0-9]+>")
_OURS = re.compile(r":warning: \*[A-Z][a-z]+: [a-z ]+\.\*|`/[a-z]+ search`")
_UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_RUNS = {"text": {"type", "text", "style"}, "link": {"type", "url", "text"}}


def walk(value: Any) -> Iterator[Json]:
    """Every object in a message or view, outer ones first."""
    if isinstance(value, list):
        for item in value:
            yield from walk(item)
    elif isinstance(value, dict):
        yield value
        for item in value.values():
            yield from walk(item)


# -- the SDK -------------------------------------------------------------------------------------------------------


def check_by_sdk(content: Json) -> None:
    """Its models validate when they are turned back into JSON, and drop what they do not know: then the JSON is another."""
    if content.get("type") in {"home", "modal"}:
        assert View(**content).to_dict() == content
    for block in content["blocks"]:
        parsed = Block.parse(block)
        assert parsed is not None
        assert parsed.to_dict() == block


# -- slackblocks, which has limits and surfaces of its own, but reads no JSON yet: each value is made again ---------------


def check_by_slackblocks(content: Json) -> None:
    made = [_made(block) for block in content["blocks"]]
    assert [_without_defaults(block._resolve()) for block in made] == [_without_defaults(block) for block in content["blocks"]]
    match content.get("type"):
        case "home":
            other.HomeTabView(blocks=made)
        case "modal":
            more = {"submit": content["submit"]["text"]} if "submit" in content else {}
            other.ModalView(title=content["title"]["text"], blocks=made, close=content["close"]["text"], callback_id=content.get("callback_id"), **more)
        case _:
            other.Message(channel="C1", text=content["text"], blocks=made)


def _without_defaults(value: Any) -> Any:
    """It writes no `emoji` that is false but numbers that are 0, makes up ids of blocks, ours are checked below, and keeps words in no order."""
    if isinstance(value, list):
        kept = [_without_defaults(item) for item in value]
        return sorted(kept) if all(isinstance(item, str) for item in kept) else kept
    if not isinstance(value, dict):
        return value
    return {key: _without_defaults(item) for key, item in value.items() if item != 0 and key != "block_id"}


def _text(value: Json) -> other.Text:
    type_ = other.TextType.PLAINTEXT if value["type"] == "plain_text" else other.TextType.MARKDOWN
    return other.Text(value["text"], type_=type_, emoji=value.get("emoji"), verbatim=value.get("verbatim"))


def _option(value: Json) -> other.Option:
    return other.Option(text=_text(value["text"]), value=value["value"])


def _element(value: Json) -> Any:
    rest = {key: item for key, item in value.items() if key not in {"type", "text", "placeholder", "options", "initial_option"}}
    match value["type"]:
        case "button":
            asked = {name: text if name == "style" else _text(text) for name, text in rest.get("confirm", {}).items()}
            more = {"confirm": other.ConfirmationDialogue(**asked)} if asked else {}
            return other.Button(text=_text(value["text"]), **more, **_without(rest, "confirm"))
        case "static_select":
            initial = {"initial_option": _option(value["initial_option"])} if "initial_option" in value else {}
            hint = {"placeholder": _text(value["placeholder"])} if "placeholder" in value else {}
            return other.StaticSelectMenu(**hint, options=[_option(item) for item in value["options"]], **initial, **rest)
        case "external_select":
            return other.ExternalSelectMenu(placeholder=_text(value["placeholder"]), **rest)
        case "multi_static_select":
            chosen = {"initial_options": [_option(item) for item in value["initial_options"]]} if "initial_options" in value else {}
            return other.StaticMultiSelectMenu(options=[_option(item) for item in value["options"]], **chosen, **_without(rest, "initial_options"))
        case "checkboxes":
            chosen = {"initial_options": [_option(item) for item in value["initial_options"]]} if "initial_options" in value else {}
            return other.CheckboxGroup(options=[_option(item) for item in value["options"]], **chosen, **_without(rest, "initial_options"))
        case "plain_text_input":
            told = rest.get("dispatch_action_config")
            more = {"dispatch_action_config": other.DispatchActionConfiguration(told["trigger_actions_on"])} if told else {}
            return other.PlainTextInput(**more, **_without(rest, "dispatch_action_config"))
        case "feedback_buttons":
            both = {
                name: other.FeedbackButton(text=_text(value[name]["text"]), **{key: item for key, item in value[name].items() if key != "text"})
                for name in ("positive_button", "negative_button")
            }
            return other.FeedbackButtons(action_id=value["action_id"], **both)
        case unknown:
            raise AssertionError(unknown)


def _without(value: Json, name: str) -> Json:
    return {key: item for key, item in value.items() if key != name}


def _run(value: Json) -> Any:
    match value["type"]:
        case "text":
            return other.RichText(value["text"], **value.get("style", {}))
        case "link":
            return other.RichTextLink(url=value["url"], text=value["text"])
        case unknown:
            raise AssertionError(unknown)


def _rich(value: Json) -> Any:
    match value["type"]:
        case "rich_text_section":
            return other.RichTextSection([_run(item) for item in value["elements"]])
        case "rich_text_quote":
            return other.RichTextQuote([_run(item) for item in value["elements"]])
        case "rich_text_list":
            return other.RichTextList(style=value["style"], elements=[_rich(item) for item in value["elements"]])
        case unknown:
            raise AssertionError(unknown)


_BLOCKS: Mapping[str, Callable[[Json], Any]] = {
    "header": lambda block: other.HeaderBlock(_text(block["text"])),
    "section": lambda block: other.SectionBlock(
        _text(block["text"]), block_id=block.get("block_id"), accessory=_element(block["accessory"]) if "accessory" in block else None
    ),
    "divider": lambda block: other.DividerBlock(),
    "context": lambda block: other.ContextBlock([_text(item) for item in block["elements"]]),
    "actions": lambda block: other.ActionsBlock([_element(item) for item in block["elements"]], block_id=block["block_id"]),
    "input": lambda block: other.InputBlock(
        _text(block["label"]),
        _element(block["element"]),
        block_id=block["block_id"],
        hint=_text(block["hint"]) if "hint" in block else None,
        optional=block["optional"],
        dispatch_action=block.get("dispatch_action", False),
    ),
    "context_actions": lambda block: other.ContextActionsBlock([_element(item) for item in block["elements"]], block_id=block["block_id"]),
    "rich_text": lambda block: other.RichTextBlock([_rich(item) for item in block["elements"]]),
}


def _made(block: Json) -> Any:
    return _BLOCKS[block["type"]](block)


# -- what both miss ------------------------------------------------------------------------------------------------


def check_the_rest(content: Json) -> None:
    """Numbers of blocks, ids that are unique, titles, texts for screen readers, and the size of it all."""
    blocks = content["blocks"]
    is_view = content.get("type") in {"home", "modal"}
    assert 1 <= len(blocks) <= (100 if is_view else 50)
    is_form = any(block.get("type") == "input" for block in blocks)
    most = 100_000 if is_form else 13_000  # bytes: Slack refuses messages from about 13,200 on, and takes 250 kB of what is filled in
    assert len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":")).encode()) <= most
    for name in ("block_id", "action_id"):
        ids = [item[name] for item in walk(blocks) if name in item]
        assert max(Counter(ids).values(), default=0) <= 1, ids
        assert all(1 <= _length(one) <= 255 for one in ids)
    for item in walk(blocks):
        _check_lengths(item)
    if is_view:
        assert _length(content.get("private_metadata", "")) <= 3_000
    else:
        assert 1 <= len(content["text"]) <= 3_000
    if content.get("type") == "modal":
        assert 1 <= _length(content["title"]["text"]) <= 24
        assert not any(item.get("type") == "input" for item in blocks) or "submit" in content


def _check_lengths(item: Json) -> None:
    match item.get("type"):
        case "plain_text" | "mrkdwn" | "text":
            assert 1 <= len(item["text"]) <= _length(item["text"]) <= 3_000
            assert item["text"].strip() or item["text"] in {" ", "  ", "\n"}
        case "button":
            assert _length(item["text"]["text"]) <= 75
            assert 1 <= _length(item.get("value", "?")) <= 2_000
            assert _length(item.get("accessibility_label", "")) <= 75
        case "header":
            assert _length(item["text"]["text"]) <= 150
        case "static_select":
            assert 1 <= len(item["options"]) <= 100
            for option in item["options"]:
                check_option(option)
        case "actions":
            assert 1 <= len(item["elements"]) <= 25
        case "context":
            assert 1 <= len(item["elements"]) <= 10


def check_option(option: Json) -> None:
    assert 1 <= _length(option["text"]["text"]) <= 75
    assert 1 <= _length(option["value"]) <= 150
    assert _length(option.get("description", {}).get("text", "")) <= 75


def check(content: Json) -> None:
    """All of it. A message carries blocks and text, a view its type."""
    check_by_sdk(content)
    check_by_slackblocks(content)
    check_the_rest(content)
    check_inert(content)


def check_inert(content: Any, known: frozenset[str] | None = None) -> None:
    """Nothing but our own words is markup; links lead to `known` addresses where these are given."""
    assert not _UNSEEN.search(json.dumps(content, ensure_ascii=False))
    for item in walk(content):
        match item.get("type"):
            case "mrkdwn":
                _check_mrkdwn(item["text"], known)
            case "plain_text":
                assert item["emoji"] is False
            case "rich_text_section" | "rich_text_quote":
                for run in item["elements"]:
                    assert set(run) <= _RUNS[run["type"]]
                    assert known is None or run.get("url", "") in {*known, ""}
    if isinstance(content, dict) and isinstance(content.get("text"), str) and "blocks" in content:
        assert not MARKUP.search(without_entities(content["text"])), content["text"]
        assert not content["text"].startswith("&gt;")


def _check_mrkdwn(text: str, known: frozenset[str] | None) -> None:
    for url, label in _LINK.findall(text):
        assert known is None or _decoded(url) in known
        assert not MARKUP.search(without_entities(label)), label
    rest = _OURS.sub("", _SHARER.sub("", _LINK.sub("", text)))
    assert not MARKUP.search(without_entities(rest)), rest
    assert not rest.lstrip().startswith("&gt;")


def without_entities(text: str) -> str:
    return re.sub(r"&(?:amp|lt|gt);", "\u00a7", text)


def _decoded(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _length(text: str) -> int:
    """As Slack may count it: UTF-16, with entities."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return len(escaped.encode("utf-16-le", "surrogatepass")) // 2

"""The same dialogues on every platform: what is said differs, what it says does not."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi.testclient import TestClient
from rich.console import Console

from bot.adapters.terminal.chat import Chat
from bot.adapters.web.health import Readiness
from bot.adapters.web.site import Site
from bot.asgi import create_app
from bot.bootstrap.requests import build_desk
from bot.core.condition import Condition, MeaningState
from bot.settings import RequestSettings, ServerSettings
from bot.storage import open_storage
from bot.telemetry import Metrics
from tests.conftest import ROOT
from tests.slack_glossary import TERMS, everything, shown, the_assistant
from tests.slack_world import KEY, TODAY, a_world
from tests.stored_service import stored_service
from tests.teams_cards import elements, texts
from tests.teams_world import a_teams_world

_LINES = {ord(line): " " for line in "\u258f\u2502\u256d\u256e\u2570\u256f\u2500"}  # that a terminal draws around what it says
DIALOGUES = yaml.safe_load((ROOT / "tests" / "dialogues" / "dialogues.yml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Heard:
    """What a person reads, in one line, and the addresses that it links to."""

    text: str
    links: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Platform:
    """Somewhere to talk. A conversation understands follow-ups; a page shows all of an entry at once."""

    say: Callable[[str], Heard]
    conversation: bool = True


Open = Callable[[Path, pytest.MonkeyPatch], Any]


@contextmanager
def terminal(_: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Platform]:
    class Today(date):
        @classmethod
        def today(cls) -> Today:
            return cls(TODAY.year, TODAY.month, TODAY.day)

    monkeypatch.setattr("bot.adapters.terminal.chat.date", Today)
    chat = Chat(the_assistant(), role=None, interactive=False)

    def say(text: str) -> Heard:
        out = io.StringIO()
        Console(file=out, width=60, highlight=False).print(chat.reply(text))
        return heard(out.getvalue(), re.findall(r"https?://[^\s)]+", out.getvalue()))

    yield Platform(say)


@contextmanager
def slack(folder: Path, _: pytest.MonkeyPatch) -> Iterator[Platform]:
    with a_world(folder, assistant=the_assistant()) as world:

        def say(text: str) -> Heard:
            world.api.reset()
            assert world.direct(text).status_code == 200
            posted = world.api.one("chat.postMessage")
            urls = [str(item["url"]) for item in everything(posted["blocks"]) if item.get("url")]
            return heard(shown(posted), urls + re.findall(r"<(https?://[^|>]+)", str(posted["blocks"])))

        yield Platform(say)


@contextmanager
def teams(folder: Path, _: pytest.MonkeyPatch) -> Iterator[Platform]:
    with a_teams_world(folder, assistant=the_assistant()) as world:

        def say(text: str) -> Heard:
            world.service.reset()
            assert world.say(text).status_code == 200
            card = world.service.one().card
            return heard(texts(card), [str(item["selectAction"]["url"]) for item in elements(card) if "selectAction" in item])

        yield Platform(say)


@contextmanager
def web(folder: Path, _: pytest.MonkeyPatch) -> Iterator[Platform]:
    assistant = the_assistant()
    storage = open_storage(folder, KEY)
    storage.upgrade()
    questions = storage.question_log()
    service = stored_service(storage, questions, build_desk(RequestSettings(), storage, lambda: assistant), lambda: assistant)
    site = Site(service, lambda: Condition(len(TERMS), (), datetime(2026, 11, 23, 8, 5, tzinfo=UTC), MeaningState.OFF), today=lambda: TODAY)
    app = create_app(site, Readiness(condition=site.condition, database=storage.database.ping), Metrics(), ServerSettings())

    def say(text: str) -> Heard:
        read = Reading(client.get("/ask", params={"q": text}).text)
        return heard(read.text, read.links)

    with TestClient(app, headers={"accept": "text/html"}) as client:
        yield Platform(say, conversation=False)
    questions.close(5.0)
    storage.close()


class Reading(HTMLParser):
    """What stands in the main part of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text, self.links = "", list[str]()
        self._hidden = 0
        self.feed(page[page.index("<main") : page.index("</main>")])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [value for name, value in attrs if name == "href" and value]
        self._hidden += tag in {"script", "style", "template"}

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in {"script", "style", "template"}
        self.text += " " if tag in {"p", "li", "h1", "h2", "h3", "div", "dd", "dt", "td", "th"} else ""

    def handle_data(self, data: str) -> None:
        self.text += "" if self._hidden else data


PLATFORMS: dict[str, Open] = {"terminal": terminal, "web": web, "slack": slack, "teams": teams}


def heard(text: str, links: Any = ()) -> Heard:
    return Heard(" ".join(text.translate(_LINES).split()), frozenset(links))


@dataclass
class Played:
    """What was heard, by step."""

    steps: list[tuple[dict[str, Any], Heard]] = field(default_factory=list)


def play(platform: Platform, dialogue: dict[str, Any]) -> Played:
    return Played([(step, platform.say(step["say"])) for step in dialogue["steps"] if platform.conversation or not step.get("leans")])


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=[dialogue["name"] for dialogue in DIALOGUES])
@pytest.mark.parametrize("name", PLATFORMS)
def test_a_dialogue_goes_as_written(name: str, dialogue: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with PLATFORMS[name](tmp_path, monkeypatch) as platform:
        for step, reply in play(platform, dialogue).steps:
            assert [text for text in step["expect"] if text not in reply.text] == [], reply.text
            assert [text for text in step.get("never", ()) if text in reply.text and platform.conversation] == []
            assert set(step.get("links", ())) <= reply.links


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=[dialogue["name"] for dialogue in DIALOGUES])
def test_every_conversation_says_the_same_sentences_of_the_glossary_and_a_page_no_fewer(
    dialogue: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversations: dict[str, dict[str, frozenset[str]]] = {}
    pages: dict[str, frozenset[str]] = {}
    for name, opened in PLATFORMS.items():
        folder = tmp_path / name
        folder.mkdir()
        with opened(folder, monkeypatch) as platform:
            for step, reply in play(platform, dialogue).steps:
                if platform.conversation:
                    conversations.setdefault(step["say"], {})[name] = sentences(reply)
                else:
                    pages[step["say"]] = sentences(reply)
    for said, platforms in conversations.items():
        assert len(set(platforms.values())) == 1, platforms
        assert next(iter(platforms.values())) <= pages.get(said, frozenset(platforms["terminal"]))


def sentences(reply: Heard) -> frozenset[str]:
    """The definitions and takeaways that stand in a reply; sources give way on a terminal that compares."""
    known = {text for term in TERMS for text in (term.short_def, *term.takeaways.values()) if text}
    return frozenset(text for text in known if text in reply.text)

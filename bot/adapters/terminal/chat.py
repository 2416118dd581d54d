"""A conversation on a terminal, or on lines from a pipe."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TextIO

from rich.console import Console, RenderableType
from rich.text import Text

from bot.core.answer import Comparison, Definition
from bot.core.assistant import Assistant, Query
from bot.core.follow_up import follow_up
from bot.core.normalize import clean
from bot.core.roles import ROLES, Role, find_role
from bot.render.terminal import render_answer, render_mentions

_PROMPT = "\n> "
_HELP = """Ask anything: rlhf · what is a KV cache for a lawyer · precision vs recall
then lean on it: and for product? · compare it with dpo · tell me more
/define TERM       the entry of a term, with everything it holds
/compare A, B      two terms side by side
/explain TEXT      the terms mentioned in a message
/role [ROLE]       whose takeaway to show, or which are known
/help              this list
/quit              the end"""


class Chat:
    """Reads lines until /quit or the end of input, and answers each."""

    def __init__(self, assistant: Assistant, *, role: Role | None, interactive: bool, console: Console | None = None) -> None:
        self._assistant = assistant
        self._role = role
        self._interactive = interactive
        self._last = ""  # the term spoken of last, which "and for legal?" is about
        self._console = console or Console(highlight=False)
        self._commands: dict[str, Callable[[str], RenderableType]] = {
            "define": self._define,
            "compare": self._compare,
            "explain": lambda text: render_mentions(self._assistant.explain(text)),
            "role": self._choose_role,
            "help": lambda _: Text(_HELP),
        }

    def run(self, lines: TextIO, greet: str = "") -> None:
        """Answers `greet` first, then every line."""
        if greet:
            self._console.print(Text.assemble(("> ", "bold"), clean(greet)))
            self._console.print(self.reply(greet))
        if self._interactive:
            self._console.print(Text(f"\n{len(self._assistant.glossary)} terms. /help for help, /quit to leave.", style="dim"))
        for line in self._lines(lines):
            text = line.strip()
            if text in {"/quit", "/exit", "/q"}:
                return
            if text:
                self._console.print(self.reply(text))

    def reply(self, text: str) -> RenderableType:
        """What is said to one line."""
        name, _, rest = text.partition(" ")
        if not name.startswith("/"):
            return self._answer(text)
        command = self._commands.get(name[1:].casefold())
        if command is None:
            return Text(f"There is no {clean(name, 40)}. /help lists what there is.", style="yellow")
        return command(rest.strip())

    def _lines(self, lines: TextIO) -> Iterator[str]:
        if not self._interactive:
            yield from lines
            return
        while True:
            try:
                yield self._console.input(_PROMPT)
            except (EOFError, KeyboardInterrupt):
                self._console.print()
                return

    def _answer(self, text: str) -> RenderableType:
        leaning = follow_up(text, self._last) if self._last and not self._assistant.glossary.find(text) else None
        return self._say(leaning.text, leaning.role, detail=leaning.detail) if leaning else self._say(text)

    def _say(self, text: str, role: Role | None = None, *, detail: bool = False) -> RenderableType:
        answer = self._assistant.answer(Query(text, role or self._role))
        definition = answer.definitions[0] if isinstance(answer, Comparison) else answer
        self._last = definition.term.term if isinstance(definition, Definition) else self._last
        return render_answer(answer, today=date.today(), detail=detail)

    def _define(self, text: str) -> RenderableType:
        return self._say(text, detail=True) if text else Text("/define TERM", style="yellow")

    def _compare(self, text: str) -> RenderableType:
        left, _, right = text.partition(",")
        if not right:
            return self._answer(text) if text else Text("/compare A, B", style="yellow")
        return render_answer(self._assistant.compare(left.strip(), right.strip(), self._role), today=date.today())

    def _choose_role(self, name: str) -> RenderableType:
        if name.casefold() in {"none", "off", "-"}:
            self._role = None
            return Text("No role.")
        if name:
            role = find_role(name)
            if role is None:
                return Text(f"{name[:40]!r} is no role I know. One of: {', '.join(ROLES)}", style="yellow")
            self._role = role
        if self._role is None:
            return Text(f"No role is set. /role ROLE, one of: {', '.join(ROLES)}")
        return Text(f"Takeaways are for {ROLES[self._role].display_name}.")

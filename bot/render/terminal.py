"""Answer -> rich renderables for a terminal of any width, with or without colour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import assert_never

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.panel import Panel
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from bot.core.answer import Answer, Comparison, Definition, Disambiguation, Mentions, NotFound, Suggestions, TermRef
from bot.render import phrases

_NARROW = 72  # columns; below this a comparison is stacked
_REQUEST = "`glossary terms new NAME` starts an entry; a steward of the glossary decides on it."
_READABLE = 100  # columns; longer lines tire the eye
_CONTROLS = {code: None for code in (*range(32), *range(127, 160)) if chr(code) != "\n"}


class _Capped:
    """Renders at most `_READABLE` columns wide, and lets no control character of the content through."""

    def __init__(self, content: RenderableType) -> None:
        self._content = content

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for text, style, control in console.render(self._content, options.update(width=min(options.max_width, _READABLE))):
            yield Segment(text.translate(_CONTROLS), style, control)


def render_answer(answer: Answer, *, today: date, detail: bool = False) -> RenderableType:
    """Any answer. Nothing in its content is read as markup."""
    match answer:
        case Definition():
            parts = list(_definition(answer, today, detail))
        case Comparison():
            parts = [_SideBySide(answer, today, detail), *_missing(answer)]
        case Disambiguation():
            parts = [Text(f"\u201c{answer.query}\u201d can mean several things here. Which one?", style="bold"), _references(answer.senses)]
        case Suggestions():
            parts = list(_suggestions(answer))
        case NotFound():
            parts = list(_not_found(answer))
        case _:
            assert_never(answer)
    return _Capped(Group(*parts))


def render_mentions(mentions: Mentions) -> RenderableType:
    """The terms of a message, each with its short definition."""
    if not mentions.mentions:
        return Text("No glossary terms in this message.")
    unique = {item.terms[0].slug: item.terms[0] for item in mentions.mentions}
    return _Capped(Group(Text("Terms in this message", style="bold"), _references(unique.values())))


def _definition(answer: Definition, today: date, detail: bool, *, beside: bool = False) -> Iterator[RenderableType]:
    """`beside` another one, sources and related terms give way unless details are asked for."""
    term = answer.term
    title = Text(term.term, style="bold cyan")
    if term.aliases:
        title.append("   " + ", ".join(term.aliases), style="not bold dim")
    yield title
    care = phrases.warning(term, today)
    if care:
        yield Text(care, style="yellow")
    yield Text(term.short_def)
    if answer.takeaway:
        body = Text.assemble((phrases.takeaway_heading(answer.takeaway) + ": ", "bold green"), answer.takeaway.text)
        yield Padding(_Barred(body), (1, 0, 0, 0))
    if detail:
        yield from _detail(answer)
    yield Padding(_facts(answer, today, brief=beside and not detail), (1, 0, 0, 0))


class _Barred:
    """A quotation: a bar at the left of every line."""

    def __init__(self, body: Text) -> None:
        self._body = body

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        bar = "\u258f " if not options.ascii_only else "| "
        for line in self._body.wrap(console, max(options.max_width - len(bar), 10)):
            yield Text.assemble((bar, "green"), line)


def _facts(answer: Definition, today: date, *, brief: bool) -> Table:
    term = answer.term
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for number, citation in enumerate(() if brief else term.citations):
        table.add_row("" if number else "Sources", Text.assemble(citation.source, "  ", (citation.url, "dim")))
    if answer.related and not brief:
        table.add_row("Related", Text(" \u00b7 ".join(other.term for other in answer.related)))
    if answer.also:
        table.add_row("Also means", Text(" \u00b7 ".join(other.term for other in answer.also)))
    table.add_row("Status", Text(phrases.review_line(term, today)))
    how = phrases.LEXICAL_ONLY if answer.lexical_only else phrases.matched_how(answer.match, term)
    if how:
        table.add_row("Match", Text(how))
    return table


def _detail(answer: Definition) -> Iterator[RenderableType]:
    term = answer.term
    if term.long_def:
        yield Padding(Text(term.long_def), (1, 0, 0, 0))
    lists = (
        ("Do", term.examples.do, "+ "),
        ("Don't", term.examples.dont, "- "),
        ("Risk", (term.governance.risk_notes,) if term.governance.risk_notes else (), ""),
    )
    for heading, notes, mark in lists:
        if notes:
            yield Padding(Text.assemble((heading, "bold"), *(f"\n{mark}{note}" for note in notes)), (1, 0, 0, 0))
    if term.governance.nist_rmf_tags:
        yield Text.assemble(("NIST AI RMF  ", "dim"), ", ".join(term.governance.nist_rmf_tags))


class _SideBySide:
    """Definitions as columns where the terminal is wide enough, else one below the other."""

    def __init__(self, answer: Comparison, today: date, detail: bool) -> None:
        beside = len(answer.definitions) > 1
        self._cells = [Group(*_definition(definition, today, detail, beside=beside)) for definition in answer.definitions]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if options.max_width < _NARROW:
            for cell in self._cells:
                yield Panel(cell)
            return
        table = Table.grid(expand=True, padding=(0, 3, 0, 0))
        for _ in self._cells:
            table.add_column(ratio=1, overflow="fold")
        table.add_row(*self._cells)
        yield table


def _missing(answer: Comparison) -> Iterator[RenderableType]:
    if answer.missing:
        yield Text(f"No entry for {', '.join(answer.missing)}.", style="yellow")


def _suggestions(answer: Suggestions) -> Iterator[RenderableType]:
    if answer.concept:
        yield Text.assemble(("There is no entry for ", "bold"), (answer.concept, "bold cyan"), (" yet. Closest entries:", "bold"))
    else:
        yield Text("No sure match. Closest entries:", style="bold")
    yield _references(answer.closest)
    yield Text(f"None of them? {_REQUEST}", style="dim")
    if answer.lexical_only:
        yield Text(phrases.LEXICAL_ONLY, style="dim")


def _not_found(answer: NotFound) -> Iterator[RenderableType]:
    name = answer.concept or answer.query
    yield Text.assemble(("No entry for ", "bold"), (f"\u201c{name}\u201d" if name else "that", "bold cyan"), (" yet." if answer.concept else ".", "bold"))
    if not answer.concept:
        yield Text(phrases.TRY_ANOTHER, style="dim")
    yield Text(_REQUEST, style="dim")
    if answer.lexical_only:
        yield Text(phrases.LEXICAL_ONLY, style="dim")


def _references(references: Iterable[TermRef]) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="cyan", overflow="fold")
    table.add_column(overflow="fold")
    for reference in references:
        table.add_row(Text(reference.term), Text(reference.short_def))
    return table

"""YAML from people we may not trust -> plain values with positions.

Reads libyaml's event stream, not its composer: nesting is bounded before anything recurses (200,000 `[` crash the
C composer), aliases are refused before they expand, duplicate keys before the last one wins, and every scalar stays
the text that was written (`NO`, `2025-10-09` and `017` are strings).
"""

from __future__ import annotations

import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from bot.errors import TermFileError

MAX_FILE_BYTES = 5 * 1024 * 1024
MAX_DEPTH = 32  # term files nest three deep
_TOO_DEEP = f"nested deeper than {MAX_DEPTH} levels"
MAX_EVENTS = 50_000  # a full term file has about 2,000; bounds the time that one file may take to about a second
_NULLS = {"", "~", "null"}  # an unquoted one of these means "no value"
_BOMS = (b"\xff\xfe", b"\xfe\xff")
_REPEATED_CHARS = 60  # of a key or a tag, which may be megabytes long, in the reason that names it

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"
Place: TypeAlias = tuple[str | int, ...]
"""Where a value stands in the document: ("citations", 0, "url"); with KEY behind it, where its key stands."""
KEY = "[key]"
_Event: TypeAlias = Any  # a yaml.Event; the stubs know neither the values of scalars nor that events of a text carry marks


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file: its value, and the line and column (from 1) of every value and every key in it."""

    path: Path
    value: Value
    marks: dict[Place, tuple[int, int]]

    def fault(self, place: Place, reason: str) -> TermFileError:
        """The fault at the innermost position that is known for `place`."""
        while place and place not in self.marks:
            place = place[:-1]
        line, column = self.marks.get(place, (1, 1))
        return TermFileError(self.path, line, column, reason)


def read_document(path: Path) -> Document:
    """The single document in `path`.

    Raises:
        TermFileError: the file is not readable, not strict UTF-8, too large, too deep, or not the plain YAML we accept.
    """
    text = _read_text(path)
    try:
        return _Builder(path, text).build()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if mark and error.context_mark and mark.index >= len(text):
            mark = error.context_mark  # what is never closed is found at the end, and mended where it begins
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        problem = error.problem or error.context or ""
        reason = _TOO_DEEP if "nesting depth" in problem else f"not valid YAML: {problem}"  # libyaml has a limit of its own, and reads ahead
        raise TermFileError(path, line, column, reason) from None
    except yaml.YAMLError as error:
        raise TermFileError(path, 1, 1, f"not valid YAML: {str(error).splitlines()[0]}") from None


def _read_text(path: Path) -> str:
    try:
        info = path.stat()
        if not stat.S_ISREG(info.st_mode):
            raise TermFileError(path, 1, 1, "not a regular file")
        if info.st_size > MAX_FILE_BYTES:
            raise TermFileError(path, 1, 1, f"{info.st_size:,} bytes; a term file may have {MAX_FILE_BYTES:,}")
        data = path.read_bytes()
    except OSError as error:
        raise TermFileError(path, 1, 1, f"cannot be read: {error.strerror}") from None
    if data.startswith(_BOMS):
        raise TermFileError(path, 1, 1, "UTF-16 is not accepted; save the file as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line, column = before.count(b"\n") + 1, error.start - (before.rfind(b"\n") + 1) + 1
        raise TermFileError(path, line, column, f"byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8") from None
    _refuse_controls(path, text)
    return text


def _refuse_controls(path: Path, text: str) -> None:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.isprintable():
            for column, char in enumerate(line, start=1):
                if _is_control(char):
                    raise TermFileError(path, number, column, f"control character U+{ord(char):04X}; delete it")


def _is_control(char: str) -> bool:
    return (unicodedata.category(char) == "Cc" and char not in "\t\r\n") or char in "\ufffe\uffff"


class _Builder:
    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._events = self._guarded(text)
        self._marks: dict[Place, tuple[int, int]] = {}

    def build(self) -> Document:
        value: Value = None
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self._fault(event, "a second document starts here; one file holds one term")
                value = self._value(next(self._events), ())
        return Document(self._path, value, self._marks)

    def _guarded(self, text: str) -> Iterator[_Event]:
        """The events of `text`, with what we refuse refused: aliases, anchors, tags, depth and sheer number."""
        loader = yaml.CSafeLoader(text) if yaml.__with_libyaml__ else yaml.SafeLoader(text)
        depth = 0
        try:
            for count in range(MAX_EVENTS + 1):
                if not loader.check_event():
                    return
                event: _Event = loader.get_event()
                if count == MAX_EVENTS:
                    raise self._fault(event, f"more than {MAX_EVENTS:,} values in one file")
                if isinstance(event, yaml.AliasEvent):
                    raise self._fault(event, "aliases (*name) are not accepted; write the value out")
                if isinstance(event, yaml.NodeEvent) and event.anchor is not None:
                    raise self._fault(event, "anchors (&name) are not accepted; write the value out")
                if getattr(event, "tag", None) is not None:
                    raise self._fault(event, f"the tag {event.tag[:_REPEATED_CHARS]!r} is not accepted; remove it")
                depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
                if depth > MAX_DEPTH:
                    raise self._fault(event, _TOO_DEEP)
                yield event
        finally:
            loader.dispose()

    def _value(self, event: _Event, place: Place) -> Value:
        self._mark(event, place)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(place)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(place)
        text = self._text(event)
        return None if event.implicit[0] and text in _NULLS else text

    def _text(self, event: _Event) -> str:
        text: str = event.value
        escaped = "" if text.isprintable() else next(filter(_is_control, text), "")
        if escaped:  # "\e[31m" is printable in the file, and not in the value
            raise self._fault(event, f"control character U+{ord(escaped):04X}, written as an escape; delete it")
        return text

    def _mark(self, event: _Event, place: Place) -> None:
        self._marks[place] = (event.start_mark.line + 1, event.start_mark.column + 1)

    def _sequence(self, place: Place) -> Value:
        items: list[Value] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._value(event, (*place, len(items))))
        return items

    def _mapping(self, place: Place) -> Value:
        entries: dict[str, Value] = {}
        while not isinstance(key_event := next(self._events), yaml.MappingEndEvent):
            if not isinstance(key_event, yaml.ScalarEvent):
                raise self._fault(key_event, "a key must be plain text")
            key = self._text(key_event)
            if key in entries:
                raise self._fault(key_event, f"the key {key[:_REPEATED_CHARS]!r} stands here a second time")
            self._mark(key_event, (*place, key, KEY))
            entries[key] = self._value(next(self._events), (*place, key))
        return entries

    def _fault(self, event: _Event, reason: str) -> TermFileError:
        return TermFileError(self._path, event.start_mark.line + 1, event.start_mark.column + 1, reason)

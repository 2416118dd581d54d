"""Glossary -> files for people and programs outside."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from enum import StrEnum

from bot.core.term import Term

_COLUMNS = ("term", "aliases", "categories", "short_def", "long_def", "status", "last_reviewed", "citations")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # OWASP, "CSV Injection": also the full-width ones
_MARKDOWN_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~!&])")
_LIST_START = re.compile(r"^(\d{0,9})([-+.)])")


class ExportFormat(StrEnum):
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"


def export(terms: Iterable[Term], form: ExportFormat) -> str:
    """All terms in one text, in the order given."""
    match form:
        case ExportFormat.JSON:
            return json.dumps([term.model_dump(mode="json", exclude_defaults=True) for term in terms], ensure_ascii=False, indent=2) + "\n"
        case ExportFormat.CSV:
            return _csv(terms)
        case ExportFormat.MARKDOWN:
            return _markdown(terms)


def _csv(terms: Iterable[Term]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for term in terms:
        cells = (
            term.term,
            "; ".join(term.aliases),
            "; ".join(term.categories),
            term.short_def,
            term.long_def,
            term.status.value,
            term.last_reviewed.isoformat() if term.last_reviewed else "",
            "; ".join(f"{citation.source} <{citation.url}>" for citation in term.citations),
        )
        writer.writerow(formula_safe(cell) for cell in cells)
    return out.getvalue()


def formula_safe(cell: str) -> str:
    """A cell that no spreadsheet runs."""
    return "'" + cell if cell.startswith(_FORMULA_STARTS) else cell


def _markdown(terms: Iterable[Term]) -> str:
    blocks = ["# Glossary"]
    for term in terms:
        lines = [f"## {_plain(term.term)}", "", _plain(term.short_def)]
        if term.aliases:
            lines += ["", f"Also: {_plain(', '.join(term.aliases))}"]
        if term.long_def:
            lines += ["", _plain(term.long_def)]
        lines += ["", *(f"- [{_plain(citation.source)}](<{citation.url}>)" for citation in term.citations)] if term.citations else []
        lines += ["", f"_{term.status.value}{f', reviewed {term.last_reviewed}' if term.last_reviewed else ''}_"]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def _plain(text: str) -> str:
    return _LIST_START.sub(r"\1\\\2", _MARKDOWN_SIGNS.sub(r"\\\1", text))

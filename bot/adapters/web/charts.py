"""Counts -> SVG. matplotlib is imported by the first drawing, and nothing of the data is read as markup."""

from __future__ import annotations

import io
import logging
import warnings
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from bot.core.normalize import clean

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_POINTS = 72  # of an inch; one point is one CSS pixel of the drawing
_WIDE, _NARROW = 560, 330
_COLUMNS_HEIGHT = 240
_BAR_HEIGHT = 46
_LABEL_CHARS, _NARROW_LABEL_CHARS = 64, 34
_DATES, _NARROW_DATES = 7, 4
_ABOVE = 18  # from the middle of a bar to the middle of its label
_KEPT = 64  # drawings of the same counts are the same bytes: both themes and widths of four charts for three spans
_FONTS = ["system-ui", "Segoe UI", "Roboto", "Helvetica Neue", "Helvetica", "Arial", "Liberation Sans", "DejaVu Sans"]


class Kind(StrEnum):
    """Columns for days, bars for things with names."""

    COLUMNS = "columns"
    BARS = "bars"


@dataclass(frozen=True, slots=True)
class Chart:
    """Counts by label. `of` is what a label is, for the head of the table; `shares` says parts of the whole beside the counts."""

    kind: Kind
    title: str
    of: str
    labels: tuple[str, ...]
    values: tuple[int, ...]
    shares: bool = False

    @property
    def total(self) -> int:
        return sum(self.values)

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """Label and count, as the table has them."""
        return tuple((label, self._said(value)) for label, value in zip(self.labels, self.values, strict=True))

    @property
    def alt(self) -> str:
        """What a reader would see in the drawing."""
        if not self.total:
            return f"{self.title}: nothing yet."
        if self.kind is Kind.COLUMNS:
            most = max(range(len(self.values)), key=lambda place: self.values[place])
            return f"{self.title}, {self.labels[0]} to {self.labels[-1]}: {self.total} in all, most on {self.labels[most]} ({self.values[most]})."
        return f"{self.title}: {', '.join(f'{label} {said}' for label, said in self.rows)}."

    def _said(self, value: int) -> str:
        return f"{value} ({100 * value / self.total:.0f} %)" if self.shares and self.total else f"{value}"


@dataclass(frozen=True, slots=True)
class Look:
    """For which page the drawing is made."""

    dark: bool = False
    narrow: bool = False

    @property
    def ink(self) -> str:
        return "#e8eaee" if self.dark else "#16181d"

    @property
    def soft(self) -> str:
        return "#a3a9b5" if self.dark else "#545b66"

    @property
    def line(self) -> str:
        return "#2c313a" if self.dark else "#e1e4e8"

    @property
    def fill(self) -> str:
        return "#8ab4ff" if self.dark else "#2450c8"


@lru_cache(maxsize=_KEPT)
def draw(chart: Chart, look: Look) -> bytes:
    """An SVG document, the same bytes for the same counts. To be called by one thread at a time: matplotlib's settings are global."""
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # a home that cannot be written to is no news
    import matplotlib as mpl
    from matplotlib.figure import Figure

    columns = chart.kind is Kind.COLUMNS or not chart.total
    height = _COLUMNS_HEIGHT if columns else _BAR_HEIGHT * len(chart.values) + 8
    settings: dict[Any, Any] = {"svg.fonttype": "none", "svg.hashsalt": "glossary", "font.family": "sans-serif", "font.sans-serif": _FONTS, "font.size": 12.5}
    with mpl.rc_context(settings), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph", category=UserWarning)  # a reader's machine has more letters than this one
        figure = Figure(figsize=((_NARROW if look.narrow else _WIDE) / _POINTS, height / _POINTS), dpi=_POINTS)
        figure.patch.set_alpha(0)
        axes = figure.add_axes(_room(columns=columns, narrow=look.narrow))
        axes.patch.set_alpha(0)
        axes.spines[:].set_visible(False)
        axes.tick_params(length=0, colors=look.soft)
        if not chart.total:
            _nothing(axes, look)
        elif columns:
            _columns(axes, chart, look)
        else:
            _bars(axes, chart, look)
        written = io.BytesIO()
        figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None, "Title": clean(chart.title)})
    return written.getvalue()


def _room(*, columns: bool, narrow: bool) -> tuple[float, float, float, float]:
    """Left, bottom, width and height as parts of the drawing, with space for numbers and dates where they stand outside."""
    if not columns:
        return 0.004, 0, 0.99, 1
    return (0.095, 0.12, 0.83, 0.84) if narrow else (0.06, 0.12, 0.9, 0.84)


def _nothing(axes: Axes, look: Look) -> None:
    axes.set_xticks([])
    axes.set_yticks([])
    axes.text(0.5, 0.5, "Nothing yet", color=look.soft, ha="center", va="center", transform=axes.transAxes)


def _columns(axes: Axes, chart: Chart, look: Look) -> None:
    from matplotlib.ticker import MaxNLocator

    places = range(len(chart.values))
    axes.bar(places, chart.values, width=0.72, color=look.fill, zorder=2)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True, min_n_ticks=1))
    axes.grid(axis="y", color=look.line, linewidth=1, zorder=1)
    every = max(1, -(-len(places) // (_NARROW_DATES if look.narrow else _DATES)))
    shown = list(places)[::-1][::every][::-1]  # today is always among them
    axes.set_xticks(shown, [chart.labels[place] for place in shown])
    axes.margins(x=0.012)
    most = max(places, key=lambda place: chart.values[place])
    axes.annotate(f"{chart.values[most]}", (most, chart.values[most]), xytext=(0, 3), textcoords="offset points", ha="center", color=look.ink)
    axes.set_ylim(top=chart.values[most] * 1.18)


def _bars(axes: Axes, chart: Chart, look: Look) -> None:
    """Every label stands above its bar: however wide the reader's letters are, there is room."""
    places = range(len(chart.values))
    axes.barh(places, chart.values, height=0.34, color=look.fill, zorder=2)
    axes.set_ylim(len(places) - 0.7, -0.78)
    axes.set_xlim(0, max(chart.values) * (1.34 if look.narrow else 1.18))
    axes.set_xticks([])
    axes.set_yticks([])
    longest = _NARROW_LABEL_CHARS if look.narrow else _LABEL_CHARS
    plain: dict[str, Any] = {"textcoords": "offset points", "parse_math": False, "va": "center"}
    for place, (label, said) in enumerate(chart.rows):
        axes.annotate(_short(label, longest), (0, place), xytext=(0, _ABOVE), color=look.ink, **plain)
        axes.annotate(said, (chart.values[place], place), xytext=(7, 0), color=look.soft, **plain)


def _short(label: str, longest: int) -> str:
    label = clean(label, 2 * longest)
    return label if len(label) <= longest else f"{label[: longest - 1].rstrip()}\u2026"

"""How often the right term comes first, or among the first three: ours against three plain rankings, in the same run.

    python bench/retrieval.py --terms DIR                          over bench/queries/*.jsonl, about a minute
    python bench/retrieval.py --terms DIR FILE.jsonl ...           over other labelled queries
    python bench/retrieval.py --terms DIR --without-phrasebook     ours without the phrasebook as well

A line is {"query": "...", "gold": [slugs], "kind": "..."}; lines that expect no answer, messages, and lines whose gold slugs
the glossary does not have are left out and counted. The gold term that stands highest counts.

WRatio   rapidfuzz's fuzz.WRatio over names and aliases, as it is commonly used
FTS5     SQLite full text, porter stems, bm25 with weights 10 / 5 / 3 / 1 for name, aliases, short_def, long_def
MiniLM   cosine of the query with short_def, by the model that we use

Columns: n, then top1 / top3 of each as shares. `ours` ranks what was answered or offered first, then by score.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from common import QUERIES, Row, arguments, glossary_settings, read_queries, report, say

if TYPE_CHECKING:
    from bot.core.assistant import Assistant
    from bot.core.evaluation import Labelled
    from bot.core.term import Term
    from bot.settings import Settings
    from embeddings import Encoder

TOP = 3
FTS5_WEIGHTS = "10.0, 5.0, 3.0, 1.0"
Ranking = Callable[[str], list[str]]


def by_wratio(terms: Sequence[Term]) -> Ranking:
    from rapidfuzz import fuzz, process, utils

    owners = [(label, term.slug) for term in terms for label in term.shown_labels]
    labels = [label for label, _ in owners]

    def rank(query: str) -> list[str]:
        found = process.extract(query, labels, scorer=fuzz.WRatio, processor=utils.default_process, limit=len(labels))
        return list(dict.fromkeys(owners[place][1] for _, _, place in found))[:TOP]

    return rank


def by_fts5(terms: Sequence[Term]) -> Ranking:
    file = sqlite3.connect(":memory:")
    file.execute("CREATE VIRTUAL TABLE entry USING fts5(slug UNINDEXED, name, aliases, short_def, long_def, tokenize = 'porter unicode61')")
    file.executemany(
        "INSERT INTO entry VALUES (?, ?, ?, ?, ?)", [(term.slug, term.term, "; ".join(term.aliases), term.short_def, term.long_def) for term in terms]
    )

    def rank(query: str) -> list[str]:
        words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", query))
        if not words:
            return []
        found = file.execute(f"SELECT slug FROM entry WHERE entry MATCH ? ORDER BY bm25(entry, 0.0, {FTS5_WEIGHTS}), slug LIMIT {TOP}", (words,))
        return [slug for (slug,) in found]

    return rank


def by_cosine(terms: Sequence[Term], encoder: Encoder) -> Ranking:
    definitions = encoder.encode([term.short_def for term in terms])

    def rank(query: str) -> list[str]:
        scores = definitions @ encoder.encode([query])[0]
        return [terms[place].slug for place in scores.argsort()[::-1][:TOP]]

    return rank


def measure_ours(assistant: Assistant, lines: Sequence[Labelled]) -> tuple[float, float]:
    from bot.core.evaluation import evaluate

    counts = evaluate(assistant, lines)["all"]
    return counts["top1"] / len(lines), counts["top3"] / len(lines)


def measure(rank: Ranking, lines: Sequence[Labelled]) -> tuple[float, float]:
    places = [next((place for place, slug in enumerate(rank(line.text)) if slug in line.gold), TOP) for line in lines]
    return sum(place == 0 for place in places) / len(lines), sum(place < TOP for place in places) / len(lines)


def without_phrasebook(settings: Settings) -> Settings:
    return settings.model_copy(update={"catalog": settings.catalog.model_copy(update={"phrasebook_dir": None})})


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="labelled queries; default: bench/queries/*.jsonl")
    parser.add_argument("--terms", type=Path, metavar="DIR", help="folder of term files that the queries are about; default: the shipped ones")
    parser.add_argument("--without-phrasebook", action="store_true", help="also rank without the phrasebook")
    chosen = parser.parse_args()
    from bot.bootstrap import compose
    from bot.bootstrap.compose import make_encoder

    settings = glossary_settings(chosen.terms)
    built = compose(settings, blocking=True)
    terms = list(built.assistant.glossary)
    slugs = {term.slug for term in terms}
    assistants = {"ours": built.assistant}
    if chosen.without_phrasebook:
        assistants["no phrasebook"] = compose(without_phrasebook(settings), blocking=True).assistant
    rankings = {"WRatio": by_wratio(terms), "FTS5": by_fts5(terms), "MiniLM": by_cosine(terms, make_encoder(settings.embedding))}
    groups: dict[tuple[str, str], list[Labelled]] = {}
    left_out = 0
    for path in chosen.files or sorted(QUERIES.glob("*.jsonl")):
        for line in read_queries([path]):
            if line.gold and not line.is_message and set(line.gold) <= slugs:
                groups.setdefault((path.stem, line.kind), []).append(line)
            else:
                left_out += 1
    rows: list[Row] = []
    for (name, kind), lines in groups.items():
        say(f"{name} {kind}: {len(lines)} queries")
        row: Row = {"queries": name if name == kind else f"{name} {kind}", "n": len(lines)}
        for way, (top1, top3) in [
            *((way, measure_ours(assistant, lines)) for way, assistant in assistants.items()),
            *((way, measure(rank, lines)) for way, rank in rankings.items()),
        ]:
            row[way] = f"{top1:.3f} / {top3:.3f}" if not chosen.json else [round(top1, 4), round(top3, 4)]
        rows.append(row)
    report(f"top1 / top3 over {len(terms)} terms; {left_out} lines left out", rows, as_json=chosen.json)


if __name__ == "__main__":
    main()

"""How long one question takes in process, apart by the step that answered it, with the bare encoder call beside it.

Exact: every label of the glossary, plain and in a sentence. Fuzzy: labels with two letters swapped. Semantic: the
descriptions of bench/queries that reach the model; each is timed as a whole question and as a bare encoder call on the same
text with the same model, in turns and in either order, so that both see the same machine.

    python bench/latency.py                      over data/terms, half a minute
    python bench/latency.py --terms DIR          over another glossary

Rows: n, and p50, p95, p99 in ms. `ratio` is semantic to bare encode at that percentile; `encodings` how often a question
calls the model on average.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from common import QUERIES, Row, arguments, glossary_settings, milliseconds, percentile, read_queries, report

if TYPE_CHECKING:
    from bot.core.assistant import Assistant
    from embeddings import Encoder
    from embeddings.types import Vectors

PERCENTS = (50, 95, 99)
WARM_UP = 20  # questions that are not counted: first use fills caches


class Counted:
    """An encoder that counts how often it is called."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.model_id = encoder.model_id
        self.dimension = encoder.dimension
        self.calls = 0

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.calls += 1
        return self._encoder.encode(texts)


def swapped(label: str) -> str:
    """The label with two letters in its middle swapped."""
    middle = len(label) // 2
    return label[: middle - 1] + label[middle] + label[middle - 1] + label[middle + 1 :]


def row(step: str, took: Sequence[float]) -> Row:
    return {"step": step, "n": len(took), **{f"p{percent}": percentile(took, percent) for percent in PERCENTS}}


def by_label(assistant: Assistant) -> list[Row]:
    from bot.core.answer import Step

    labels = [label for term in assistant.glossary for label in term.shown_labels]
    asked = [text for label in labels for text in (label, f"what is {label}?", f"can someone explain {label} please")]
    wrong = [swapped(label) for label in labels if len(label) > 5]
    rows = []
    for step, texts in ((Step.EXACT, asked), (Step.FUZZY, wrong)):
        milliseconds(assistant.resolver.resolve, texts[:WARM_UP])
        answered = [text for text in texts if any(item.match.step is step for item in assistant.resolver.resolve(text).found)]
        rows.append(row(step.value, milliseconds(assistant.resolver.resolve, answered)))
    return rows


def by_meaning(assistant: Assistant, counted: Counted, encoder: Encoder, texts: Sequence[str]) -> list[Row]:
    def encode(text: str) -> Vectors:
        return encoder.encode([text])

    whole: list[float] = []
    bare: list[float] = []
    encodings = 0
    for number, text in enumerate(texts):
        before = counted.calls
        calls = (assistant.resolver.resolve, encode) if number % 2 else (encode, assistant.resolver.resolve)
        took = {call: milliseconds(call, [text])[0] for call in calls}
        if counted.calls > before and number >= WARM_UP:
            encodings += counted.calls - before
            whole.append(took[assistant.resolver.resolve])
            bare.append(took[encode])
    ratio: Row = {"step": "ratio", **{f"p{percent}": percentile(whole, percent) / percentile(bare, percent) for percent in PERCENTS}}
    return [row("semantic", whole) | {"encodings": encodings / max(len(whole), 1)}, row("bare encode", bare), ratio]


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--terms", type=Path, metavar="DIR", help="folder of term files; default: the shipped ones")
    parser.add_argument("--queries", type=Path, metavar="FILE", default=QUERIES / "descriptions.jsonl", help="labelled descriptions")
    chosen = parser.parse_args()
    from bot.bootstrap import compose
    from bot.bootstrap.compose import make_encoder, vector_passages
    from embeddings import IndexStore

    settings = glossary_settings(chosen.terms)
    built = compose(settings, blocking=True)
    encoder = make_encoder(settings.embedding)
    counted = Counted(encoder)
    search = IndexStore(built.index_dir, counted).open(vector_passages(built.assistant.passages))
    assistant = built.assistant.retuned(built.assistant.tuning, search)
    rows = [*by_label(assistant), *by_meaning(assistant, counted, encoder, [line.text for line in read_queries([chosen.queries])])]
    title = f"one question, ms; {len(built.catalog.loaded)} terms, {len(built.assistant.passages)} passages, {settings.embedding.model_threads} thread(s)"
    report(title, rows, as_json=chosen.json)


if __name__ == "__main__":
    main()

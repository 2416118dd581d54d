"""Looking labels up, right or misspelt, by number of labels; against rapidfuzz over the same labels in the same run.

Labels are one to three English words, four labels a term. Asked are labels written otherwise (case, hyphens, plural), labels
with one or two typing errors within what we allow, and labels that are not there.

    python bench/labels.py                       10^2 .. 10^5 labels, half a minute
    python bench/labels.py --full                up to 10^6, some minutes and 4 GB
    python bench/labels.py 500 20000             these sizes

Rows: `find` and `misspelt` are the look-ups alone, `answer` is a whole question from text to resolution, `extractOne` is
rapidfuzz's search with that scorer. `right` is the share of questions for which the label meant came out (for `nothing`: none did).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from common import Row, arguments, milliseconds, percentile, report, say

if TYPE_CHECKING:
    from bot.core.glossary import Glossary

SIZES = (100, 1_000, 10_000, 100_000)
LABELS_A_TERM = 4
ASKED = 300
ASKED_SLOWLY = 30  # questions to the scorers that compare with every label, from 10^5 labels on
WRATIO_CUTOFF, RATIO_CUTOFF = 86, 84  # the best cut-offs on a real glossary of 112 terms
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Question:
    asked: str
    meant: str | None


def some_labels(count: int) -> list[str]:
    """Distinct labels: words of a frequency list, half of them rare, in ones, twos and threes."""
    from wordfreq import top_n_list

    from bot.core.normalize import normalize

    generator = random.Random(count)
    words = [word for word in top_n_list("en", 30_000, wordlist="small") if len(word) > 3 and normalize(word) == word]
    found: dict[str, None] = {}
    while len(found) < count:
        found[" ".join(generator.choices(words, k=generator.choice((1, 2, 2, 2, 3, 3))))] = None
    return list(found)


def a_glossary(labels: Sequence[str]) -> Glossary:
    from bot.core.glossary import Glossary
    from bot.core.term import Status, Term

    terms = []
    for number in range(0, len(labels), LABELS_A_TERM):
        name, *aliases = labels[number : number + LABELS_A_TERM]
        terms.append(Term.model_construct(slug=f"term-{number}", term=name, aliases=tuple(aliases), short_def="What it is.", status=Status.APPROVED))
    return Glossary(terms)


def otherwise(label: str, generator: random.Random) -> str:
    return generator.choice((label.upper(), label.title(), label.replace(" ", "-"), label + "s", f"  {label}?"))


def misspelt(label: str, edits: int, generator: random.Random) -> str:
    for _ in range(edits):
        place = generator.randrange(len(label) - 1)
        before, here, after = label[:place], label[place : place + 2], label[place + 2 :]
        letter = generator.choice(LETTERS)
        label = before + generator.choice((here[::-1], here[1:], letter + here, letter + here[1:])) + after
    return label


def questions(labels: Sequence[str]) -> dict[str, list[Question]]:
    from bot.core.fuzzy import allowed_edits

    generator = random.Random(3)
    known = set(labels)
    found: dict[str, list[Question]] = {"exact": [], "misspelt": [], "nothing": []}
    while len(found["misspelt"]) < ASKED:
        label = generator.choice(labels)
        edits = generator.randint(1, 2)
        wrong = misspelt(label, edits, generator)
        if wrong not in known and " " in label and edits <= allowed_edits(max(len(wrong), len(label))):
            found["misspelt"].append(Question(wrong, label))
    found["exact"] = [Question(otherwise(label, generator), label) for label in generator.choices(labels, k=ASKED)]
    found["nothing"] = [Question("".join(generator.choices(LETTERS, k=generator.randint(6, 22))), None) for _ in range(ASKED)]
    return found


def look_ups(glossary: Glossary, labels: Sequence[str]) -> dict[str, Callable[[str], str | None]]:
    """Ways from a text to the label it means, or None."""
    from rapidfuzz import fuzz, process

    from bot.core.assistant import Assistant
    from bot.core.normalize import normalize
    from bot.core.phrasebook import Phrasebook
    from bot.core.spotting import Spotter

    spotter = Spotter(glossary, Phrasebook([], glossary))
    resolver = Assistant(glossary, []).resolver

    def find(text: str) -> str | None:
        label = spotter.find(normalize(text))
        return label.key if label else None

    def nearest(text: str) -> str | None:
        found = spotter.misspelt(normalize(text))
        return found[0].key if found else None

    def answer(text: str) -> str | None:
        found = resolver.resolve(text).found
        return found[0].match.label if found else None

    def extract(scorer: Callable[..., float], cutoff: int, text: str) -> str | None:
        found = process.extractOne(normalize(text), labels, scorer=scorer, score_cutoff=cutoff)
        return found[0] if found else None

    return {
        "find": find,
        "misspelt": nearest,
        "answer": answer,
        "extractOne WRatio": partial(extract, fuzz.WRatio, WRATIO_CUTOFF),
        "extractOne ratio": partial(extract, fuzz.ratio, RATIO_CUTOFF),
    }


ROWS = (
    ("exact", "find"),
    ("exact", "answer"),
    ("misspelt", "misspelt"),
    ("misspelt", "answer"),
    ("misspelt", "extractOne ratio"),
    ("misspelt", "extractOne WRatio"),
    ("nothing", "misspelt"),
    ("nothing", "answer"),
    ("nothing", "extractOne ratio"),
    ("nothing", "extractOne WRatio"),
)


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("sizes", nargs="*", type=int, metavar="SIZE", help=f"numbers of labels; default: {' '.join(map(str, SIZES))}")
    parser.add_argument("--full", action="store_true", help="10^6 as well")
    chosen = parser.parse_args()
    sizes = chosen.sizes or (*SIZES, *((1_000_000,) if chosen.full else ()))
    rows: dict[tuple[str, str], Row] = {key: {"asked": key[0], "way": key[1]} for key in ROWS}
    for count in sizes:
        say(f"{count} labels")
        labels = some_labels(count)
        ways, asked = look_ups(a_glossary(labels), labels), questions(labels)
        for kind, way in ROWS:
            some = asked[kind][: ASKED_SLOWLY if way.startswith("extractOne") and count >= 100_000 else ASKED]
            right = sum(ways[way](question.asked) == question.meant for question in some) / len(some)
            took = milliseconds(ways[way], [question.asked for question in some])
            rows[kind, way] |= {f"{count} p50": percentile(took, 50), f"{count} p99": percentile(took, 99), f"{count} right": right}
    report("label look-up, ms by number of labels", list(rows.values()), as_json=chosen.json)


if __name__ == "__main__":
    main()

"""FAISS behind our index: exact (flat) against approximate (HNSW) search, by number of vectors.

Vectors are embeddings of the glossary's passages (definitions, labels, questions), as often as needed, each time turned by
another random rotation: neighbourhoods are as dense as those of real text, which random vectors are not. Searches are the
chat-style descriptions of bench/queries, turned with the copy in which they are sought. One thread, d = 384.

    python bench/vectors.py                      10^2 .. 10^5 vectors, half a minute, or two when the passages are not encoded yet
    python bench/vectors.py --full               up to 10^6, about six minutes and 4 GB
    python bench/vectors.py 5000 90000           these sizes

Columns: search p50 and p99 in ms, build in s (encoding not included), recall@10 = share of the ten exact neighbours that HNSW
finds, stored size in MB, and the kind that the index chooses by itself at that size.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from common import QUERIES, Row, arguments, glossary_settings, milliseconds, percentile, read_queries, report, say

if TYPE_CHECKING:
    from embeddings.index import VectorIndex
    from embeddings.types import Vectors

SIZES = (100, 1_000, 10_000, 100_000)
SEARCHES = 300
NEIGHBOURS = 10


def real_vectors(terms: Path | None) -> tuple[Vectors, Vectors]:
    """Embeddings of the passages of a glossary, and of queries about it."""
    from bot.bootstrap import compose
    from bot.bootstrap.compose import make_encoder
    from embeddings import VectorCache

    settings = glossary_settings(terms)
    built = compose(settings, blocking=True)
    cache = VectorCache(built.index_dir, make_encoder(settings.embedding))
    texts = list(dict.fromkeys(passage.text for passage in built.assistant.passages))
    say(f"encoding {len(texts)} passages, unless they are in {built.index_dir}")
    return cache.encode(texts), cache.encode([line.text for line in read_queries([QUERIES / "descriptions.jsonl"])])


def turned(passages: Vectors, queries: Vectors, count: int) -> tuple[Vectors, Vectors]:
    """`count` rows and `SEARCHES` queries: rotated copies of `passages`, and queries rotated like one of the copies."""
    generator = np.random.default_rng(7)
    passages = generator.permutation(passages)
    copies = -(-count // len(passages))
    rows = np.empty((count, passages.shape[1]), dtype=np.float32)
    found = []
    for number in range(copies):
        rotation = np.linalg.qr(generator.standard_normal((passages.shape[1],) * 2))[0].astype(np.float32)
        part = rows[number * len(passages) : (number + 1) * len(passages)]
        part[:] = passages[: len(part)] @ rotation
        share = SEARCHES * (number + 1) // copies - SEARCHES * number // copies
        found.append(queries[generator.integers(0, len(queries), share)] @ rotation)
    return rows, np.vstack(found)


def measure(name: str, index: VectorIndex, queries: Vectors) -> tuple[Row, list[set[int]]]:
    import faiss

    threads = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        found = [{position for position, _ in index.nearest(query[None], NEIGHBOURS)} for query in queries]
        took = milliseconds(lambda query: index.nearest(query[None], NEIGHBOURS), queries)
    finally:
        faiss.omp_set_num_threads(threads)
    return {f"{name} p50": percentile(took, 50), f"{name} p99": percentile(took, 99), f"{name} MB": len(index.to_bytes()) / 1e6}, found


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("sizes", nargs="*", type=int, metavar="SIZE", help=f"numbers of vectors; default: {' '.join(map(str, SIZES))}")
    parser.add_argument("--full", action="store_true", help="10^6 as well")
    parser.add_argument("--terms", type=Path, metavar="DIR", help="glossary whose passages are embedded")
    chosen = parser.parse_args()
    from embeddings.index import FLAT_UP_TO, VectorIndex

    passages, queries = real_vectors(chosen.terms)
    rows: list[Row] = []
    for count in chosen.sizes or (*SIZES, *((1_000_000,) if chosen.full else ())):
        say(f"{count} vectors")
        vectors, sought = turned(passages, queries, count)
        row: Row = {"vectors": count}
        exact: list[set[int]] = []
        for name, limit in (("flat", count), ("hnsw", 0)):
            started = time.perf_counter()
            index = VectorIndex.build(vectors, flat_up_to=limit)
            built_s = time.perf_counter() - started
            figures, found = measure(name, index, sought)
            exact = exact or found
            row |= {f"{name} build s": built_s, **figures}
            if name == "hnsw":
                row["recall@10"] = sum(len(one & other) for one, other in zip(exact, found, strict=True)) / sum(map(len, exact))
        rows.append(row | {"chosen": "flat" if count <= FLAT_UP_TO else "hnsw"})
    report(f"nearest {NEIGHBOURS} of n vectors, {SEARCHES} searches, ms; {len(passages)} real vectors, rotated", rows, as_json=chosen.json)


if __name__ == "__main__":
    main()

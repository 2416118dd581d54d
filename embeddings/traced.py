"""The forward pass as one call into torch: hundreds of small calls would each wait for the threads that run Python meanwhile."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from embeddings.types import Vectors

_LOG = logging.getLogger(__name__)
_PROBES = (("a",), ("what is a model card?", "it"), ("one two three " * 40, "x", "the cache of keys and values, as the decoder sees it"))
"""Alone and in batches, with and without padding: where a trace may differ from what it was made of."""
_TOLERANCE = 1e-5  # of a component of a unit vector; scores are compared with two decimals


def traced(model: SentenceTransformer) -> Callable[[Sequence[str]], Vectors] | None:
    """What `model.encode` gives, normalised, for a few texts; None where no trace gives the same vectors."""
    if model.default_prompt_name:
        return None
    try:
        with _quietly():
            encode = _trace(model)
            differs = max(_difference(model, encode, probe) for probe in _PROBES)
    except Exception as error:  # noqa: BLE001 - whatever a model of somebody else's cannot do, it can be called as it is
        _LOG.info("the model is called step by step: %s", type(error).__name__)
        return None
    if differs > _TOLERANCE:
        _LOG.info("the model is called step by step: its trace differs by %.1e", differs)
        return None
    return encode


@contextmanager
def _quietly() -> Iterator[None]:
    """Torch would rather compile, which needs a C++ compiler where the server runs; others complain of attributes that a trace looks at."""
    loggers = [logging.getLogger(name) for name in ("sentence_transformers", "transformers")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def _trace(model: SentenceTransformer) -> Callable[[Sequence[str]], Vectors]:
    import torch

    example = model.preprocess(list(_PROBES[-1]))
    names = [name for name, value in example.items() if torch.is_tensor(value)]

    class Whole(torch.nn.Module):
        """Tensors in, unit vectors out."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, *tensors: torch.Tensor) -> torch.Tensor:
            found = self.model(dict(zip(names, tensors, strict=True)))["sentence_embedding"]
            return torch.nn.functional.normalize(found, dim=1)

    with torch.inference_mode():
        whole = torch.jit.trace(Whole().eval(), tuple(example[name] for name in names), check_trace=False)  # type: ignore[no-untyped-call]
        forward = torch.jit.freeze(whole)

    def encode(texts: Sequence[str]) -> Vectors:
        with torch.inference_mode():
            features = model.preprocess(list(texts))
            vectors: Vectors = forward(*(features[name] for name in names)).numpy()
        return vectors

    return encode


def _difference(model: SentenceTransformer, encode: Callable[[Sequence[str]], Vectors], texts: Sequence[str]) -> float:
    expected = model.encode(list(texts), normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False)
    return float(abs(expected - encode(texts)).max())

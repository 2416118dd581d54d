"""What can go wrong with vectors.

EmbeddingsError
├── ModelUnavailable     no usable weights, or not the weights that were pinned
├── IndexMissing         nothing stored yet
├── IndexStale           stored for other texts or another model
└── IndexCorrupt         stored bytes do not match their manifest
"""


class EmbeddingsError(Exception):
    """A failure we can name; `str()` is one plain sentence."""


class ModelUnavailable(EmbeddingsError):
    """The encoder cannot be loaded."""


class IndexMissing(EmbeddingsError):
    """There is no stored index."""


class IndexStale(EmbeddingsError):
    """The stored index was built from other texts or by another model."""


class IndexCorrupt(EmbeddingsError):
    """The stored index does not match its manifest."""

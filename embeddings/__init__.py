"""Text -> unit vectors -> nearest passages. Knows nothing of terms or bots; heavy libraries load on first use."""

from embeddings.cache import VectorCache
from embeddings.encoders import SentenceTransformerEncoder, packaged_model
from embeddings.errors import EmbeddingsError, EncoderBusy, IndexCorrupt, IndexMissing, IndexStale, ModelUnavailable
from embeddings.search import PassageSearch
from embeddings.seed import SeededEncoder, write_seed
from embeddings.store import IndexStore
from embeddings.together import TogetherEncoder
from embeddings.types import Encoder, FieldScores, Passage

__all__ = [
    "EmbeddingsError",
    "Encoder",
    "EncoderBusy",
    "FieldScores",
    "IndexCorrupt",
    "IndexMissing",
    "IndexStale",
    "IndexStore",
    "ModelUnavailable",
    "Passage",
    "PassageSearch",
    "SeededEncoder",
    "SentenceTransformerEncoder",
    "TogetherEncoder",
    "VectorCache",
    "packaged_model",
    "write_seed",
]

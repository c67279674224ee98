"""An embedder without a model: a text's vector is drawn from its hash, a token is a word or a mark."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt


class HashEmbedder:
    """Equal texts have equal vectors, others unrelated ones; remembers what it was asked to embed."""

    def __init__(self, identity: str = "hash", dimension: int = 16, max_tokens: int = 500) -> None:
        self.identity = identity
        self.dimension = dimension
        self.max_tokens = max_tokens
        self.embedded: list[str] = []

    def tokenize(self, text: str) -> list[tuple[int, int]]:
        return [match.span() for match in re.finditer(r"\w+|[^\w\s]", text)]

    def embed_questions(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        return np.array([self._vector(text) for text in texts], dtype=np.float32).reshape(-1, self.dimension)

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> npt.NDArray[np.float32]:
        self.embedded += texts
        if progress is not None:
            progress(len(texts))
        return self.embed_questions(texts)

    def _vector(self, text: str) -> npt.NDArray[np.float64]:
        seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
        vector = np.random.default_rng(seed).normal(size=self.dimension)
        return vector / np.linalg.norm(vector)

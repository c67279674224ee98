"""Exact search by inner product; the one place that faiss is used."""

from __future__ import annotations

from typing import Protocol

import faiss
import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]


class VectorIndex(Protocol):
    """Vectors under the numbers 0 to n-1, in the order they were added."""

    def __len__(self) -> int:
        """How many vectors there are."""
        ...

    def search(
        self, vectors: Vectors, k: int, admitted: npt.NDArray[np.bool_] | None = None
    ) -> tuple[Vectors, npt.NDArray[np.int64]]:
        """Scores and numbers of the best `k` for each row of `vectors`, best first, both [questions, found].

        `admitted` (bool, [n]) restricts the search itself: the best of those marked are found however few they are.
        """
        ...

    def scores(self, vectors: Vectors) -> Vectors:
        """Scores of all vectors for each row, [questions, n]."""
        ...

    def add(self, vectors: Vectors) -> None:
        """Append vectors, float32 [m, d]."""
        ...

    def delete(self, numbers: npt.NDArray[np.int64]) -> None:
        """Remove vectors; the numbers of those behind close up."""
        ...


class FlatIndex:
    """Every vector is compared with every question: exact, and fast enough for a few hundred thousand passages."""

    def __init__(self, dimension: int) -> None:
        self._dimension = dimension
        self._index = faiss.IndexFlatIP(dimension)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(
        self, vectors: Vectors, k: int, admitted: npt.NDArray[np.bool_] | None = None
    ) -> tuple[Vectors, npt.NDArray[np.int64]]:
        """As VectorIndex says."""
        found = min(k, len(self) if admitted is None else int(admitted.sum()))
        if found <= 0:
            return np.empty((len(vectors), 0), np.float32), np.empty((len(vectors), 0), np.int64)
        vectors = np.ascontiguousarray(vectors)
        if admitted is None:
            return self._index.search(vectors, found)
        selector = faiss.IDSelectorBatch(np.flatnonzero(admitted))
        parameters = faiss.SearchParameters()
        parameters.sel = selector  # borrowed: `selector` must outlive the search
        return self._index.search(vectors, found, params=parameters)

    def scores(self, vectors: Vectors) -> Vectors:
        """As VectorIndex says."""
        if not len(self):
            return np.empty((len(vectors), 0), np.float32)
        stored = faiss.rev_swig_ptr(self._index.get_xb(), len(self) * self._dimension)  # a view, not a copy
        return vectors @ stored.reshape(len(self), self._dimension).T  # type: ignore[no-any-return]

    def add(self, vectors: Vectors) -> None:
        """As VectorIndex says."""
        self._index.add(np.ascontiguousarray(vectors, dtype=np.float32))

    def delete(self, numbers: npt.NDArray[np.int64]) -> None:
        """As VectorIndex says."""
        self._index.remove_ids(faiss.IDSelectorBatch(numbers))

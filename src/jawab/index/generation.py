"""A generation opened for answering: articles and passages by id, dense and lexical scores of all passages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from jawab.errors import IndexMismatch
from jawab.index.layout import arrange
from jawab.index.store import Snapshot, Store
from jawab.index.vectors import FlatIndex, VectorIndex, Vectors
from jawab.lexical import TERMS, LexicalIndex
from jawab.types import Article, ArticleInfo, Filters, Passage, Span

_ARTICLES_AT_HAND = 64  # so that the passages of a long article do not each decode its text
_NO_FILTERS = Filters()


def open_index(folder: Path, embedder_identity: str | None = None) -> Generation:
    """The current generation of an index, every new file of it checked.

    Where it is damaged, the newest whole one before it, with a `warning`. Raises IndexMissing, IndexDamaged where none
    is whole, and IndexMismatch for another format, another embedder than `embedder_identity`, or other lexical terms.
    """
    store = Store(folder)
    snapshot = store.newest()
    recipe = snapshot.manifest.recipe
    if embedder_identity is not None and recipe.embedder != embedder_identity:
        raise IndexMismatch(
            f"the index in {folder} was built by the embedder {recipe.embedder}, not by {embedder_identity}; "
            f"bring it up to date with: {store.command}"
        )
    if recipe.terms != TERMS:
        raise IndexMismatch(
            f"the index in {folder} was built by another version of jawab; bring it up to date with: {store.command}"
        )
    return Generation(snapshot)


class Generation:
    """A whole, unchanging state of the collection; safe to share between threads.

    Articles are in order of their ids, passages numbered from 0 in order of article and start: two generations of the
    same articles are equal in every number and score, whatever the order in which their articles came.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.id = snapshot.id
        self.warning = snapshot.warning
        self.created = snapshot.manifest.created
        self.embedder_identity = snapshot.manifest.recipe.embedder
        self._layout = arrange(snapshot)
        places = self._layout.places
        self.articles: Sequence[ArticleInfo] = [place.record.info for place in places]
        self._numbers = {article.id: number for number, article in enumerate(self.articles)}
        # Without `self`, which would be a cycle: a generation that is replaced goes at once, its vectors with it.
        self._article = lru_cache(maxsize=_ARTICLES_AT_HAND)(lambda number: places[number].article())
        self._vectors: VectorIndex = FlatIndex(snapshot.manifest.recipe.dimension)
        self._vectors.add(self._layout.vectors(snapshot))
        self.lexical = LexicalIndex(self._layout.counts(snapshot))

    @property
    def passage_count(self) -> int:
        """How many passages there are."""
        return len(self._layout.passages)

    def article(self, article_id: str) -> Article:
        """An article with its text; KeyError for an id that is not in the generation."""
        return self._article(self._numbers[article_id])

    def passage(self, number: int) -> Passage:
        """The passage of a number from 0 to `passage_count` - 1."""
        article, start, end = self._layout.passages[number].tolist()
        return Passage(self.articles[article], Span(start, end), self._article(article).text[start:end])

    def passages_of(self, article_id: str) -> list[Passage]:
        """The passages of an article in order; KeyError for an id that is not in the generation."""
        number = self._numbers[article_id]
        first, behind = np.searchsorted(self._layout.passages[:, 0], [number, number + 1])
        return [self.passage(passage) for passage in range(first, behind)]

    def languages(self) -> npt.NDArray[np.str_]:
        """The language of each passage's article, [passages]."""
        languages = np.array([article.language for article in self.articles], dtype=np.str_)
        return languages[self._layout.passages[:, 0]]

    def admitted(self, filters: Filters) -> npt.NDArray[np.bool_] | None:
        """Which passages pass the filters, bool [passages]; None when all do because no filter is set."""
        if filters == Filters():
            return None
        articles = np.array([filters.admits(article) for article in self.articles], dtype=np.bool_)
        return articles[self._layout.passages[:, 0]]

    def dense(self, vectors: Vectors, k: int, filters: Filters = _NO_FILTERS) -> tuple[Vectors, npt.NDArray[np.int64]]:
        """Cosines and numbers of the `k` passages nearest to each row of `vectors`, best first, [questions, found]."""
        return self._vectors.search(vectors, k, self.admitted(filters))

    def dense_scores(self, vectors: Vectors) -> Vectors:
        """Cosines of all passages with each row of `vectors`, [questions, passages]."""
        return self._vectors.scores(vectors)

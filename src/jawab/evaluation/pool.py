"""ParagraphPool: the paragraphs of gold files ranked for questions, as the product ranks passages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache

import numpy as np

from jawab.embedding import Embedder
from jawab.evaluation.collection import distinct
from jawab.lexical import BM25, SharedTerms, count_terms
from jawab.passages import split
from jawab.retrieval import Fusion, Scores, fuse, top
from jawab.text import detect
from jawab.types import Article, Passage

_OVERLAP = 1  # sentences shared by the parts of a paragraph that is too long for the embedder


class ParagraphPool:
    """Dense and lexical search over whole paragraphs, without their titles, as published numbers have it.

    A paragraph over the embedder's limit is split and stands where its best part does. Ties are in order of the pool.
    """

    def __init__(
        self,
        articles: Mapping[str, Article],
        embedder: Embedder,
        fusion: Fusion = fuse,
        progress: Callable[[int], None] | None = None,
    ) -> None:
        paragraphs = distinct(articles)
        parts = [(number, part) for number, a in enumerate(paragraphs) for part in _parts(a, embedder)]
        texts = [part.text for _, part in parts]
        self._ids = [article.id for article in paragraphs]
        self._paragraph = np.array([number for number, _ in parts], dtype=np.intp)
        self._languages = np.array([part.article.language for _, part in parts], dtype=np.str_)
        self._embedded = cache(embedder.embed_questions)  # one fusion after another searches for the same questions
        self.fusion = fusion
        self._vectors = embedder.embed_passages(texts, progress)
        counts = count_terms(texts)
        self._bm25, self._shared = BM25(counts), SharedTerms(counts)

    def search(self, questions: Sequence[str], k: int) -> list[list[str]]:
        """Ids of the best `k` paragraphs for each question, best first."""
        dense = self._embedded(tuple(questions)) @ self._vectors.T
        lexical, shared = self._bm25.scores(questions), self._shared.scores(questions)
        rows = zip(dense, lexical, shared, map(detect, questions), strict=True)
        return [
            self._ranked(self.fusion(near, words, names, self._languages, own), k) for near, words, names, own in rows
        ]

    def _ranked(self, scores: Scores, k: int) -> list[str]:
        best = np.full(len(self._ids), -np.inf)
        np.maximum.at(best, self._paragraph, scores)
        return [self._ids[number] for number in top(best, k)]


def _parts(article: Article, embedder: Embedder) -> list[Passage]:
    """The whole paragraph, or as many windows as the embedder needs."""
    return split(article, embedder.tokenize, max(embedder.max_tokens, 1), _OVERLAP)

"""ParagraphPool: the paragraphs of gold files ranked for questions, as the product ranks passages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

import numpy as np

from jawab.embedding import Embedder
from jawab.evaluation.collection import distinct
from jawab.lexical import LexicalIndex, count_terms
from jawab.passages import split
from jawab.reading import Reader
from jawab.reranking import rerank
from jawab.retrieval import Fusion, Signals, fuse, is_abroad, ranked, signals_of
from jawab.settings import READ_PASSAGES
from jawab.text import detect
from jawab.types import Article, Hit, Passage, Span

_OVERLAP = 1  # sentences shared by the parts of a paragraph that is too long for the embedder


class ParagraphPool:
    """Dense and lexical search over whole paragraphs, without their titles, as published numbers have it.

    A paragraph over the embedder's limit is split and stands where its best part does. Ties are in order of the pool.
    Without a `reader` nothing is reranked, with one the first `most_read`.
    """

    def __init__(
        self,
        articles: Mapping[str, Article],
        embedder: Embedder,
        reader: Reader | None = None,
        fusion: Fusion = fuse,
        most_read: int = READ_PASSAGES,
        progress: Callable[[int], None] | None = None,
    ) -> None:
        paragraphs = [article for article in distinct(articles) if article.text.strip()]  # the rest has no part
        parts = [(number, part) for number, a in enumerate(paragraphs) for part in _parts(a, embedder)]
        texts = [part.text for _, part in parts]
        self._paragraphs = [Passage(article.info, Span(0, len(article.text)), article.text) for article in paragraphs]
        self._paragraph = np.array([number for number, _ in parts], dtype=np.intp)
        self._languages = np.array([part.article.language for _, part in parts], dtype=np.str_)
        self._told = np.array([passage.article.language for passage in self._paragraphs], dtype=np.str_)
        self._embedded = cache(embedder.embed_questions)  # one fusion after another searches for the same questions
        self.fusion, self.reader, self._most_read = fusion, reader, most_read
        self._vectors = embedder.embed_passages(texts, progress)
        self._lexical = LexicalIndex(count_terms(texts))

    def search(self, questions: Sequence[str], k: int) -> list[list[str]]:
        """Ids of the best `k` paragraphs for each question, best first."""
        found = self.ranked(questions, max(k, self._most_read))
        if self.reader is not None:
            found = rerank(list(zip(questions, found, strict=True)), self.reader, self._most_read)
        return [[hit.passage.article.id for hit in hits[:k]] for hits in found]

    def ranked(self, questions: Sequence[str], k: int) -> list[list[Hit]]:
        """The best `k` paragraphs for each question before any is read, with the scores of their best parts."""
        asked = zip(self.signals(questions), map(detect, questions), strict=True)
        return [self._best(signals, language, k) for signals, language in asked]

    @property
    def part_ids(self) -> list[str]:
        """Which paragraph each part belongs to, in the order of `signals`."""
        return [self._paragraphs[number].article.id for number in self._paragraph.tolist()]

    def signals(self, questions: Sequence[str]) -> Iterator[Signals]:
        """What is known of every part of a paragraph for each question."""
        dense = self._embedded(tuple(questions)) @ self._vectors.T
        return signals_of(questions, dense, self._lexical, self._languages)

    def _best(self, signals: Signals, own: str, k: int) -> list[Hit]:
        fused = self.fusion(signals, own)
        order = np.lexsort((-fused, self._paragraph))
        part = order[np.unique(self._paragraph[order], return_index=True)[1]]  # the best part of each paragraph
        return [
            Hit(
                self._paragraphs[number],
                *(float(scores[part[number]]) for scores in (fused, signals.dense, signals.lexical)),
            )
            for number in ranked(fused[part], is_abroad(self._told, own), k).tolist()
        ]


def _parts(article: Article, embedder: Embedder) -> list[Passage]:
    """The whole paragraph, or as many windows as the embedder needs."""
    return split(article, embedder.tokenize, max(embedder.max_tokens, 1), _OVERLAP)

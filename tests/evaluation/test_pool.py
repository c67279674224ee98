"""The pool of paragraphs that retrieval is measured over."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from jawab.evaluation.pool import ParagraphPool
from jawab.reading import ReadRequest
from jawab.types import Article, ScoredSpan, Span


class LetterEmbedder:
    """Counts of the letters a to z; one token a word."""

    identity = "letters"
    dimension = 26
    max_tokens = 8

    def tokenize(self, text: str) -> list[tuple[int, int]]:
        ends = [n for n, c in enumerate(text + " ") if c == " "]
        return [(start, end) for start, end in zip([0, *(e + 1 for e in ends)], ends, strict=False) if start < end]

    def embed_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.array([[t.lower().count(chr(97 + n)) + 1e-6 for n in range(26)] for t in texts], dtype=np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        assert all(len(self.tokenize(text)) <= self.max_tokens for text in texts)
        return self.embed_questions(texts)


class DigitReader:
    """Its margin is the number of digits."""

    identity = "digits"

    def read_many(self, requests: Sequence[ReadRequest], top: int = 3) -> list[list[list[ScoredSpan]]]:
        return [[[ScoredSpan(Span(0, 1), sum(map(str.isdigit, p.text)), 0)] for p in found] for _, found in requests]


def pool(*texts: str) -> ParagraphPool:
    return ParagraphPool({f"p{n}": Article(f"p{n}", text, "fr") for n, text in enumerate(texts)}, LetterEmbedder())


def test_the_nearest_paragraph_comes_first() -> None:
    assert pool("zzz.", "Moscou.", "yyy.").search(["Moscou ?"], 2)[0][0] == "p1"


def test_a_long_paragraph_is_split_and_stands_where_its_best_part_does() -> None:
    long = "zz zz zz zz zz zz. yy yy yy yy yy yy yy. Moscou accueille."
    assert pool("xx.", long, "ww.").search(["Moscou accueille ?"], 3)[0][0] == "p1"


def test_each_paragraph_is_ranked_once() -> None:
    long = "Moscou est une ville. Moscou est grande et belle. Moscou est loin de Rabat."
    assert sorted(pool(long, "xx.").search(["Moscou"], 20)[0]) == ["p0", "p1"]


def test_a_reader_orders_what_retrieval_hardly_tells_apart() -> None:
    paragraphs = {f"p{n}": Article(f"p{n}", text, "fr") for n, text in enumerate(["Moscou a.", "Moscou 1712.", "zzz."])}
    searched = ParagraphPool(paragraphs, LetterEmbedder(), DigitReader())
    searched.fusion = lambda signals, own: np.array([0.9, 0.8, -5.0])
    assert searched.search(["Moscou ?"], 1) == [["p1"]]
    assert searched.search(["Moscou ?"], 3) == [["p1", "p0", "p2"]]
    searched.reader = None
    assert searched.search(["Moscou ?"], 3) == [["p0", "p1", "p2"]]


def test_questions_are_embedded_once_for_several_fusions() -> None:
    class Counting(LetterEmbedder):
        embedded = 0

        def embed_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
            self.embedded += len(texts)
            return super().embed_questions(texts)

    embedder = Counting()
    searched = ParagraphPool({"p": Article("p", "Moscou.", "fr"), "q": Article("q", "zzz.", "fr")}, embedder)
    embedder.embedded = 0
    assert searched.search(["Moscou ?"], 2) == [["p", "q"]]
    searched.fusion = lambda signals, own: -signals.dense
    assert searched.search(["Moscou ?"], 2) == [["q", "p"]]
    assert embedder.embedded == 1


def test_a_paragraph_is_found_with_the_cosine_of_its_best_part_and_one_of_blanks_is_not() -> None:
    text = "zz zz zz zz zz zz zz. Moscou Moscou Moscou Moscou Moscou Moscou Moscou."
    paragraphs = {"b": Article("b", " \n", "fr"), "p": Article("p", text, "fr")}
    [[hit]] = ParagraphPool(paragraphs, LetterEmbedder()).ranked(["Moscou"], 5)
    assert hit.passage.article.id == "p"
    assert hit.dense == pytest.approx(1.0, abs=1e-4)

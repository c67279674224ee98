"""What stands close to the first passage is read, and put in order by what the reader says."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from jawab.reading import ReadRequest
from jawab.reranking import CLOSE, MOST_READ, READER_WEIGHT, Ranked, rerank
from jawab.types import Article, Passage, ScoredSpan, Span


class MarginReader:
    """Finds in each passage a span with the margin that the passage's text is; nothing in "none"."""

    identity = "margins"

    def __init__(self) -> None:
        self.read: list[list[str]] = []

    def read_many(self, requests: Sequence[ReadRequest], top: int = 3) -> list[list[list[ScoredSpan]]]:
        self.read += [[passage.text for passage in passages] for _, passages in requests]
        return [[self._spans(passage.text)[:top] for passage in passages] for _, passages in requests]

    def _spans(self, text: str) -> list[ScoredSpan]:
        return [] if text == "none" else [ScoredSpan(Span(0, 1), float(text), 0.0)]


def ranked(*rows: tuple[str, float]) -> Ranked:
    articles = [Article(f"a{number}", margin, "fr") for number, (margin, _) in enumerate(rows)]
    return [
        (Passage(a.info, Span(0, len(a.text)), a.text), score) for a, (_, score) in zip(articles, rows, strict=True)
    ]


def places(ranked: Ranked) -> list[tuple[int, float]]:
    """Where each passage stood, from 0, and what ranks it now."""
    return [(int(passage.article.id[1:]), score) for passage, score in ranked]


def test_close_passages_stand_in_order_of_score_and_margin() -> None:
    reader = MarginReader()
    (found,) = rerank([("Qui ?", ranked(("2", 3.0), ("9", 2.5), ("8", 2.4), ("99", 1.9)))], reader)
    assert reader.read == [["2", "9", "8"]]
    assert [place for place, _ in places(found)] == [1, 2, 0, 3]
    assert [score for _, score in found] == pytest.approx([2.5 + 7 * READER_WEIGHT, 2.4 + 6 * READER_WEIGHT, 3.0, 1.9])


def test_close_is_meant_to_a_millionth() -> None:
    reader = MarginReader()
    rerank([("Qui ?", ranked(("2", 3.0), ("9", 3.0 - CLOSE - 4e-7), ("9", 3.0 - CLOSE - 2e-6)))], reader)
    assert reader.read == [["2", "9"]]


def test_nothing_is_read_where_one_passage_is_ahead() -> None:
    reader = MarginReader()
    (found,) = rerank([("Qui ?", ranked(("2", 3.0), ("9", 2.99 - CLOSE)))], reader)
    assert reader.read == [[]]
    assert places(found) == [(0, 3.0), (1, 2.99 - CLOSE)]


def test_a_passage_that_stands_behind_a_lower_one_is_not_read_and_stays_there() -> None:
    reader = MarginReader()
    (found,) = rerank([("Qui ?", ranked(("1", 3.0), ("2", 2.9), ("3", 1.5), ("99", 2.8), ("98", 2.7)))], reader)
    assert reader.read == [["1", "2"]]
    assert [place for place, _ in places(found)] == [1, 0, 2, 3, 4]


def test_no_more_are_read_than_the_most() -> None:
    reader = MarginReader()
    (found,) = rerank([("Qui ?", ranked(*[(str(n), 1.0) for n in range(MOST_READ + 5)]))], reader)
    assert len(reader.read[0]) == MOST_READ
    assert [place for place, _ in places(found)] == [*reversed(range(MOST_READ)), *range(MOST_READ, MOST_READ + 5)]


def test_a_passage_in_which_nothing_is_found_gains_nothing() -> None:
    (found,) = rerank([("Qui ?", ranked(("none", 1.1), ("-3", 1.05), ("-2.5", 1.0)))], MarginReader())
    assert places(found) == [(0, 1.1), (2, pytest.approx(1.0 + 0.5 * READER_WEIGHT)), (1, 1.05)]


def test_ties_keep_their_order_and_no_passage_gives_none() -> None:
    found, none = rerank([("Qui ?", ranked(("1", 1.0), ("1", 1.0))), ("Quoi ?", [])], MarginReader())
    assert places(found) == [(0, 1.0), (1, 1.0)]
    assert none == []


def test_questions_do_not_depend_on_each_other() -> None:
    requests = [(f"{n} ?", ranked(("2", 3.0), (str(n), 2.5))) for n in range(9)]
    assert rerank(requests, MarginReader()) == [rerank([one], MarginReader())[0] for one in requests]

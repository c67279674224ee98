"""What was found first is read, and stands in the order that its margins and cosines suggest."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from jawab.reading import ReadRequest
from jawab.reranking import COSINE_WEIGHT, MARGIN_WEIGHT, by_reading, rerank
from jawab.types import Article, Hit, Passage, ScoredSpan, Span


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


def hits(*rows: tuple[str, float] | tuple[str, float, float]) -> list[Hit]:
    """(margin, fused score, cosine: 0.5 where none is given)"""
    articles = [Article(f"a{number}", row[0], "fr") for number, row in enumerate(rows)]
    return [
        Hit(Passage(a.info, Span(0, len(a.text)), a.text), row[1], row[2] if len(row) == 3 else 0.5, 0.0)
        for a, row in zip(articles, rows, strict=True)
    ]


def places(found: Sequence[Hit]) -> list[int]:
    """Where each passage stood, from 0."""
    return [int(hit.passage.article.id[1:]) for hit in found]


def reranked(*rows: tuple[str, float] | tuple[str, float, float], most: int = 10) -> list[Hit]:
    return rerank([("Qui ?", hits(*rows))], MarginReader(), most)[0]


def test_what_is_read_stands_in_order_of_score_and_margin() -> None:
    found = reranked(("2", 3.0), ("9", 2.5), ("8", 2.4))
    assert places(found) == [1, 2, 0]
    assert [hit.score for hit in found] == pytest.approx([2.5 + 7 * MARGIN_WEIGHT, 2.4 + 6 * MARGIN_WEIGHT, 3.0])


def test_nearness_counts_in_standard_scores_over_the_farthest() -> None:
    found = reranked(("1", 0.0, 0.2), ("1", 0.1, 0.6), ("1", 0.2, 0.4))
    deviation = (0.08 / 3) ** 0.5  # of 0.2, 0.4 and 0.6
    assert places(found) == [1, 2, 0]
    assert [hit.score for hit in found] == pytest.approx(
        [0.1 + COSINE_WEIGHT * 0.4 / deviation, 0.2 + COSINE_WEIGHT * 0.2 / deviation, 0.0]
    )


def test_no_more_are_read_than_the_most_and_the_others_stay_behind() -> None:
    reader = MarginReader()
    (found,) = rerank([("Qui ?", hits(("2", 3.0), ("9", 2.5), ("8", 2.4, 0.9), ("99", 1.9, 0.9)))], reader, 2)
    assert reader.read == [["2", "9"]]
    assert places(found) == [1, 0, 2, 3]
    assert [hit.score for hit in found[2:]] == [2.4, 1.9]


def test_one_passage_keeps_its_score() -> None:
    assert [hit.score for hit in reranked(("7", 1.5, 0.8))] == [1.5]


def test_a_passage_in_which_nothing_is_found_gains_nothing() -> None:
    found = reranked(("none", 1.1), ("-3", 1.05), ("-2.5", 1.0))
    assert places(found) == [2, 0, 1]
    assert [hit.score for hit in found] == pytest.approx([1.0 + 0.5 * MARGIN_WEIGHT, 1.1, 1.05])


def test_ties_to_a_millionth_keep_their_order_and_no_passage_gives_none() -> None:
    requests = [("Qui ?", hits(("1", 1.0), ("1", 1.0 + 4e-7))), ("Quoi ?", [])]
    found, none = rerank(requests, MarginReader(), 10)
    assert places(found) == [0, 1]
    assert none == []


def test_questions_do_not_depend_on_each_other() -> None:
    requests = [(f"{n} ?", hits(("2", 3.0, 0.1), (str(n), 2.5, 0.2))) for n in range(9)]
    assert rerank(requests, MarginReader(), 10) == [rerank([one], MarginReader(), 10)[0] for one in requests]


def test_the_order_of_reading_needs_no_second_reading() -> None:
    rows = hits(("2", 3.0, 0.3), ("9", 2.5, 0.1), ("none", 2.4, 0.9), ("99", 1.9, 0.9))
    (spans,) = MarginReader().read_many([("Qui ?", [hit.passage for hit in rows[:3]])])
    assert by_reading(rows, spans) == rerank([("Qui ?", rows)], MarginReader(), 3)[0]
    assert by_reading(rows, []) == rows

"""Where a question went wrong."""

from __future__ import annotations

from typing import Any

import pytest

from jawab.evaluation.diagnosis import breakdown, disagreements, f1_by_depth, outcome
from jawab.evaluation.records import Attempt, Evidence, Record
from jawab.gold import GoldAnswer


def record(prediction: str | None = "موسكو", **changes: object) -> Record:
    """Of an article where "موسكو" stands at 24, found in its first passage."""
    fields: dict[str, Any] = {
        "id": "1",
        "language": "ar",
        "context_language": "ar",
        "article": "ar-01",
        "answers": (GoldAnswer("موسكو", 24),),
        "ranked": ("ar-01:0-28",),
        "relevant": ("ar-01:0-28",),
        "prediction": prediction,
        **changes,
    }
    return Record(**fields).scored()


IMPOSSIBLE: dict[str, Any] = {"answers": (), "impossible": True, "relevant": None}


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (record("موسكو"), "right"),
        (record("", **IMPOSSIBLE), "right"),
        (record("موسكو", **IMPOSSIBLE), "wrongly answered"),
        (record("", ranked=("fr-01:0-26",)), "article missed"),
        (record("الرباط", ranked=("ar-01:29-50", "fr-01:0-26")), "passage missed"),
        (record("", ranked=()), "article missed"),
        (record("الرباط", relevant=()), "passage missed"),
        (record("الرباط", relevant=(), ranked=("fr-01:0-26",)), "article missed"),
        (record(""), "wrongly abstained"),
        (record("الرباط"), "wrong span"),
        (record("مدينة موسكو"), "boundary only"),
        (record("المذكرة الطويلة جدا في موسكو", evidence=Evidence(article="ar-01", start=5, end=29)), "boundary only"),
        (record("الرباط", evidence=Evidence(article="fr-01", start=24, end=29)), "wrong span"),
        (record("25%", answers=(GoldAnswer("45%", 24),)), "wrong span"),
        (record("الرباط", doubts=("does not stand",)), "gold doubtful"),
        (record("موسكو", doubts=("does not stand",)), "right"),
        (record("الرباط", ranked=None, relevant=None), "wrong span"),
        (record(None), "right"),
        (record(None, ranked=("fr-01",), relevant=("ar-01",)), "article missed"),
        (record(None, relevant=None), None),
    ],
)
def test_the_first_thing_that_went_wrong_is_named(found: Record, expected: str | None) -> None:
    assert outcome(found, 8) == expected


def test_a_passage_beyond_those_read_is_missed() -> None:
    ranked = ("fr-01:0-1", "fr-01:1-2", "fr-01:2-3", "ar-01:0-28")
    assert outcome(record("الرباط", ranked=ranked), 3) == "article missed"
    assert outcome(record("الرباط", ranked=ranked), 4) == "wrong span"


def test_breakdown_counts_in_the_order_of_the_chain() -> None:
    outcomes = ["wrong span", "right", "article missed", "right"]
    records = [record().model_copy(update={"outcome": name}) for name in outcomes]
    assert list(breakdown(records).items()) == [("right", 2), ("article missed", 1), ("wrong span", 1)]


def test_reading_fewer_passages_leaves_the_best_answer_among_them() -> None:
    attempts = (
        Attempt(text="الرباط", confidence=0.9, rank=3),
        Attempt(text="موسكو", confidence=0.5, rank=2),
        Attempt(text="باريس", confidence=0.2),
    )
    assert f1_by_depth([record("الرباط", attempts=attempts)], [1, 2, 3]) == {1: 0.0, 2: 1.0, 3: 0.0}


def test_disagreements_are_verdicts_that_differ_between_columns() -> None:
    same, differs = record("موسكو"), record("مُوسكو")
    assert disagreements([same, differs]) == [differs]

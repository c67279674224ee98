"""Judgement requests on the articles of the fake answerer."""

from __future__ import annotations

from typing import Any

from fake_answerer import ARABIC, FRENCH
from jawab.types import Article

WHEN = "متى افتتح الميناء؟"
HOW_MANY = "Combien de personnes le port emploie-t-il ?"


def mark(
    question: str = WHEN,
    verdict: str = "right",
    answer: str = "16 أكتوبر 2025",
    judge: str = "سلمى",
    article: Article = ARABIC,
    **others: object,
) -> dict[str, Any]:
    """A verdict on the place where `answer` first stands in `article`."""
    start = article.text.index(answer)
    return {
        "question": question,
        "judge": judge,
        "verdict": verdict,
        "generation": "generation-1",
        "article_id": article.id,
        "revision": article.revision,
        "start": start,
        "end": start + len(answer),
        **others,
    }


def denial(question: str = HOW_MANY, judge: str = "سلمى", **others: object) -> dict[str, Any]:
    """The verdict that the collection does not say."""
    return {
        "question": question,
        "judge": judge,
        "verdict": "unanswerable",
        "generation": "generation-1",
        **others,
    }


FRENCH_MARK = mark(HOW_MANY, "marked", "300 personnes", "Camille", FRENCH)

"""The sample articles, and the gold questions that are asked of them."""

from __future__ import annotations

from pathlib import Path

from jawab.gold import read_gold
from jawab.text import detect

ROOT = Path(__file__).resolve().parent.parent
ARTICLES = ROOT / "corpus" / "articles"
GOLD = [ROOT / "eval" / "gold" / f"{kind}.json" for kind in ("ar", "fr", "ar-fr", "fr-ar")]


def questions() -> list[str]:
    """Gold questions of every kind, in turn, each once."""
    listed = [[question.question for question in read_gold(path, detect).questions] for path in GOLD]
    return list(dict.fromkeys(question for row in zip(*listed, strict=False) for question in row))

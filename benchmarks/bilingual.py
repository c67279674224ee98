"""Whether passages in the question's language hide those in the other: XQuAD-ar questions over Arabic and English.

Usage: JAWAB_TEST_DATA=DIR python benchmarks/bilingual.py   (writes benchmarks/bilingual.json)

All 240 paragraphs are in the pool twice, in Arabic and in English. A question's own paragraph answers it in both, so
three ranks are counted: of the Arabic one, of the English one, and of the better.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy as np

from jawab.embedding import load_embedder
from jawab.evaluation.collection import article_of, paragraph_articles
from jawab.evaluation.pool import ParagraphPool
from jawab.gold import GoldQuestion, read_gold
from jawab.reading import load_reader
from jawab.settings import Settings
from jawab.text import detect
from public_sets import COLUMNS

RESULT = Path(__file__).with_suffix(".json")
SETS = ("xquad-ar", "xquad-en")
DEPTHS = (1, 5, 8)
BATCH = 64


def main() -> None:
    """Rank the pool for every Arabic question in each way."""
    data = Path(os.environ["JAWAB_TEST_DATA"]) / "data"
    arabic, english = (read_gold(data / f"{name}.json", detect) for name in SETS)
    translated = {question.id: question for question in english.questions}
    embedder = load_embedder(Settings())
    reader = load_reader(Settings(), embedder.word_table)
    pool = ParagraphPool(paragraph_articles([arabic, english]), embedder)
    result: dict[str, Any] = {"command": "python benchmarks/bilingual.py", "embedder": embedder.identity}
    result["reader"] = reader.identity
    result["questions"] = len(arabic.questions)
    for column, (fusion, read) in COLUMNS.items():
        pool.fusion, pool.reader = fusion, reader if read else None
        places = [ranks(q, translated[q.id], found) for q, found in searched(pool, arabic.questions)]
        own, other = np.array(places, dtype=float).T
        result[column] = {
            "arabic": recall(own),
            "english": recall(other),
            "either": recall(np.minimum(own, other)),
        }
        print(column, result[column], flush=True)
    RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


def searched(pool: ParagraphPool, questions: tuple[GoldQuestion, ...]) -> list[tuple[GoldQuestion, list[str]]]:
    """Every question with the best ids of the pool, best first."""
    found: list[tuple[GoldQuestion, list[str]]] = []
    for first in range(0, len(questions), BATCH):
        batch = questions[first : first + BATCH]
        found += zip(batch, pool.search([q.question for q in batch], max(DEPTHS)), strict=True)
    return found


def ranks(question: GoldQuestion, translated: GoldQuestion, found: list[str]) -> tuple[float, float]:
    """The ranks of the paragraph in both languages, from 1; infinite where it is not among those found."""
    own, other = (found.index(id) + 1 if id in found else np.inf for id in map(article_of, (question, translated)))
    return own, other


def recall(places: np.typing.NDArray[np.float64]) -> dict[str, float]:
    """Share of the questions whose paragraph is among the first k."""
    return {f"recall@{k}": float((places <= k).mean()) for k in DEPTHS}


if __name__ == "__main__":
    main()

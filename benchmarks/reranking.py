"""Chooses what reading the passages that were found first adds to their scores, on titles the reader never trained on.

Usage: JAWAB_TEST_DATA=DIR python benchmarks/reranking.py   (writes benchmarks/reranking.json)

Pools of one language: ARCD-train over all paragraphs of ARCD, PIAF-train over all of PIAF, MLQA-ar over its own. One
pool of both: all Arabic and French paragraphs and passages that the reader's training draws from, with the held-out
questions of every kind, those in the language of their paragraph apart from those across languages.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from jawab.embedding import SentenceEmbedder, load_embedder
from jawab.evaluation.collection import paragraph_articles
from jawab.evaluation.pool import ParagraphPool
from jawab.gold import GoldQuestion, GoldSet, read_gold
from jawab.reading import SpanReader, load_reader
from jawab.reranking import by_reading
from jawab.settings import READ_PASSAGES, Settings
from jawab.text import SERVED, detect
from jawab.training.data import Example, Source, as_gold
from jawab.training.train import all_sources
from jawab.training.written import is_translated
from jawab.types import Hit, ScoredSpan
from ranking import POOLS, Task, measures, rank, task

RESULT = Path(__file__).with_suffix(".json")
MARGINS = (0.0, 0.15, 0.3, 0.4, 0.5, 0.7, 1.0)
COSINES = (0.0, 0.5, 1.0, 1.5)
BATCH = 16

Found = tuple[list[Hit], list[list[ScoredSpan]], frozenset[str]]
"""Hits of a question, the best span in each of the first, and which paragraphs answer it."""


def main() -> None:
    """Read once, then rank with every pair of weights."""
    data = Path(os.environ["JAWAB_TEST_DATA"]) / "data"
    embedder = load_embedder(Settings())
    reader = load_reader(Settings(), embedder.word_table)
    sources = all_sources(data)
    found = {name: read(task, reader) for name, task in tasks(data, sources, embedder).items()}
    result: dict[str, Any] = {
        "command": "python benchmarks/reranking.py",
        "reader": reader.identity,
        "embedder": embedder.identity,
        "passages read": READ_PASSAGES,
        "questions": {name: len(rows) for name, rows in found.items()},
        "nothing read": {name: ranked(rows, None) for name, rows in found.items()},
    }
    for margin in MARGINS:
        for cosine in COSINES:
            scores = {name: ranked(rows, (margin, cosine)) for name, rows in found.items()}
            result[f"margin {margin}, cosine {cosine}"] = scores
            print(margin, cosine, {name: value["recall@1"] for name, value in scores.items()}, flush=True)
    RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


def tasks(data: Path, sources: Sequence[Source], embedder: SentenceEmbedder) -> dict[str, Task]:
    """The held-out questions over each pool."""
    held_out = {example.id for source in sources for example in source.held_out}
    found = {}
    for names in POOLS:
        sets = [read_gold(data / f"{name}.json", detect) for name in names]
        pool = ParagraphPool(paragraph_articles(sets), embedder)
        found[names[0]] = task(sets, pool, [q for q in sets[0].questions if q.id in held_out])
    return found | both_languages(sources, embedder)


def both_languages(sources: Sequence[Source], embedder: SentenceEmbedder) -> dict[str, Task]:
    """One pool of Arabic and French, and the questions asked of it by direction."""
    served = [source for source in sources if detect(source.train[0].context) in SERVED]
    asked = [named(e) for source in served for e in source.held_out if not (e.is_unanswerable or is_translated(e))]
    others = [named(e) for source in served for e in (*source.train, *source.held_out) if not e.is_unanswerable]
    sets = [GoldSet("both", tuple({q.id: q for q in (*asked, *others)}.values()))]
    pool = ParagraphPool(paragraph_articles(sets), embedder)
    own = [q for q in asked if q.language == q.context_language]
    return {
        **{f"both, {code}": task(sets, pool, [q for q in own if q.language == code]) for code in SERVED},
        "both, across": task(sets, pool, [q for q in asked if q.language != q.context_language]),
    }


def named(example: Example) -> GoldQuestion:
    """The example under an id that tells one set's from another's."""
    return replace(as_gold(example), id=f"{example.title}/{example.id}")


def read(task: Task, reader: SpanReader) -> list[Found]:
    """What is found for each question, and read in the first passages."""
    rows: list[Found] = []
    for first in range(0, len(task.questions), BATCH):
        asked = [q.question for q in task.questions[first : first + BATCH]]
        hits = task.pool.ranked(asked, READ_PASSAGES)
        spans = reader.read_many([(q, [hit.passage for hit in row]) for q, row in zip(asked, hits, strict=True)], 1)
        rows += zip(hits, spans, task.relevant[first : first + BATCH], strict=True)
        print(len(rows), "of", len(task.questions), flush=True)
    return rows


def ranked(rows: Sequence[Found], weights: tuple[float, float] | None) -> dict[str, float]:
    """How the paragraphs that answer are ranked with these weights; None: as they were before any was read."""
    orders = [(hits if weights is None else by_reading(hits, spans, *weights), own) for hits, spans, own in rows]
    return measures([rank([hit.passage.article.id for hit in hits], own) for hits, own in orders])


if __name__ == "__main__":
    main()

"""Ways of ranking both languages' passages in one pool, on the sample gold set.

Usage: python benchmarks/fusion.py   (writes benchmarks/fusion.json)
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from jawab.embedding import load_embedder
from jawab.gold import GoldQuestion, read_gold
from jawab.index import Generation, open_index, refresh
from jawab.reading import Reader, load_reader
from jawab.reranking import rerank
from jawab.retrieval import Fusion, Retriever, Scores, Signals, fuse, is_abroad, ranked, signals_of, top
from jawab.settings import READ_PASSAGES, Settings
from jawab.text import detect
from jawab.types import Hit, Question
from samples import ARTICLES, GOLD

RESULT = Path(__file__).with_suffix(".json")
DEPTHS = (1, 5, 8, 10, 20)


def z(scores: Scores) -> Scores:
    """Standard scores; all 0 where nothing differs."""
    deviation = scores.std()
    return (scores - scores.mean()) / deviation if deviation > 1e-9 else np.zeros(len(scores))


def one_standard(signals: Signals, own: str) -> Scores:
    """One standard for the whole pool."""
    return 0.7 * z(signals.dense) + 0.3 * z(signals.lexical)


def by_language(weight_abroad: float, lead: float) -> Fusion:
    """Standard scores within each language; BM25 weighs `weight_abroad` in languages that are not the question's."""

    def rank(signals: Signals, own: str) -> Scores:
        fused = np.zeros(len(signals.dense))
        for language in np.unique(signals.languages):
            group = signals.languages == language
            weight = 0.3 if language == own else weight_abroad
            fused[group] = (
                (1 - weight) * z(signals.dense[group]) + weight * z(signals.lexical[group]) + lead * (language == own)
            )
        return fused

    return rank


def by_shared(weight: float) -> Fusion:
    """Standard scores within each language; in others than the question's, shared terms weigh `weight`."""

    def rank(signals: Signals, own: str) -> Scores:
        fused = np.zeros(len(signals.dense))
        for language in np.unique(signals.languages):
            group = signals.languages == language
            if language == own:
                fused[group] = 0.7 * z(signals.dense[group]) + 0.3 * z(signals.lexical[group]) + 0.15
            else:
                fused[group] = (1 - weight) * z(signals.dense[group]) + weight * z(signals.shared[group])
        return fused

    return rank


RANKINGS: dict[str, Fusion] = {
    "BM25 alone": lambda signals, own: signals.lexical,
    "dense alone": lambda signals, own: signals.dense,
    "one standard": one_standard,
    **{
        f"by language, BM25 abroad {weight}, lead {lead}": by_language(weight, lead)
        for weight in (0.3, 0.2, 0.1, 0.0)
        for lead in (0.0, 0.15, 0.3)
    },
    **{f"by language, names and numbers abroad {weight}": by_shared(weight) for weight in (0.1, 0.2, 0.3, 0.4)},
    "fitted": fuse,
}


def reranked(texts: Sequence[str], retriever: Retriever, reader: Reader) -> list[list[Hit]]:
    """What a search gives."""
    hits = retriever.search_many([Question(text) for text in texts], max(DEPTHS))
    return rerank(list(zip(texts, hits, strict=True)), reader, READ_PASSAGES)


def main() -> None:
    """Index the sample articles, and rank them in every way."""
    settings = Settings()
    embedder = load_embedder(settings)
    with tempfile.TemporaryDirectory() as folder:
        refresh(Path(folder), [ARTICLES], embedder, settings)
        generation = open_index(Path(folder), embedder.identity)
        questions = [q for file in GOLD for q in read_gold(file, detect).questions]
        texts = [question.question for question in questions]
        dense = generation.dense_scores(embedder.embed_questions(texts))
        languages = generation.languages()
        known = list(signals_of(texts, dense, generation.lexical, languages))
        relevant = [holding(question, generation) for question in questions]
        read = reranked(texts, Retriever(generation, embedder), load_reader(settings, embedder.word_table))
        numbers = {generation.passage(number).id: number for number in range(len(languages))}
    scores = {
        name: [rank(signals, detect(q)) for signals, q in zip(known, texts, strict=True)]
        for name, rank in RANKINGS.items()
    }
    orders = {name: [top(row, max(DEPTHS)) for row in rows] for name, rows in scores.items()}
    orders["shipped"] = [
        ranked(row, is_abroad(languages, detect(q)), max(DEPTHS))
        for row, q in zip(scores["fitted"], texts, strict=True)
    ]
    orders["shipped, the first read"] = [np.array([numbers[hit.passage.id] for hit in hits]) for hits in read]
    result = {name: measure(questions, relevant, rows) for name, rows in orders.items()}
    content = {"command": "python benchmarks/fusion.py", "passages": len(languages), "recall": result}
    RESULT.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def holding(question: GoldQuestion, generation: Generation) -> set[int]:
    """Numbers of the passages that hold an acceptable answer."""
    places = [
        (a.article or question.article, a.start, a.start + len(a.text)) for a in question.answers if a.start is not None
    ]
    passages = map(generation.passage, range(generation.passage_count))
    return {
        number
        for number, passage in enumerate(passages)
        for article, start, end in places
        if passage.article.id == article and passage.span.start <= start and end <= passage.span.end
    }


def measure(
    questions: list[GoldQuestion], relevant: list[set[int]], orders: list[npt.NDArray[np.intp]]
) -> dict[str, dict[str, float]]:
    """Share of the questions of each direction with an acceptable passage among the first k of its order."""
    found: dict[str, dict[str, float]] = {}
    for direction in dict.fromkeys(question.direction for question in questions):
        rows = [row for row, question in enumerate(questions) if question.direction == direction]
        found[direction] = {
            f"recall@{k}": float(np.mean([bool(relevant[row] & set(orders[row][:k].tolist())) for row in rows]))
            for k in DEPTHS
        }
    return found


if __name__ == "__main__":
    main()

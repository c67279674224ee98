"""The reader and retrieval on the public sets, as summaries: the sets themselves are not part of the project.

Usage: JAWAB_TEST_DATA=DIR python benchmarks/public_sets.py [reader|retrieval]...   (writes benchmarks/public_sets.json)
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from jawab import __version__
from jawab.calibration import calibration_file, load_margins
from jawab.embedding import load_embedder
from jawab.evaluation.collection import paragraph_articles
from jawab.evaluation.metrics import score
from jawab.evaluation.modes import evaluate_reader, evaluate_retrieval
from jawab.evaluation.pool import ParagraphPool
from jawab.evaluation.runs import Run, summarise
from jawab.gold import GoldSet, read_gold
from jawab.reading import load_reader
from jawab.retrieval import Fusion, fuse
from jawab.settings import Settings
from jawab.text import detect

RESULT = Path(__file__).with_suffix(".json")
READER = ("xquad-ar", "arcd-test", "piaf-dev")
# The questions of the first file, over the paragraphs of all.
RETRIEVAL = (("arcd-test", "arcd-train"), ("xquad-ar",), ("piaf-dev", "piaf-train"))
COLUMNS: dict[str, tuple[Fusion, bool]] = {
    "dense": (lambda signals, own: signals.dense, False),
    "lexical": (lambda signals, own: signals.lexical, False),
    "fused": (fuse, False),
    "shipped": (fuse, True),
}
"""What ranks, and whether the first passages are read."""


def main(modes: list[str]) -> None:
    """Measure, and keep what an earlier call measured of the other mode."""
    data = Path(os.environ["JAWAB_TEST_DATA"]) / "data"
    result = json.loads(RESULT.read_text(encoding="utf-8")) if RESULT.exists() else {}
    settings = Settings()
    for mode in modes:
        for found in MEASURES[mode](data, settings):  # a set takes long: what is measured is kept
            result[mode] = found
            RESULT.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def measure_reader(data: Path, settings: Settings) -> Iterator[dict[str, Any]]:
    """Each question against its own paragraph; the reader must answer. What was found so far, after each set."""
    reader = load_reader(settings)
    calibration = load_margins(calibration_file(settings.reader), reader.identity)
    found: dict[str, Any] = {"version": __version__, "model": reader.identity}
    for name in READER:
        gold = read_gold(data / f"{name}.json", detect)
        run = evaluate_reader([gold], reader, calibration)
        found[name] = run.overall() | {"official_f1_of_whole_words": whole_words(run, gold)}
        print(name, found[name], flush=True)
        yield found


def whole_words(run: Run, gold: GoldSet) -> float:
    """Official F1 if every answer ran on to the next white space, as ARCD's annotators marked theirs ("2005،")."""
    scores = []
    for record, question in zip(run.per_question, gold.questions, strict=True):
        tail = re.match(r"\S*", question.context[record.evidence.end :]) if record.evidence else None
        scores.append(score((record.prediction or "") + (tail[0] if tail else ""), question).official.f1)
    return sum(scores) / len(scores)


def measure_retrieval(data: Path, settings: Settings) -> Iterator[dict[str, Any]]:
    """The questions of a group's first file over the paragraphs of all its files. What was found so far, as above."""
    embedder = load_embedder(settings)
    reader = load_reader(settings, embedder.word_table)
    found: dict[str, Any] = {"version": __version__, "model": embedder.identity, "reader": reader.identity}
    for names in RETRIEVAL:
        first, *others = (read_gold(data / f"{name}.json", detect) for name in names)
        sets = [first, *map(one_a_paragraph, others)]
        pool = ParagraphPool(paragraph_articles(sets), embedder)
        asked = {question.id: question.question for question in first.questions}
        found[names[0]] = {"paragraphs": len(paragraph_articles(sets))}
        for column, (fusion, read) in COLUMNS.items():
            pool.fusion, pool.reader = fusion, reader if read else None
            run = evaluate_retrieval(sets, partial(search_asked, pool, set(asked.values())), {})
            found[names[0]][column] = summarise([record for record in run.per_question if record.id in asked])
        print(names[0], found[names[0]], flush=True)
        yield found


def search_asked(pool: ParagraphPool, asked: Set[str], questions: Sequence[str], k: int) -> list[list[str]]:
    """Search for the questions that are measured alone: the others only bring their paragraphs."""
    wanted = [question for question in questions if question in asked]
    ids = dict(zip(wanted, pool.search(wanted, k) if wanted else [], strict=True))
    return [ids.get(question, []) for question in questions]


def one_a_paragraph(gold: GoldSet) -> GoldSet:
    """The same paragraphs, with a question each: nothing is measured on the others."""
    return replace(gold, questions=tuple({q.context: q for q in gold.questions}.values()))


MEASURES = {"reader": measure_reader, "retrieval": measure_retrieval}

if __name__ == "__main__":
    main(sys.argv[1:] or [*MEASURES])

"""What shared names and the own language weigh where languages are mixed, on training questions: no gold set decides.

Usage: JAWAB_TEST_DATA=DIR python benchmarks/across.py   (writes benchmarks/across.json)
"""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

import numpy as np
import numpy.typing as npt

from jawab.embedding import load_embedder
from jawab.lexical import LexicalIndex, count_terms
from jawab.retrieval import Weights, fuse, signals_of
from jawab.settings import Settings
from jawab.text import SERVED, detect
from jawab.training.data import Example
from jawab.training.train import all_sources

RESULT = Path(__file__).with_suffix(".json")
SHARED = (0.0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4)
OWN_LANGUAGE = (-0.8, -0.6, -0.5, -0.4, -0.3, -0.2, 0.0, 0.3)
TRIED = [*(Weights(shared=weight) for weight in SHARED), *(Weights(own_language=held) for held in OWN_LANGUAGE)]
DEPTHS = (1, 5, 8)
ACROSS, SAME = 700, 500
SEED = 0


def main() -> None:
    """Rank every paragraph and news passage that training questions stand on, for a sample of the written questions."""
    sources = [s for s in all_sources(Path(os.environ["JAWAB_TEST_DATA"]) / "data") if not s.name.startswith("squad")]
    texts = list(dict.fromkeys(example.context for source in sources for example in source.train))
    written = [e for s in sources if s.name.startswith("written") for e in s.train if not e.is_unanswerable]
    across, same = sample(written)
    ranks = rank([*across, *same], texts)
    result = {
        f"shared {weights.shared}, own language {weights.own_language}": {
            "across": recall(row[: len(across)]),
            "one language": recall(row[len(across) :]),
        }
        for weights, row in ranks.items()
    }
    content = {
        "command": "python benchmarks/across.py",
        "seed": SEED,
        "passages": len(texts),
        "questions": {"across": len(across), "one language": len(same)},
        "recall": result,
    }
    RESULT.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def sample(examples: list[Example]) -> tuple[list[Example], list[Example]]:
    """Questions on a passage in the other language, and on one in their own."""
    shuffled = random.Random(SEED).sample(examples, len(examples))
    pairs = [(detect(e.question), detect(e.context), e) for e in shuffled]
    across = [e for asked, told, e in pairs if asked != told and asked in SERVED]
    return across[:ACROSS], [e for asked, told, e in pairs if asked == told][:SAME]


def rank(examples: list[Example], texts: list[str]) -> dict[Weights, npt.NDArray[np.int_]]:
    """For the weights that are tried the rank of every question's own passage."""
    embedder = load_embedder(Settings())
    questions = [example.question for example in examples]
    dense = embedder.embed_questions(questions) @ embedder.embed_passages(texts).T
    languages = np.array([detect(text) for text in texts])
    known = list(signals_of(questions, dense, LexicalIndex(count_terms(texts)), languages))
    own = [texts.index(example.context) for example in examples]
    ranks: dict[Weights, npt.NDArray[np.int_]] = {}
    for weights in TRIED:
        scores = [fuse(row, asked, weights) for row, asked in zip(known, map(detect, questions), strict=True)]
        ranks[weights] = np.array([(row > row[at]).sum() + 1 for row, at in zip(scores, own, strict=True)])
    return ranks


def recall(ranks: npt.NDArray[np.int_]) -> dict[str, float]:
    """Share of the questions whose passage is among the first k."""
    return {f"recall@{k}": float((ranks <= k).mean()) for k in DEPTHS}


if __name__ == "__main__":
    main()

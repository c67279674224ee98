"""How much of its centre a vector should lose, on training questions, so that no gold set decides it.

Usage: JAWAB_TEST_DATA=DIR python benchmarks/centres.py   (writes benchmarks/centres.json)

The pools of `benchmarks/ranking.py`, and the written questions on a passage in the other language, of titles held out,
over all passages of that language that training questions stand on. Each is ranked by dense scores alone, and, but for
the last, as shipped before anything is read.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from jawab.embedding import SentenceEmbedder
from jawab.evaluation.collection import paragraph_articles
from jawab.evaluation.pool import ParagraphPool
from jawab.gold import read_gold
from jawab.models.centres import Centres, Role, Vectors
from jawab.retrieval import Fusion, fuse
from jawab.settings import Settings
from jawab.text import SERVED, detect
from jawab.training.data import Example, Source
from jawab.training.train import all_sources, base_folder
from ranking import POOLS, Task, sample, task

RESULT = Path(__file__).with_suffix(".json")
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
FUSIONS: dict[str, Fusion] = {"dense": lambda signals, own: signals.dense, "fused": fuse}


class Variable:
    """The bundled embedder with a share that can be changed; a text goes through the model once."""

    def __init__(self) -> None:
        settings = Settings()
        self._model = SentenceEmbedder("bundled", "", lambda: base_folder(settings))
        self._centres = Centres.read()
        self._known: dict[tuple[Role, str], Vectors] = {}
        self.identity, self.share = self._centres.identity, 0.0
        self.dimension, self.max_tokens, self.tokenize = (
            self._model.dimension,
            self._model.max_tokens,
            self._model.tokenize,
        )

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """As Embedder says."""
        return self._embed(texts, "query", self._model.embed_questions)

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """As Embedder says."""
        return self._embed(texts, "passage", self._model.embed_passages)

    def _embed(self, texts: Sequence[str], role: Role, embed: Callable[[Sequence[str]], Vectors]) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if (role, text) not in self._known]
        self._known |= {(role, text): vector for text, vector in zip(new, embed(new), strict=True)}
        vectors = np.stack([self._known[role, text] for text in texts])
        return self._centres.without(vectors, texts, role, self.share)


def main() -> None:
    """Rank everything with every share."""
    data = Path(os.environ["JAWAB_TEST_DATA"]) / "data"
    embedder = Variable()
    sources = [source for source in all_sources(data) if not source.name.startswith("squad")]
    result: dict[str, Any] = {"command": "python benchmarks/centres.py", "centres": embedder.identity}
    for share in SHARES:
        embedder.share = share
        found = {names[0]: measured(pooled(data, names, embedder)) for names in POOLS}
        result[f"share {share}"] = {**found, "across, held out": across(sources, embedder)}
        print(share, result[f"share {share}"], flush=True)
    RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


def pooled(data: Path, names: Sequence[str], embedder: Variable) -> Task:
    """A pool as `embedder` has it now, and the questions asked of it."""
    sets = [read_gold(data / f"{name}.json", detect) for name in names]
    return task(sets, ParagraphPool(paragraph_articles(sets), embedder), sample(sets[0].questions))


def measured(asked: Task) -> dict[str, dict[str, float]]:
    """Recall of the paragraph that holds the answer, for each ranking."""
    found = {}
    for name, fusion in FUSIONS.items():
        asked.pool.fusion = fusion
        ids = asked.pool.search([question.question for question in asked.questions], 5)
        ranks = [
            next((rank for rank, id in enumerate(row) if id in relevant), 5)
            for row, relevant in zip(ids, asked.relevant, strict=True)
        ]
        found[name] = recall(np.array(ranks))
    return found


def across(sources: Sequence[Source], embedder: Variable) -> dict[str, dict[str, float]]:
    """Recall by dense scores among the passages of the other language."""
    contexts = dict.fromkeys(e.context for source in sources for e in (*source.train, *source.held_out))
    asked = [e for source in sources if source.name == "written-across" for e in source.held_out]
    found = {}
    for language in SERVED:
        passages = [context for context in contexts if detect(context) == language]
        own = [e for e in asked if is_across(e, language)]
        scores = embedder.embed_questions([e.question for e in own]) @ embedder.embed_passages(passages).T
        right = scores[np.arange(len(own)), [passages.index(e.context) for e in own]]
        found[f"over {language}, {len(own)}"] = recall((scores > right[:, None]).sum(axis=1))
    return found


def is_across(example: Example, language: str) -> bool:
    """Whether a question in the other language is answered in `language`."""
    return not example.is_unanswerable and detect(example.context) == language != detect(example.question) in SERVED


def recall(ranks: np.typing.NDArray[np.int_]) -> dict[str, float]:
    """Share of the questions whose passage is the first, or among the first five; ranks begin at 0."""
    return {f"recall@{k}": float((ranks < k).mean()) for k in (1, 5)}


if __name__ == "__main__":
    main()

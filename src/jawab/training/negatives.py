"""Passages that retrieval finds for a question and that do not hold its answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

import bm25s
import numpy as np

from jawab.text.folding import fold
from jawab.text.terms import terms
from jawab.training.data import Example

FOUND = 4
_CANDIDATES = 12


def hard_negatives(examples: Sequence[Example]) -> list[tuple[str, ...]]:
    """For each example the best-ranked other paragraphs of its set, at most `FOUND`, best first.

    A paragraph that holds the answer's folded text is left out: it may answer the question too.
    """
    contexts = list(dict.fromkeys(example.context for example in examples))
    index = bm25s.BM25(backend="numpy")
    index.index([terms(context) or [""] for context in contexts], show_progress=False)
    folded = [_squeeze(context) for context in contexts]
    count = min(_CANDIDATES, len(contexts))
    queries = [terms(example.question) or [""] for example in examples]
    ranked, _scores = index.retrieve(queries, k=count, corpus=np.arange(len(contexts)), show_progress=False)
    negatives = []
    for example, row in zip(examples, ranked, strict=True):
        answer = _squeeze(example.answer)
        fit = [contexts[i] for i in row if contexts[i] != example.context and answer not in folded[i]]
        negatives.append(tuple(fit[:FOUND]))
    return negatives


def _squeeze(text: str) -> str:
    return re.sub(r"\W+", " ", fold(text)).strip()

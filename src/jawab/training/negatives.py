"""Passages that retrieval finds for a question and that do not hold its answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from jawab.lexical import LexicalIndex, count_terms
from jawab.text import fold
from jawab.training.data import Example

FOUND = 4
_CANDIDATES = 12


def hard_negatives(examples: Sequence[Example]) -> list[tuple[str, ...]]:
    """For each example the best-ranked other paragraphs of its set, at most `FOUND`, best first.

    A paragraph that holds the answer's folded text is left out: it may answer the question too. A question in another
    language than its paragraphs finds few or none.
    """
    contexts = list(dict.fromkeys(example.context for example in examples))
    index = LexicalIndex(count_terms(contexts)).bm25
    folded = [_squeeze(context) for context in contexts]
    negatives = []
    for example in examples:
        (scores,) = index.scores([example.question])
        row = np.argsort(-scores, kind="stable")[:_CANDIDATES].tolist()
        answer = _squeeze(example.answer)
        found = [i for i in row if scores[i] > 0 and contexts[i] != example.context]
        fit = [contexts[i] for i in found if not answer or answer not in folded[i]]
        negatives.append(tuple(fit[:FOUND]))
    return negatives


def _squeeze(text: str) -> str:
    return re.sub(r"\W+", " ", fold(text)).strip()

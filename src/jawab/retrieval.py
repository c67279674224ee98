"""Questions -> ranked passages: dense and lexical scores of all passages a filter admits, fused."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from jawab.embedding import Embedder
from jawab.index import Generation
from jawab.text import detect
from jawab.types import Hit, Question

Scores = npt.NDArray[np.floating]
Languages = npt.NDArray[np.str_]
Fusion = Callable[[Scores, Scores, Scores, Languages, str], Scores]
"""(cosines, BM25 scores, shared terms' scores, languages of the passages, language of the question) -> what ranks them.

All of shape [passages].
"""

LEXICAL_WEIGHT = 0.3
SHARED_WEIGHT = 0.1
"""What names and numbers in common weigh in other languages."""
LEXICAL_DEPTH = 100
"""Words have a say on this many passages of a question, and names and numbers on as many in other languages."""
OWN_LANGUAGE = 0.15
"""What a passage in the question's language is ahead, in standard deviations."""

EMPHASIS = 1.5
"""The power that standard scores are raised to, so that what stands out counts more than what is above average."""
_UNCHANGED = 4.0  # the standard score that `EMPHASIS` leaves as it is, about that of a first passage

_DECIMALS = 6  # scores this close are ties: a vector may differ in its last bits with the batch it was embedded in
_QUESTIONS_AT_ONCE = 64  # bounds the score blocks: questions x passages


def fuse(
    dense: Scores,
    lexical: Scores,
    shared: Scores,
    languages: Languages,
    own: str,
    emphasis: float = EMPHASIS,
    shared_weight: float = SHARED_WEIGHT,
) -> Scores:
    """0.7 z(dense) + 0.3 z(lexical), or 0.9 z(dense) + 0.1 z(shared), z over the passages of a language; [passages].

    Each z is emphasised: its sign is kept, its size raised to the power `emphasis`.
    Standard scores within each language, because passages in the question's own are nearer to it as a whole and would
    hide the others. In other languages `shared`, names and numbers in common, stands for `lexical`: the words that they
    share with the question are chance. Where no passage is in the question's language, words count everywhere.
    Lexical scores below the best `LEXICAL_DEPTH` count as 0.
    """
    at_home = languages == own if (languages == own).any() else np.full(len(dense), True)
    words = _best(np.where(at_home, lexical, 0), LEXICAL_DEPTH) + _best(np.where(at_home, 0, shared), LEXICAL_DEPTH)
    fused = np.where(at_home, OWN_LANGUAGE, 0.0)
    for language in np.unique(languages):
        group = languages == language
        weight = LEXICAL_WEIGHT if at_home[group].any() else shared_weight
        near, said = (_emphasised(scores[group], emphasis) for scores in (dense, words))
        fused[group] += (1 - weight) * near + weight * said
    return fused


def _best(scores: Scores, depth: int) -> Scores:
    """The scores with all below the `depth` best set to 0; ties with the last of them stay."""
    if len(scores) <= depth:
        return scores
    least = np.partition(scores, -depth)[-depth]
    return np.where(scores >= least, scores, 0)


def _emphasised(scores: Scores, emphasis: float) -> Scores:
    standard = _z(scores)
    emphasised: Scores = np.sign(standard) * _UNCHANGED * np.abs(standard / _UNCHANGED) ** emphasis
    return emphasised


def _z(scores: Scores) -> Scores:
    """Standard scores; all 0 where nothing differs."""
    scores = scores.astype(np.float64)
    deviation = scores.std() if len(scores) else 0.0
    return (scores - scores.mean()) / deviation if deviation > 1e-9 else np.zeros(len(scores))


class Retriever:
    """Finds passages of one generation; `fusion` decides what ranks them."""

    def __init__(self, generation: Generation, embedder: Embedder, fusion: Fusion = fuse) -> None:
        self._generation = generation
        self._embedder = embedder
        self._fusion = fusion
        self._languages = generation.languages()

    def search_many(self, questions: Sequence[Question], k: int) -> list[list[Hit]]:
        """The best `k` passages for each question among those its filters admit, best first.

        Ties are in order of article id, then start. Fewer than `k` come back where fewer are admitted.
        """
        blocks = range(0, len(questions), _QUESTIONS_AT_ONCE)
        return [hits for first in blocks for hits in self._search(questions[first : first + _QUESTIONS_AT_ONCE], k)]

    def _search(self, questions: Sequence[Question], k: int) -> list[list[Hit]]:
        if not self._generation.passage_count:
            return [[] for _ in questions]
        texts = [question.text for question in questions]
        dense = self._generation.dense_scores(self._embedder.embed_questions(texts))
        lexical, shared = self._generation.lexical(texts), self._generation.shared(texts)
        return [self._ranked(*row, k) for row in zip(questions, dense, lexical, shared, strict=True)]

    def _ranked(self, question: Question, dense: Scores, lexical: Scores, shared: Scores, k: int) -> list[Hit]:
        """Hits among the admitted passages, given the scores of all."""
        admitted = self._generation.admitted(question.filters)
        numbers = np.arange(len(dense)) if admitted is None else np.flatnonzero(admitted)
        own, languages = detect(question.text), self._languages[numbers]
        scores = self._fusion(dense[numbers], lexical[numbers], shared[numbers], languages, own)
        best = top(scores, k)
        return [
            Hit(self._generation.passage(number), score, float(dense[number]), float(lexical[number]))
            for number, score in zip(numbers[best].tolist(), scores[best].tolist(), strict=True)
        ]


def top(scores: Scores, k: int) -> npt.NDArray[np.intp]:
    """Where the `k` highest scores are, highest first; those equal to a millionth in order of their place."""
    if k <= 0 or not len(scores):
        return np.empty(0, dtype=np.intp)
    rounded = np.round(scores, _DECIMALS)
    least = np.partition(rounded, -min(k, len(rounded)))[-min(k, len(rounded))]
    candidates = np.flatnonzero(rounded >= least)
    return candidates[np.argsort(-rounded[candidates], kind="stable")][:k]

"""Questions -> ranked passages: dense and lexical scores of all passages a filter admits, fused."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, dataclass

import numpy as np
import numpy.typing as npt

from jawab.embedding import Embedder
from jawab.index import Generation
from jawab.lexical import K1, TERMS, B, LexicalIndex
from jawab.text import SERVED, detect
from jawab.types import Hit, Question

Scores = npt.NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class Signals:
    """What is known of every passage for one question; each array is [passages]."""

    dense: Scores
    """Cosines."""
    lexical: Scores
    """BM25 scores."""
    coverage: Scores
    """The share of the question's words, by idf, that the passage has."""
    shared: Scores
    """Scores of names and numbers in common."""
    words: Scores
    """How many words the passage has, stop words aside."""
    languages: npt.NDArray[np.str_]

    def of(self, rows: npt.NDArray[np.intp] | npt.NDArray[np.bool_]) -> Signals:
        """Those of some passages."""
        return Signals(
            self.dense[rows], self.lexical[rows], self.coverage[rows], self.shared[rows], self.words[rows],
            self.languages[rows],
        )  # fmt: skip


def signals_of(
    questions: Sequence[str], dense: Scores, lexical: LexicalIndex, languages: npt.NDArray[np.str_]
) -> Iterator[Signals]:
    """The signals of each question, given the cosines of all passages, [questions, passages], and their languages."""
    scores = (
        dense,
        lexical.bm25.scores(questions),
        lexical.coverage.scores(questions),
        lexical.shared.scores(questions),
    )
    return (Signals(*row, lexical.coverage.words, languages) for row in zip(*scores, strict=True))


Fusion = Callable[[Signals, str], Scores]
"""(signals, language of the question) -> what ranks the passages, [passages]."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each of `features` weighs in the question's language, and shared names in others; dense weighs the rest.

    Fitted on training questions by `benchmarks/ranking.py`, but for the last two, which `benchmarks/across.py` chose.
    """

    dense: float = 0.7
    lexical: float = 0.195
    coverage: float = 2.14
    length: float = -0.455
    shared: float = 0.1
    own_language: float = -0.2
    """Added to passages in the question's language: their features alone would put them before all others."""

    def of_features(self) -> npt.NDArray[np.float64]:
        """In the order of `features`."""
        return np.array([self.dense, self.lexical, self.coverage, self.length])


WEIGHTS = Weights()
LEXICAL_DEPTH = 100
"""Words have a say on this many passages of a question, and names and numbers on as many in other languages."""

EMPHASIS = 1.25
"""The power that standard scores are raised to, so that what stands out counts more than what is above average."""
_UNCHANGED = 4.0  # the standard score that `EMPHASIS` leaves as it is, about that of a first passage

_DECIMALS = 6  # scores this close are ties: a vector may differ in its last bits with the batch it was embedded in
_QUESTIONS_AT_ONCE = 64  # bounds the score blocks: questions x passages


BLOCK = 10
ABROAD = 4
"""Of every `BLOCK` passages at most `ABROAD` are in another language than the question's, while its own has any."""


def engine_identity(embedder: str) -> str:
    """What finds passages, by name: the embedder's identity, the terms, and the constants of what ranks them.

    A confidence is fitted for one engine: another one finds other passages, in another order.
    """
    ranking = (K1, B, *astuple(WEIGHTS), LEXICAL_DEPTH, EMPHASIS, _UNCHANGED, ABROAD, BLOCK)
    return f"{embedder}, terms {TERMS}, ranking {' '.join(map(str, ranking))}"


def fuse(signals: Signals, own: str, weights: Weights = WEIGHTS) -> Scores:
    """What ranks the passages, [passages], by the standard of each language.

    Passages in the question's own language are nearer to it as a whole and would hide the others. They are weighed by
    `features`; the others by dense scores and by names and numbers in common, since the words that they share with
    the question are chance. To a question in a language that is not served, as a bare
    number is, the passages of every language are its own.
    """
    fused, abroad = np.zeros(len(signals.dense)), is_abroad(signals.languages, own)
    for language in np.unique(signals.languages):
        group = signals.languages == language
        fused[group] = (_across if abroad[group].any() else _same_language)(signals.of(group), weights)
    return fused


def is_abroad(languages: npt.NDArray[np.str_], own: str) -> npt.NDArray[np.bool_]:
    """Which passages are in another language than a question's `own`; none where that is not served."""
    return languages != own if own in SERVED else np.zeros(len(languages), dtype=np.bool_)


def _same_language(signals: Signals, weights: Weights) -> Scores:
    ranked: Scores = features(signals) @ weights.of_features() + weights.own_language
    return ranked


def _across(signals: Signals, weights: Weights) -> Scores:
    near, said = _emphasised(signals.dense), _emphasised(_best(signals.shared, LEXICAL_DEPTH))
    return (1 - weights.shared) * near + weights.shared * said


def features(signals: Signals, emphasis: float = EMPHASIS) -> Scores:
    """What passages in one language are weighed by, [passages, 4].

    Emphasised standard scores, dense and lexical (below the best `LEXICAL_DEPTH` these count as 0); how much more of
    the question the passage covers than passages do on average; the logarithm of its words, less the mean of these.
    """
    return np.stack(
        [
            _emphasised(signals.dense, emphasis),
            _emphasised(_best(signals.lexical, LEXICAL_DEPTH), emphasis),
            _centred(signals.coverage),
            _centred(np.log(np.maximum(signals.words, 1))),
        ],
        axis=1,
    )


def _best(scores: Scores, depth: int) -> Scores:
    """The scores with all below the `depth` best set to 0; ties with the last of them stay."""
    if len(scores) <= depth:
        return scores
    least = np.partition(scores, -depth)[-depth]
    return np.where(scores >= least, scores, 0)


def _emphasised(scores: Scores, emphasis: float = EMPHASIS) -> Scores:
    level = standard(scores)
    emphasised: Scores = np.sign(level) * _UNCHANGED * np.abs(level / _UNCHANGED) ** emphasis
    return emphasised


def _centred(scores: Scores) -> Scores:
    return scores - scores.mean() if len(scores) else scores


def standard(scores: Scores) -> Scores:
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

        The order is that of `ranked`; ties are in order of article id, then start. Fewer than `k` come back where
        fewer are admitted.
        """
        blocks = range(0, len(questions), _QUESTIONS_AT_ONCE)
        return [hits for first in blocks for hits in self._search(questions[first : first + _QUESTIONS_AT_ONCE], k)]

    def _search(self, questions: Sequence[Question], k: int) -> list[list[Hit]]:
        if not self._generation.passage_count:
            return [[] for _ in questions]
        texts = [question.text for question in questions]
        dense = self._generation.dense_scores(self._embedder.embed_questions(texts))
        known = signals_of(texts, dense, self._generation.lexical, self._languages)
        return [self._ranked(*pair, k) for pair in zip(questions, known, strict=True)]

    def _ranked(self, question: Question, signals: Signals, k: int) -> list[Hit]:
        """Hits among the admitted passages, given the signals of all."""
        admitted = self._generation.admitted(question.filters)
        numbers = np.arange(len(signals.dense)) if admitted is None else np.flatnonzero(admitted)
        known = signals if admitted is None else signals.of(numbers)
        language = detect(question.text)
        scores = self._fusion(known, language)
        best = ranked(scores, is_abroad(known.languages, language), k)
        return [
            Hit(self._generation.passage(number), score, float(signals.dense[number]), float(signals.lexical[number]))
            for number, score in zip(numbers[best].tolist(), scores[best].tolist(), strict=True)
        ]


def ranked(scores: Scores, abroad: npt.NDArray[np.bool_], k: int) -> npt.NDArray[np.intp]:
    """Where the best `k` passages are: by score, but for those `abroad` that wait until their block of ten has room.

    News is told in both languages. Without a limit what the other language says of an event takes the places of what
    the question's own language says, which reads better; with it neither hides the other.
    """
    home, away = (
        deque(rows[top(scores[rows], k)].tolist()) for rows in (np.flatnonzero(~abroad), np.flatnonzero(abroad))
    )
    best = np.round(scores, _DECIMALS)
    order: list[int] = []
    room = ABROAD
    while len(order) < k and (home or away):
        room = room if len(order) % BLOCK else ABROAD
        if not home or (away and room > 0 and (-best[away[0]], away[0]) < (-best[home[0]], home[0])):
            order.append(away.popleft())
            room -= 1
        else:
            order.append(home.popleft())
    return np.array(order, dtype=np.intp)


def top(scores: Scores, k: int) -> npt.NDArray[np.intp]:
    """Where the `k` highest scores are, highest first; those equal to a millionth in order of their place."""
    if k <= 0 or not len(scores):
        return np.empty(0, dtype=np.intp)
    rounded = np.round(scores, _DECIMALS)
    least = np.partition(rounded, -min(k, len(rounded)))[-min(k, len(rounded))]
    candidates = np.flatnonzero(rounded >= least)
    return candidates[np.argsort(-rounded[candidates], kind="stable")][:k]

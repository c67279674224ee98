"""Fits the calibration on every tenth title of the training sets, which the reader never trained on.

Paragraphs that we translated are left out of the questions: the reader was trained on the originals of all of them.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler

from jawab.answering import Answerer, Judged
from jawab.calibration import POOLED, Calibration, Evidence, Logistic, Promise, uncalibrated
from jawab.embedding import Embedder
from jawab.evaluation.metrics import is_right
from jawab.evaluation.selective import auroc, expected_calibration_error, threshold_for
from jawab.index import IndexWriter, open_index
from jawab.reading import Reader
from jawab.retrieval import Retriever, engine_identity
from jawab.settings import Settings
from jawab.text import SERVED, detect
from jawab.training.data import Example, Source, as_gold
from jawab.training.written import is_translated
from jawab.types import Article, Question

PROMISED = 0.9
REMOVED_EVERY = 3
_JUDGED = 3
_FEWEST_FOR_A_LANGUAGE = 1000
_FOLDS = 5
_BATCH = 16
_REGULARISATION = 1.0


@dataclass(frozen=True, slots=True)
class Row:
    """One judged answer: its evidence, and whether it is right.

    A question's answers follow one another, best margin first; `first` marks that one.
    """

    language: str
    title: str
    evidence: Evidence
    right: bool
    first: bool
    answerable: bool


def collect(sources: Sequence[Source], embedder: Embedder, reader: Reader, settings: Settings) -> Iterator[Row]:
    """Ask the held-out questions of all the sets' paragraphs, a third of them with their own paragraph removed."""
    served = [source for source in sources if detect(source.train[0].context) in SERVED]
    asked = [example for source in served for example in source.held_out if not is_translated(example)]
    removed = removed_contexts(served, asked)
    with TemporaryDirectory() as folder:
        writer = IndexWriter(Path(folder), embedder, settings)
        writer.put(_articles(served, removed))
        generation = open_index(Path(folder), embedder.identity)
        retriever = Retriever(generation, embedder)
        answerer = Answerer(
            generation, retriever, reader, uncalibrated(reader.identity, engine_identity(embedder.identity)), settings
        )
        for first in range(0, len(asked), _BATCH):
            batch = asked[first : first + _BATCH]
            explanations = answerer.explain_many([Question(example.question) for example in batch])
            for example, explanation in zip(batch, explanations, strict=True):
                answerable = not example.is_unanswerable and example.context not in removed
                yield from _rows(example, explanation.judged, answerable)


def removed_contexts(sources: Sequence[Source], asked: Sequence[Example]) -> frozenset[str]:
    """Paragraphs kept out of the pool, so that a third of the titles' questions have no answer there.

    Of every other such title all paragraphs go; of the rest only those asked about, and what remains shares the
    question's people, places and topic.
    """
    unanswerable = sorted({example.title for example in asked})[::REMOVED_EVERY]
    whole = frozenset(unanswerable[::2])
    gone = {example.context for source in sources for example in source.held_out if example.title in whole}
    return frozenset(gone | {example.context for example in asked if example.title in unanswerable})


def _articles(sources: Sequence[Source], removed: frozenset[str]) -> Iterator[Article]:
    contexts = {
        example.context: example.title
        for source in sources
        for example in (*source.train, *source.held_out)
        if example.context not in removed
    }
    for number, (context, title) in enumerate(contexts.items()):
        yield Article(f"p{number:05}", context, detect(context), title)


def _rows(example: Example, judged: Sequence[Judged], answerable: bool) -> Iterator[Row]:
    gold = as_gold(example)
    for number, group in enumerate(judged[:_JUDGED]):
        right = answerable and is_right(group.candidates[0].text, gold)
        yield Row(gold.language, example.title, group.evidence, right, number == 0, answerable)


def fit(rows: Sequence[Row], reader: str, engine: str) -> tuple[Calibration, dict[str, object]]:
    """The calibration, and what it reaches on titles that it was not fitted on (five folds).

    The default threshold is that of `best_threshold`. Beside it stands what a promise of 90% right answers would cost.
    """
    languages = _languages(rows)
    models = _models(rows, languages)
    probabilities = _out_of_fold(rows, languages)
    given = _given(rows, probabilities)
    confidence = [float(probabilities[number]) for number in given]
    right = [rows[number].right for number in given]
    answerable = [rows[number].answerable for number in given]
    calibration = Calibration(
        reader, engine, models, _rounded(best_threshold(confidence, right, answerable)), _promise(confidence, right)
    )
    confident = np.array(confidence) >= calibration.threshold
    firsts = [number for number, row in enumerate(rows) if row.first]
    measured: dict[str, object] = {
        "questions": len(given),
        "right": sum(right),
        "auroc": auroc(confidence, right),
        "auroc_margin": auroc(
            [rows[number].evidence.margin for number in firsts], [rows[number].right for number in firsts]
        ),
        "ece": expected_calibration_error(confidence, right),
        "by_language": {language: _by_language(language, rows, given, probabilities) for language in SERVED},
        "at_threshold": {
            "coverage": float(confident.mean()),
            "right": float(np.array(right)[confident].mean()),
            "right_answers_given": float(confident[np.array(right)].mean()),
            "unanswerable_abstained": float((~confident)[~np.array(answerable)].mean()),
        },
    }
    return calibration, measured


def _promise(confidence: Sequence[float], right: Sequence[bool]) -> Promise | None:
    found = threshold_for(PROMISED, confidence, right)
    return None if found is None else Promise(PROMISED, _rounded(found.confidence), found.coverage)


def _rounded(threshold: float) -> float:
    """To four decimals, downwards: the answer that set it is still given."""
    return math.floor(threshold * 10_000) / 10_000


def best_threshold(confidence: Sequence[float], right: Sequence[bool], answerable: Sequence[bool]) -> float:
    """The threshold at which right answers are given most more often than unanswerable questions are answered.

    Youden's J (1950): unlike a count of good endings it does not depend on how many questions have no answer, which a
    user's collection decides. The lowest of equals.
    """
    scores, correct, hopeless = np.array(confidence), np.array(right), ~np.array(answerable)

    def informedness(threshold: float) -> float:
        given = scores >= threshold
        return float(given[correct].sum() / max(1, correct.sum()) - given[hopeless].sum() / max(1, hopeless.sum()))

    candidates = [0.0, *sorted(confidence)]
    return max(candidates, key=lambda threshold: (round(informedness(threshold), 9), -threshold))


def _logistic(rows: Sequence[Row]) -> Logistic:
    features, right = _matrix(rows)
    scaler = StandardScaler().fit(features)
    model = LogisticRegression(C=_REGULARISATION, max_iter=1000).fit(scaler.transform(features), right)
    return Logistic(
        tuple(map(float, scaler.mean_)),
        tuple(map(float, scaler.scale_)),
        tuple(map(float, model.coef_[0])),
        float(model.intercept_[0]),
    )


def _languages(rows: Sequence[Row]) -> list[str]:
    """Those that have enough rows for a model of their own."""
    return [code for code in SERVED if sum(row.language == code for row in rows) >= _FEWEST_FOR_A_LANGUAGE]


def _models(rows: Sequence[Row], languages: Sequence[str]) -> dict[str, Logistic]:
    """One for each of `languages`, and one for all others."""
    own = {code: _logistic([row for row in rows if row.language == code]) for code in languages}
    return {POOLED: _logistic(rows), **own}


def _out_of_fold(rows: Sequence[Row], languages: Sequence[str]) -> NDArray[np.float64]:
    """The probability of each row by models that saw none of its title's."""
    titles = [row.title for row in rows]
    probabilities = np.zeros(len(rows))
    for fitted, left in GroupKFold(_FOLDS).split(titles, groups=titles):
        models = _models([rows[number] for number in fitted], languages)
        for number in left:
            row = rows[number]
            probabilities[number] = models.get(row.language, models[POOLED]).probability(row.evidence)
    return probabilities


def _given(rows: Sequence[Row], probabilities: NDArray[np.float64]) -> list[int]:
    """Which answer each question would be given: the most probable of those judged, its three with the best margins."""
    begins = [number for number, row in enumerate(rows) if row.first]
    return [begin + int(np.argmax(probabilities[begin:end])) for begin, end in itertools.pairwise([*begins, len(rows)])]


def _by_language(
    language: str, rows: Sequence[Row], given: Sequence[int], probabilities: NDArray[np.float64]
) -> dict[str, object]:
    own = [number for number in given if rows[number].language == language]
    confidence, right = probabilities[own], [rows[number].right for number in own]
    return {
        "questions": len(own),
        "right": sum(right),
        "auroc": auroc(confidence, right),
        "ece": expected_calibration_error(confidence, right),
    }


def _matrix(rows: Sequence[Row]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    features = np.array([astuple(row.evidence) for row in rows], dtype=np.float64)
    return features, np.array([row.right for row in rows])

"""Run: everything one evaluation found, as one JSON file that can be scored again without a model."""

from __future__ import annotations

import json
import platform
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from jawab.calibration import Promise
from jawab.errors import GoldError
from jawab.evaluation.diagnosis import breakdown, disagreements, outcome
from jawab.evaluation.intervals import Interval, cluster_interval, jackknife_interval
from jawab.evaluation.ranking import JUDGED_MEASURES, RANKING_MEASURES, ranking_scores
from jawab.evaluation.records import Record
from jawab.evaluation.selective import abstention_f1, area_under_risk_coverage, auroc, expected_calibration_error
from jawab.settings import READ_PASSAGES

Mode = Literal["end-to-end", "reader", "retrieval", "predictions"]

ANSWER_METRICS = (
    "exact_match",
    "f1",
    "official_exact_match",
    "official_f1",
    "mlqa_exact_match",
    "mlqa_f1",
)
_RatedMetric = Callable[[NDArray[np.float64], NDArray[np.bool_]], float | None]
RATED_METRICS: dict[str, _RatedMetric] = {
    "auroc": auroc,
    "ece": expected_calibration_error,
    "aurc": area_under_risk_coverage,
}
"""Metrics of (confidence, rightness), each [rated answers]."""

SEED = 0
"""Of every resampling; part of the run so that its numbers can be had again."""

PACKAGES = ("numpy", "torch", "transformers", "sentence-transformers", "faiss-cpu", "ir-measures")
"""Those that a result may depend on."""


def installed() -> dict[str, str]:
    """Versions of Python and of those of `PACKAGES` that are installed; none is imported."""
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        with suppress(PackageNotFoundError):
            found[package] = version(package)
    return found


class Environment(BaseModel):
    """What made the run: versions of jawab and of other packages, model identities, settings, seed.

    `promise` is what was stated of the confidence when it was fitted; None where nothing was.
    """

    version: str
    packages: dict[str, str] = {}
    models: dict[str, str] = {}
    settings: dict[str, Any] = {}
    seed: int = SEED
    promise: Promise | None = None


class Run(BaseModel):
    """One system's results on a list of gold files; `gold` holds a SHA-256 of each file's questions and answers."""

    model_config = ConfigDict(extra="ignore")

    mode: Mode
    files: tuple[str, ...]
    gold: tuple[str, ...] = ()
    environment: Environment
    per_question: tuple[Record, ...] = Field(min_length=1)
    notes: tuple[str, ...] = ()

    @property
    def read_passages(self) -> int:
        """How many of the ranked passages the reader was given; the default where the run's settings do not say."""
        return int(self.environment.settings.get("read_passages", READ_PASSAGES))

    @property
    def gold_files(self) -> list[tuple[str, str]]:
        """Name and SHA-256 of each gold file, where the run has them."""
        return list(zip(self.files, self.gold, strict=False))

    def rescored(self) -> Run:
        """The run with every score and outcome computed again from the stored predictions, without a model."""
        return self.model_copy(update={"per_question": tuple(self._judged(record) for record in self.per_question)})

    def _judged(self, record: Record) -> Record:
        scored = record.scored()
        return scored.model_copy(update={"outcome": outcome(scored, self.read_passages)})

    def overall(self) -> dict[str, Any]:
        """Every metric over all questions, with its 95% intervals."""
        return summarise(self.per_question)

    def grouped(self, by: str) -> dict[str, dict[str, Any]]:
        """The same for each value of a Record attribute: "language", "direction" or "type"."""
        return {name: summarise(group) for name, group in grouped(self.per_question, by).items()}

    def by_language(self) -> dict[str, dict[str, Any]]:
        """The same for each question language, and within it for each type of question (`by_type`)."""
        return {
            language: summarise(group)
            | {"by_type": {kind: summarise(records) for kind, records in grouped(group, "type").items()}}
            for language, group in grouped(self.per_question, "language").items()
        }

    def to_json(self) -> str:
        """The run file: summaries first, then every question on a line of its own."""
        head = {
            "mode": self.mode,
            "files": self.files,
            "gold": self.gold,
            "questions": len(self.per_question),
            "overall": self.overall(),
            "by_language": self.by_language(),
            "by_direction": self.grouped("direction"),
            "by_type": self.grouped("type"),
            "outcomes": breakdown(self.per_question),
            "disagreements": [record.id for record in disagreements(self.per_question)],
            "notes": self.notes,
            "environment": self.environment.model_dump(mode="json"),
        }
        lines = (
            json.dumps(r.model_dump(mode="json", exclude_none=True, exclude_defaults=False), ensure_ascii=False)
            for r in self.per_question
        )
        summary = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
        return f'{summary},\n "per_question": [\n  ' + ",\n  ".join(lines) + "\n ]\n}\n"

    @classmethod
    def from_json(cls, text: str) -> Run:
        """Reads a run file and scores its predictions again.

        Raises:
            GoldError: it is not a run file.
        """
        try:
            return cls.model_validate_json(text).rescored()
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"]) or "top level"
            raise GoldError(f"not a run file of `jawab evaluate --json`: {where}: {first['msg']}.") from error

    @classmethod
    def read(cls, path: Path) -> Run:
        """`from_json` of a file; its errors name the file."""
        try:
            return cls.from_json(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise GoldError(f"{path}: cannot be read ({error.strerror}).") from error
        except UnicodeDecodeError as error:
            raise GoldError(f"{path}: not a run file of `jawab evaluate --json`: it is not text in UTF-8.") from error
        except GoldError as error:
            raise GoldError(f"{path}: {error}") from error


def grouped(records: Iterable[Record], by: str) -> dict[str, list[Record]]:
    """Records by an attribute's value, in order of it."""
    groups: dict[str, list[Record]] = {}
    for record in records:
        groups.setdefault(getattr(record, by), []).append(record)
    return dict(sorted(groups.items()))


def summarise(records: Sequence[Record]) -> dict[str, Any]:
    """The mean of every metric that was measured, over `questions` about `articles`.

    `measured`: metric -> how many of the questions it is over; `intervals`: metric -> [low, high].
    """
    figures = _means(records) | _selective(records)
    return {
        "questions": len(records),
        "articles": len({r.title for r in records}),
        **{metric: figure.value for metric, figure in figures.items()},
        "measured": {metric: figure.questions for metric, figure in figures.items() if figure.value is not None},
        "intervals": {metric: list(figure.interval) for metric, figure in figures.items() if figure.interval},
    }


@dataclass(frozen=True, slots=True)
class _Figure:
    """A metric's value, the number of questions it was measured on, and its interval; None where undefined."""

    value: float | None
    questions: int
    interval: Interval | None


def _mean(values: Sequence[float], titles: Sequence[str]) -> _Figure:
    return _Figure(float(np.mean(values)), len(values), cluster_interval(values, titles))


def _means(records: Sequence[Record]) -> dict[str, _Figure]:
    """Metrics that are means over questions."""
    figures: dict[str, _Figure] = {}
    for metric, values in _columns(records).items():
        measured = [(value, record.title) for value, record in zip(values, records, strict=True) if value is not None]
        if measured:
            numbers, titles = zip(*measured, strict=True)
            figures[metric] = _mean(numbers, titles)
    return figures


def _selective(records: Sequence[Record]) -> dict[str, _Figure]:
    """Metrics of confidence and abstention; undefined where no answer was rated, or none is right, or none wrong."""
    predicted = [record for record in records if record.prediction is not None]
    if not predicted:
        return {}
    titles = [record.title for record in predicted]
    abstained, impossible = np.array([(r.abstained, r.impossible) for r in predicted], dtype=bool).T
    figures = {
        "answered": _mean([float(not record.abstained) for record in predicted], titles),
        "abstention_f1": _jackknifed(lambda kept: abstention_f1(abstained[kept], impossible[kept]), titles),
    }
    confidence, right = (np.array(column) for column in confidences(predicted))
    titles = [record.title for record in predicted if record.rated]
    for name, metric in RATED_METRICS.items():
        figures[name] = _rated(metric, confidence, right, titles)
    return figures


def _rated(
    metric: _RatedMetric, confidence: NDArray[np.float64], right: NDArray[np.bool_], titles: Sequence[str]
) -> _Figure:
    return _jackknifed(lambda kept: metric(confidence[kept], right[kept]), titles)


def _jackknifed(statistic: Callable[[NDArray[np.bool_]], float | None], titles: Sequence[str]) -> _Figure:
    value = statistic(np.ones(len(titles), dtype=bool))
    return _Figure(value, len(titles), jackknife_interval(statistic, titles))


def confidences(records: Iterable[Record]) -> tuple[list[float], list[bool]]:
    """Confidence and rightness of each question's best answer, given or not, where it is `rated`."""
    rated = [(record.confidence or 0.0, bool(record.candidate_right)) for record in records if record.rated]
    return [confidence for confidence, _ in rated], [right for _, right in rated]


def _columns(records: Sequence[Record]) -> Mapping[str, Iterable[float | None]]:
    """Metric -> its value for each record, None where it does not apply."""
    answers = {metric: [getattr(record, metric) for record in records] for metric in ANSWER_METRICS}
    if any(record.impossible for record in records):
        answers["answerable_f1"] = [None if record.impossible else record.f1 for record in records]
    if any(record.abstained and record.candidate for record in records):
        answers["candidate_f1"] = [record.candidate_f1 for record in records]
    judged = any(record.grades is not None for record in records)
    measures = RANKING_MEASURES | JUDGED_MEASURES if judged else RANKING_MEASURES
    ranking = ranking_scores([record.ranking for record in records], measures)
    return answers | {measure: [ranking[measure].get(r.id) for r in records] for measure in measures}

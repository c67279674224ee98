"""Run: everything one evaluation found, as one JSON file that can be scored again without a model."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from jawab.errors import GoldError
from jawab.evaluation.diagnosis import breakdown, outcome
from jawab.evaluation.intervals import cluster_interval
from jawab.evaluation.ranking import RANKING_MEASURES, ranking_scores
from jawab.evaluation.records import Record
from jawab.evaluation.selective import abstention_f1, area_under_risk_coverage, auroc, expected_calibration_error

Mode = Literal["end-to-end", "reader", "retrieval", "predictions"]

ANSWER_METRICS = (
    "exact_match",
    "f1",
    "official_exact_match",
    "official_f1",
    "mlqa_exact_match",
    "mlqa_f1",
)
SEED = 0
"""Of every resampling; part of the run so that its numbers can be had again."""


READ_PASSAGES = 8
"""Taken for how many passages were read where a run's settings do not say."""


class Environment(BaseModel):
    """What made the run: package version, model identities, settings, seed."""

    version: str
    models: dict[str, str] = {}
    settings: dict[str, Any] = {}
    seed: int = SEED


class Run(BaseModel):
    """One system's results on a list of gold files."""

    model_config = ConfigDict(extra="ignore")

    mode: Mode
    files: tuple[str, ...]
    environment: Environment
    per_question: tuple[Record, ...] = Field(min_length=1)
    notes: tuple[str, ...] = ()

    @property
    def read_passages(self) -> int:
        """How many of the ranked passages the reader was given."""
        return int(self.environment.settings.get("read_passages", READ_PASSAGES))

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
            "questions": len(self.per_question),
            "overall": self.overall(),
            "by_language": self.by_language(),
            "by_direction": self.grouped("direction"),
            "by_type": self.grouped("type"),
            "outcomes": breakdown(self.per_question),
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
        except (OSError, UnicodeDecodeError, GoldError) as error:
            raise GoldError(f"{path}: {error}") from error


def grouped(records: Iterable[Record], by: str) -> dict[str, list[Record]]:
    """Records by an attribute's value, in order of it."""
    groups: dict[str, list[Record]] = {}
    for record in records:
        groups.setdefault(getattr(record, by), []).append(record)
    return dict(sorted(groups.items()))


def summarise(records: Sequence[Record]) -> dict[str, Any]:
    """`questions`, the mean of every metric that was measured, and `intervals`: metric -> [low, high]."""
    columns = _columns(records)
    summary: dict[str, Any] = {"questions": len(records), "articles": len({r.title for r in records})}
    intervals = {}
    for metric, values in columns.items():
        measured = [(value, record.title) for value, record in zip(values, records, strict=True) if value is not None]
        if measured:
            numbers, titles = zip(*measured, strict=True)
            summary[metric] = float(np.mean(numbers))
            interval = cluster_interval(numbers, titles)
            if interval:
                intervals[metric] = list(interval)
    return {**summary, **_selective(records), "intervals": intervals}


def _selective(records: Sequence[Record]) -> dict[str, float | None]:
    """Metrics of confidence and abstention; None where a file leaves them undefined."""
    predicted = [record for record in records if record.prediction is not None]
    if not predicted:
        return {}
    confidence, right = confidences(predicted)
    return {
        "answered": float(np.mean([not record.abstained for record in predicted])),
        "abstention_f1": abstention_f1([r.abstained for r in predicted], [r.impossible for r in predicted]),
        "auroc": auroc(confidence, right),
        "ece": expected_calibration_error(confidence, right),
        "aurc": area_under_risk_coverage(confidence, right),
    }


def confidences(records: Iterable[Record]) -> tuple[list[float], list[bool]]:
    """Confidence and rightness of each best candidate, answered or not, where a confidence was given."""
    rated = [(record.confidence, record.candidate_right) for record in records if record.confidence is not None]
    return [confidence for confidence, _ in rated], [bool(right) for _, right in rated]


def _columns(records: Sequence[Record]) -> Mapping[str, Iterable[float | None]]:
    """Metric -> its value for each record, None where it does not apply."""
    answers = {metric: [getattr(record, metric) for record in records] for metric in ANSWER_METRICS}
    if any(record.impossible for record in records):
        answers["answerable_f1"] = [None if record.impossible else record.f1 for record in records]
    ranking = ranking_scores(record.ranking for record in records)
    return answers | {measure: [ranking[measure].get(r.id) for r in records] for measure in RANKING_MEASURES}

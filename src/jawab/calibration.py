"""Evidence for an answer -> the probability that it is right; fitted in training, applied in answering.

Platt scaling (Platt 1999) over several features, as Kamath et al. (2020) calibrate question answering.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, fields
from pathlib import Path
from typing import Any

from jawab.errors import ModelError

FILE = "calibration.json"
POOLED = "*"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for an answer to a question.

    `margin`: the reader's best span over "no answer"; `log_lead`: how far that is above the best other answer's, as the
    logarithm of one more, with its sign (0 where there is no other); `support`: passages whose spans say the same, less
    one; `cosine`: how near the passage is to the question; `rank`: log of the passage's rank, from 1; `same_language`:
    1.0 where question and article share one. None of them depends on how large the collection is, as a fused score
    would.
    """

    margin: float
    log_lead: float
    support: float
    cosine: float
    rank: float
    same_language: float

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The features in their order."""
        return tuple(field.name for field in fields(cls))


@dataclass(frozen=True, slots=True)
class Logistic:
    """`sigmoid(intercept + sum of weight * (feature - mean) / scale)`."""

    mean: tuple[float, ...]
    scale: tuple[float, ...]
    weights: tuple[float, ...]
    intercept: float

    def probability(self, features: Sequence[float]) -> float:
        """Between 0 and 1, of features in the order that it was fitted in."""
        standard = zip(features, self.mean, self.scale, self.weights, strict=True)
        logit = self.intercept + sum(w * (x - m) / s for x, m, s, w in standard)
        return 1 / (1 + math.exp(-max(-40.0, min(40.0, logit))))


@dataclass(frozen=True, slots=True)
class Promise:
    """At `threshold` the share `right` of the answers given is right; the share `coverage` of questions is answered."""

    right: float
    threshold: float
    coverage: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """A model for each language of a question and a pooled one for the others.

    It holds for the reader's weights and the engine (`jawab.retrieval.engine_identity`) that it was fitted with.
    `threshold` is the default below which to abstain; `promise` a stricter one for those who want fewer wrong answers.
    """

    reader: str
    engine: str
    models: dict[str, Logistic]
    threshold: float
    promise: Promise | None

    def probability(self, evidence: Evidence, language: str) -> float:
        """The probability that an answer to a question in `language` is right."""
        return self.models.get(language, self.models[POOLED]).probability(astuple(evidence))


@dataclass(frozen=True, slots=True)
class MarginCalibration:
    """How likely a reader's best span in the one passage that it was given is right, by its margin.

    A model for each language of a question and a pooled one for the others. It holds for the reader's weights, whatever
    ranks passages.
    """

    models: dict[str, Logistic]

    def probability(self, margin: float, language: str) -> float:
        """The probability that the span is right, for a question in `language`."""
        return self.models.get(language, self.models[POOLED]).probability((margin,))


UNFITTED = MarginCalibration({POOLED: Logistic((0.0,), (1.0,), (1.0,), 0.0)})
"""For a reader that nothing was fitted for: the logistic of the margin."""


def uncalibrated(reader: str, engine: str) -> Calibration:
    """For models that nothing was fitted for: the margin alone decides, and no share of right answers is promised."""
    flat = len(Evidence.names())
    weights = tuple(1.0 if name == "margin" else 0.0 for name in Evidence.names())
    model = Logistic((0.0,) * flat, (1.0,) * flat, weights, 0.0)
    return Calibration(reader, engine, {POOLED: model}, 0.5, None)


def load_calibration(path: Path, reader: str, engine: str) -> Calibration:
    """The calibration in a file; `uncalibrated` where there is none, or it was fitted with another engine.

    ModelError when it belongs to other weights than those it lies beside.
    """
    stored = _stored(path, reader)
    if stored is None:
        return uncalibrated(reader, engine)
    try:
        fitted = _calibration(stored)
    except (ValueError, KeyError, TypeError) as error:
        raise _unfit(path) from error
    return fitted if fitted.engine == engine else uncalibrated(reader, engine)


def load_margins(path: Path, reader: str) -> MarginCalibration:
    """The calibration of spans read alone in the same file; `UNFITTED` where there is none. ModelError as above."""
    stored = _stored(path, reader)
    if stored is None:
        return UNFITTED
    try:
        return MarginCalibration(_models(stored["margins"]))
    except (ValueError, KeyError, TypeError) as error:
        raise _unfit(path) from error


def _stored(path: Path, reader: str) -> dict[str, Any] | None:
    if not path.is_file():
        return None
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        fitted_for, features = stored["reader"], tuple(stored["features"])
    except (ValueError, KeyError, TypeError) as error:
        raise _unfit(path) from error
    if fitted_for != reader:
        raise ModelError(f"{path} was fitted for the reader {fitted_for}, not for {reader}: fit it again.")
    if features != Evidence.names():
        raise ModelError(f"{path} was fitted on other features than this version of jawab computes: fit it again.")
    return dict(stored)


def _unfit(path: Path) -> ModelError:
    return ModelError(f"{path} is not a calibration: fit it again with `jawab train-reader --calibrate-only`.")


def _calibration(stored: Mapping[str, Any]) -> Calibration:
    promise = Promise(**stored["promise"]) if stored["promise"] else None
    return Calibration(stored["reader"], stored["engine"], _models(stored["models"]), stored["threshold"], promise)


def _models(stored: Mapping[str, Any]) -> dict[str, Logistic]:
    return {
        language: Logistic(tuple(m["mean"]), tuple(m["scale"]), tuple(m["weights"]), m["intercept"])
        for language, m in stored.items()
    }


def save_calibration(
    calibration: Calibration, margins: MarginCalibration, path: Path, measured: Mapping[str, object]
) -> None:
    """Write both calibrations of a reader, and beside them what was `measured` when they were fitted."""
    content = {
        "reader": calibration.reader,
        "engine": calibration.engine,
        "features": Evidence.names(),
        "models": {language: asdict(model) for language, model in calibration.models.items()},
        "threshold": calibration.threshold,
        "promise": asdict(calibration.promise) if calibration.promise else None,
        "margins": {language: asdict(model) for language, model in margins.models.items()},
        "measured": measured,
    }
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

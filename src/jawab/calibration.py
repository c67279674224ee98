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
from jawab.models.sources import reader_folder

FILE = "calibration.json"
POOLED = "*"
_AGAIN = "fit it again: `jawab train-reader --calibrate-only --data DIR --out FOLDER`"


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
    """A model for each language of a question that had enough answers to fit one, and a pooled one for the others.

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
        return model_for(language, self.models).probability(astuple(evidence))


@dataclass(frozen=True, slots=True)
class MarginCalibration:
    """How likely a reader's best span in the one passage that it was given is right, by its margin.

    A model for each language of a question and a pooled one for the others. It holds for the reader's weights, whatever
    ranks passages.
    """

    models: dict[str, Logistic]

    def probability(self, margin: float, language: str) -> float:
        """The probability that the span is right, for a question in `language`."""
        return model_for(language, self.models).probability((margin,))


UNCALIBRATED = MarginCalibration({POOLED: Logistic((0.0,), (1.0,), (1.0,), 0.0)})
"""For a reader that nothing was fitted for: the logistic of the margin."""


def model_for(language: str, models: Mapping[str, Logistic]) -> Logistic:
    """The language's own model, or the pooled one."""
    return models.get(language, models[POOLED])


def uncalibrated(reader: str, engine: str) -> Calibration:
    """For models that nothing was fitted for: the margin alone decides, and no share of right answers is promised."""
    flat = len(Evidence.names())
    weights = tuple(1.0 if name == "margin" else 0.0 for name in Evidence.names())
    model = Logistic((0.0,) * flat, (1.0,) * flat, weights, 0.0)
    return Calibration(reader, engine, {POOLED: model}, 0.5, None)


def calibration_file(source: str) -> Path | None:
    """Where the calibration of a reader lies, as settings name it: beside the weights; None for a hub name."""
    place = reader_folder(source)
    return None if place is None else place / FILE


def load_calibration(path: Path | None, reader: str, engine: str) -> Calibration:
    """The calibration in a file; `uncalibrated` where there is none, or it was fitted with another engine.

    ModelError when it belongs to other weights than those it lies beside.
    """
    if path is None or not path.is_file():
        return uncalibrated(reader, engine)
    stored = _stored(path, reader)
    try:
        features, fitted = tuple(stored["features"]), _calibration(stored)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _malformed(path) from error
    if features != Evidence.names():
        raise ModelError(f"{path} was fitted on other features than this version of jawab computes; {_AGAIN}.")
    return fitted if fitted.engine == engine else uncalibrated(reader, engine)


def load_margins(path: Path | None, reader: str) -> MarginCalibration:
    """The calibration of spans read alone, from the same file; `UNCALIBRATED` where there is none.

    ModelError when it belongs to other weights than those it lies beside.
    """
    if path is None or not path.is_file():
        return UNCALIBRATED
    stored = _stored(path, reader)
    try:
        return MarginCalibration(_models(stored["margins"], 1))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _malformed(path) from error


def _stored(path: Path, reader: str) -> dict[str, Any]:
    """What a file holds; ModelError where that is not of this reader."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        fitted_for = stored["reader"]
    except (ValueError, KeyError, TypeError) as error:
        raise _malformed(path) from error
    if fitted_for != reader:
        raise ModelError(f"{path} was fitted for the reader {fitted_for}, not for {reader}; {_AGAIN}.")
    return dict(stored)


def _malformed(path: Path) -> ModelError:
    return ModelError(f"{path} is not a calibration; {_AGAIN}.")


def _calibration(stored: Mapping[str, Any]) -> Calibration:
    promise = Promise(**stored["promise"]) if stored["promise"] else None
    models = _models(stored["models"], len(stored["features"]))
    return Calibration(stored["reader"], stored["engine"], models, stored["threshold"], promise)


def _models(stored: Mapping[str, Any], features: int) -> dict[str, Logistic]:
    """Models of so many features by language, the pooled one among them."""
    models = {
        language: Logistic(tuple(m["mean"]), tuple(m["scale"]), tuple(m["weights"]), m["intercept"])
        for language, m in stored.items()
    }
    widths = {len(part) for m in models.values() for part in (m.mean, m.scale, m.weights)}
    if POOLED not in models or widths != {features}:
        raise ValueError(stored)
    return models


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

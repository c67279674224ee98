"""Evidence to probability: by hand, stored and read back, refused for another reader."""

from __future__ import annotations

import json
import math
from dataclasses import astuple
from pathlib import Path

import pytest

from jawab.calibration import (
    POOLED,
    UNCALIBRATED,
    Calibration,
    Evidence,
    Logistic,
    MarginCalibration,
    Promise,
    calibration_file,
    load_calibration,
    load_margins,
    save_calibration,
    uncalibrated,
)
from jawab.errors import ModelError

EVIDENCE = Evidence(margin=3.0, log_lead=1.0, support=2.0, cosine=0.9, rank=0.0, same_language=1.0)
LOGISTIC = Logistic(
    mean=(1.0, 0.0, 0.0, 0.8, 0.0, 0.5),
    scale=(2.0, 1.0, 4.0, 0.1, 1.0, 0.5),
    weights=(1.0, 0.5, 2.0, -1.0, 3.0, 0.25),
    intercept=-1.0,
)
OTHER = Logistic((0.0,) * 6, (1.0,) * 6, (0.0,) * 6, 2.0)
CALIBRATION = Calibration("span abc", "e5", {POOLED: OTHER, "ar": LOGISTIC}, 0.42, Promise(0.9, 0.7, 0.3))
MARGINS = MarginCalibration(
    {POOLED: Logistic((0.0,), (1.0,), (0.5,), 0.0), "fr": Logistic((1.0,), (2.0,), (3.0,), -0.5)}
)


def test_the_probability_is_the_logistic_of_standardised_evidence() -> None:
    logit = -1.0 + 1.0 * (3 - 1) / 2 + 0.5 * 1 + 2.0 * 2 / 4 - 1.0 * (0.9 - 0.8) / 0.1 + 0.25 * (1 - 0.5) / 0.5
    assert logit == pytest.approx(0.75)
    assert LOGISTIC.probability(astuple(EVIDENCE)) == pytest.approx(1 / (1 + math.exp(-0.75)))


def test_far_evidence_stays_between_0_and_1() -> None:
    far = Logistic((0.0,) * 6, (1e-9,) * 6, (1.0,) * 6, 0.0)
    assert far.probability(astuple(EVIDENCE)) == pytest.approx(1.0)
    assert 0.0 < Logistic((0.0,) * 6, (1e-9,) * 6, (-1.0,) * 6, 0.0).probability(astuple(EVIDENCE)) < 1e-15


def test_a_language_without_its_own_model_uses_the_pooled_one() -> None:
    assert CALIBRATION.probability(EVIDENCE, "ar") == LOGISTIC.probability(astuple(EVIDENCE))
    assert CALIBRATION.probability(EVIDENCE, "und") == OTHER.probability(astuple(EVIDENCE))


def test_a_saved_calibration_is_read_back_equal(tmp_path: Path) -> None:
    path = tmp_path / "calibration.json"
    save_calibration(CALIBRATION, MARGINS, path, {"auroc": 0.8})
    assert load_calibration(path, "span abc", "e5") == CALIBRATION
    assert load_margins(path, "span abc") == MARGINS
    assert json.loads(path.read_text(encoding="utf-8"))["measured"] == {"auroc": 0.8}


def test_a_calibration_without_a_promise_is_read_back_equal(tmp_path: Path) -> None:
    path = tmp_path / "calibration.json"
    calibration = Calibration("span abc", "e5", {POOLED: OTHER}, 0.5, None)
    save_calibration(calibration, MARGINS, path, {})
    assert load_calibration(path, "span abc", "e5") == calibration


def test_a_calibration_of_another_reader_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "calibration.json"
    save_calibration(CALIBRATION, MARGINS, path, {})
    with pytest.raises(ModelError, match="fitted for the reader span abc, not for span def"):
        load_calibration(path, "span def", "e5")
    with pytest.raises(ModelError, match="fitted for the reader span abc, not for span def"):
        load_margins(path, "span def")


def test_a_calibration_of_other_features_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "calibration.json"
    save_calibration(CALIBRATION, MARGINS, path, {})
    stored = json.loads(path.read_text(encoding="utf-8"))
    stored |= {"features": [name.removeprefix("log_") for name in stored["features"]]}
    path.write_text(json.dumps(stored), encoding="utf-8")
    with pytest.raises(ModelError, match="other features"):
        load_calibration(path, "span abc", "e5")
    assert load_margins(path, "span abc") == MARGINS


def test_without_a_file_the_margin_alone_decides(tmp_path: Path) -> None:
    calibration = load_calibration(tmp_path / "calibration.json", "span abc", "e5")
    assert calibration == uncalibrated("span abc", "e5")
    assert calibration.probability(EVIDENCE, "fr") == pytest.approx(1 / (1 + math.exp(-3.0)))
    assert (calibration.threshold, calibration.promise) == (0.5, None)


def test_a_calibration_lies_beside_the_weights_and_a_hubs_reader_has_none(tmp_path: Path) -> None:
    assert calibration_file(str(tmp_path)) == tmp_path / "calibration.json"
    assert calibration_file("somebody/reader") is None
    assert load_margins(None, "hub somebody/reader") is UNCALIBRATED
    assert load_calibration(None, "hub somebody/reader", "e5") == uncalibrated("hub somebody/reader", "e5")


def test_another_engine_than_it_was_fitted_with_makes_it_void(tmp_path: Path) -> None:
    path = tmp_path / "calibration.json"
    save_calibration(CALIBRATION, MARGINS, path, {})
    assert load_calibration(path, "span abc", "another") == uncalibrated("span abc", "another")


def test_a_margin_alone_becomes_a_probability_by_its_languages_model() -> None:
    assert MARGINS.probability(2.0, "fr") == pytest.approx(1 / (1 + math.exp(-(3.0 * (2 - 1) / 2 - 0.5))))
    assert MARGINS.probability(2.0, "ar") == pytest.approx(1 / (1 + math.exp(-1.0)))


def test_what_was_read_alone_outlives_another_engine_and_needs_a_file(tmp_path: Path) -> None:
    path = tmp_path / "calibration.json"
    assert load_margins(path, "span abc") is UNCALIBRATED
    assert UNCALIBRATED.probability(3.0, "fr") == pytest.approx(1 / (1 + math.exp(-3.0)))
    save_calibration(CALIBRATION, MARGINS, path, {})
    assert load_calibration(path, "span abc", "another") == uncalibrated("span abc", "another")
    assert load_margins(path, "span abc") == MARGINS


AGAIN = "is not a calibration; fit it again: `jawab train-reader --calibrate-only --data DIR --out FOLDER`"


@pytest.mark.parametrize("content", ["{", "[]", '{"reader": "span abc"}', '{"reader": "span abc", "features": 3}'])
def test_a_file_that_is_no_calibration_says_how_to_make_one(tmp_path: Path, content: str) -> None:
    path = tmp_path / "calibration.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ModelError, match=AGAIN):
        load_calibration(path, "span abc", "e5")
    with pytest.raises(ModelError, match=AGAIN):
        load_margins(path, "span abc")


FLAT = {"mean": [0.0], "scale": [1.0], "weights": [1.0], "intercept": 0.0}


@pytest.mark.parametrize("models", [None, [], {}, {"ar": FLAT}, {POOLED: FLAT | {"mean": [0.0, 1.0]}}, {POOLED: {}}])
def test_models_that_are_not_whole_are_refused_before_they_are_asked(tmp_path: Path, models: object) -> None:
    path = tmp_path / "calibration.json"
    save_calibration(CALIBRATION, MARGINS, path, {})
    stored = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(stored | {"models": models}), encoding="utf-8")
    with pytest.raises(ModelError, match=AGAIN):
        load_calibration(path, "span abc", "e5")
    path.write_text(json.dumps(stored | {"margins": models}), encoding="utf-8")
    with pytest.raises(ModelError, match=AGAIN):
        load_margins(path, "span abc")

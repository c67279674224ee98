"""Predictions files: SQuAD's and ours."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jawab.errors import GoldError
from jawab.evaluation.predictions import Prediction, read_predictions, write_predictions
from jawab.evaluation.records import Record


def test_texts_and_rated_predictions_may_mix(tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    path.write_text(json.dumps({"1": "موسكو", "2": {"text": "Moscou", "confidence": 0.5}}), encoding="utf-8")
    assert read_predictions(path) == {"1": Prediction("موسكو"), "2": Prediction("Moscou", 0.5)}


def test_what_is_written_is_squads_form_and_read_back(tmp_path: Path) -> None:
    records = [
        Record(id="1", language="ar", prediction="", confidence=0.25, candidate="موسكو"),
        Record(id="2", language="fr", prediction="Moscou", confidence=0.75),
    ]
    write_predictions(records, tmp_path / "p.json")
    assert json.loads((tmp_path / "p.json").read_text(encoding="utf-8")) == {"1": "", "2": "Moscou"}
    assert read_predictions(tmp_path / "p.json") == {"1": Prediction(""), "2": Prediction("Moscou")}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[1]", "is one JSON object"),
        ("{}", "of one question or more"),
        ('{"7": 3}', "7: a prediction is a text, .* this is 3"),
        ('{"7": null}', '"" to abstain.* this is null'),
        ('{"7": {"text": "a", "confidence": 87}}', "from 0 to 1; this is .*87"),
        ('{"7": {"text": "a", "confidence": NaN}}', "from 0 to 1; this is .*NaN"),
        ('{"7": "a", "8": "b", "7": "c"}', r"p\.json: '7' stands twice"),
        ('{"1": "Moscou", "7": {"text": "\\ud800"}}', r"p\.json: 7\.text: holds half of a surrogate pair"),
        ('{"\\ud800": "a"}', r"p\.json: top level: holds half of a surrogate pair"),
        ("{", "JSON"),
    ],
)
def test_another_file_is_refused(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "p.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(GoldError, match=message):
        read_predictions(path)

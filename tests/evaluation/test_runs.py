"""The run file: what stands in it, and that it can be scored again without a model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evaluation.fakes import ARABIC, FRENCH, ask_of, gold_set
from jawab.errors import GoldError
from jawab.evaluation.modes import evaluate_predictions
from jawab.evaluation.predictions import Prediction
from jawab.evaluation.runs import Run

SETS = [
    gold_set(
        ask_of(ARABIC, "a", "أين وقعت المذكرة؟", "موسكو"),
        ask_of(ARABIC, "b", "من حضر الحفل؟", "ناصر بوريطة"),
        ask_of(FRENCH, "c", "Où ?", "Moscou"),
        ask_of(FRENCH, "d", "Combien ?"),
    )
]
RUN = evaluate_predictions(
    SETS,
    {"a": Prediction("موسكو", 0.9), "b": Prediction("ناصر", 0.6), "c": Prediction("Paris", 0.4), "d": Prediction("")},
)


def test_the_file_has_the_keys_others_rely_on() -> None:
    written = json.loads(RUN.to_json())
    assert (written["mode"], written["files"], written["questions"]) == ("predictions", ["gold.json"], 4)
    assert written["overall"]["exact_match"] == 0.5
    assert written["by_language"]["ar"]["questions"] == 2
    assert written["by_language"]["ar"]["f1"] == pytest.approx((1 + 2 / 3) / 2)
    assert written["by_direction"]["fr-fr"]["exact_match"] == 0.5
    first = written["per_question"][0]
    assert (first["id"], first["prediction"], first["confidence"], first["exact_match"]) == ("a", "موسكو", 0.9, 1.0)
    assert {"version", "models", "settings", "seed"} <= written["environment"].keys()


def test_what_is_written_is_read_back() -> None:
    assert Run.from_json(RUN.to_json()) == RUN


def test_a_run_is_scored_again_from_its_predictions() -> None:
    written = json.loads(RUN.to_json())
    written["per_question"][1]["prediction"] = "ناصر بوريطة"
    assert Run.from_json(json.dumps(written)).overall()["exact_match"] == 0.75


def test_confidences_of_unanswered_questions_without_one_do_not_count() -> None:
    overall = RUN.overall()
    assert overall["auroc"] == 1.0
    assert overall["ece"] == pytest.approx((0.1 + 0.4 + 0.4) / 3)


def test_answerable_questions_have_a_mean_of_their_own() -> None:
    assert RUN.overall()["answerable_f1"] == pytest.approx((1 + 2 / 3 + 0) / 3)
    assert "answerable_f1" not in RUN.grouped("language")["ar"]


def test_intervals_need_two_articles() -> None:
    assert "exact_match" in RUN.overall()["intervals"]
    assert RUN.grouped("language")["ar"]["intervals"] == {}


@pytest.mark.parametrize("content", ["", "[]", '{"mode": "reader"}', '{"mode": "x", "files": []}'])
def test_another_file_is_refused_by_name(tmp_path: Path, content: str) -> None:
    path = tmp_path / "run.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(GoldError, match=r"run\.json: not a run file"):
        Run.read(path)

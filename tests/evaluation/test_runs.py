"""The run file: what stands in it, and that it can be scored again without a model."""

from __future__ import annotations

import json
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from evaluation.fakes import ARABIC, FRENCH, ask_of, gold_set
from jawab.errors import GoldError
from jawab.evaluation.modes import evaluate_predictions, evaluate_retrieval
from jawab.evaluation.predictions import Prediction
from jawab.evaluation.ranking import RANKING_MEASURES
from jawab.evaluation.runs import Run, confidences
from jawab.evaluation.selective import threshold_for
from jawab.gold import GoldAnswer, GoldQuestion
from jawab.settings import Settings

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


def test_a_run_that_does_not_say_how_many_passages_were_read_has_read_the_default() -> None:
    assert RUN.read_passages == Settings().read_passages
    told = RUN.environment.model_copy(update={"settings": {"read_passages": 3}})
    assert RUN.model_copy(update={"environment": told}).read_passages == 3


def asked(count: int, answerable: int) -> list[GoldQuestion]:
    """One question an article; those from `answerable` on have no answer."""
    return [
        GoldQuestion(
            f"q{n}", "Qui ?", "fr", "", "fr", f"a{n}", (GoldAnswer("Nasser"),) if n < answerable else (),
            impossible=n >= answerable,
        )
        for n in range(count)
    ]  # fmt: skip


def test_the_confidence_of_an_abstention_without_candidate_rates_nothing() -> None:
    said = {f"q{n}": Prediction("Nasser", 0.9) for n in range(5)}
    said |= {f"q{n}": Prediction("", 0.95) for n in range(5, 10)}
    run = evaluate_predictions([gold_set(*asked(10, 6))], said)
    overall = run.overall()
    assert (overall["auroc"], overall["aurc"], overall["measured"]["ece"]) == (None, 0.0, 5)
    assert overall["ece"] == pytest.approx(0.1)
    kept = threshold_for(0.8, *confidences(run.per_question), len(run.per_question))
    assert kept is not None
    assert (kept.confidence, kept.precision, kept.coverage) == (0.9, 1.0, 0.5)


def test_the_confidence_of_an_abstention_rates_its_candidate() -> None:
    said = {"q0": Prediction("Nasser", 0.9), "q1": Prediction("", 0.4, "Paris"), "q2": Prediction("", 0.3, "Nasser")}
    assert confidences(evaluate_predictions([gold_set(*asked(3, 3))], said).per_question) == (
        [0.9, 0.4, 0.3],
        [True, False, True],
    )


def test_measures_of_confidence_and_abstention_have_intervals_too() -> None:
    said = {f"q{n}": Prediction("Nasser" if n % 3 else "Paris", 0.4 + n / 40) for n in range(20)}
    said |= {f"q{n}": Prediction("Nasser" if n % 4 == 0 else "", 0.3) for n in range(20, 24)}
    overall = evaluate_predictions([gold_set(*asked(24, 20))], said).overall()
    for metric in ("answered", "abstention_f1", "auroc", "ece", "aurc"):
        low, high = overall["intervals"][metric]
        assert 0 <= low < overall[metric] < high <= 1


def test_each_metric_says_how_many_questions_it_is_over() -> None:
    measured = RUN.overall()["measured"]
    assert (measured["f1"], measured["answerable_f1"], measured["mlqa_f1"], measured["auroc"]) == (4, 3, 2, 3)
    retrieval = evaluate_retrieval(SETS, lambda questions, k: [["ar-01"] for _ in questions], {}).overall()
    assert retrieval["questions"] == 4
    assert retrieval["measured"] == dict.fromkeys(RANKING_MEASURES, 3)


def test_a_run_names_the_packages_and_the_gold_it_was_made_with() -> None:
    packages = RUN.environment.packages
    assert (packages["python"], packages["numpy"]) == (sys.version.split()[0], version("numpy"))
    other = gold_set(ask_of(ARABIC, "a", "أين وقعت المذكرة؟", "في موسكو"), *SETS[0].questions[1:])
    again = evaluate_predictions([other], {"a": Prediction("")})
    (digest,) = RUN.gold
    assert len(digest) == 64
    assert evaluate_predictions(SETS, {"a": Prediction("")}).gold == RUN.gold != again.gold


def test_every_question_on_which_the_columns_disagree_is_named() -> None:
    run = evaluate_predictions(SETS, {"a": Prediction("مُوسكو"), "c": Prediction("Moscou")})
    assert json.loads(run.to_json())["disagreements"] == ["a"]


def test_a_missing_file_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"none\.json: cannot be read \(No such file or directory\)"):
        Run.read(tmp_path / "none.json")


def test_answerable_questions_have_a_mean_of_their_own() -> None:
    assert RUN.overall()["answerable_f1"] == pytest.approx((1 + 2 / 3 + 0) / 3)
    assert "answerable_f1" not in RUN.grouped("language")["ar"]


def test_what_was_withheld_counts_as_if_it_had_been_given() -> None:
    said = {"q0": Prediction("Nasser", 0.9), "q1": Prediction("", 0.4, "Nasser"), "q3": Prediction("", 0.3, "Nasser")}
    overall = evaluate_predictions([gold_set(*asked(4, 3))], said).overall()
    assert (overall["answerable_f1"], overall["candidate_f1"]) == (pytest.approx(1 / 3), pytest.approx(2 / 3))
    assert overall["measured"]["candidate_f1"] == 3
    assert "candidate_f1" not in RUN.overall()


def test_intervals_need_two_articles() -> None:
    assert "exact_match" in RUN.overall()["intervals"]
    assert RUN.grouped("language")["ar"]["intervals"] == {}


@pytest.mark.parametrize("content", ["", "[]", '{"mode": "reader"}', '{"mode": "x", "files": []}'])
def test_another_file_is_refused_by_name(tmp_path: Path, content: str) -> None:
    path = tmp_path / "run.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(GoldError, match=r"run\.json: not a run file"):
        Run.read(path)

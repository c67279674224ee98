"""Runs from the command line: scored, compared, reported, exchanged, without a model."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

import numpy as np
import pytest

from cli.commands import run
from jawab.calibration import FILE, POOLED, Calibration, Logistic, MarginCalibration, save_calibration
from jawab.cli.evaluating import _recorded
from jawab.reading import span_identity
from jawab.settings import Settings
from tiny_model import save_checkpoint, tiny_tokenizer

RECORDED = [
    "embedder", "reader", "threads", "passage_tokens", "passage_overlap", "read_passages", "min_confidence",
    "max_question", "max_article",
]  # fmt: skip


def predicted(tmp_path: Path, gold: Path, name: str, answers: dict[str, str]) -> Path:
    predictions, run_file = tmp_path / f"{name}-predictions.json", tmp_path / f"{name}.json"
    predictions.write_text(json.dumps(answers), "utf-8")
    assert run("evaluate", gold, "--predictions", predictions, "--json", run_file).exit_code == 0
    return run_file


def test_predictions_are_scored_without_a_model(tmp_path: Path, gold: Path) -> None:
    scored = json.loads(predicted(tmp_path, gold, "half", {"q0": "16 octobre 2025", "q1": "deux"}).read_text("utf-8"))
    assert scored["questions"] == 2
    assert scored["overall"]["official_exact_match"] == 0.5
    assert scored["by_language"]["fr"]["questions"] == 2


@pytest.mark.parametrize(("name", "begins"), [("report.html", "<!doctype html>"), ("report.md", "# ")])
def test_a_run_is_reported_as_a_page(tmp_path: Path, gold: Path, name: str, begins: str) -> None:
    baseline = predicted(tmp_path, gold, "before", {"q0": "16 octobre 2025", "q1": "312"})
    made = run(
        "evaluate", gold, "--predictions", tmp_path / "before-predictions.json",
        "--baseline", baseline, "--report", tmp_path / name,
    )  # fmt: skip
    assert made.exit_code == 0, made.stderr
    assert (tmp_path / name).read_text("utf-8").lstrip().lower().startswith(begins)


def test_runs_are_compared_with_the_first(tmp_path: Path, gold: Path) -> None:
    before = predicted(tmp_path, gold, "before", {"q0": "16 octobre 2025", "q1": "312"})
    after = predicted(tmp_path, gold, "after", {"q0": "16 octobre 2025", "q1": "300"})
    compared = run("compare", before, after)
    assert compared.exit_code == 0  # one question of two is no significant difference
    assert "now wrong: q1" in compared.stdout
    assert f"{after} against {before}: f1 in percent, on 2 questions measured in both" in compared.stdout
    assert "fr: too few articles to tell (1; it takes 6)" in compared.stdout
    back = run("compare", after, before, "--report", tmp_path / "compared.md")
    assert "now right: q1" in back.stdout
    assert "McNemar" in back.stdout
    assert (tmp_path / "compared.md").read_text("utf-8").startswith("# jawab comparison\n")


def test_the_verdict_has_error_bars_and_says_where_it_went_wrong(tmp_path: Path, gold: Path) -> None:
    lines = tmp_path / "lines.csv"
    lines.write_text("id,question,answer,article\n" + "".join(f"q{n},Qui ?,Nasser,a{n}\n" for n in range(10)), "utf-8")
    predictions = tmp_path / "p.json"
    predictions.write_text(json.dumps({f"q{n}": "Nasser" for n in range(9)}), "utf-8")
    shown = [line.split() for line in run("evaluate", lines, "--predictions", predictions).stdout.splitlines()]
    assert ["f1", "90.0", "[42.2–99.1]", "90.0", "[42.2–99.1]"] in shown
    assert ["right", "9", "9"] in shown
    assert ["wrongly", "abstained", "1", "1"] in shown


def trec(path: Path) -> list[list[str]]:
    return [line.split() for line in path.read_text("utf-8").splitlines()]


def test_a_trec_run_of_any_system_is_scored_without_a_model(tmp_path: Path, gold: Path) -> None:
    rankings, again, qrels = tmp_path / "theirs.run", tmp_path / "ours.run", tmp_path / "ours.qrels"
    rankings.write_text("q0 Q0 x 1 2.5 theirs\nq0 Q0 y 2 1.5 theirs\n", "utf-8")
    judged = tmp_path / "judged.qrels"
    judged.write_text("q0 0 y 1\nq1 0 z 1\n", "utf-8")
    scored = run(
        "evaluate", gold, "--rankings", rankings, "--qrels", judged, "--json", tmp_path / "run.json",
        "--trec-run", again, "--trec-qrels", qrels,
    )  # fmt: skip
    assert scored.exit_code == 0, scored.stderr
    found = json.loads((tmp_path / "run.json").read_text("utf-8"))
    assert (found["mode"], found["overall"]["mrr@20"], found["overall"]["recall@1"]) == ("retrieval", 0.25, 0.0)
    assert found["notes"] == ["1 questions have no ranking and count as nothing found."]
    assert [(line[0], line[2]) for line in trec(again)] == [("q0", "x"), ("q0", "y")]
    assert trec(qrels) == [["q0", "0", "y", "1"], ["q1", "0", "z", "1"]]


@pytest.fixture
def no_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def unwanted(*arguments: object) -> None:
        raise AssertionError("the run was made first")

    monkeypatch.setattr("jawab.cli.evaluating._run", unwanted)
    monkeypatch.setattr("jawab.cli.evaluating._score_files", unwanted)


@pytest.mark.usefixtures("no_run")
@pytest.mark.parametrize("mode", ["reader", "retrieval", "end-to-end"])
def test_a_page_that_could_not_be_drawn_is_refused_before_the_run(
    tmp_path: Path, gold: Path, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    refused = run("evaluate", gold, "--mode", mode, "--report", tmp_path / "report.html")
    assert refused.exit_code == 2
    assert "pip install 'jawab[report]'" in refused.stderr


@pytest.mark.parametrize("options", [["--mode", "retrieval"], ["--rankings", "any.run"]])
def test_a_baseline_of_the_other_kind_is_refused_before_the_run(
    tmp_path: Path, gold: Path, request: pytest.FixtureRequest, options: list[str]
) -> None:
    baseline = predicted(tmp_path, gold, "before", {"q0": "312"})
    request.getfixturevalue("no_run")
    refused = run("evaluate", gold, *options, "--baseline", baseline)
    assert refused.exit_code == 2
    assert "a retrieval run cannot be compared with a run of answers" in refused.stderr


def test_a_baseline_of_other_questions_is_refused_before_the_run(
    tmp_path: Path, gold: Path, request: pytest.FixtureRequest
) -> None:
    baseline = predicted(tmp_path, gold, "before", {"q0": "312"})
    others = tmp_path / "others.csv"
    others.write_text("id,question,answer\nq9,Qui ?,Nasser\n", "utf-8")
    request.getfixturevalue("no_run")
    refused = run("evaluate", others, "--baseline", baseline)
    assert refused.exit_code == 2
    assert "the runs have no question in common" in refused.stderr


@pytest.mark.usefixtures("no_run")
@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--json", "gold.json"], "--json {}/gold.json is the file of a gold set; name another"),
        (["--json", "new/../gold.json"], "is the file of a gold set"),
        (["--predictions", "p.json", "--predictions-out", "p.json"], "is the file of --predictions;"),
        (["--rankings", "r.run", "--trec-run", "r.run"], "is the file of --rankings;"),
        (["--rankings", "r.run", "--qrels", "r.qrels", "--trec-qrels", "r.qrels"], "is the file of --qrels;"),
        (["--baseline", "b.json", "--json", "b.json"], "--json {}/b.json is the file of --baseline;"),
        (["--json", "o.json", "--predictions-out", "o.json"], "--predictions-out {}/o.json is the file of --json;"),
    ],
)
def test_a_file_that_is_read_or_written_already_is_not_written(
    tmp_path: Path, gold: Path, options: list[str], says: str
) -> None:
    (tmp_path / "new").mkdir()
    before = gold.read_bytes()
    refused = run("evaluate", gold, *(o if o.startswith("--") else tmp_path / o for o in options))
    assert (refused.exit_code, refused.stdout, gold.read_bytes()) == (2, "", before)
    assert says.format(tmp_path) in refused.stderr


def test_another_name_of_a_file_that_is_read_is_told(tmp_path: Path, gold: Path) -> None:
    (tmp_path / "link.json").symlink_to(gold)
    (tmp_path / "hard.json").hardlink_to(gold)
    for name in ("link.json", "hard.json"):
        assert "is the file of a gold set" in run("evaluate", gold, "--json", tmp_path / name).stderr


def test_a_report_is_not_written_over_a_run(tmp_path: Path, gold: Path) -> None:
    before, after = (predicted(tmp_path, gold, name, {"q0": "312"}) for name in ("before", "after"))
    refused = run("compare", before, after, "--report", after)
    assert refused.exit_code == 2
    assert f"--report {after} is the file of a run; name another" in refused.stderr
    assert json.loads(after.read_text("utf-8"))["questions"] == 2


@pytest.mark.parametrize("option", ["--json", "--report", "--predictions-out"])
def test_a_run_that_could_not_be_kept_is_not_made(tmp_path: Path, gold: Path, option: str) -> None:
    predicted(tmp_path, gold, "before", {"q0": "312"})
    refused = run("evaluate", gold, "--predictions", tmp_path / "before-predictions.json", option, tmp_path)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "cannot be written (Is a directory)" in refused.stderr


def test_reader_mode_has_the_confidence_fitted_beside_the_weights(
    tmp_path: Path, gold: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "reader"
    save_checkpoint(folder, tiny_tokenizer(), "<pad>", "<s>", "</s>")
    monkeypatch.setenv("JAWAB_READER", str(folder))
    assert not np.allclose(confidences(gold, tmp_path / "before.json"), 0.25)
    nothing, quarter = Logistic((0.0,) * 6, (1.0,) * 6, (0.0,) * 6, 0.0), Logistic((0.0,), (1.0,), (0.0,), -math.log(3))
    fitted = Calibration(span_identity(folder), "any engine", {POOLED: nothing}, 0.5, None)
    save_calibration(fitted, MarginCalibration({POOLED: quarter}), folder / FILE, {})
    assert np.allclose(confidences(gold, tmp_path / "after.json"), 0.25)


def confidences(gold: Path, out: Path) -> list[float]:
    assert run("evaluate", gold, "--mode", "reader", "--json", out).exit_code == 0
    return [record["confidence"] for record in json.loads(out.read_text("utf-8"))["per_question"]]


def test_the_answers_of_a_run_are_written_as_squad_has_them(tmp_path: Path, gold: Path) -> None:
    rated = tmp_path / "rated.json"
    rated.write_text(json.dumps({"q0": {"text": "16 octobre 2025", "confidence": 0.9}}), "utf-8")
    assert run("evaluate", gold, "--predictions", rated, "--predictions-out", tmp_path / "out.json").exit_code == 0
    assert json.loads((tmp_path / "out.json").read_text("utf-8")) == {"q0": "16 octobre 2025", "q1": ""}


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--predictions", "a.json", "--rankings", "b.run"], "one at a time"),
        (["--qrels", "b.qrels"], "--qrels judges"),
        (["--rankings", "b.run", "--predictions-out", "a.json"], "retrieval gives none"),
        (["--mode", "retrieval", "--predictions-out", "a.json"], "retrieval gives none"),
        (["--predictions", "a.json", "--trec-run", "b.run"], "measure retrieval"),
        (["--mode", "reader", "--trec-qrels", "b.qrels"], "measure retrieval"),
    ],
)
def test_files_that_a_run_cannot_score_or_write_are_refused_first(gold: Path, options: list[str], says: str) -> None:
    refused = run("evaluate", gold, *options)
    assert refused.exit_code == 2
    assert says in refused.stderr


def test_options_that_change_nothing_are_noted_and_change_nothing(tmp_path: Path, gold: Path) -> None:
    predicted(tmp_path, gold, "plain", {"q0": "16 octobre 2025", "q1": "312"})
    scored = run(
        "evaluate", gold, "--predictions", tmp_path / "plain-predictions.json", "--json", tmp_path / "again.json",
        "--mode", "reader", "--index", tmp_path / "none",
    )  # fmt: skip
    assert scored.exit_code == 0
    assert scored.stderr.splitlines() == [
        "jawab: plain-predictions.json is scored as it is: --mode reader changes nothing",
        f"jawab: plain-predictions.json is scored without an index: --index {tmp_path / 'none'} changes nothing",
    ]
    assert (tmp_path / "again.json").read_text("utf-8") == (tmp_path / "plain.json").read_text("utf-8")


def test_an_index_that_a_mode_does_not_ask_is_noted(tmp_path: Path) -> None:
    loose = tmp_path / "loose.csv"
    loose.write_text("id,question,answer\nq0,Qui ?,Nasser\n", "utf-8")
    refused = run("evaluate", loose, "--mode", "retrieval", "--index", tmp_path)
    assert f"--mode retrieval takes the gold sets' own paragraphs: --index {tmp_path} changes nothing" in refused.stderr


def test_ids_that_were_numbered_are_told(tmp_path: Path) -> None:
    sheet, predictions = tmp_path / "twice.csv", tmp_path / "predictions.json"
    sheet.write_text("id,question,answer\nq0,Qui ?,Bourita\nq0,Quand ?,2012\n", "utf-8")
    predictions.write_text(json.dumps({"q0": "Bourita", "q0#2": "2012"}), "utf-8")
    scored = run("evaluate", sheet, "--predictions", predictions)
    assert scored.exit_code == 0
    assert "twice.csv: ids that stand more than once were numbered: q0#2" in scored.stderr


def test_retrieval_without_paragraphs_is_refused_before_a_model_is_loaded(tmp_path: Path) -> None:
    loose = tmp_path / "loose.csv"
    loose.write_text("id,question,answer\nq0,Qui ?,Nasser\n", "utf-8")
    refused = run("evaluate", loose, "--mode", "retrieval")
    assert refused.exit_code == 2
    assert "'q0' has no paragraph to find" in refused.stderr


def test_a_run_records_the_settings_that_a_result_depends_on_and_no_others() -> None:
    assert list(_recorded(Settings())) == RECORDED

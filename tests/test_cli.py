"""The commands: what they print, and the codes they exit with."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from jawab.cli import app

ARTICLE = "Le port de Valmorange a rouvert le 16 octobre 2025. Il emploie 312 personnes.\n"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_help_names_every_command() -> None:
    shown = run("--help")
    assert shown.exit_code == 0
    for command in ("index", "ask", "explain", "verify", "serve", "evaluate", "compare", "gold", "mcp"):
        assert command in shown.stdout


def test_commands_load_no_model_library_before_they_need_one() -> None:
    heavy = {"torch", "transformers", "sentence_transformers", "faiss", "fastapi", "numpy"}
    code = f"import sys, jawab.cli; print(*{heavy} & set(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["index"], "name the files or folders"),
        (["ask"], "ask a question"),
        (["ask", "Q ?", "--file", "q.csv"], "--file takes --out"),
        (["ask", "--file", "nowhere.csv", "--out", "a.csv"], "nowhere.csv"),
        (["ask", "Q ?", "--language", "en"], "--language en"),
        (["ask", "Q ?", "--from", "2025-10-17", "--to", "2025-10-16"], "--from must not be after --to"),
        (["ask", "Q ?", "--from", "hier"], "hier"),
        (["ask", "Q ?", "--max-answers", "0"], "max-answers"),
        (["ask", "Q ?", "--min-confidence", "2"], "min-confidence"),
        (["answer"], "answer"),
    ],
)
def test_bad_usage_is_told_in_a_sentence_and_exits_with_2(arguments: list[str], says: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert says in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("command", [["ask", "Quand ?"], ["explain", "Quand ?"], ["verify"], ["mcp"]])
def test_a_missing_index_is_told_with_the_command_that_makes_one(tmp_path: Path, command: list[str]) -> None:
    result = run(*command, "--index", tmp_path / "none")
    assert result.exit_code == 2
    assert "jawab index" in result.stderr


def test_a_key_is_shown_once_listed_without_its_secret_and_revoked(tmp_path: Path) -> None:
    environment = {"JAWAB_KEYS": str(tmp_path / "keys.json")}

    def key(*arguments: str) -> Result:
        return CliRunner().invoke(app, ["key", *arguments], env=environment)

    made = key("create", "Le bureau", "--write")
    secret, key_id = made.stdout.strip(), made.stderr.split()[0]
    assert secret.startswith("jawab_")
    listed = key("list").stdout
    assert listed.split()[:2] == [key_id, "write"]
    assert "Le bureau" in listed
    assert secret not in listed
    assert key("revoke", key_id).exit_code == 0
    assert key("list").stdout == ""
    assert key("revoke", key_id).exit_code == 2


def test_serving_an_open_address_without_a_key_is_refused_before_anything_is_loaded(tmp_path: Path) -> None:
    environment = {"JAWAB_KEYS": str(tmp_path / "keys.json")}
    result = CliRunner().invoke(app, ["serve", "--host", "0.0.0.0", "--index", str(tmp_path)], env=environment)
    assert result.exit_code == 2
    assert "jawab key create" in result.stderr


def test_a_setting_that_means_nothing_is_named() -> None:
    environment = {"JAWAB_READ_PASSAGES": "many"}
    result = CliRunner().invoke(app, ["verify"], env=environment)
    assert result.exit_code == 2
    assert "JAWAB_READ_PASSAGES" in result.stderr


GOLD = {
    "version": "v2.0",
    "data": [
        {
            "title": "Port",
            "language": "fr",
            "paragraphs": [
                {
                    "context": ARTICLE.strip(),
                    "qas": [
                        {
                            "id": f"q{number}",
                            "question": question,
                            "answers": [{"text": answer, "answer_start": ARTICLE.index(answer)}],
                            "is_impossible": False,
                        }
                        for number, (question, answer) in enumerate(
                            [("Quand le port a-t-il rouvert ?", "16 octobre 2025"), ("Combien ?", "312")]
                        )
                    ],
                }
            ],
        }
    ],
}


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.json"
    path.write_text(json.dumps(GOLD), "utf-8")
    return path


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


def test_a_gold_set_is_checked_and_converted(tmp_path: Path, gold: Path) -> None:
    assert "2 questions, 0 errors" in run("gold", "check", gold).stdout
    lines = tmp_path / "gold.jsonl"
    assert run("gold", "export", gold, lines).exit_code == 0
    assert len(lines.read_text("utf-8").splitlines()) == 2
    back = tmp_path / "back.json"
    assert run("gold", "import", lines, back).exit_code == 0
    assert "2 questions, 0 errors" in run("gold", "check", back).stdout


def test_a_damaged_gold_set_fails_its_check(tmp_path: Path, gold: Path) -> None:
    gold.write_text(json.dumps(GOLD).replace('"312"', '"313"'), "utf-8")
    checked = run("gold", "check", gold)
    assert checked.exit_code == 1
    assert "q1" in checked.stdout


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


LINES = [
    {"id": "1", "language": "ar", "question": "متى أعيد فتح الميناء؟", "context_language": "fr"},
    {"id": "2", "language": "fr", "question": "Quand le port a-t-il rouvert ?", "context_language": "fr"},
    {"id": "3", "language": "en", "question": "When did the port reopen?", "context_language": "fr"},
]


@pytest.fixture
def many_languages(tmp_path: Path) -> Path:
    path = tmp_path / "lines.jsonl"
    answers = [{"text": "16 octobre 2025", "start": ARTICLE.index("16")}]
    shared = {"context": ARTICLE.strip(), "title": "Port", "answers": answers, "impossible": False}
    path.write_text("".join(json.dumps({**line, **shared}, ensure_ascii=False) + "\n" for line in LINES), "utf-8")
    return path


def test_json_lines_with_several_languages_come_back_as_they_were(tmp_path: Path, many_languages: Path) -> None:
    squad, again = tmp_path / "squad.json", tmp_path / "again.jsonl"
    assert run("gold", "import", many_languages, squad).exit_code == 0
    assert run("gold", "export", squad, again).exit_code == 0
    came, went = ([json.loads(line) for line in p.read_text("utf-8").splitlines()] for p in (again, many_languages))
    assert came == went


def test_a_gold_set_goes_to_mlqas_files_and_back(tmp_path: Path, many_languages: Path) -> None:
    folder, back = tmp_path / "mlqa", tmp_path / "back.jsonl"
    exported = run("gold", "export", many_languages, folder, "--format", "mlqa")
    assert exported.exit_code == 0, exported.stderr
    files = sorted(folder.iterdir())
    assert [file.name for file in files] == [f"test-context-fr-question-{code}.json" for code in ("ar", "en", "fr")]
    assert run("gold", "export", *files, back).exit_code == 0
    questions = [json.loads(line) for line in back.read_text("utf-8").splitlines()]
    assert sorted((q["id"], q["language"], q["context_language"]) for q in questions) == [
        (line["id"], line["language"], line["context_language"]) for line in LINES
    ]


@pytest.mark.model
def test_a_folder_is_indexed_verified_and_asked(tmp_path: Path) -> None:
    articles, index = tmp_path / "articles", tmp_path / "index"
    articles.mkdir()
    (articles / "port.md").write_text(ARTICLE, "utf-8")
    (articles / "broken.jsonl").write_text("{", "utf-8")
    made = run("index", articles, "--index", index)
    assert made.exit_code == 0, made.stderr
    assert "1 indexed, 1 rejected" in made.stdout
    assert "broken.jsonl:1" in made.stdout
    assert "nothing changed" in run("index", articles, "--index", index).stdout
    assert run("index", articles, "--index", tmp_path / "strict", "--strict").exit_code == 2
    assert run("verify", "--index", index).exit_code == 0

    question = ("Quand le port de Valmorange a-t-il rouvert ?", "--min-confidence", "0", "--index", index)
    reply = json.loads(run("ask", *question, "--json").stdout)
    quoted = reply["answers"][0]["quotes"][0]
    assert ARTICLE[quoted["answer"]["start"] : quoted["answer"]["end"]] == reply["answers"][0]["text"]
    assert quoted["article"]["id"] == "port.md"
    assert "⟦" in run("ask", *question).stdout
    assert "Answers judged" in run("explain", *question).stdout

    (tmp_path / "questions.csv").write_text(f"id;question\n7;{question[0]}\n8;\n", "utf-8")
    out = tmp_path / "answers.csv"
    told = run("ask", "--file", tmp_path / "questions.csv", "--out", out, *question[1:])
    assert told.exit_code == 0, told.stderr
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert [(row["id"], row["answer"], row["error"]) for row in rows] == [
        ("7", reply["answers"][0]["text"], ""),
        ("8", "", "The row has no question."),
    ]

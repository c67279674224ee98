"""Gold sets from the command line: checked and converted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.commands import ARTICLE, run

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


def test_a_gold_set_is_checked_and_converted(tmp_path: Path, gold: Path) -> None:
    assert "2 questions, 0 errors" in run("gold", "check", gold).stdout
    lines = tmp_path / "gold.jsonl"
    assert run("gold", "export", gold, lines).exit_code == 0
    assert len(lines.read_text("utf-8").splitlines()) == 2
    back = tmp_path / "back.json"
    assert run("gold", "import", lines, back).exit_code == 0
    assert "2 questions, 0 errors" in run("gold", "check", back).stdout


@pytest.mark.parametrize("command", ["import", "export"])
def test_a_file_that_exists_is_written_over_only_when_told(command: str, gold: Path, many_languages: Path) -> None:
    before = many_languages.read_text("utf-8")
    forgotten = run("gold", command, gold, many_languages)
    assert (forgotten.exit_code, "add --overwrite" in forgotten.stderr) == (2, True)
    assert many_languages.read_text("utf-8") == before
    assert run("gold", command, gold, many_languages, "--overwrite").exit_code == 0
    assert len(many_languages.read_text("utf-8").splitlines()) == 2


def test_a_damaged_gold_set_fails_its_check(tmp_path: Path, gold: Path) -> None:
    gold.write_text(gold.read_text("utf-8").replace('"312"', '"313"'), "utf-8")
    checked = run("gold", "check", gold)
    assert checked.exit_code == 1
    assert "q1" in checked.stdout


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
    assert run("gold", "export", many_languages, folder, "--format", "mlqa").exit_code == 2
    assert run("gold", "export", many_languages, folder, "--format", "mlqa", "--overwrite").exit_code == 0
    files = sorted(folder.iterdir())
    assert [file.name for file in files] == [f"test-context-fr-question-{code}.json" for code in ("ar", "en", "fr")]
    assert run("gold", "export", *files, back).exit_code == 0
    questions = [json.loads(line) for line in back.read_text("utf-8").splitlines()]
    assert sorted((q["id"], q["language"], q["context_language"]) for q in questions) == [
        (line["id"], line["language"], line["context_language"]) for line in LINES
    ]


def test_an_export_says_that_contradictory_questions_become_unanswerable(tmp_path: Path, gold: Path) -> None:
    gold.write_text(gold.read_text("utf-8").replace('"is_impossible": false', '"is_impossible": true', 1), "utf-8")
    exported = run("gold", "export", gold, tmp_path / "gold.jsonl")
    assert exported.exit_code == 0
    assert "1 questions contradict themselves" in exported.stderr


def test_what_was_found_before_a_refusal_is_told(tmp_path: Path, gold: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("question,answer\nQui ?,Bourita\n", "utf-8")
    checked = run("gold", "check", gold, sheet, "--fix")
    assert "2 questions, 0 errors" in checked.stdout
    assert checked.exit_code == 2
    assert "CSV" in checked.stderr

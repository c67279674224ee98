"""Gold check: what it finds, and what it repairs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from jawab.errors import GoldError
from jawab.evaluation.gold_check import GoldReport, check_gold

CONTEXT = "وقع المغرب المذكرة في موسكو يوم الخميس. وموسكو عاصمة روسيا، حضر الحفلَ ناصر بوريطة."


def qa(text: str, start: int | None, id: str = "1", question: str = "أين وقعت؟", **keys: object) -> dict[str, Any]:
    return {"id": id, "question": question, "answers": [{"text": text, "answer_start": start}], "note": "ours", **keys}


def write(tmp_path: Path, *qas: dict[str, Any], context: str = CONTEXT, name: str = "gold.json") -> Path:
    path = tmp_path / name
    squad = {"version": "2.0", "data": [{"title": "T", "paragraphs": [{"context": context, "qas": qas}]}]}
    path.write_text(json.dumps(squad, ensure_ascii=False, indent=2), encoding="utf-8")
    return path


def kinds(report: GoldReport) -> list[str]:
    return [problem.kind for problem in report.problems]


def test_a_sound_gold_set_has_no_problem(tmp_path: Path) -> None:
    assert check_gold(write(tmp_path, qa("ناصر بوريطة", CONTEXT.index("ناصر")))).problems == ()


@pytest.mark.parametrize(
    ("text", "start", "expected"),
    [
        ("ناصر بوريطة", 3, ["offset"]),
        ("وزير الخارجية", 3, ["absent"]),
        ("  ", 3, ["empty"]),
        ("موسكو", CONTEXT.index("موسكو"), ["ambiguous"]),
        ("ناصر ", CONTEXT.index("ناصر"), ["white space"]),
        ("الحفل ناصر", 3, ["offset"]),
    ],
)
def test_an_answers_place_is_checked(tmp_path: Path, text: str, start: int, expected: list[str]) -> None:
    assert kinds(check_gold(write(tmp_path, qa(text, start)))) == expected


@pytest.mark.parametrize(
    ("text", "start", "repaired"),
    [
        ("ناصر بوريطة", 3, "ناصر بوريطة"),
        ("الحفل ناصر", 3, "الحفلَ ناصر"),
        (" ناصر", CONTEXT.index("ناصر") - 1, "ناصر"),
    ],
)
def test_what_is_certain_is_repaired_and_all_else_kept(tmp_path: Path, text: str, start: int, repaired: str) -> None:
    path = write(tmp_path, qa(text, start))
    report = check_gold(path, fix=True)
    (found,) = json.loads(path.read_text(encoding="utf-8"))["data"][0]["paragraphs"][0]["qas"]
    answer = found["answers"][0]
    assert (report.fixed, answer["text"], found["note"]) == (1, repaired, "ours")
    assert CONTEXT[answer["answer_start"] :].startswith(repaired)
    assert path.read_text(encoding="utf-8").startswith('{\n  "version"')
    assert check_gold(path).problems == ()


@pytest.mark.parametrize(("text", "start"), [("موسكو", 3), ("وزير", 3)])
def test_what_is_not_certain_is_left_alone(tmp_path: Path, text: str, start: int) -> None:
    path = write(tmp_path, qa(text, start))
    before = path.read_bytes()
    assert check_gold(path, fix=True).fixed == 0
    assert path.read_bytes() == before


def test_json_lines_are_repaired_too(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    line = {"id": "1", "question": "من؟", "context": CONTEXT, "answers": [{"text": "ناصر", "start": 0}]}
    path.write_text(json.dumps(line), encoding="utf-8")
    assert check_gold(path, fix=True).fixed == 1
    assert json.loads(path.read_text(encoding="utf-8"))["answers"][0]["start"] == CONTEXT.index("ناصر")


def test_answers_in_other_articles_of_the_file_are_checked(tmp_path: Path) -> None:
    start = CONTEXT.index("ناصر")
    elsewhere = [
        {"article": "b", "text": "Bourita", "answer_start": 1},
        {"article": "c", "text": "?", "answer_start": 9},
    ]
    first = {"article": "a", "context": CONTEXT, "qas": [qa("ناصر", start, elsewhere=elsewhere)]}
    second = {"article": "b", "context": "Nasser Bourita.", "qas": [qa("Nasser", 0, "2", "Qui ?")]}
    path = tmp_path / "gold.json"
    path.write_text(json.dumps({"data": [{"title": "T", "paragraphs": [first, second]}]}), encoding="utf-8")
    assert [(p.kind, p.answer) for p in check_gold(path, fix=True).problems] == [("offset", 1)]
    assert check_gold(path).problems == ()


def test_repeated_questions_are_told_from_contradictory_ones(tmp_path: Path) -> None:
    start = CONTEXT.index("ناصر")
    report = check_gold(
        write(
            tmp_path,
            qa("ناصر", start, "1", "من حضر؟"),
            qa("ناصر", start, "2", "من حضر"),
            qa("ناصر بوريطة", start, "3", "من حَضر؟"),
            qa("روسيا", CONTEXT.index("روسيا"), "3", "عاصمة أي بلد؟"),
        )
    )
    assert [(p.question, p.kind) for p in report.problems] == [
        ("2", "duplicate question"),
        ("3", "conflict"),
        ("3", "duplicate id"),
    ]


def test_questions_and_paragraphs_seen_in_training_are_leaks(tmp_path: Path) -> None:
    path = write(tmp_path, qa("ناصر", CONTEXT.index("ناصر")))
    training = write(tmp_path, qa("x", 0, "9", "أَين وقعت"), context=f"x {CONTEXT}", name="train.json")
    assert kinds(check_gold(path, training=[training])) == ["leak", "leak"]


@pytest.mark.parametrize(
    "damage",
    [
        "Ø§Ù„Ù…ØºØ±Ø¨",
        "signÃ©",
        "le \ufffd",
        "وقع المغرب".encode().decode("cp1256"),
        "École".encode().decode("cp1252"),
        "À Fès".encode().decode("cp1252"),
        "signé".encode().decode("cp1256"),
        "l'été".encode().decode("mac_roman"),
        "signé".encode("mac_roman").decode("cp1252"),
        "À Évry".encode("mac_roman").decode("cp1252", "replace"),
        "المغرب".encode("cp1256").decode("cp1252"),
        "???? ???",
    ],
)
def test_damaged_text_is_found(tmp_path: Path, damage: str) -> None:
    path = write(tmp_path, qa("a", 0, question="Qui a bien pu faire ça ?"), context=f"a {damage}")
    assert kinds(check_gold(path)) == ["encoding"]


@pytest.mark.parametrize(
    "sound",
    [
        "Qui ?? Vraiment ???",
        "L’ÉTÉ À NOËL : « œuvre créée », ça va… 5 € ‰",
        "Željko Žižek",
        "حُظْوَةٌ وشَطَطٌ وخُطَطٌ، «نقرأ» أ، ب؛ ظ؟",
        "كلّف 3٫5 ‰ من الناتج",
    ],
)
def test_sound_text_is_not_taken_for_damaged(tmp_path: Path, sound: str) -> None:
    assert kinds(check_gold(write(tmp_path, qa("a", 0, question=sound), context=f"a {sound}"))) == []


def test_damaged_answers_are_found_where_no_paragraph_holds_them(tmp_path: Path) -> None:
    path = tmp_path / "gold.csv"
    path.write_text("question,answer\nQui ?,????\n", encoding="utf-8")
    assert kinds(check_gold(path)) == ["encoding"]


def test_marks_that_contradict_the_answers_are_errors(tmp_path: Path) -> None:
    start = CONTEXT.index("ناصر")
    marked = qa("ناصر", start, "1", "من حضر؟", is_impossible=True)
    empty = {**qa("", None, "2", is_impossible=False), "answers": []}
    report = check_gold(write(tmp_path, marked, empty))
    assert [(p.question, p.kind, p.is_error) for p in report.problems] == [
        ("1", "answer ignored", True),
        ("2", "no answer", True),
    ]


@pytest.mark.parametrize(
    ("text", "expected"), [("12", "absent"), ("tache", "absent"), ("350", "offset fixed"), ("etat", "offset fixed")]
)
def test_an_answer_is_not_moved_into_another_word(tmp_path: Path, text: str, expected: str) -> None:
    context = "En 2012, le détachement comptait 3500 hommes et 350 chevaux. L'État paya."
    (problem,) = check_gold(write(tmp_path, qa(text, 2, question="Quoi ?"), context=context)).problems
    assert f"{problem.kind}{' fixed' if problem.fix else ''}" == expected
    if problem.fix and problem.fix.start is not None:
        assert problem.fix.start in (context.index("350 "), context.index("État"))


def test_a_number_inside_another_does_not_make_an_answer_ambiguous(tmp_path: Path) -> None:
    context = "3500 hommes et 350 chevaux."
    assert check_gold(write(tmp_path, qa("350", context.index("350 "), question="?!"), context=context)).problems == ()


def test_a_repair_of_csv_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "gold.csv"
    path.write_text("question,answer,context\nQui ?,etat,L'État paya.\n", encoding="utf-8")
    with pytest.raises(GoldError, match=r"gold\.csv: --fix rewrites JSON and JSON lines only"):
        check_gold(path, fix=True)


def test_an_answer_under_another_key_is_repaired_too(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    line = {"id": "1", "question": "من؟", "context": CONTEXT, "answer": {"text": "ناصر", "start": 0}}
    path.write_text(json.dumps(line), encoding="utf-8")
    assert check_gold(path, fix=True).fixed == 1
    assert json.loads(path.read_text(encoding="utf-8"))["answer"]["start"] == CONTEXT.index("ناصر")


def test_control_characters_are_told_but_are_no_error(tmp_path: Path) -> None:
    (problem,) = check_gold(write(tmp_path, qa("a", 0), context="a \u202eb")).problems
    assert (problem.kind, problem.is_error) == ("controls", False)


def test_repaired_problems_are_no_errors_any_more(tmp_path: Path) -> None:
    path = write(tmp_path, qa("ناصر", 3))
    assert len(check_gold(path).errors) == 1
    assert check_gold(path, fix=True).errors == ()


def test_what_was_not_repaired_for_its_id_stays_an_error(tmp_path: Path) -> None:
    path = write(
        tmp_path, qa("ناصر", 3, "1", "من؟"), qa("ناصر", 3, "2", "من حضر؟"), qa("يوم الخميس", 3, "2", "متى وقعت؟")
    )
    found = [("offset", "1"), ("offset", "2"), ("offset", "2"), ("duplicate id", "2")]
    assert [(p.kind, p.question) for p in check_gold(path).errors] == found
    report = check_gold(path, fix=True)
    assert (report.fixed, [(p.kind, p.question) for p in report.errors]) == (1, found[1:])
    assert [(p.kind, p.question) for p in check_gold(path).errors] == found[1:]


def test_a_repair_that_cannot_be_written_is_an_error_and_the_file_stays(tmp_path: Path) -> None:
    path = write(tmp_path, qa("ناصر بوريطة", 3))
    before = path.read_bytes()
    (tmp_path / "gold.json.fixed").mkdir()
    with pytest.raises(GoldError, match=r"gold\.json: cannot be written"):
        check_gold(path, fix=True)
    assert path.read_bytes() == before


def test_an_answer_elsewhere_may_stand_in_any_paragraph_of_its_article(tmp_path: Path) -> None:
    def checked(answer: dict[str, Any]) -> list[str]:
        asked = qa("ناصر", CONTEXT.index("ناصر"), elsewhere=[{"article": "b", **answer}])
        paragraphs = [
            {"article": "a", "context": CONTEXT, "qas": [asked]},
            {"article": "b", "context": "Nasser Bourita est venu.", "qas": [qa("Nasser", 0, "2", "Qui ?")]},
            {"article": "b", "context": "Bourita a signé.", "qas": [qa("Bourita", 0, "3", "Qui a signé ?")]},
        ]
        path = tmp_path / "gold.json"
        path.write_text(json.dumps({"data": [{"title": "T", "paragraphs": paragraphs}]}), encoding="utf-8")
        report = check_gold(path, fix=True)
        return [f"{p.kind}{' fixed' if p.fix else ''}" for p in report.problems]

    assert checked({"text": "Bourita", "answer_start": 7}) == []
    assert checked({"text": "Bourita", "answer_start": 0}) == []
    assert checked({"text": "Bourita", "answer_start": 3}) == ["offset"]
    assert checked({"text": "signé", "answer_start": 3}) == ["offset fixed"]
    assert checked({"text": "Lavrov", "answer_start": 3}) == ["absent"]

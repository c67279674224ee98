"""Spreadsheets."""

from __future__ import annotations

from pathlib import Path

import pytest

from gold.samples import question, read
from jawab.errors import GoldError
from jawab.gold import GoldAnswer, read_gold, write_gold
from jawab.text import detect


def test_a_spreadsheet_becomes_a_gold_set(tmp_path: Path) -> None:
    sheet = "\ufeffid;Question;Réponse;article\nq1;Où ?;Moscou|à Moscou;fr-01\n;Qui ?;;fr-01\n"
    first, second = read(tmp_path, sheet, "gold.csv").questions
    assert [a.text for a in first.answers] == ["Moscou", "à Moscou"]
    assert (first.article, first.title, first.context) == ("fr-01", "fr-01", "")
    assert (second.id, second.impossible) == ("row-3", True)


def test_arabic_headings_are_recognised(tmp_path: Path) -> None:
    (found,) = read(tmp_path, "السؤال,الجواب\nأين وقعت؟,موسكو\n", "gold.csv").questions
    assert (found.question, found.answers[0].text, found.direction) == ("أين وقعت؟", "موسكو", "ar-ar")


def test_a_spreadsheet_in_a_windows_code_page_is_read(tmp_path: Path) -> None:
    path = tmp_path / "gold.csv"
    rows = "\n".join(f"متى وقعت المذكرة رقم {n} بين المغرب وروسيا؟,في شهر أكتوبر الماضي" for n in range(20))
    path.write_bytes(("question,answer\n" + rows).encode("cp1256"))
    assert read_gold(path, detect).questions[3].question == "متى وقعت المذكرة رقم 3 بين المغرب وروسيا؟"


def test_a_spreadsheets_answer_is_found_in_its_paragraph(tmp_path: Path) -> None:
    path = tmp_path / "gold.csv"
    write_gold([question()], path)
    assert read_gold(path, detect).questions == (question(),)


def test_a_spreadsheets_answer_is_not_found_inside_another_word(tmp_path: Path) -> None:
    sheet = "question,answer,context\nCombien ?,12,En 2012 ils étaient 12.\nCombien ?,12,En 2012.\n"
    first, second = read(tmp_path, sheet, "gold.csv").questions
    assert (first.answers[0].start, second.answers[0].start) == (20, None)


@pytest.mark.parametrize(
    ("heading", "found"),
    [("Réponse prévue", "Not recognised: 'Réponse prévue'"), ("article", "jawab ask --file")],
)
def test_a_spreadsheet_without_answers_is_refused(tmp_path: Path, heading: str, found: str) -> None:
    with pytest.raises(GoldError, match=rf"gold\.csv:1: no column holds answers.*{found}"):
        read(tmp_path, f"id;question;{heading}\nq1;Qui ?;Bourita\n", "gold.csv")


def test_a_row_with_a_delimiter_that_is_not_quoted_is_refused(tmp_path: Path) -> None:
    sheet = "id,question,answer\nq0,Où ?,Moscou\nq1,Qui, au juste, a signé ?,Nasser Bourita\n"
    with pytest.raises(GoldError, match=r"gold\.csv:3: the row has 5 cells where the header has 3; quote what holds"):
        read(tmp_path, sheet, "gold.csv")


@pytest.mark.parametrize("heading", ["Réponse attendue", "expected answer", "Gold", "الجواب الصحيح"])
def test_expected_answers_are_answers(tmp_path: Path, heading: str) -> None:
    (found,) = read(tmp_path, f"question,{heading}\nQui ?,Bourita\n", "gold.csv").questions
    assert found.answers == (GoldAnswer("Bourita"),)


def test_a_column_may_say_that_a_question_is_impossible(tmp_path: Path) -> None:
    sheet = "question,answer,impossible\nQui ?,Bourita,non\nQuand ?,,x\nOù ?,,\n"
    assert [q.impossible for q in read(tmp_path, sheet, "gold.csv").questions] == [False, True, True]
    (alone,) = read(tmp_path, "question,impossible\nQui ?,TRUE\n", "gold.csv").questions
    assert alone.impossible


@pytest.mark.parametrize(("cell", "message"), [("", 'has no "answers"'), ("peut-être", "impossible: Input should be")])
def test_a_row_that_says_neither_is_refused_by_its_place(tmp_path: Path, cell: str, message: str) -> None:
    with pytest.raises(GoldError, match=rf"gold\.csv:3: .*{message}"):
        read(tmp_path, f"question,impossible\nQui ?,oui\nQuand ?,{cell}\n", "gold.csv")


@pytest.mark.parametrize(
    ("asked", "answer", "direction"),
    [
        ("Quand le Maroc et la Russie ont-ils signé ?", "16 أكتوبر 2025", "fr-ar"),
        ("من وقع عن المغرب في موسكو؟", "Nasser Bourita", "ar-fr"),
        ("Combien de pays ont signé ?", "312", "fr-fr"),
        ("من وقع عن المغرب في موسكو؟", "", "ar-ar"),
    ],
)
def test_without_a_paragraph_the_answers_tell_the_articles_language(
    tmp_path: Path, asked: str, answer: str, direction: str
) -> None:
    (found,) = read(tmp_path, f"question,answer,article\n{asked},{answer},a\n", "gold.csv").questions
    assert found.direction == direction


def test_an_answer_that_a_spreadsheet_would_split_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"answer 'a\|b' holds '\|'"):
        write_gold([question(answers=(GoldAnswer("a|b"),))], tmp_path / "gold.csv")

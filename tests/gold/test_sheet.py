"""Spreadsheets."""

from __future__ import annotations

from pathlib import Path

from gold.samples import question, read
from jawab.gold import read_gold, write_gold
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

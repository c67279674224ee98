"""Questions from CSV files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from fake_answerer import FakeAnswerer
from jawab.errors import InputError, QuestionError
from jawab.sheets import ANSWER_COLUMNS, answer_sheet, read_sheet
from jawab.types import Filters, Question, Reply

TEMPLATE = Question("")


def write(folder: Path, content: str, encoding: str = "utf-8") -> Path:
    path = folder / "questions.csv"
    path.write_bytes(content.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_sheet_is_read_as_spreadsheets_write_it(tmp_path: Path, encoding: str, delimiter: str) -> None:
    lines = [["id", "Question"], ["1", "متى افتُتح الميناء؟"], ["2", '"Quand, où ; le port ?"']]
    content = "\r\n".join(delimiter.join(line) for line in lines)
    sheet = read_sheet(write(tmp_path, content, encoding))
    assert sheet.header == ["id", "Question"]
    assert [row.question for row in sheet.rows] == ["متى افتُتح الميناء؟", "Quand, où ; le port ?"]


def test_a_sheet_of_questions_alone_needs_no_delimiter(tmp_path: Path) -> None:
    sheet = read_sheet(write(tmp_path, 'question\n"Quand ?\nOù ?"\n\nQui ?\n'))
    assert [row.question for row in sheet.rows] == ["Quand ?\nOù ?", "Qui ?"]


def test_an_arabic_heading_names_the_questions_too(tmp_path: Path) -> None:
    sheet = read_sheet(write(tmp_path, "المعرف;السؤال\n1;متى افتُتح الميناء؟\n"))
    assert [(row.cells, row.question) for row in sheet.rows] == [(["1", "متى افتُتح الميناء؟"], "متى افتُتح الميناء؟")]


def test_lines_may_end_in_a_carriage_return_alone(tmp_path: Path) -> None:
    sheet = read_sheet(write(tmp_path, "id,question\r1,Quand ?\r2,Qui ?\r"))
    assert [row.cells for row in sheet.rows] == [["1", "Quand ?"], ["2", "Qui ?"]]


def test_a_header_that_is_not_csv_is_refused_by_its_place(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"questions\.csv:1: is not CSV"):
        read_sheet(write(tmp_path, f"id,{'x' * 200_000},question\n1,,Quand ?"))


@pytest.mark.parametrize("content", ["", "id,text\n1,Quand ?", "\x00\x01\x02"])
def test_a_file_without_a_question_column_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(InputError, match=r"questions\.csv"):
        read_sheet(write(tmp_path, content))


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.csv"):
        read_sheet(tmp_path / "nowhere.csv")


def test_answers_stand_beside_the_cells_of_their_row(tmp_path: Path) -> None:
    sheet = read_sheet(write(tmp_path, "id,question,answer\na,Le port ?,?\nb,Qui est le maire ?,\n"))
    assert sheet.answered_header[:4] == ["id", "question", "answer", "jawab_answer"]
    found, silent = answer_sheet(sheet, FakeAnswerer().ask_many, TEMPLATE)
    cells = dict(zip(sheet.answered_header, found, strict=True))
    assert (cells["id"], cells["answer"], cells["jawab_answer"]) == ("a", "?", "16 أكتوبر 2025")
    assert (cells["confidence"], cells["abstained"], cells["error"]) == ("0.8700", "false", "")
    assert (cells["article"], cells["published"]) == ("port-ar", "2025-10-16")
    assert silent == ["b", "Qui est le maire ?", "", "", "", "true", *[""] * 8]


def test_a_file_that_was_answered_before_gets_columns_of_other_names(tmp_path: Path) -> None:
    first = read_sheet(write(tmp_path, "question,answer\nLe port ?,?\n"))
    again = read_sheet(write(tmp_path, ",".join(first.answered_header) + "\n"))
    assert again.answered_header[len(again.header) :][:2] == ["jawab_jawab_answer", "jawab_confidence"]
    assert len(set(again.answered_header)) == 2 + 2 * len(ANSWER_COLUMNS)


def test_every_question_takes_the_filters_and_limits_asked_for(tmp_path: Path) -> None:
    sheet = read_sheet(write(tmp_path, "question\nLe port ?\n"))
    answerer = FakeAnswerer()
    list(answer_sheet(sheet, answerer.ask_many, Question("", 1, 0.5, Filters(languages=("fr",)))))
    assert answerer.asked == [Question("Le port ?", 1, 0.5, Filters(languages=("fr",)))]


def refuses_long(questions: Sequence[Question]) -> list[Reply]:
    if any(len(question.text) > 20 for question in questions):
        raise QuestionError("too long")
    return FakeAnswerer().ask_many(questions)


def test_a_row_in_error_says_so_and_spoils_no_other(tmp_path: Path) -> None:
    rows = ["id,question", "1,Le port ?", "2,", f"3,{'a' * 30}", "4,Le port, quand ?", "5", "6,Le port ?"]
    sheet = read_sheet(write(tmp_path, "\n".join(rows)))
    answered = list(answer_sheet(sheet, refuses_long, TEMPLATE))
    assert [row[0] for row in answered] == ["1", "2", "3", "4", "5", "6"]
    problems = [row[-1] for row in answered]
    assert problems[0] == problems[5] == ""
    assert problems[1] == problems[4] == "The row has no question."
    assert problems[2] == "too long"
    assert problems[3] == "The row has 3 cells where the header has 2; quote what holds a ','."
    assert answered[3][1] == "Le port, quand ?"
    assert all(len(row) == 2 + len(ANSWER_COLUMNS) for row in answered)


def test_many_rows_are_asked_together_but_not_all_at_once(tmp_path: Path) -> None:
    sheet = read_sheet(write(tmp_path, "question\n" + "Le port ?\n" * 70))
    sizes: list[int] = []

    def counting(questions: Sequence[Question]) -> list[Reply]:
        sizes.append(len(questions))
        return FakeAnswerer().ask_many(questions)

    assert len(list(answer_sheet(sheet, counting, TEMPLATE))) == 70
    assert sizes == [32, 32, 6]

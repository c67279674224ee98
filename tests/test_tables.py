"""CSV files of questions."""

from __future__ import annotations

from pathlib import Path

import pytest

from jawab.errors import InputError
from jawab.tables import Table, parse_table

PATH = Path("questions.csv")


def parse(text: str, encoding: str = "utf-8") -> Table:
    return parse_table(PATH, text.encode(encoding))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_cells_are_found_in_every_encoding_and_delimiter_that_spreadsheets_write(encoding: str, delimiter: str) -> None:
    rows = [["id", "السؤال"], ["1", "متى افتُتح الميناء القديم؟"]]
    table = parse("\r\n".join(map(delimiter.join, rows)), encoding)
    assert table == Table(rows[0], rows[1:], delimiter, {"id": 0, "question": 1})


def test_the_delimiter_is_the_one_that_sets_the_question_apart() -> None:
    table = parse('"notes, remarks, sources";question\nx;Où ?\n')
    assert (table.delimiter, table.columns) == (";", {"question": 1})


def test_headings_are_recognised_in_any_letter_case_and_keep_their_spelling() -> None:
    table = parse(" Identifiant ,QUESTION,RÉPONSES,note\n")
    assert table.header == ["Identifiant", "QUESTION", "RÉPONSES", "note"]
    assert table.columns == {"id": 0, "question": 1, "answers": 2}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_line_that_names_the_delimiter_is_not_the_header(delimiter: str) -> None:
    table = parse(f"sep={delimiter}\r\nid{delimiter}question\r\n1{delimiter}Qui ?\r\n")
    assert table == Table(["id", "question"], [["1", "Qui ?"]], delimiter, {"id": 0, "question": 1})


def test_expected_answers_are_not_taken_for_given_ones() -> None:
    assert parse("question,gold,answer\n?,a,b\n").columns["answers"] == 1


def test_of_two_columns_of_questions_the_one_named_question_counts() -> None:
    assert parse("السؤال,question\nمتى؟,Quand ?\n").columns == {"question": 1}


def test_a_cell_may_hold_several_lines() -> None:
    assert parse('question,gold\nQui ?,"Ali\net Sami"\n').rows == [["Qui ?", "Ali\net Sami"]]


def test_what_no_reader_of_csv_takes_for_a_line_end_stays_in_its_cell() -> None:
    rows = [["Où ?", "Paris\u2028Fin"], ['"Oui" dit-il', "a\x0bb"]]
    assert parse('question,gold\nOù ?,Paris\u2028Fin\n"""Oui"" dit-il",a\x0bb\n').rows == rows


def test_a_mark_inside_a_cell_of_one_line_is_taken_as_it_stands() -> None:
    assert parse('question,gold\n"Oui" dit-il ?,a\n').rows == [["Oui dit-il ?", "a"]]


def test_blank_rows_keep_their_place() -> None:
    assert parse("question\n\nQui ?\n").rows == [[], ["Qui ?"]]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", r"questions\.csv:1: the first row must name the columns"),
        (b"id,text\n1,Quand ?", "found 'id,text'"),
        (b"question\n" + b"x" * 200_000, r"questions\.csv:2: is not CSV"),
        (b'question;gold\nQui ?;"Ali\nQuand ?;1990\n', r"questions\.csv:3: is not CSV: .*; close quotation marks"),
        (b'question,gold\n"Qui ?,Ali\nQuoi ?,"Paris, France"\n', r"questions\.csv:3: is not CSV: .*; close quotation"),
        (b"sep=;\nid;text\n1;Quand ?", r"questions\.csv:2: .* found 'id;text'"),
        (b"sep=;\nquestion\n" + b"x" * 200_000, r"questions\.csv:3: is not CSV"),
        (b"\x00\x01\x02", r"questions\.csv: cannot be read: it is a binary file"),
        ("question\n你好世界，这是一个测试".encode("gbk"), "save it as UTF-8"),
    ],
)
def test_what_is_no_table_of_questions_is_refused_by_its_place(content: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        parse_table(PATH, content)

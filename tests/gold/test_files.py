"""Gold files: what their suffix says, what their ids become."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gold.samples import qa, question, read, squad
from jawab.errors import GoldError
from jawab.gold import GoldAnswer, read_gold, read_gold_sets, write_gold, write_mlqa
from jawab.text import detect


def test_an_id_of_two_files_is_told_apart_by_the_file(tmp_path: Path) -> None:
    paths = [tmp_path / "a.json", tmp_path / "b.json"]
    for path in paths:
        path.write_text(json.dumps(squad(qa("1"), qa(path.stem))), encoding="utf-8")
    ids = [q.id for gold in read_gold_sets(paths, detect) for q in gold.questions]
    assert ids == ["a:1", "a", "b:1", "b"]


def test_an_id_repeated_in_one_file_is_numbered(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(squad(qa("1"), qa("1"))), encoding="utf-8")
    (gold,) = read_gold_sets([path], detect)
    assert [q.id for q in gold.questions] == ["1", "1#2"]


@pytest.mark.parametrize("suffix", [".json", ".jsonl"])
def test_what_is_written_is_read_back(tmp_path: Path, suffix: str) -> None:
    elsewhere = (GoldAnswer("16 octobre 2025", 45, "fr-01"),)
    questions = (
        question("1", article="ar-01", answers=(GoldAnswer("16 أكتوبر 2025", 35), *elsewhere)),
        question("2", answers=(), impossible=True, article="ar-01", tags=("near", "typed")),
    )
    path = tmp_path / f"gold{suffix}"
    write_gold(questions, path)
    assert read_gold(path, detect).questions == questions


def test_mlqa_gets_one_file_a_direction(tmp_path: Path) -> None:
    written = write_mlqa([question("1"), question("2", language="ar"), question("3")], tmp_path)
    assert [p.name for p in written] == ["test-context-ar-question-ar.json", "test-context-ar-question-fr.json"]
    assert [q.id for q in read_gold(written[1], detect).questions] == ["1", "3"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("g.json", "{", "is not JSON"),
        ("g.json", "[1]", "top level"),
        ("g.json", "[" * 200_000, "is not JSON"),
        ("g.json", '{"data": []}', "holds no question"),
        ("g.json", '{"data": [{"paragraphs": [{"qas": []}]}]}', r"data\.0\.paragraphs\.0\.context: Field required"),
        ("g.jsonl", '{"id": "1"}', r"g\.jsonl:1: question: Field required"),
        ("g.jsonl", '{"id": "1", "question": "?"}\n{', r"g\.jsonl:2: is not JSON"),
        ("g.csv", "a,b\n1,2\n", "the first row must name the columns"),
        ("g.csv", "question,answer\n,x\n", r"g\.csv:2: the question is empty"),
        ("g.csv", "", "the first row must name the columns"),
        ("g.xml", "<a/>", r"a gold set is a \.json"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, name: str, content: str, message: str) -> None:
    with pytest.raises(GoldError, match=message):
        read(tmp_path, content, name)


def test_a_missing_file_is_an_error_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"none\.json: cannot be read"):
        read_gold(tmp_path / "none.json", detect)


def test_what_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(GoldError, match=r"none/gold\.json: cannot be written \(No such file or directory\)"):
        write_gold([question()], tmp_path / "none" / "gold.json")
    with pytest.raises(GoldError, match=r"file: cannot be written \(File exists\)"):
        write_mlqa([question()], tmp_path / "file")

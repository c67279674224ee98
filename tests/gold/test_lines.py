"""JSON lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gold.samples import question, read
from jawab.errors import GoldError
from jawab.gold import GoldAnswer, write_gold


def test_tags_are_read_from_the_lines_that_have_some(tmp_path: Path) -> None:
    lines = [
        {"id": "1", "question": "Où ?", "answer": "Moscou", "tags": ["far"]},
        {"id": "2", "question": "Quand ?", "answer": "2025"},
    ]
    found = read(tmp_path, "\n".join(map(json.dumps, lines)), "gold.jsonl").questions
    assert [q.tags for q in found] == [("far",), ()]


def test_a_line_names_tags_only_where_it_has_some(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    write_gold([question("1", tags=("near",)), question("2")], path)
    first, second = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    assert first["tags"] == ["near"]
    assert "tags" not in second


@pytest.mark.parametrize(
    ("keys", "answers"),
    [
        ({"answer": "Moscou"}, ("Moscou",)),
        ({"answer": ["Moscou", "à Moscou"]}, ("Moscou", "à Moscou")),
        ({"answers": ["Moscou", {"text": "à Moscou"}]}, ("Moscou", "à Moscou")),
        ({"answer": 312}, ("312",)),
        ({"answer": ""}, ()),
        ({"answers": []}, ()),
        ({"impossible": True}, ()),
    ],
)
def test_answers_may_be_texts(tmp_path: Path, keys: dict[str, object], answers: tuple[str, ...]) -> None:
    (found,) = read(tmp_path, json.dumps({"id": "1", "question": "Où ?", **keys}), "gold.jsonl").questions
    assert found.answers == tuple(map(GoldAnswer, answers))
    assert found.impossible == (not answers)


def test_a_line_that_does_not_tell_whether_there_is_an_answer_is_refused(tmp_path: Path) -> None:
    line = {"id": "q7", "question": "Où ?", "reponse": "Moscou"}
    with pytest.raises(GoldError, match=r"gold\.jsonl:1: .*question 'q7' has no \"answers\""):
        read(tmp_path, json.dumps(line), "gold.jsonl")


def test_half_of_a_surrogate_pair_is_refused_by_its_line(tmp_path: Path) -> None:
    lines = [{"id": "1", "question": "Où ?", "answer": answer} for answer in ("Moscou 😀", "\ud83d")]
    with pytest.raises(GoldError, match=r"gold\.jsonl:2: answer: holds half"):
        read(tmp_path, "\n".join(map(json.dumps, lines)), "gold.jsonl")


def test_a_title_is_the_lines_own_or_made_to_group_by(tmp_path: Path) -> None:
    lines = [{"id": "1", "question": "Où ?", "answer": "ici", "article": "a", **t} for t in ({"title": "Port"}, {})]
    found = read(tmp_path, "\n".join(map(json.dumps, lines)), "gold.jsonl").questions
    assert [(q.title, q.titled) for q in found] == [("Port", True), ("a", False)]


def test_a_line_names_a_group_only_where_it_would_not_be_told_otherwise(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    asked = [question(str(n), title=title, titled=False, article="a") for n, title in enumerate(("a", "b"))]
    write_gold([*asked, question("3")], path)
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [(line.get("title"), line.get("group")) for line in lines] == [(None, None), (None, "b"), ("T", None)]


@pytest.mark.parametrize(
    ("question", "answer", "direction"),
    [
        ("Quelle émission a-t-il gagnée ?", "The Voice", "fr-fr"),
        ("أي برنامج ربح؟", "ذا فويس", "ar-ar"),
        ("Qui a gagné ?", "موسكو", "fr-ar"),
        ("Quel est le slogan ?", "It was the best of times for us", "fr-en"),
    ],
)
def test_a_few_words_show_their_script_and_no_more(tmp_path: Path, question: str, answer: str, direction: str) -> None:
    line = {"id": "1", "question": question, "answer": answer}
    (found,) = read(tmp_path, json.dumps(line), "gold.jsonl").questions
    assert found.direction == direction

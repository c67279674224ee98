"""Gold files: what their suffix says, what their ids become."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gold.samples import ARABIC, FRENCH, qa, question, read, squad
from jawab.errors import GoldError
from jawab.gold import GoldAnswer, check_writable, read_gold, read_gold_sets, write_gold, write_mlqa
from jawab.text import detect


def test_an_id_of_two_files_is_told_apart_by_the_file(tmp_path: Path) -> None:
    paths = [tmp_path / "a.json", tmp_path / "b.json"]
    for path in paths:
        path.write_text(json.dumps(squad(qa("1"), qa(path.stem))), encoding="utf-8")
    ids = [q.id for gold in read_gold_sets(paths, detect) for q in gold.questions]
    assert ids == ["a:1", "a", "b:1", "b"]


def write(path: Path, *ids: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(squad(*map(qa, ids))), encoding="utf-8")
    return path


def test_files_of_the_same_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    paths = [write(tmp_path / name, "1") for name in ("ar/dev.json", "fr/dev.json", "fr/test.json")]
    sets = read_gold_sets(paths, detect)
    assert [q.id for gold in sets for q in gold.questions] == ["ar/dev:1", "fr/dev:1", "test:1"]
    assert [gold.name for gold in sets] == ["ar/dev.json", "fr/dev.json", "test.json"]


def test_files_that_differ_in_their_suffix_alone_are_told_apart_by_it(tmp_path: Path) -> None:
    table = tmp_path / "dev.csv"
    table.write_text("id,question,answer\n1,Qui ?,Bourita\n", encoding="utf-8")
    sets = read_gold_sets([write(tmp_path / "dev.json", "1"), table], detect)
    assert [gold.questions[0].id for gold in sets] == ["dev.json:1", "dev.csv:1"]
    assert [gold.name for gold in sets] == ["dev.json", "dev.csv"]


def test_a_file_named_twice_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "dev.json", "1")
    with pytest.raises(GoldError, match=r"dev\.json: is named twice"):
        read_gold_sets([path, path], detect)


def test_an_id_repeated_in_one_file_is_numbered(tmp_path: Path) -> None:
    (gold,) = read_gold_sets([write(tmp_path / "a.json", "1", "1", "1#2")], detect)
    assert [q.id for q in gold.questions] == ["1", "1#2", "1#2#2"]
    assert gold.numbered == ("1#2", "1#2#2")


def test_questions_known_by_their_ids_alone_are_of_different_articles(tmp_path: Path) -> None:
    paths = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for path in paths:
        path.write_text("question,answer\nQui ?,Bourita\n", encoding="utf-8")
    assert [gold.questions[0].title for gold in read_gold_sets(paths, detect)] == ["a:row-2", "b:row-2"]


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


@pytest.mark.parametrize("suffix", [".json", ".jsonl", ".csv"])
@pytest.mark.parametrize(
    ("article", "context", "title"),
    [("ar-01", ARABIC, "ar-01"), (None, ARABIC, ARABIC[:80]), (None, FRENCH * 2, (FRENCH * 2)[:80]), (None, "", "1")],
    ids=["article", "paragraph", "long paragraph", "id"],
)
def test_a_title_that_was_made_up_is_not_written_and_is_the_same_when_read_again(
    tmp_path: Path, suffix: str, article: str | None, context: str, title: str
) -> None:
    answers = (GoldAnswer(ARABIC[35:49], 35 if context == ARABIC else None),)
    asked = question("1", article=article, context=context, title=title, titled=False, answers=answers)
    path = tmp_path / f"gold{suffix}"
    write_gold([asked], path)
    assert read_gold(path, detect).questions == (asked,)


@pytest.mark.parametrize("suffix", [".json", ".jsonl"])
def test_the_paragraphs_of_an_article_without_a_title_stay_together(tmp_path: Path, suffix: str) -> None:
    of_two = [
        question("1", title=ARABIC[:80], titled=False),
        question("2", title=ARABIC[:80], titled=False, context=FRENCH, answers=(GoldAnswer("Moscou", 67),)),
    ]
    others = [question("3", title="a", titled=False, article="a"), question("4", title="a", article="b")]
    path = tmp_path / f"gold{suffix}"
    write_gold([*of_two, *others], path)
    assert read_gold(path, detect).questions == (*of_two, *others)


def test_mlqa_gets_one_file_a_direction(tmp_path: Path) -> None:
    written = write_mlqa([question("1"), question("2", language="ar"), question("3")], tmp_path)
    assert [p.name for p in written] == ["test-context-ar-question-ar.json", "test-context-ar-question-fr.json"]
    assert [q.id for q in read_gold(written[1], detect).questions] == ["1", "3"]


def test_mlqas_files_come_back_with_the_ids_that_they_share(tmp_path: Path) -> None:
    names = [f"dev-context-ar-question-{code}.json" for code in ("ar", "en")]
    questions = [
        question
        for gold in read_gold_sets([write(tmp_path / name, "x:1", "2") for name in names], detect)
        for question in gold.questions
    ]
    assert questions[0].id == "dev-context-ar-question-ar:x:1"
    for path in write_mlqa(questions, tmp_path / "mlqa"):
        assert [q.id for q in read_gold(path, detect).questions] == ["x:1", "2"]


def test_mlqas_ids_are_left_as_they_are_where_they_would_be_the_same(tmp_path: Path) -> None:
    ids = ["dev-context-ar-question-fr:1", "test-context-ar-question-fr:1"]
    (path,) = write_mlqa(map(question, ids), tmp_path)
    assert [q.id for q in read_gold(path, detect).questions] == ids


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("g.json", "{", "is not JSON"),
        ("g.json", "[1]", r"g\.json: is not SQuAD.*JSON lines.*CSV"),
        ("g.json", '{"q1": "Moscou"}', r"g\.json: is not SQuAD.*JSON lines.*CSV"),
        ("g.json", "[" * 200_000, "is not JSON"),
        ("g.json", '{"data": []}', "holds no question"),
        ("g.json", '{"data": [{"paragraphs": [{"qas": []}]}]}', r"data\.0\.paragraphs\.0\.context: Field required"),
        ("g.jsonl", '{"id": "1"}', r"g\.jsonl:1: question: Field required"),
        ("g.jsonl", '{"id": "1", "question": "?", "answer": "x"}\n{', r"g\.jsonl:2: is not JSON"),
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
    with pytest.raises(GoldError, match=r"file/gold\.json: cannot be written \(File exists\)"):
        write_gold([question()], tmp_path / "file" / "gold.json")
    write_gold([question()], tmp_path / "new" / "gold.json")
    assert (tmp_path / "new" / "gold.json").is_file()
    with pytest.raises(GoldError, match=r"file: cannot be written \(File exists\)"):
        write_mlqa([question()], tmp_path / "file")


def test_what_cannot_be_written_is_refused_before_there_is_anything_to_write(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"cannot be written \(Is a directory\)"):
        check_writable(tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(GoldError, match=r"file/run\.json: cannot be written \(File exists\)"):
        check_writable(tmp_path / "file" / "run.json")


def test_a_file_that_can_be_written_is_left_as_it_is(tmp_path: Path) -> None:
    kept, new = tmp_path / "run.json", tmp_path / "new" / "run.json"
    kept.write_text("{}", encoding="utf-8")
    check_writable(kept)
    check_writable(new)
    assert kept.read_text(encoding="utf-8") == "{}"
    assert new.parent.is_dir() and not new.exists()

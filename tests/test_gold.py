"""Gold sets: the formats they are read from and written to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jawab.errors import GoldError
from jawab.gold import GoldAnswer, GoldQuestion, GoldSet, read_gold, read_gold_sets, write_gold, write_mlqa
from jawab.text import detect

ARABIC = "وقع المغرب وروسيا مذكرة التفاهم في 16 أكتوبر 2025 بموسكو."
FRENCH = "Le Maroc et la Russie ont signé le mémorandum le 16 octobre 2025 à Moscou."


def squad(*qas: dict[str, object], context: str = ARABIC, **paragraph: object) -> dict[str, object]:
    return {"version": "2.0", "data": [{"title": "T", "paragraphs": [{"context": context, "qas": qas, **paragraph}]}]}


def qa(id: object = "1", question: str = "أين وقعت المذكرة؟", **keys: object) -> dict[str, object]:
    return {"id": id, "question": question, "answers": [{"text": "بموسكو", "answer_start": 50}], **keys}


def read(tmp_path: Path, content: object, name: str = "gold.json") -> GoldSet:
    path = tmp_path / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return read_gold(path, detect)


def question(id: str = "1", **changes: object) -> GoldQuestion:
    fields: dict[str, object] = {
        "id": id,
        "question": "Quand le mémorandum a-t-il été signé ?",
        "language": "fr",
        "context": ARABIC,
        "context_language": "ar",
        "title": "T",
        "answers": (GoldAnswer("16 أكتوبر 2025", 35),),
        **changes,
    }
    return GoldQuestion(**fields)  # type: ignore[arg-type]


def test_languages_are_detected_where_the_file_has_no_tags(tmp_path: Path) -> None:
    (found,) = read(tmp_path, squad(qa(question="Où le mémorandum a-t-il été signé ?"))).questions
    assert found.direction == "fr-ar"


@pytest.mark.parametrize("tag", ["language", "lang"])
def test_a_language_tag_wins_over_detection(tmp_path: Path, tag: str) -> None:
    (found,) = read(tmp_path, squad(qa(**{tag: "fr"}))).questions
    assert found.language == "fr"


def test_a_question_without_letters_is_in_its_contexts_language(tmp_path: Path) -> None:
    (found,) = read(tmp_path, squad(qa(question="2025؟"))).questions
    assert found.language == "ar"


def test_an_mlqa_files_name_tells_the_languages(tmp_path: Path) -> None:
    (found,) = read(tmp_path, squad(qa()), "test-context-ar-question-de.json").questions
    assert (found.language, found.context_language) == ("de", "ar")


def test_an_impossible_question_has_no_answers(tmp_path: Path) -> None:
    gold = read(tmp_path, squad(qa(is_impossible=True), qa("2")))
    assert [(q.impossible, len(q.answers)) for q in gold.questions] == [(True, 0), (False, 1)]
    assert not gold.must_answer


def test_a_file_without_unanswerable_questions_must_be_answered(tmp_path: Path) -> None:
    assert read(tmp_path, squad(qa())).must_answer


def test_answers_elsewhere_count_and_keep_their_article(tmp_path: Path) -> None:
    elsewhere = [{"article": "fr-01", "text": "Moscou", "answer_start": 67}]
    (found,) = read(tmp_path, squad(qa(elsewhere=elsewhere), article="ar-01")).questions
    assert found.article == "ar-01"
    assert found.answers == (GoldAnswer("بموسكو", 50), GoldAnswer("Moscou", 67, "fr-01"))


def test_a_number_may_stand_for_an_id(tmp_path: Path) -> None:
    assert read(tmp_path, squad(qa(7))).questions[0].id == "7"


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
        question("2", answers=(), impossible=True, article="ar-01"),
    )
    path = tmp_path / f"gold{suffix}"
    write_gold(questions, path)
    assert read_gold(path, detect).questions == questions


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


def test_mlqa_gets_one_file_a_direction(tmp_path: Path) -> None:
    written = write_mlqa([question("1"), question("2", language="ar"), question("3")], tmp_path)
    assert [p.name for p in written] == ["test-context-ar-question-ar.json", "test-context-ar-question-fr.json"]
    assert [q.id for q in read_gold(written[1], detect).questions] == ["1", "3"]


def test_squad_1_refuses_an_unanswerable_question(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"export as v2\.0"):
        write_gold([question(answers=(), impossible=True)], tmp_path / "g.json", "1.1")


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

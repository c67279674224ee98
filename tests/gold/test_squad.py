"""SQuAD's JSON."""

from __future__ import annotations

from pathlib import Path

import pytest

from gold.samples import ARABIC, FRENCH, qa, question, read, squad
from jawab.errors import GoldError
from jawab.gold import GoldAnswer, as_squad, write_gold


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


def test_tags_are_kept_and_left_out_where_there_are_none(tmp_path: Path) -> None:
    tagged, plain = read(tmp_path, squad(qa(tags=["paraphrase", "typed"]), qa("2"))).questions
    assert (tagged.tags, plain.tags) == (("paraphrase", "typed"), ())
    first, second = as_squad([tagged, plain])["data"][0]["paragraphs"][0]["qas"]
    assert first["tags"] == ["paraphrase", "typed"]
    assert "tags" not in second


def test_tags_that_are_no_list_are_refused_by_their_place(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"data\.0\.paragraphs\.0\.qas\.0\.tags: Input should be a valid list"):
        read(tmp_path, squad(qa(tags="typed")))


def test_a_number_may_stand_for_an_id(tmp_path: Path) -> None:
    assert read(tmp_path, squad(qa(7))).questions[0].id == "7"


def test_an_article_without_a_title_is_told_by_its_first_paragraph(tmp_path: Path) -> None:
    def titles(name: str, *contexts: str) -> list[str]:
        articles = [{"paragraphs": [{"context": c, "qas": [qa(n)]}]} for n, c in enumerate(contexts)]
        questions = read(tmp_path, {"data": articles}, name).questions
        assert not any(q.titled for q in questions)
        return [q.title for q in questions]

    assert titles("a.json", ARABIC, FRENCH) == [ARABIC[:80], FRENCH[:80]]
    assert set(titles("b.json", "Un.", "Deux.")).isdisjoint(titles("c.json", "Trois.", "Quatre."))


def test_an_article_without_a_title_is_written_as_one_again(tmp_path: Path) -> None:
    paragraphs = [{"context": c, "qas": [qa(n)]} for n, c in enumerate((ARABIC, FRENCH))]
    found = read(tmp_path, {"data": [{"paragraphs": paragraphs}]}).questions
    written = as_squad(found)
    (article,) = written["data"]
    assert (article["title"], [p["context"] for p in article["paragraphs"]]) == ("", [ARABIC, FRENCH])
    assert read(tmp_path, written, "again.json").questions == found


def test_a_mark_that_contradicts_the_answers_is_kept_with_the_question(tmp_path: Path) -> None:
    gold = read(tmp_path, squad(qa(is_impossible=True), qa("2", answers=[], is_impossible=False), qa("3")))
    assert [(q.contradiction, q.impossible) for q in gold.questions] == [
        ("answer ignored", True),
        ("no answer", True),
        (None, False),
    ]


def test_squad_1_refuses_an_unanswerable_question(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"export as v2\.0"):
        write_gold([question(answers=(), impossible=True)], tmp_path / "g.json", "1.1")


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (squad(qa(question="Où \ud800 ?")), r"data\.0\.paragraphs\.0\.qas\.0\.question"),
        (squad(qa(), context="x\udfff"), r"data\.0\.paragraphs\.0\.context"),
    ],
)
def test_half_of_a_surrogate_pair_is_refused_by_its_place(tmp_path: Path, content: object, place: str) -> None:
    with pytest.raises(GoldError, match=rf"gold\.json: {place}: holds half of a surrogate pair"):
        read(tmp_path, content)

"""From judgements to gold questions."""

from __future__ import annotations

from dataclasses import replace

from fake_answerer import ARABIC, FRENCH
from jawab.gold import GoldAnswer
from jawab.service.judging.gold import gold_questions
from jawab.service.judging.judgement import Judgement

from .stored import stored

LATER = replace(ARABIC, text="تصحيح: " + ARABIC.text)
TEXTS = {(article.id, article.revision): article.text for article in (ARABIC, FRENCH, LATER)}
DATE = "16 أكتوبر 2025"


def gold(*marks: Judgement) -> list[tuple[str, tuple[GoldAnswer, ...]]]:
    return [(question.context, question.answers) for question in gold_questions([marks], TEXTS)]


def test_right_and_marked_answers_are_acceptable_at_their_place() -> None:
    (question,) = gold_questions([[stored("متى افتتح؟", "a", "right", ARABIC, DATE)]], TEXTS)
    start = ARABIC.text.index(DATE)
    assert question.answers == (GoldAnswer(DATE, start),)
    assert (question.article, question.title, question.context) == (ARABIC.id, ARABIC.title, ARABIC.text)
    assert (question.language, question.context_language, question.impossible) == ("ar", "ar", False)


def test_conflicting_spans_are_all_kept_and_equal_ones_once() -> None:
    marks = [
        stored("Q", judge, "marked", ARABIC, text) for judge, text in zip("abc", (DATE, "2025", DATE), strict=True)
    ]
    assert [answer.text for answer in gold(*marks)[0][1]] == [DATE, "2025"]


def test_an_answer_in_another_article_names_it() -> None:
    marks = stored("Q", "a", "marked", FRENCH, "16 octobre 2025"), stored("Q", "b", "right", ARABIC, DATE)
    ((context, answers),) = gold(*marks)
    assert context == ARABIC.text
    assert answers == (
        GoldAnswer("16 octobre 2025", FRENCH.text.index("16"), FRENCH.id),
        GoldAnswer(DATE, ARABIC.text.index(DATE)),
    )


def test_an_answer_in_an_older_revision_is_kept_without_its_offset() -> None:
    marks = stored("Q", "a", "marked", ARABIC, "2025"), stored("Q", "b", "right", LATER, DATE)
    ((context, answers),) = gold(*marks)
    assert context == LATER.text
    assert answers == (GoldAnswer("2025", None, ARABIC.id), GoldAnswer(DATE, LATER.text.index(DATE)))


def test_a_question_is_unanswerable_while_no_judge_gives_an_answer() -> None:
    denied = stored("Combien ?", "a", "unanswerable", FRENCH)
    (question,) = gold_questions([[denied, stored("Combien ?", "b", "wrong", ARABIC, DATE)]], TEXTS)
    assert (question.impossible, question.answers, question.context) == (True, (), FRENCH.text)
    assert gold(denied, stored("Combien ?", "b", "marked", FRENCH, "300"))[0][1][0].text == "300"


def test_an_unanswerable_question_needs_no_article() -> None:
    (question,) = gold_questions([[stored("Combien ?", "a", "unanswerable")]], TEXTS)
    assert (question.article, question.context, question.title) == (None, "", "Combien ?")


def test_a_question_with_wrong_answers_alone_is_left_out() -> None:
    assert gold(stored("Q", "a", "wrong", ARABIC, DATE), stored("Q", "b", "partly", ARABIC, "2025")) == []


def test_a_question_keeps_its_id() -> None:
    one, other = (next(iter(gold_questions([[stored("Q", judge, "right", ARABIC, DATE)]], TEXTS))).id for judge in "ab")
    assert one == other

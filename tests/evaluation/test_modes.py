"""The modes: what each asks of what it measures, and what it records."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import pytest

from evaluation.fakes import ARABIC, FRENCH, FakeAnswerer, FakeGeneration, FakeReader, ask_of, gold_set
from jawab.answering import Explanation
from jawab.calibration import POOLED, UNCALIBRATED, Logistic, MarginCalibration
from jawab.errors import GoldError, QuestionError
from jawab.evaluation.collection import paragraph_articles
from jawab.evaluation.modes import (
    evaluate_answers,
    evaluate_predictions,
    evaluate_rankings,
    evaluate_reader,
    evaluate_retrieval,
)
from jawab.evaluation.predictions import Prediction
from jawab.evaluation.runs import Run
from jawab.gold import GoldAnswer
from jawab.types import Question, ScoredSpan, Span

WHERE = ask_of(ARABIC, "where", "أين وقعت المذكرة؟", "موسكو")
WHO = ask_of(ARABIC, "who", "من حضر الحفل؟", "ناصر بوريطة")
NEVER = ask_of(ARABIC, "never", "كم كان الثمن؟")
FAR = ask_of(FRENCH, "far", "Où ?", "Moscou")


def test_a_question_without_prediction_counts_as_not_answered() -> None:
    run = evaluate_predictions([gold_set(WHERE, WHO)], {"where": Prediction("في موسكو")})
    assert [r.prediction for r in run.per_question] == ["في موسكو", ""]
    assert run.overall()["official_f1"] == pytest.approx((2 / 3) / 2)
    assert run.notes == ("1 questions have no prediction and count as not answered.",)


def test_predictions_for_other_questions_are_an_error() -> None:
    with pytest.raises(GoldError, match="none of the 1 predictions"):
        evaluate_predictions([gold_set(WHERE)], {"x": Prediction("y")})


def test_the_reader_reads_each_question_in_its_own_paragraph() -> None:
    reader = FakeReader({WHERE.question: ("موسكو", 2.0), WHO.question: ("ناصر", 2.0)})
    run = evaluate_reader([gold_set(WHERE, WHO)], reader, UNCALIBRATED)
    assert [(r.prediction, r.exact_match) for r in run.per_question] == [("موسكو", 1.0), ("ناصر", 0.0)]
    assert run.per_question[0].evidence is not None
    assert run.per_question[0].evidence.sentence == "وقع المغرب المذكرة في موسكو."
    assert run.environment.models == {"reader": "fake reader"}


def test_the_reader_must_answer_where_every_question_has_an_answer() -> None:
    run = evaluate_reader([gold_set(WHERE)], FakeReader({WHERE.question: ("موسكو", -3.0)}), UNCALIBRATED)
    assert run.per_question[0].prediction == "موسكو"


def test_the_reader_may_abstain_where_the_file_has_unanswerable_questions() -> None:
    reader = FakeReader({WHERE.question: ("موسكو", -3.0), NEVER.question: ("الحفل", 1.0)})
    where, never = evaluate_reader([gold_set(WHERE, NEVER)], reader, UNCALIBRATED).per_question
    assert (where.prediction, where.candidate, where.candidate_right) == ("", "موسكو", True)
    assert (never.prediction, never.exact_match) == ("الحفل", 0.0)


def test_what_is_read_has_the_confidence_that_was_fitted_for_its_margin() -> None:
    halved = MarginCalibration({POOLED: Logistic((0.0,), (1.0,), (0.5,), 0.0)})
    gold, reader = [gold_set(WHERE)], FakeReader({WHERE.question: ("موسكو", 2.0)})
    (as_is,) = evaluate_reader(gold, reader, UNCALIBRATED).per_question
    (fitted,) = evaluate_reader(gold, reader, halved).per_question
    assert as_is.confidence == pytest.approx(1 / (1 + math.exp(-2.0)))
    assert fitted.confidence == pytest.approx(1 / (1 + math.exp(-1.0)))


def test_a_question_without_paragraph_cannot_be_read() -> None:
    with pytest.raises(GoldError, match="has no paragraph to read"):
        evaluate_reader([gold_set(replace(WHERE, context=""))], FakeReader({}), UNCALIBRATED)


def test_a_reader_that_finds_nothing_has_not_answered() -> None:
    run = evaluate_reader([gold_set(WHERE)], FakeReader({}), UNCALIBRATED)
    assert (run.per_question[0].prediction, run.per_question[0].f1) == ("", 0.0)


def test_retrieval_is_measured_over_all_paragraphs_and_answerable_questions() -> None:
    def search(questions: Sequence[str], k: int) -> list[list[str]]:
        return [["fr-01", "ar-01"] for _ in questions]

    run = evaluate_retrieval([gold_set(WHERE, NEVER)], search, {"embedder": "e"})
    overall = run.overall()
    assert (overall["recall@1"], overall["recall@5"], overall["mrr@20"]) == (0.0, 1.0, 0.5)
    assert run.per_question[1].relevant is None


def test_an_answer_elsewhere_makes_its_article_relevant() -> None:
    both = replace(WHERE, answers=(*WHERE.answers, GoldAnswer("Moscou", 19, "fr-01")))
    french = ask_of(FRENCH, "fr", "Où ?", "Moscou")
    run = evaluate_retrieval([gold_set(both, french)], lambda qs, k: [["fr-01"] for _ in qs], {})
    assert run.per_question[0].relevant == ("ar-01", "fr-01")
    assert run.overall()["recall@1"] == 1.0


def test_the_right_paragraph_of_the_article_has_to_be_retrieved() -> None:
    second = ask_of(replace(ARABIC, text="عاد الوزير إلى الرباط."), "second", "إلى أين عاد الوزير؟", "الرباط")
    gold = gold_set(WHERE, second)
    first_paragraph = next(iter(paragraph_articles([gold])))
    run = evaluate_retrieval([gold], lambda qs, k: [[first_paragraph] for _ in qs], {})
    assert run.overall()["recall@1"] == 0.5


def test_a_question_of_an_identical_paragraph_finds_the_one_that_is_indexed() -> None:
    twin = replace(WHERE, id="twin", article="ar-02", question="وأين كان ذلك؟")
    found = {q.question: [("ar-01", 0)] for q in (WHERE, twin)}
    answerer = FakeAnswerer(found, said={})
    run = evaluate_answers([gold_set(WHERE, twin)], answerer, {})  # type: ignore[arg-type]
    assert [(r.article, r.relevant) for r in run.per_question] == [("ar-01", ("ar-01:0-28",))] * 2


def test_a_question_of_an_identical_paragraph_keeps_its_article_in_an_index_that_has_it() -> None:
    twin = replace(WHERE, id="twin", article="ar-02")
    answerer = FakeAnswerer({}, {}, generation=FakeGeneration([ARABIC, replace(ARABIC, id="ar-02")]))
    run = evaluate_answers([gold_set(WHERE, twin)], answerer, {})  # type: ignore[arg-type]
    assert [record.article for record in run.per_question] == ["ar-01", "ar-02"]


def test_an_answer_read_in_a_paragraph_is_at_its_place_in_the_article_of_the_record() -> None:
    second = ask_of(replace(ARABIC, text="عاد الوزير إلى الرباط. ثم سافر."), "second", "إلى أين عاد الوزير؟", "الرباط")
    gold = gold_set(WHERE, second)
    pool = paragraph_articles([gold])
    id = list(pool)[1]
    answerer = FakeAnswerer(
        found={second.question: [(id, 0)]},
        said={second.question: ("عاد الوزير إلى الرباط", 0.9)},
        generation=FakeGeneration(list(pool.values())),
    )
    record = evaluate_answers([gold], answerer, {}).per_question[1]  # type: ignore[arg-type]
    assert (record.article, record.ranked, record.relevant) == (id, (f"{id}:0-22",), (f"{id}:0-22",))
    assert record.outcome == "boundary only"


def test_rankings_of_another_system_are_measured_by_its_own_judgements() -> None:
    ranked, relevant = {"where": ["x", "y"]}, {"where": ["y"], "who": ["z"]}
    overall = evaluate_rankings([gold_set(WHERE, WHO, NEVER)], ranked, relevant).overall()
    assert (overall["recall@1"], overall["recall@5"], overall["mrr@20"]) == (0.0, 0.5, 0.25)


def test_rankings_without_judgements_are_of_the_gold_sets_paragraphs() -> None:
    spaced = replace(WHERE, id="where to")
    run = evaluate_rankings([gold_set(spaced, WHO)], {"where_to": ["fr-01", "ar-01"], "else": ["x"]})
    assert [record.relevant for record in run.per_question] == [("ar-01",), ("ar-01",)]
    assert run.overall()["mrr@20"] == 0.25
    assert run.notes == (
        "1 questions have no ranking and count as nothing found.",
        "1 rankings are for no question of the gold set.",
    )


def test_questions_that_nobody_judged_are_not_measured_and_a_note_says_so() -> None:
    run = evaluate_rankings([gold_set(WHERE, WHO)], {"where": ["y"], "who": ["z"]}, {"where": ["y"]})
    assert run.overall()["mrr@20"] == 1.0
    assert run.notes == ("1 questions have no judgement and are not measured.",)


def test_unanswerable_questions_need_no_ranking() -> None:
    run = evaluate_rankings([gold_set(WHERE, NEVER)], {"where": ["ar-01"]})
    assert run.notes == ()
    assert run.overall()["measured"]["mrr@20"] == 1


def test_judged_grades_are_kept_and_measured() -> None:
    run = evaluate_rankings([gold_set(WHERE)], {"where": ["x", "y"]}, {"where": {"y": 2, "z": 1}})
    (record,) = run.per_question
    assert (record.relevant, record.grades) == (("y", "z"), {"y": 2, "z": 1})
    overall = Run.from_json(run.to_json()).overall()
    assert (overall["recall@5"], overall["R@5"], overall["R@1"]) == (1.0, 0.5, 0.0)


def test_retrieval_needs_a_paragraph_to_find() -> None:
    with pytest.raises(GoldError, match="'where' has no paragraph to find"):
        evaluate_retrieval([gold_set(replace(WHERE, context=""), FAR)], lambda qs, k: [[] for _ in qs], {})
    with pytest.raises(GoldError, match="nothing to find"):
        evaluate_retrieval([gold_set(NEVER)], lambda qs, k: [[] for _ in qs], {})


def test_rankings_need_an_article_to_find_or_judgements() -> None:
    nowhere = replace(WHERE, context="", article=None)
    with pytest.raises(GoldError, match="neither a paragraph nor an article"):
        evaluate_rankings([gold_set(nowhere)], {"where": ["ar-01"]})
    assert evaluate_rankings([gold_set(nowhere)], {"where": ["x"]}, {"where": ["x"]}).overall()["mrr@20"] == 1.0
    with pytest.raises(GoldError, match="judgements are of others"):
        evaluate_rankings([gold_set(nowhere)], {"where": ["x"]}, {"who": ["x"]})


def test_rankings_for_other_questions_are_an_error() -> None:
    with pytest.raises(GoldError, match="none of the 1 rankings"):
        evaluate_rankings([gold_set(WHERE)], {"x": ["y"]})


def test_the_whole_chain_is_asked_and_searched() -> None:
    answerer = FakeAnswerer(
        found={WHERE.question: [("fr-01", 0), ("ar-01", 0)], NEVER.question: [("ar-01", 1)]},
        said={WHERE.question: ("موسكو", 0.9), NEVER.question: ("الحفل", 0.2)},
    )
    run = evaluate_answers([gold_set(WHERE, NEVER)], answerer, {})  # type: ignore[arg-type]
    where, never = run.per_question
    assert (where.prediction, where.relevant, where.attempts[0].rank) == ("موسكو", ("ar-01:0-28",), 2)
    assert (never.prediction, never.candidate, never.exact_match) == ("", "الحفل", 1.0)
    overall = run.overall()
    assert (overall["f1"], overall["answered"], overall["abstention_f1"]) == (1.0, 0.5, 1.0)
    assert (overall["mrr@20"], overall["auroc"]) == (0.5, 1.0)


def test_an_answer_whose_article_the_index_lacks_is_looked_for_by_its_words() -> None:
    loose = replace(WHERE, article=None, context="", answers=(GoldAnswer("Moscou"),))
    answerer = FakeAnswerer(found={WHERE.question: [("ar-01", 0), ("fr-01", 0)]}, said={})
    run = evaluate_answers([gold_set(loose)], answerer, {})  # type: ignore[arg-type]
    assert run.per_question[0].relevant == ("fr-01:0-26",)
    assert run.per_question[0].prediction == ""


class Refusing(FakeAnswerer):
    """Refuses empty questions before any work."""

    def explain_many(self, questions: Sequence[Question], k: int = 0) -> list[Explanation]:
        if not all(question.text for question in questions):
            raise QuestionError("The question is empty.")
        return super().explain_many(questions, k)


class Reading(FakeAnswerer):
    """Finds in the second passage what speaks for it, in the first what speaks against it."""

    def explain_many(self, questions: Sequence[Question], k: int = 0) -> list[Explanation]:
        spans = [[ScoredSpan(Span(0, 1), -9.0, 0.0)], [ScoredSpan(Span(0, 1), 9.0, 0.0)]]
        return [replace(explanation, spans=spans) for explanation in super().explain_many(questions, k)]


def test_passages_are_ranked_as_search_gives_them_after_reading() -> None:
    found = {WHERE.question: [("fr-01", 0), ("ar-01", 0), ("fr-01", 1)]}
    answerer = Reading(found=found, said={WHERE.question: ("موسكو", 0.9)})
    run = evaluate_answers([gold_set(WHERE)], answerer, {})  # type: ignore[arg-type]
    assert run.per_question[0].ranked == ("ar-01:0-28", "fr-01:0-26", "fr-01:27-57")
    assert run.per_question[0].attempts[0].rank == 2  # had one passage been read, it would not have been found
    assert run.overall()["recall@1"] == 1.0


def test_a_question_that_cannot_be_asked_counts_as_not_answered_and_ends_nothing() -> None:
    answerer = Refusing(found={WHERE.question: [("ar-01", 0)]}, said={WHERE.question: ("موسكو", 0.9)})
    gold = gold_set(replace(WHO, question=""), WHERE)
    run = evaluate_answers([gold], answerer, {})  # type: ignore[arg-type]
    who, where = run.per_question
    assert (who.prediction, who.f1, who.ranked, who.relevant) == ("", 0.0, (), ("ar-01:29-51",))
    assert (where.prediction, where.f1) == ("موسكو", 1.0)
    assert run.notes == ("'who' was not asked and counts as not answered: The question is empty.",)

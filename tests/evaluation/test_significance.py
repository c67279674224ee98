"""Comparison of runs: the gate, its correction, and what is named."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from functools import cache
from itertools import product
from types import ModuleType

import numpy as np
import pytest

from jawab.errors import GoldError
from jawab.evaluation.modes import evaluate_predictions, evaluate_retrieval
from jawab.evaluation.predictions import Prediction
from jawab.evaluation.runs import SEED, Run
from jawab.evaluation.significance import ALPHA, articles_needed, compare, holm, mcnemar, sign_flip
from jawab.gold import GoldAnswer, GoldQuestion, GoldSet, read_gold
from jawab.text import detect
from public import DATA


def questions(language: str, word: str, count: int = 60) -> list[GoldQuestion]:
    """Five questions on each of `count` / 5 articles, "when" for each third of them."""
    when, who = {"ar": ("متى وقع ذلك؟", "من قال ذلك؟"), "fr": ("Quand était-ce ?", "Qui l'a dit ?")}[language]
    return [
        GoldQuestion(
            f"{language}{n}",
            when if n % 3 == 0 else who,
            language,
            word,
            language,
            f"{language}-{n // 5}",
            (GoldAnswer(word, 0),),
        )
        for n in range(count)
    ]


GOLD = GoldSet("g.json", (*questions("ar", "موسكو"), *questions("fr", "Moscou")))


@cache
def run(*wrong: str) -> Run:
    said = {q.id: Prediction("x" if q.id in wrong else q.answers[0].text) for q in GOLD.questions}
    return evaluate_predictions([GOLD], said)


def test_the_sign_flip_test_is_exact_for_few_articles() -> None:
    sums = np.array([-1.0, -2.0, -0.5, 1.0, 0.0])
    totals = [abs(np.dot(signs, sums[:4])) for signs in product((-1, 1), repeat=4)]
    assert sign_flip(sums) == sum(total >= 2.5 for total in totals) / 16


def test_the_sign_flip_test_by_draws_comes_near_the_exact_one(stats: ModuleType) -> None:
    sums = np.array([-1.0] * 11 + [1.0] * 5)
    assert sign_flip(sums) == pytest.approx(stats.binomtest(5, 16).pvalue, abs=0.01)


@pytest.mark.parametrize("articles", [15, 101, 302])
def test_signs_drawn_some_at_a_time_are_those_of_one_draw(articles: int) -> None:
    sums = np.random.default_rng(articles).integers(1, 5, articles) * np.where(np.arange(articles) % 9 < 4, -1.0, 1.0)
    signs = np.random.default_rng(SEED).integers(0, 2, (20_000, articles), dtype=np.int8) * 2.0 - 1
    as_extreme = int((np.abs(signs @ sums) >= abs(sums.sum()) - 1e-9).sum())
    assert sign_flip(sums) == (as_extreme + 1) / 20_001


def test_thousands_of_articles_take_little_memory() -> None:
    tracemalloc.start()
    try:
        sign_flip(np.ones(1500))
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()


def test_no_difference_has_p_one() -> None:
    assert sign_flip(np.zeros(5)) == 1.0


def test_holm_steps_down_and_never_falls() -> None:
    assert holm([0.01, 0.04, 0.03]) == [pytest.approx(0.03), pytest.approx(0.06), pytest.approx(0.06)]


@pytest.mark.parametrize(("lost", "gained"), [(0, 0), (3, 0), (5, 2), (7, 7), (1, 12)])
def test_mcnemar_is_the_exact_binomial_test(lost: int, gained: int, stats: ModuleType) -> None:
    expected = stats.binomtest(lost, lost + gained).pvalue if lost + gained else 1.0
    assert mcnemar(lost, gained) == pytest.approx(expected)


def test_a_loss_in_one_language_is_found_located_and_named() -> None:
    spoiled = [q.id for q in GOLD.questions if q.language == "ar" and int(q.id[2:]) % 3 == 0]
    (comparison,) = compare([run(), run(*spoiled)])
    arabic, french = comparison.languages
    assert comparison.is_worse
    assert (arabic.verdict, arabic.most_changed, french.verdict) == ("worse", "when", "no significant difference")
    assert [flip.id for flip in comparison.lost] == spoiled
    assert (comparison.lost[0].before, comparison.lost[0].after, comparison.gained) == ("موسكو", "x", ())


def test_a_gain_is_no_failure() -> None:
    spoiled = [q.id for q in GOLD.questions if q.language == "fr"]
    (comparison,) = compare([run(*spoiled), run()])
    assert not comparison.is_worse
    assert comparison.languages[1].verdict == "better"
    assert [flip.id for flip in comparison.gained] == spoiled


def test_a_few_flips_both_ways_are_no_verdict() -> None:
    (comparison,) = compare([run("ar0", "ar7"), run("ar3", "fr4")])
    assert {language.verdict for language in comparison.languages} == {"no significant difference"}
    assert (len(comparison.lost), len(comparison.gained)) == (2, 2)


def test_several_runs_are_corrected_together() -> None:
    spoiled = [f"ar{n}" for n in range(0, 60, 10)]
    alone = compare([run(), run(*spoiled)])[0].languages[0].p_value
    first, second = compare([run(), run(*spoiled), run()])
    assert first.languages[0].p_value == pytest.approx(2 * alone)
    assert second.languages[0].p_value == 1.0


def test_runs_of_retrieval_are_compared_by_their_ranks() -> None:
    def searching(found: bool) -> Run:
        articles = {q.id: q for q in GOLD.questions}
        own = evaluate_retrieval([GOLD], lambda qs, k: [[] for _ in qs], {})
        records = tuple(
            r.model_copy(update={"ranked": r.relevant if found or articles[r.id].language == "fr" else ()})
            for r in own.per_question
        )
        return own.model_copy(update={"per_question": records})

    (comparison,) = compare([searching(True), searching(False)])
    assert comparison.metric == "mrr@20"
    assert [language.verdict for language in comparison.languages] == ["worse", "no significant difference"]


def test_what_cannot_be_compared_is_refused() -> None:
    retrieval = evaluate_retrieval([GOLD], lambda qs, k: [[] for _ in qs], {})
    strangers = GoldSet("h.json", tuple(replace(q, id=f"x{q.id}") for q in GOLD.questions))
    other = evaluate_predictions([strangers], {"xar0": Prediction("")})
    with pytest.raises(GoldError, match="at least two"):
        compare([run()])
    with pytest.raises(GoldError, match="cannot be compared"):
        compare([run(), retrieval])
    with pytest.raises(GoldError, match="no question in common"):
        compare([run(), other])


@pytest.mark.data
def test_a_quarter_of_the_when_answers_spoiled_in_arabic_is_found_and_located() -> None:
    sets = [read_gold(DATA / f"{name}.json", detect) for name in ("xquad-ar", "arcd-test")]
    said = {q.id: Prediction(q.answers[0].text) for gold in sets for q in gold.questions}
    before = evaluate_predictions(sets, said)
    spoiled = [r.id for r in before.per_question if r.type == "when" and r.language == "ar"][::4]
    after = evaluate_predictions(sets, said | dict.fromkeys(spoiled, Prediction("لا شيء")))
    (comparison,) = compare([before, after])
    assert (comparison.languages[0].verdict, comparison.languages[0].most_changed) == ("worse", "when")
    assert [flip.id for flip in comparison.lost] == spoiled


@pytest.mark.parametrize(("articles", "verdict"), [(5, "too few articles to tell"), (6, "worse")])
def test_a_gate_that_cannot_fail_says_so(articles: int, verdict: str) -> None:
    gold = GoldSet("g.json", tuple(questions("fr", "Moscou", 5 * articles)))
    runs = [evaluate_predictions([gold], {q.id: Prediction(said) for q in gold.questions}) for said in ("Moscou", "x")]
    (language,) = compare(runs)[0].languages
    assert (language.verdict, language.articles, language.articles_needed) == (verdict, articles, 6)
    assert language.p_value == 2 ** (1 - articles)
    assert ("5; it takes 6" in language.words) == (articles == 5)


@pytest.mark.parametrize(("tests", "articles"), [(1, 6), (2, 7), (4, 8), (12, 9)])
def test_more_tests_need_more_articles(tests: int, articles: int) -> None:
    assert articles_needed(tests) == articles
    assert tests * 2.0 ** (1 - articles) <= ALPHA < tests * 2.0 ** (2 - articles)


def test_questions_of_one_run_only_are_counted_by_their_ids() -> None:
    (same,) = compare([run(), run("ar0")], ["a.json", "b.json"])
    assert (same.before, same.after, same.only_before, same.only_after, same.notes) == ("a.json", "b.json", 0, 0, [])
    fewer = run().model_copy(update={"per_question": run().per_question[3:]})
    (comparison,) = compare([run(), fewer])
    assert (comparison.shared, comparison.only_before, comparison.only_after) == (117, 3, 0)
    assert comparison.notes == ["3 questions are only in run 1 and not compared."]


def test_unanswerable_questions_are_in_both_retrieval_runs_though_not_measured() -> None:
    never = replace(GOLD.questions[0], id="never", impossible=True, answers=())
    retrieval = evaluate_retrieval([GoldSet("g.json", (*GOLD.questions, never))], lambda qs, k: [[] for _ in qs], {})
    (comparison,) = compare([retrieval, retrieval])
    assert (comparison.shared, comparison.only_before, comparison.only_after) == (120, 0, 0)


def test_questions_whose_gold_has_changed_are_counted() -> None:
    changed = replace(GOLD.questions[0], answers=(GoldAnswer("الرباط"),))
    after = evaluate_predictions([GoldSet("g.json", (changed, *GOLD.questions[1:]))], {"ar0": Prediction("")})
    (comparison,) = compare([run(), after])
    assert comparison.other_gold == 1
    assert "1 questions have another gold than in run 1." in comparison.notes

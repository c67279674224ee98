"""How far judges agree."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from fake_answerer import ARABIC, FRENCH
from jawab.service.judging.agreement import agreement, cohen_kappa
from jawab.service.judging.judgement import Judgement

from .stored import stored


def judged(one: str, other: str, times: int = 1) -> list[list[Judgement]]:
    """Questions of which Ali says `one` and Zoé `other`."""
    return [[stored("Q", "Zoé", other), stored("Q", "Ali", one)] for _ in range(times)]


def test_kappa_is_cohens() -> None:
    """The textbook's 20, 5, 10, 15: seen .7, by chance .5, so kappa .4."""
    questions = [
        *judged("right", "right", 20),
        *judged("right", "wrong", 5),
        *judged("wrong", "right", 10),
        *judged("wrong", "wrong", 15),
    ]
    (pair,) = agreement(questions)
    assert (pair.judges, pair.questions) == (("Ali", "Zoé"), 50)
    assert pair.raw_agreement == pytest.approx(0.7)
    assert pair.kappa == pytest.approx(0.4)


def test_kappa_is_undefined_where_both_say_the_same_of_everything() -> None:
    (pair,) = agreement(judged("right", "right", 5))
    assert (pair.raw_agreement, pair.kappa) == (1.0, None)


def test_judges_without_a_question_in_common_are_no_pair() -> None:
    assert agreement([[stored("Q", "Ali", "right")], [stored("R", "Zoé", "right")]]) == []


def test_three_judges_are_three_pairs_those_with_most_in_common_first() -> None:
    three = [stored("Q", judge, "wrong") for judge in "abc"]
    two = [stored("R", judge, "wrong") for judge in "bc"]
    assert [(pair.judges, pair.questions) for pair in agreement([three, two])] == [
        (("b", "c"), 2),
        (("a", "b"), 1),
        (("a", "c"), 1),
    ]


def test_answers_in_two_languages_that_say_the_same_are_the_same() -> None:
    question = [
        stored("Q", "Ali", "right", ARABIC, "16 أكتوبر 2025"),
        stored("Q", "Zoé", "marked", FRENCH, "le 16 octobre 2025"),
    ]
    other = [stored("R", "Ali", "right", ARABIC, "300 شخص"), stored("R", "Zoé", "marked", FRENCH, "deux ans")]
    (pair,) = agreement([question, other])
    assert (pair.answers, pair.same_answers, pair.raw_agreement) == (2, 1, 0.5)


def test_an_answer_found_right_and_the_same_answer_marked_agree() -> None:
    questions = [
        [stored("Q", "Ali", "right", FRENCH, "deux ans"), stored("Q", "Zoé", "marked", FRENCH, "deux ans")],
        [stored("R", "Ali", "unanswerable"), stored("R", "Zoé", "unanswerable")],
    ]
    (pair,) = agreement(questions)
    assert (pair.raw_agreement, pair.kappa) == (1.0, 1.0)


def test_two_who_find_different_answers_right_do_not_agree() -> None:
    questions = [
        [stored("Q", "Ali", "right", FRENCH, "deux ans"), stored("Q", "Zoé", "right", FRENCH, "300 personnes")],
        [stored("R", "Ali", "wrong", FRENCH, "deux ans"), stored("R", "Zoé", "wrong", FRENCH, "300 personnes")],
    ]
    (pair,) = agreement(questions)
    assert (pair.raw_agreement, pair.same_answers) == (0.5, 0)
    assert pair.kappa == pytest.approx(1 / 3)  # seen 1/2, by chance 1/4


@settings(derandomize=True, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd")), min_size=1, max_size=30))
def test_kappa_is_that_of_scikit_learn(pairs: list[tuple[str, str]]) -> None:
    kappa = cohen_kappa(pairs)
    if len({category for pair in pairs for category in pair}) == 1:
        assert kappa is None
    else:
        assert kappa == pytest.approx(cohen_kappa_score(*zip(*pairs, strict=True)))

"""Error bars over articles."""

from __future__ import annotations

from types import ModuleType

import numpy as np
import pytest
from numpy.typing import NDArray

from jawab.evaluation.intervals import (
    GROUPS,
    article_sums,
    cluster_interval,
    cluster_mean,
    difference_interval,
    jackknife_interval,
    ratio_interval,
)


def test_article_sums_add_up_each_articles_questions() -> None:
    sums, sizes = article_sums([1.0, 0.5, 1.0], ["b", "a", "b"])
    assert (sums.tolist(), sizes.tolist()) == ([0.5, 2.0], [1.0, 2.0])


def test_with_one_question_an_article_the_error_is_the_usual_one(stats: ModuleType) -> None:
    values = [0.2, 0.4, 0.9, 0.7, 0.5]
    found = cluster_mean(*article_sums(values, list("abcde")))
    assert found is not None
    assert found.error == pytest.approx(np.std(values, ddof=1) / np.sqrt(5))
    assert found.freedom == pytest.approx(4)
    assert found.reach == pytest.approx(stats.t.ppf(0.975, 4) * found.error)


def test_a_paired_difference_has_the_paired_t_interval(stats: ModuleType) -> None:
    differences = np.array([0.1, -0.2, 0.0, 0.3, 0.05, -0.1])
    found = difference_interval(differences.tolist(), list("abcdef"))
    assert found == pytest.approx(tuple(stats.ttest_rel(differences, np.zeros(6)).confidence_interval(0.95)))


def test_questions_of_one_article_that_fail_together_widen_the_interval() -> None:
    values = [1.0] * 10 + [0.0] * 10
    together = cluster_interval(values, ["a"] * 5 + ["b"] * 5 + ["c"] * 5 + ["d"] * 5)
    apart = cluster_interval(values, list("abcdefghij" * 2))
    assert together is not None
    assert apart is not None
    assert together[1] - together[0] > 2 * (apart[1] - apart[0])


def test_one_large_article_leaves_fewer_degrees_of_freedom() -> None:
    found = cluster_mean(np.array([50.0, 1.0, 1.0]), np.array([98.0, 1.0, 1.0]))
    assert found is None
    found = cluster_mean(np.array([3.0, 2.0, 1.0]), np.array([4.0, 4.0, 2.0]))
    assert found is not None
    assert found.freedom == pytest.approx(100 / 36 - 1)


@pytest.mark.parametrize(("value", "expected"), [(0.0, (0.0, 1 - 0.025 ** (1 / 10))), (1.0, (0.025 ** (1 / 10), 1.0))])
def test_all_wrong_and_all_right_have_the_exact_bound(value: float, expected: tuple[float, float]) -> None:
    assert cluster_interval([value] * 10, list("abcdefghij")) == pytest.approx(expected)


def test_an_interval_stays_between_0_and_1() -> None:
    found = cluster_interval([1.0] * 9 + [0.0], list("abcdefghij"))
    assert found is not None
    assert 0 < found[0] < 0.9 < found[1] < 1


@pytest.mark.parametrize("articles", [[], ["a"], ["a", "a"]])
def test_fewer_than_two_articles_have_no_interval(articles: list[str]) -> None:
    assert cluster_interval([0.5] * len(articles), articles) is None


def test_the_truth_is_held_about_95_times_in_100() -> None:
    dice = np.random.default_rng(7)
    held = 0
    for _ in range(1000):
        sizes = 1 + dice.geometric(1 / 8, 30)
        interval = ratio_interval(dice.binomial(sizes, dice.beta(1.8, 1.2, 30)).astype(float), sizes.astype(float))
        assert interval is not None
        held += interval[0] <= 0.6 <= interval[1]
    assert 930 <= held <= 970


def test_the_jackknife_of_a_mean_is_its_usual_interval(stats: ModuleType) -> None:
    values = np.array([0.2, 0.4, 0.9, 0.7, 0.5, 0.4])
    found = jackknife_interval(lambda kept: float(values[kept].mean()), list("abcdef"))
    reach = stats.t.ppf(0.975, 5) * np.std(values, ddof=1) / np.sqrt(6)
    assert found == pytest.approx((values.mean() - reach, values.mean() + reach))


def test_the_jackknife_leaves_out_articles_not_questions() -> None:
    values = np.repeat([0.2, 0.9, 0.4], 4)
    found = jackknife_interval(lambda kept: float(values[kept].mean()), [a for a in "abc" for _ in range(4)])
    alone = jackknife_interval(lambda kept: float(values[::4][kept].mean()), list("abc"))
    assert found == pytest.approx(alone)


def test_many_articles_are_left_out_in_groups() -> None:
    masks = []

    def statistic(kept: NDArray[np.bool_]) -> float:
        masks.append(kept)
        return float(values[kept].mean())

    values = np.random.default_rng(3).random(1000)
    found = jackknife_interval(statistic, [f"a{n}" for n in range(1000)])
    assert len(masks) == 1 + GROUPS
    assert {int(mask.sum()) for mask in masks[1:]} == {1000 - 1000 // GROUPS}
    assert found is not None
    assert found[1] - found[0] == pytest.approx(2 * 1.97 * values.std(ddof=1) / np.sqrt(1000), rel=0.2)


def test_a_statistic_that_hangs_on_one_article_or_on_none_has_no_interval() -> None:
    assert jackknife_interval(lambda kept: 1.0, list("abc")) is None
    assert jackknife_interval(lambda kept: 0.5 if kept[0] else None, list("abc")) is None
    assert jackknife_interval(lambda kept: float(kept.sum()), ["a", "a"]) is None
    assert jackknife_interval(lambda kept: None, []) is None

"""faiss equals brute force."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from jawab.index.vectors import FlatIndex


def unit_rows(count: int, seed: int, dimension: int = 24) -> npt.NDArray[np.float32]:
    rows = np.random.default_rng(seed).normal(size=(count, dimension))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def filled(vectors: npt.NDArray[np.float32]) -> FlatIndex:
    index = FlatIndex(vectors.shape[1])
    index.add(vectors)
    return index


def brute_force(
    vectors: npt.NDArray[np.float32], questions: npt.NDArray[np.float32], k: int, admitted: npt.NDArray[np.bool_]
) -> list[list[int]]:
    scores = np.where(admitted, questions @ vectors.T, -np.inf)
    return [np.argsort(-row, kind="stable")[: min(k, admitted.sum())].tolist() for row in scores]


@pytest.mark.parametrize("share", [1.0, 0.5, 0.01])
def test_search_is_brute_force(share: float) -> None:
    vectors, questions = unit_rows(2_000, 1), unit_rows(7, 2)
    admitted = np.random.default_rng(3).random(len(vectors)) < share
    scores, numbers = filled(vectors).search(questions, 10, admitted)
    assert numbers.tolist() == brute_force(vectors, questions, 10, admitted)
    np.testing.assert_allclose(scores, np.take_along_axis(questions @ vectors.T, numbers, 1), atol=1e-6)


def test_without_a_filter_all_are_admitted() -> None:
    vectors, questions = unit_rows(500, 1), unit_rows(3, 2)
    _, numbers = filled(vectors).search(questions, 5)
    assert numbers.tolist() == brute_force(vectors, questions, 5, np.ones(500, dtype=np.bool_))


@pytest.mark.parametrize("kept", [0, 4_321, 9_999])
def test_a_filter_that_keeps_one_of_ten_thousand_finds_it(kept: int) -> None:
    vectors, questions = unit_rows(10_000, 1), unit_rows(2, 2)
    admitted = np.zeros(10_000, dtype=np.bool_)
    admitted[kept] = True
    scores, numbers = filled(vectors).search(questions, 20, admitted)
    assert numbers.tolist() == [[kept], [kept]]
    np.testing.assert_allclose(scores[:, 0], questions @ vectors[kept], atol=1e-6)


def test_scores_of_all_are_inner_products() -> None:
    vectors, questions = unit_rows(300, 1), unit_rows(4, 2)
    np.testing.assert_allclose(filled(vectors).scores(questions), questions @ vectors.T, atol=1e-6)


def test_numbers_close_up_behind_deleted_vectors() -> None:
    vectors, questions = unit_rows(50, 1), unit_rows(4, 2)
    index = filled(vectors)
    index.delete(np.array([0, 7, 49]))
    rest = np.delete(vectors, [0, 7, 49], axis=0)
    assert len(index) == 47
    np.testing.assert_array_equal(index.scores(questions), filled(rest).scores(questions))
    index.add(vectors[7:8])
    assert index.search(vectors[7:8], 1)[1].tolist() == [[47]]


def test_nothing_to_find_gives_no_columns() -> None:
    questions = unit_rows(2, 1)
    empty = FlatIndex(24)
    assert empty.search(questions, 5)[1].shape == (2, 0)
    assert empty.scores(questions).shape == (2, 0)
    index = filled(unit_rows(3, 2))
    assert index.search(questions, 5, np.zeros(3, dtype=np.bool_))[1].shape == (2, 0)
    assert index.search(questions, 0)[1].shape == (2, 0)
    assert index.search(questions, 9)[1].shape == (2, 3)

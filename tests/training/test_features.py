"""Features: the answer's tokens in a window that fits, or none."""

from __future__ import annotations

import random

import pytest

from jawab.training.data import Example
from jawab.training.features import MAX_LENGTH, NO_ANSWER, negative, positive
from tiny_model import tiny_tokenizer

QUESTION = "où est la ville ?"


def example(context: str, answer: str) -> Example:
    start = context.index(answer)
    return Example("q", "t", QUESTION, context, start, start + len(answer))


def answered(ids: tuple[int, ...], start: int, end: int) -> str:
    return tiny_tokenizer().decode(list(ids[start : end + 1])).strip()


def test_the_targets_are_the_answers_first_and_last_token() -> None:
    feature = positive(tiny_tokenizer(), QUESTION, example("le port de la ville", "la ville"), random.Random(0))
    assert answered(feature.ids, feature.start, feature.end) == "la ville"
    assert feature.ids == tuple(tiny_tokenizer().encode(QUESTION, "le port de la ville").ids)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("before", [0, 100, 400, 900])
def test_a_window_of_a_long_paragraph_holds_the_answer(before: int, seed: int) -> None:
    context = "le " * before + "ville 2025" + " la" * (900 - before)
    feature = positive(tiny_tokenizer(), QUESTION, example(context, "ville 2025"), random.Random(seed))
    assert len(feature.ids) <= MAX_LENGTH
    assert answered(feature.ids, feature.start, feature.end) == "ville 2025"


def test_which_part_of_a_long_paragraph_surrounds_the_answer_is_drawn() -> None:
    context = "le " * 300 + "ville" + " la" * 300
    whole = example(context, "ville")
    starts = {positive(tiny_tokenizer(), QUESTION, whole, random.Random(seed)).start for seed in range(20)}
    assert len(starts) > 10


def test_a_long_question_leaves_room_for_the_answer() -> None:
    question = "la ville " * 200
    feature = positive(tiny_tokenizer(), question, example("le " * 400 + "port", "port"), random.Random(0))
    assert len(feature.ids) <= MAX_LENGTH
    assert answered(feature.ids, feature.start, feature.end) == "port"


def test_a_negative_window_points_at_the_first_token() -> None:
    feature = negative(tiny_tokenizer(), QUESTION, "le port " * 400, random.Random(0))
    assert (feature.start, feature.end) == (NO_ANSWER, NO_ANSWER)
    assert len(feature.ids) <= MAX_LENGTH
    assert feature.ids[0] == tiny_tokenizer().token_to_id("<s>")

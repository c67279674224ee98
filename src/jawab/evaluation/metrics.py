"""Exact match and F1 of one prediction in three named columns: the SQuAD v1.1 script's, MLQA's for Arabic, and ours.

official: Rajpurkar et al. 2016, the script that XQuAD, TyDi QA and ARCD use too. mlqa: Lewis et al. 2020, which
deletes every "ال" wherever it stands; kept for comparison. ours: tokens of `jawab.text.answer_tokens`.
"""

from __future__ import annotations

import re
import string
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from jawab.gold import GoldAnswer, GoldQuestion
from jawab.text import answer_tokens, detect
from jawab.text.ar import AR
from jawab.text.en import EN
from jawab.text.languages import LANGUAGES

RIGHT_F1 = 0.5
"""F1 (ours) from which an answer counts as right where a confidence is judged: a word too many is not yet wrong."""

_ENGLISH_ARTICLES = re.compile(r"\b(a|an|the)\b")
_VALUE = re.compile(r"-?\d[\d.]*e?|month:\d+")
"""Tokens of `answer_tokens` that are numbers, ordinals or months."""
_ASCII_PUNCTUATION = str.maketrans("", "", string.punctuation)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How well a prediction agrees with a question's best answer: both numbers from 0 to 1."""

    exact_match: float
    f1: float


@dataclass(frozen=True, slots=True)
class Scores:
    """The three columns; `mlqa` is None where the answers are not Arabic."""

    ours: Agreement
    official: Agreement
    mlqa: Agreement | None


def official_tokens(text: str) -> list[str]:
    """Lower case, ASCII punctuation out, English articles out, split at white space."""
    return _ENGLISH_ARTICLES.sub(" ", text.lower().translate(_ASCII_PUNCTUATION)).split()


def mlqa_tokens(text: str) -> list[str]:
    """Lower case, all Unicode punctuation out, every "ال" a space, split at white space."""
    return text.lower().translate(_all_punctuation()).replace("ال", " ").split()


@cache
def _all_punctuation() -> dict[int, None]:
    named = (point for point in range(sys.maxunicode) if unicodedata.category(chr(point)).startswith("P"))
    return dict.fromkeys([*named, *map(ord, string.punctuation)])


def token_f1(predicted: Sequence[str], expected: Sequence[str]) -> float:
    """Harmonic mean of precision and recall over tokens, repeats counted; 0 where nothing is shared."""
    shared = (Counter(predicted) & Counter(expected)).total()
    if shared == 0:
        return 0.0
    precision = 1.0 * shared / len(predicted)
    recall = 1.0 * shared / len(expected)
    return (2 * precision * recall) / (precision + recall)


def score(prediction: str, question: GoldQuestion) -> Scores:
    """Scores of `prediction` ("" = abstained) against the best of the question's answers.

    A question without answers is scored as the SQuAD v2.0 script does: 1 for abstaining, else 0.
    """
    is_arabic = question.context_language == AR.code
    if not question.answers:
        right = float(not prediction.strip())
        verdict = Agreement(right, right)
        return Scores(verdict, verdict, verdict if is_arabic else None)
    texts = [answer.text for answer in question.answers]
    return Scores(
        ours=_best(_ours(prediction, answer, question) for answer in question.answers),
        official=_best(_by(official_tokens, prediction, text) for text in texts),
        mlqa=_best(_by(mlqa_tokens, prediction, text) for text in texts) if is_arabic else None,
    )


def is_right(prediction: str, question: GoldQuestion) -> bool:
    """Whether `prediction` ("" = abstained) has an F1 of `RIGHT_F1` with an answer and contradicts none of its numbers.

    Of two texts that hold numbers, ordinals or months, those of one must be among those of the other: 25% is not 45%
    though they share a token. Without answers abstaining is right.
    """
    if not question.answers:
        return not prediction.strip()
    return any(_agrees(prediction, answer, question) for answer in question.answers)


def _agrees(prediction: str, answer: GoldAnswer, question: GoldQuestion) -> bool:
    predicted, expected = (set(filter(_VALUE.fullmatch, side)) for side in _own_tokens(prediction, answer, question))
    contradicts = predicted and expected and not (predicted <= expected or expected <= predicted)
    return not contradicts and _ours(prediction, answer, question).f1 >= RIGHT_F1


def _best(agreements: Iterable[Agreement]) -> Agreement:
    """The highest of each number on its own, as the scripts do."""
    found = list(agreements)
    return Agreement(max(a.exact_match for a in found), max(a.f1 for a in found))


def _by(tokenize: Callable[[str], list[str]], prediction: str, expected: str) -> Agreement:
    predicted_tokens, expected_tokens = tokenize(prediction), tokenize(expected)
    return Agreement(float(predicted_tokens == expected_tokens), token_f1(predicted_tokens, expected_tokens))


def _ours(prediction: str, answer: GoldAnswer, question: GoldQuestion) -> Agreement:
    if not prediction.strip():
        return Agreement(0.0, 0.0)
    predicted, expected = _own_tokens(prediction, answer, question)
    same = predicted == expected if predicted or expected else prediction.strip() == answer.text.strip()
    return Agreement(float(same), max(float(same), token_f1(predicted, expected)))


def _own_tokens(prediction: str, answer: GoldAnswer, question: GoldQuestion) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Tokens of the prediction and of the answer, each in its language."""
    expected_in = language_of(answer.text, question.context_language)
    return _tokens(prediction, language_of(prediction, expected_in)), _tokens(answer.text, expected_in)


@lru_cache(maxsize=1 << 10)
def _tokens(text: str, language: str) -> tuple[str, ...]:
    """`answer_tokens`, which the scores and the verdict ask for in turn."""
    return tuple(answer_tokens(text, language))


def language_of(text: str, expected: str) -> str:
    """The language to compare `text` in: `expected`, unless the script says otherwise or it is not one we read.

    Short answers tell too little to detect more than their script.
    """
    found = detect(text)
    if expected not in LANGUAGES:
        return found if found in LANGUAGES else EN.code
    same_script = (found == AR.code) == (expected == AR.code)
    return expected if found not in LANGUAGES or same_script else found

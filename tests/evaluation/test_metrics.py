"""Exact match and F1: the official columns to the digit, ours case by case."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import cycle, groupby

import pytest

from jawab.evaluation.metrics import is_right, mlqa_tokens, official_tokens, score, token_f1
from jawab.gold import GoldAnswer, GoldQuestion, read_gold
from jawab.text import detect
from public import DATA


def gold(*answers: str, language: str = "ar") -> GoldQuestion:
    return GoldQuestion("1", "?", language, "", language, "T", tuple(map(GoldAnswer, answers)))


def test_official_tokens_lose_case_ascii_punctuation_and_english_articles() -> None:
    assert official_tokens("The U.S.A., an ally; a-b “the”") == ["usa", "ally", "ab", "“", "”"]


def test_official_tokens_keep_arabic_articles_and_marks() -> None:
    assert official_tokens("الرئيسُ، الجديد؟") == ["الرئيسُ،", "الجديد؟"]


def test_mlqa_tokens_delete_every_al_wherever_it_stands() -> None:
    assert mlqa_tokens("سؤال طالبان، «الرئيس»") == ["سؤ", "ط", "بان", "رئيس"]


def test_f1_counts_repeated_tokens() -> None:
    assert token_f1(["a", "a", "b"], ["a", "b", "b"]) == pytest.approx(2 / 3)


def test_the_best_answer_counts_for_each_number_on_its_own() -> None:
    scores = score("16 octobre", gold("le 16 octobre 2025", "16 octobre", language="fr"))
    assert (scores.official.exact_match, scores.official.f1) == (1.0, 1.0)


def test_an_answer_of_articles_only_scores_as_the_script_does() -> None:
    scores = score("the", gold("a", language="en"))
    assert (scores.official.exact_match, scores.official.f1) == (1.0, 0.0)


def test_abstaining_is_right_where_there_is_no_answer() -> None:
    assert score("", gold()).ours.f1 == 1.0
    assert score("موسكو", gold()).ours.f1 == 0.0


def test_abstaining_is_wrong_where_there_is_one() -> None:
    scores = score("", gold("موسكو"))
    assert (scores.ours.exact_match, scores.official.exact_match, scores.ours.f1) == (0.0, 0.0, 0.0)


def test_mlqa_is_for_arabic_answers_only() -> None:
    assert score("x", gold("x", language="fr")).mlqa is None


def test_an_answer_from_another_language_is_compared_in_its_own() -> None:
    question = GoldQuestion("1", "?", "ar", "", "ar", "T", (GoldAnswer("أكتوبر"), GoldAnswer("l'État", None, "fr-1")))
    assert score("Etat", question).ours.exact_match == 1.0


def test_a_language_that_is_not_read_is_compared_all_the_same() -> None:
    assert score("die Stadt", gold("die Stadt", language="de")).ours.exact_match == 1.0


@pytest.mark.parametrize(
    ("prediction", "answer", "language", "right"),
    [
        ("312 personnes", "300 personnes", "fr", False),
        ("300 personnes", "trois cents personnes", "fr", True),
        ("25%", "45%", "fr", False),
        ("-5 °C", "5 °C", "fr", False),
        ("16 octobre 2024", "16 octobre 2025", "fr", False),
        ("octobre 2025", "16 octobre 2025", "fr", True),
        ("le XIXe siècle", "le XXe siècle", "fr", False),
        ("في مارس 2016", "في أبريل 2016", "ar", False),
        ("300 قتيل", "300 قتيل و25 جريحا", "ar", True),
        ("300 قتيل في الزلزال", "قتيل في الزلزال", "ar", True),
        ("محمد السادس", "الملك محمد السادس", "ar", True),
        ("موسكو", "الرباط", "ar", False),
        ("", "الرباط", "ar", False),
    ],
)
def test_an_answer_is_right_that_shares_half_and_contradicts_no_number(
    prediction: str, answer: str, language: str, right: bool
) -> None:
    assert is_right(prediction, gold(answer, language=language)) is right


def test_an_answer_is_right_against_one_and_the_same_answer() -> None:
    assert is_right("25%", gold("45%", "le quart: 25%", language="fr"))
    assert not is_right("25 personnes", gold("45 personnes", "25 à 30 morts dans la ville", language="fr"))


def test_abstaining_alone_is_right_without_an_answer() -> None:
    assert is_right("", gold())
    assert not is_right("موسكو", gold())


# Independent of the code above: written from the published descriptions, on characters and lists.


def squad_words(text: str) -> list[str]:
    kept = [c for c in text.lower() if not (0x21 <= ord(c) <= 0x7E and not c.isalnum())]
    runs = ("".join(run) for _, run in groupby(kept, key=lambda c: c.isalnum() or c == "_"))
    return "".join(" " if run in {"a", "an", "the"} else run for run in runs).split()


def mlqa_words(text: str) -> list[str]:
    symbols = "$+<=>^`|~"
    kept = "".join(c for c in text.lower() if unicodedata.category(c)[0] != "P" and c not in symbols)
    return [word for word in re.split(r"\s+", " ".join(kept.split("ال"))) if word]


def overlap_f1(predicted: list[str], expected: list[str]) -> float:
    left, shared = list(expected), 0
    for word in predicted:
        if word in left:
            left.remove(word)
            shared += 1
    if not shared:
        return 0.0
    precision, recall = shared / len(predicted), shared / len(expected)
    return 2 * precision * recall / (precision + recall)


def corrupted(question: GoldQuestion, kind: int) -> str:
    text, start = question.answers[0].text, question.answers[0].start or 0
    words = text.split()
    return [
        text,
        " ".join(words[1:]),
        question.context[max(0, start - 12) : start + len(text) + 7],
        f"«{text.upper()}»!",
        f"the {text}, a",
        "",
        text.replace("ال", ""),
        f"{text} {text}",
        question.context[:25],
        f"l’a_{text}-",
    ][kind]


def two_thousand() -> Iterator[tuple[GoldQuestion, str]]:
    for name in ("xquad-ar", "arcd-test", "piaf-dev", "xquad-en"):
        questions = read_gold(DATA / f"{name}.json", detect).questions
        yield from ((q, corrupted(q, kind)) for q, kind in zip(questions[:500], cycle(range(10)), strict=False))


@pytest.mark.data
def test_official_and_mlqa_columns_equal_an_independent_implementation_in_every_digit() -> None:
    compared = 0
    for question, prediction in two_thousand():
        scores = score(prediction, question)
        expected = question.answers[0].text
        columns = [(scores.official, squad_words)] + ([(scores.mlqa, mlqa_words)] if scores.mlqa else [])
        for found, words in columns:
            assert found is not None
            assert found.exact_match == float(words(prediction) == words(expected))
            assert found.f1 == overlap_f1(words(prediction), words(expected))
        compared += 1
    assert compared == 2000

"""BM25 equals its formula and another implementation."""

from __future__ import annotations

import math

import bm25s
import numpy as np
import pytest

from jawab.lexical import K1, B, LexicalIndex, TermCounts, count_terms, stack
from jawab.text import grams, terms

TEXTS = [
    "وقّع المغرب وروسيا مذكرة تفاهم في موسكو.",
    "Le Maroc et la Russie ont signé un mémorandum à Moscou.",
    "افتتح الميناء الجديد أمام السفن، والميناء أكبر من القديم.",
    "Le port accueille les navires ; le port est grand, le port est neuf.",
    "مات الشاعر في سنة ٢٠٢٥.",
]
QUESTIONS = ["متى وقع المغرب مذكرة التفاهم؟", "Où est le port neuf ?", "2025", "zzzz", ""]


def counted(counts: TermCounts) -> list[dict[str, int]]:
    dense = counts.counts.toarray()
    return [{counts.vocabulary[i]: int(row[i]) for i in np.flatnonzero(row)} for row in dense]


def test_scores_are_those_of_bm25s() -> None:
    reference = bm25s.BM25(method="lucene", k1=K1, b=B)
    reference.index([terms(text) + grams(text) for text in TEXTS], show_progress=False)
    scores = LexicalIndex(count_terms(TEXTS)).bm25.scores(QUESTIONS)
    for row, question in zip(scores, QUESTIONS, strict=True):
        known = [term for term in terms(question) + grams(question) if term in reference.vocab_dict]
        expected = reference.get_scores(known) if known else np.zeros(len(TEXTS))
        np.testing.assert_allclose(row, expected, rtol=1e-5)


def test_a_score_is_the_formula() -> None:
    scores = LexicalIndex(count_terms(["chat chien", "chat chat oiseau lapin"])).bm25.scores(["oiseau"])
    idf = math.log(1 + (2 - 1 + 0.5) / (1 + 0.5))
    # A word counts itself and its 4-grams: 2 + 7 in the first text, 4 + 15 in the second, 1 + 5 for "oiseau".
    expected = 6 * idf / (1 + K1 * (1 - B + B * 19 / 14))
    assert scores.tolist() == [[0.0, pytest.approx(expected)]]


def test_digits_and_months_match_across_scripts() -> None:
    scores = LexicalIndex(count_terms(TEXTS)).bm25.scores(["2025"])
    assert np.flatnonzero(scores[0]).tolist() == [4]


def test_stacked_parts_score_as_one() -> None:
    parts = [count_terms(TEXTS[:2]), count_terms([]), count_terms(TEXTS[2:])]
    whole = LexicalIndex(count_terms(TEXTS)).bm25.scores(QUESTIONS)
    np.testing.assert_array_equal(LexicalIndex(stack(parts)).bm25.scores(QUESTIONS), whole)


def test_kept_rows_are_counted_in_the_order_asked_for() -> None:
    kept = count_terms(TEXTS).keep(np.array([4, 0]))
    assert counted(kept) == counted(count_terms([TEXTS[4], TEXTS[0]]))
    assert len(kept.compact().vocabulary) == len(count_terms([TEXTS[4], TEXTS[0]]).vocabulary)
    assert counted(kept.compact()) == counted(kept)


def test_a_question_scores_alike_with_few_and_with_many() -> None:
    bm25 = LexicalIndex(count_terms(TEXTS)).bm25
    np.testing.assert_array_equal(bm25.scores(QUESTIONS * 40)[-5:], bm25.scores(QUESTIONS))


@pytest.mark.parametrize("texts", [[], ["", " "]])
def test_nothing_to_search_scores_nothing(texts: list[str]) -> None:
    scores = LexicalIndex(count_terms(texts)).bm25.scores(["شيء", ""])
    assert scores.shape == (2, len(texts))
    assert not scores.any()


def test_no_questions_have_no_scores() -> None:
    assert LexicalIndex(count_terms(TEXTS)).bm25.scores([]).shape == (0, len(TEXTS))


def test_stacking_nothing_gives_no_rows() -> None:
    assert stack([]).counts.shape == (0, 0)


def test_names_and_numbers_are_shared_across_languages() -> None:
    texts = ["زار لافروف الرباط سنة ٢٠٢٥.", "Le zoo de Lyon a rouvert en 2024.", "مات الشاعر."]
    scores = LexicalIndex(count_terms(texts)).shared.scores(
        ["Quand Lavrov est-il venu ?", "Et en 2025 ?", "ماذا أعاد فتحه ليون؟"]
    )
    once = math.log(1 + (3 - 1 + 0.5) / (1 + 0.5))
    np.testing.assert_allclose(scores, [[once, 0, 0], [once, 0, 0], [0, once, 0]], rtol=1e-6)


def test_shared_terms_leave_bm25_as_it_is() -> None:
    counts = count_terms(TEXTS)
    own = counts.part(np.array([not term.startswith("~") for term in counts.vocabulary]))
    assert len(own.vocabulary) < len(counts.vocabulary)
    np.testing.assert_array_equal(LexicalIndex(own).bm25.scores(QUESTIONS), LexicalIndex(counts).bm25.scores(QUESTIONS))


def test_coverage_is_the_share_of_the_questions_idf() -> None:
    coverage = LexicalIndex(count_terms(["chat chien", "chat chat oiseau lapin", "arbre"])).coverage
    once, twice, never = (math.log(1 + (3 - n + 0.5) / (n + 0.5)) for n in (1, 2, 0))
    whole = once + twice + never
    found = coverage.scores(["oiseau chat licorne chat", "arbre", "zzzz", ""])
    np.testing.assert_allclose(found[0], [twice / whole, (once + twice) / whole, 0], rtol=1e-6)
    np.testing.assert_allclose(found[1:], [[0, 0, 1], [0, 0, 0], [0, 0, 0]])
    assert coverage.words.tolist() == [2, 4, 1]


def test_nothing_to_search_covers_nothing() -> None:
    assert LexicalIndex(count_terms([])).coverage.scores(["chat"]).shape == (1, 0)
    assert LexicalIndex(count_terms(TEXTS)).coverage.scores([]).shape == (0, len(TEXTS))

"""Fusion is its formula; hits, filters and ties are as promised."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from fake_embedder import HashEmbedder
from jawab.index import IndexWriter, open_index
from jawab.retrieval import (
    ABROAD,
    BLOCK,
    LEXICAL_DEPTH,
    WEIGHTS,
    Fusion,
    Retriever,
    Signals,
    Weights,
    fuse,
    is_abroad,
    ranked,
    top,
)
from jawab.settings import Settings
from jawab.types import Article, Filters, Question

AHEAD = 0.15
W = Weights(dense=0.7, lexical=0.3, coverage=2.0, length=-0.5, shared=0.1, own_language=AHEAD)


def signals(
    dense: Sequence[float],
    lexical: Sequence[float] | None = None,
    shared: Sequence[float] | None = None,
    coverage: Sequence[float] | None = None,
    words: Sequence[float] | None = None,
    languages: Sequence[str] | None = None,
) -> Signals:
    """What is not given is the same for all passages."""
    zeros, count = [0.0] * len(dense), len(dense)
    return Signals(
        *(np.array(row or zeros) for row in (dense, lexical, coverage, shared)),
        words=np.array(words or [1.0] * count),
        languages=np.array(languages or ["fr"] * count),
    )


def z(values: Sequence[float]) -> npt.NDArray[np.float64]:
    """Standard scores to the power of 1.25, as large as before where they are 4."""
    array = np.array(values)
    standard = (array - array.mean()) / array.std()
    return np.sign(standard) * 4 * np.abs(standard / 4) ** 1.25


def test_fusion_is_a_weighted_sum() -> None:
    dense, lexical, coverage, words = [0.9, 0.8, 0.7, 0.1], [0.0, 7.0, 2.0, 0.0], [0.1, 0.6, 0.4, 0.0], [20, 40, 10, 5]
    lengths = np.log(words) - np.log(words).mean()
    more = np.array(coverage) - 0.275
    expected = 0.7 * z(dense) + 0.3 * z(lexical) + 2.0 * more - 0.5 * lengths + AHEAD
    found = fuse(signals(dense, lexical, coverage=coverage, words=words), "fr", W)
    np.testing.assert_allclose(found, expected)


def test_lexical_scores_count_only_among_the_first() -> None:
    dense, lexical = np.linspace(0, 1, 300).tolist(), np.arange(300.0)
    kept = np.where(lexical >= 300 - LEXICAL_DEPTH, lexical, 0)
    expected = 0.7 * z(dense) + 0.3 * z(kept.tolist()) + AHEAD
    np.testing.assert_allclose(fuse(signals(dense, lexical.tolist(), languages=["ar"] * 300), "ar", W), expected)


def test_the_best_of_another_language_stand_beside_the_best_of_the_questions_own() -> None:
    dense = [0.92, 0.90, 0.88, 0.82, 0.80, 0.78]
    fused = fuse(signals(dense, languages=["ar"] * 3 + ["fr"] * 3), "ar", W)
    np.testing.assert_allclose(fused[3:], 0.9 * z([0.82, 0.80, 0.78]))
    np.testing.assert_allclose(fused[:3], 0.7 * z([0.92, 0.90, 0.88]) + AHEAD)


def test_words_count_in_the_questions_own_language_and_names_in_others() -> None:
    fused = fuse(
        signals(
            dense=[0.9, 0.8, 0.7, 0.6],
            lexical=[0.0, 8.0, 0.0, 9.0],
            shared=[0.0, 3.0, 2.0, 0.0],
            coverage=[0.5, 0.2, 0.9, 0.9],
            words=[9.0, 9.0, 50.0, 2.0],
            languages=["ar", "ar", "fr", "fr"],
        ),
        "ar",
        W,
    )
    np.testing.assert_allclose(fused[:2], 0.7 * z([0.9, 0.8]) + 0.3 * z([0, 8]) + [0.3, -0.3] + AHEAD)
    np.testing.assert_allclose(fused[2:], 0.9 * z([0.7, 0.6]) + 0.1 * z([2, 0]))


def test_words_count_everywhere_where_no_passage_is_in_the_questions_language() -> None:
    dense, lexical = [0.5, 0.4, 0.3, 0.2], [0.0, 0.0, 0.0, 9.0]
    expected = 0.7 * z(dense) + 0.3 * z(lexical) + AHEAD
    np.testing.assert_allclose(fuse(signals(dense, lexical), "en", W), expected)


def test_a_served_language_without_passages_is_read_across() -> None:
    shared = [0.0, 3.0, 2.0]
    found = fuse(signals([0.9, 0.8, 0.7], [9.0, 0.0, 0.0], shared, [0.9, 0.0, 0.0]), "ar", W)
    np.testing.assert_allclose(found, 0.9 * z([0.9, 0.8, 0.7]) + 0.1 * z(shared))


def test_a_question_in_no_served_language_finds_all_languages_by_their_own_standard() -> None:
    french, arabic = [0.85, 0.87, 0.83], [0.78, 0.80, 0.76]
    found = fuse(signals([*french, *arabic], languages=["fr"] * 3 + ["ar"] * 3), "und", W)
    np.testing.assert_allclose(found[:3], found[3:])


@settings(derandomize=True, deadline=None, max_examples=50)
@given(st.data(), st.integers(0, 40), st.sampled_from(["ar", "fr", "en"]))
def test_fused_scores_are_numbers(data: st.DataObject, count: int, own: str) -> None:
    dense = data.draw(arrays(np.float32, count, elements=st.floats(-1, 1, width=32)))
    lexical = data.draw(arrays(np.float32, count, elements=st.floats(0, 50, width=32)))
    languages = data.draw(arrays(np.dtype("U2"), count, elements=st.sampled_from(["ar", "fr"])))
    fused = fuse(Signals(dense, lexical, lexical / 50, lexical[::-1], lexical, languages), own)
    assert fused.shape == (count,) and np.isfinite(fused).all()


@settings(derandomize=True, deadline=None, max_examples=50)
@given(st.lists(st.sampled_from([0.0, 0.1, 0.1 + 1e-9, 0.5, -2.0]), max_size=30), st.integers(0, 35))
def test_the_best_are_first_and_ties_in_order(values: list[float], k: int) -> None:
    expected = sorted(range(len(values)), key=lambda place: (-round(values[place], 6), place))[:k]
    assert top(np.array(values), k).tolist() == expected


def test_four_of_ten_passages_may_be_in_another_language_while_the_questions_own_has_any() -> None:
    scores = np.array([9.0, 8.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.5, 2.0, 1.5, 1.4, 1.3, 1.2, 1.1, 1.0, 0.5, 0.4])
    abroad = np.array([True] * 9 + [False] * 8)
    first = [0, 1, 2, 3, 9, 10, 11, 12, 13, 14]
    assert ranked(scores, abroad, 17).tolist() == [*first, 4, 5, 6, 7, 15, 16, 8]
    assert ranked(scores, abroad, 4).tolist() == first[:4]


@settings(derandomize=True, deadline=None, max_examples=100)
@given(
    st.lists(st.tuples(st.sampled_from([0.0, 0.1, 0.1 + 1e-9, 0.5]), st.booleans()), max_size=40), st.integers(0, 45)
)
def test_each_language_keeps_its_order_and_what_is_few_is_not_held_back(rows: list[tuple[float, bool]], k: int) -> None:
    scores, abroad = np.array([score for score, _ in rows]), np.array([away for _, away in rows], dtype=bool)
    order = ranked(scores, abroad, k).tolist()
    assert len(order) == min(k, len(rows))
    for language in (True, False):
        part = np.flatnonzero(abroad == language)
        own = [place for place in order if abroad[place] == language]
        assert own == part[top(scores[part], k)].tolist()[: len(own)]
    if abroad.sum() <= ABROAD:
        assert order == top(scores, k).tolist()
    for block in range(0, len(order), BLOCK):
        left = set(np.flatnonzero(~abroad).tolist()) - set(order[: block + BLOCK])
        assert abroad[order[block : block + BLOCK]].sum() <= ABROAD or not left


def test_to_a_question_in_a_language_that_is_not_served_nothing_is_abroad() -> None:
    languages = np.array(["ar", "fr", "en"])
    assert is_abroad(languages, "en").tolist() == [False] * 3
    assert is_abroad(languages, "fr").tolist() == [True, False, True]


def retriever(folder: Path, articles: Sequence[Article], fusion: Fusion = fuse) -> Retriever:
    embedder = HashEmbedder()
    IndexWriter(folder, embedder, Settings(passage_tokens=16, passage_overlap=0)).put(articles)
    return Retriever(open_index(folder), embedder, fusion)


TOPICS = ["الميناء", "الانتخابات", "le budget", "l'école", "الزيتون", "la forêt", "المسرح", "le vaccin"]
ARTICLES = [
    Article(
        f"a{number:03}",
        f"{TOPICS[number % 8]} : خبر رقم {number}.",
        "fr" if number % 8 in (2, 3, 5, 7) else "ar",
        source=f"outlet {number % 3}",
        published=date(2025, 1 + number % 12, 1) if number % 5 else None,
    )
    for number in range(120)
]


def test_hits_carry_the_scores_they_were_fused_from(tmp_path: Path) -> None:
    found = retriever(tmp_path, ARTICLES)
    [hits] = found.search_many([Question("من افتتح الميناء؟")], 200)
    generation = open_index(tmp_path)
    dense = generation.dense_scores(HashEmbedder().embed_questions(["من افتتح الميناء؟"]))[0]
    found_by = generation.lexical
    lexical, coverage, shared = (
        index.scores(["من افتتح الميناء؟"])[0] for index in (found_by.bm25, found_by.coverage, found_by.shared)
    )
    known = Signals(dense, lexical, coverage, shared, found_by.coverage.words, generation.languages())
    expected = fuse(known, "ar")
    order = ranked(expected, is_abroad(generation.languages(), "ar"), 200).tolist()
    assert [hit.passage for hit in hits] == [generation.passage(number) for number in order]
    np.testing.assert_allclose([hit.score for hit in hits], expected[order], atol=1e-6)
    np.testing.assert_allclose([hit.dense for hit in hits], dense[order], atol=1e-6)
    np.testing.assert_allclose([hit.lexical for hit in hits], lexical[order], atol=1e-6)


def test_questions_do_not_depend_on_their_batch(tmp_path: Path) -> None:
    found = retriever(tmp_path, ARTICLES)
    questions = [
        Question(f"{topic} {number}؟", filters=Filters(languages=("fr",) if number % 3 else ()))
        for number, topic in enumerate(TOPICS * 9)
    ]
    together = found.search_many(questions, 5)
    for question, hits in zip(questions, together, strict=True):
        [alone] = found.search_many([question], 5)
        assert [hit.passage.id for hit in alone] == [hit.passage.id for hit in hits]
        np.testing.assert_allclose([hit.score for hit in alone], [hit.score for hit in hits], atol=1e-4)


@pytest.mark.parametrize(
    "filters",
    [
        Filters(languages=("fr",)),
        Filters(sources=("outlet 1",)),
        Filters(published_from=date(2025, 3, 1), published_to=date(2025, 5, 1)),
        Filters(languages=("en",)),
    ],
)
def test_filters_admit_all_that_they_should(tmp_path: Path, filters: Filters) -> None:
    [hits] = retriever(tmp_path, ARTICLES).search_many([Question("الميناء", filters=filters)], 500)
    admitted = {article.id for article in ARTICLES if filters.admits(article.info)}
    assert {hit.passage.article.id for hit in hits} == admitted


def test_a_filter_that_keeps_one_passage_finds_it(tmp_path: Path) -> None:
    alone = Article("zz", "خبر لا يشبه غيره.", "ar", source="alone")
    found = retriever(tmp_path, [*ARTICLES, alone])
    [[hit]] = found.search_many([Question("الميناء", filters=Filters(sources=("alone",)))], 8)
    assert (hit.passage.article.id, hit.score) == ("zz", WEIGHTS.own_language)


def test_ties_are_in_order_of_article_and_start(tmp_path: Path) -> None:
    def level(known: Signals, own: str) -> npt.NDArray[np.float64]:
        return np.zeros(len(known.dense))

    articles = [Article(name, f"{name} " + "Une phrase. " * 9, "fr") for name in ("c", "a", "b")]
    [hits] = retriever(tmp_path, articles, level).search_many([Question("?")], 100)
    places = [(hit.passage.article.id, hit.passage.span.start) for hit in hits]
    assert places == sorted(places) and len(places) > 3


def test_an_empty_collection_has_no_hits(tmp_path: Path) -> None:
    writer = IndexWriter(tmp_path, HashEmbedder(), Settings())
    writer.put([ARTICLES[0]])
    writer.delete([ARTICLES[0].id])
    found = Retriever(open_index(tmp_path), HashEmbedder())
    assert found.search_many([Question("الميناء"), Question("port")], 5) == [[], []]


def test_no_questions_have_no_hits(tmp_path: Path) -> None:
    assert retriever(tmp_path, ARTICLES[:1]).search_many([], 5) == []

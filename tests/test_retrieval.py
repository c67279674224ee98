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
from jawab.retrieval import LEXICAL_DEPTH, LEXICAL_WEIGHT, OWN_LANGUAGE, Fusion, Retriever, fuse, top
from jawab.settings import Settings
from jawab.types import Article, Filters, Question

FRENCH = np.array(["fr"] * 4)
NOTHING = np.zeros(4)


def z(values: Sequence[float]) -> npt.NDArray[np.float64]:
    """Standard scores to the power of 1.5, as large as before where they are 4."""
    array = np.array(values)
    standard = (array - array.mean()) / array.std()
    return np.sign(standard) * np.abs(standard) ** 1.5 / 2


def test_fusion_is_a_weighted_sum_of_standard_scores() -> None:
    dense, lexical = np.array([0.9, 0.8, 0.7, 0.1]), np.array([0.0, 7.0, 2.0, 0.0])
    expected = 0.7 * z([0.9, 0.8, 0.7, 0.1]) + 0.3 * z([0, 7, 2, 0]) + 0.15
    np.testing.assert_allclose(fuse(dense, lexical, NOTHING, FRENCH, "fr"), expected)
    assert (LEXICAL_WEIGHT, OWN_LANGUAGE) == (0.3, 0.15)


def test_lexical_scores_count_only_among_the_first() -> None:
    dense = np.linspace(0, 1, 300)
    lexical = np.arange(300.0)
    kept = np.where(lexical >= 300 - LEXICAL_DEPTH, lexical, 0)
    expected = 0.7 * z(dense.tolist()) + 0.3 * z(kept.tolist()) + 0.15
    np.testing.assert_allclose(fuse(dense, lexical, np.zeros(300), np.array(["ar"] * 300), "ar"), expected)


def test_the_best_of_another_language_stand_beside_the_best_of_the_questions_own() -> None:
    dense = np.array([0.92, 0.90, 0.88, 0.82, 0.80, 0.78])
    languages = np.array(["ar"] * 3 + ["fr"] * 3)
    fused = fuse(dense, np.zeros(6), np.zeros(6), languages, "ar")
    np.testing.assert_allclose(fused[3:], 0.9 * z([0.82, 0.80, 0.78]))
    np.testing.assert_allclose(fused[:3], 0.7 * z([0.92, 0.90, 0.88]) + 0.15)


def test_words_count_in_the_questions_own_language_and_names_in_others() -> None:
    dense, lexical, shared = (
        np.array([0.9, 0.8, 0.7, 0.6]),
        np.array([0.0, 8.0, 0.0, 9.0]),
        np.array([0.0, 3.0, 2.0, 0.0]),
    )
    fused = fuse(dense, lexical, shared, np.array(["ar", "ar", "fr", "fr"]), "ar")
    np.testing.assert_allclose(fused[:2], 0.7 * z([0.9, 0.8]) + 0.3 * z([0, 8]) + 0.15)
    np.testing.assert_allclose(fused[2:], 0.9 * z([0.7, 0.6]) + 0.1 * z([2, 0]))


def test_words_count_everywhere_where_no_passage_is_in_the_questions_language() -> None:
    dense, lexical = np.array([0.5, 0.4, 0.3, 0.2]), np.array([0.0, 0.0, 0.0, 9.0])
    expected = 0.7 * z(dense.tolist()) + 0.3 * z(lexical.tolist()) + 0.15
    np.testing.assert_allclose(fuse(dense, lexical, NOTHING, FRENCH, "en"), expected)


@settings(derandomize=True, deadline=None, max_examples=50)
@given(st.data(), st.integers(0, 40), st.sampled_from(["ar", "fr", "en"]))
def test_fused_scores_are_numbers(data: st.DataObject, count: int, own: str) -> None:
    dense = data.draw(arrays(np.float32, count, elements=st.floats(-1, 1, width=32)))
    lexical = data.draw(arrays(np.float32, count, elements=st.floats(0, 50, width=32)))
    languages = data.draw(arrays(np.dtype("U2"), count, elements=st.sampled_from(["ar", "fr"])))
    fused = fuse(dense, lexical, lexical[::-1], languages, own)
    assert fused.shape == (count,) and np.isfinite(fused).all()


@settings(derandomize=True, deadline=None, max_examples=50)
@given(st.lists(st.sampled_from([0.0, 0.1, 0.1 + 1e-9, 0.5, -2.0]), max_size=30), st.integers(0, 35))
def test_the_best_are_first_and_ties_in_order(values: list[float], k: int) -> None:
    expected = sorted(range(len(values)), key=lambda place: (-round(values[place], 6), place))[:k]
    assert top(np.array(values), k).tolist() == expected


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
    lexical = generation.lexical(["من افتتح الميناء؟"])[0]
    shared = generation.shared(["من افتتح الميناء؟"])[0]
    expected = fuse(dense, lexical, shared, generation.languages(), "ar")
    ranked = top(expected, 200).tolist()
    assert [hit.passage for hit in hits] == [generation.passage(number) for number in ranked]
    np.testing.assert_allclose([hit.score for hit in hits], expected[ranked], atol=1e-6)
    np.testing.assert_allclose([hit.dense for hit in hits], dense[ranked], atol=1e-6)
    np.testing.assert_allclose([hit.lexical for hit in hits], lexical[ranked], atol=1e-6)


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
    assert (hit.passage.article.id, hit.score) == ("zz", OWN_LANGUAGE)


def test_ties_are_in_order_of_article_and_start(tmp_path: Path) -> None:
    def level(*rows: object) -> npt.NDArray[np.float64]:
        return np.zeros(len(rows[0]))  # type: ignore[arg-type] # the cosines

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

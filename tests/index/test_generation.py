"""A generation equals one made anew, and its scores equal brute force."""

from __future__ import annotations

import gc
import pickle
import weakref
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fake_embedder import HashEmbedder
from index.collection import ARABIC, FRENCH, Collection, article
from jawab.index import Generation, open_index, verify
from jawab.lexical import LexicalIndex, count_terms
from jawab.passages import headed, split
from jawab.types import Article, Filters

NAMES = [f"{letter}.txt" for letter in "abcdef"]
CONTENTS = [
    "وقّع المغرب مذكّـــرة في ٢٠٢٥. وحضر الوزيران الحفلَ؟",
    "L’élève a signé à Moscou. C'est tout !",
    "مات الشاعر 👩‍👩‍👧 أمس. وشيّعه أهله.",
    "نص \u202eمقلوب\u202c فيه e\u0301te\u0301. وجملة ثانية طويلة قليلا عن الأولى حتى تقطع النافذة.",
    "Une phrase.\nUne autre ligne, et encore une.",
]
STEPS = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(NAMES), st.integers(0, len(CONTENTS) - 1)),
    st.tuples(st.just("remove"), st.sampled_from(NAMES), st.just(0)),
    st.tuples(st.just("put"), st.sampled_from(NAMES), st.integers(0, len(CONTENTS) - 1)),
    st.tuples(st.just("delete"), st.sampled_from(NAMES), st.just(0)),
)


def take(collection: Collection, step: tuple[str, str, int]) -> None:
    kind, name, content = step
    match kind:
        case "write":
            collection.write(name, CONTENTS[content])
        case "remove":
            (collection.root / name).unlink(missing_ok=True)
        case "put":
            collection.writer().put([article(f"api-{name}", CONTENTS[content] + " زيادة.")])
        case "delete":
            collection.writer().delete([f"api-{name}"])


def anew(collection: Collection, generation: Generation) -> Generation:
    """The same articles in an index of one segment."""
    folder = collection.place / "anew"
    other = Collection(folder, HashEmbedder(), collection.settings)
    other.writer().put([generation.article(info.id) for info in generation.articles])
    return open_index(other.folder)


def all_passages(generation: Generation) -> list[tuple[str, int, int, str]]:
    passages = [generation.passage(number) for number in range(generation.passage_count)]
    return [(p.article.id, p.span.start, p.span.end, p.text) for p in passages]


@settings(derandomize=True, deadline=None, max_examples=12)
@given(st.lists(STEPS, min_size=1, max_size=8))
def test_a_collection_that_grew_equals_one_made_anew(steps: list[tuple[str, str, int]]) -> None:
    with TemporaryDirectory() as place:
        collection = Collection(Path(place))
        collection.write("always.txt", FRENCH)
        collection.refresh()
        for step in steps:
            take(collection, step)
            collection.refresh()
        assert verify(collection.folder) == []
        assert not collection.refresh().committed
        generation = collection.open()
        files = {path.read_text("utf-8") for path in collection.root.iterdir()}
        assert len({info.revision for info in generation.articles}) == len(generation.articles) >= len(files)
        fresh = anew(collection, generation)
        assert all_passages(generation) == all_passages(fresh)
        questions = ["متى وقع المغرب المذكرة؟", "Moscou 2025"]
        np.testing.assert_array_equal(generation.lexical.bm25.scores(questions), fresh.lexical.bm25.scores(questions))
        vectors = collection.embedder.embed_questions(questions)
        np.testing.assert_array_equal(generation.dense_scores(vectors), fresh.dense_scores(vectors))


@pytest.fixture
def generation(collection: Collection) -> Generation:
    collection.writer().put(
        [
            Article("b", ARABIC, "ar", "عنوان", source="هسبريس", published=date(2025, 10, 16)),
            Article("a", FRENCH, "fr", None, source="Le Matin"),
            Article("c", "Un autre texte. Il est court.", "fr", "Titre", "Le Matin", "https://a.b", date(2024, 1, 1)),
        ]
    )
    return collection.open()


def test_articles_are_in_order_of_id_and_whole(generation: Generation) -> None:
    assert [info.id for info in generation.articles] == ["a", "b", "c"]
    stored = generation.article("c")
    assert stored == Article(
        "c", "Un autre texte. Il est court.", "fr", "Titre", "Le Matin", "https://a.b", date(2024, 1, 1)
    )
    assert stored.info == generation.articles[2]


def test_passages_are_those_of_the_splitter(generation: Generation, collection: Collection) -> None:
    for info in generation.articles:
        expected = split(generation.article(info.id), collection.embedder.tokenize, 16, 0)
        assert generation.passages_of(info.id) == expected
    together = [passage for info in generation.articles for passage in generation.passages_of(info.id)]
    assert [generation.passage(number) for number in range(generation.passage_count)] == together


def test_dense_search_is_brute_force_over_titled_passages(generation: Generation, collection: Collection) -> None:
    passages = [generation.passage(number) for number in range(generation.passage_count)]
    texts = [headed(passage.article.title, passage.text) for passage in passages]
    vectors = collection.embedder.embed_questions(texts)
    questions = collection.embedder.embed_questions(["un", "deux"])
    np.testing.assert_allclose(generation.dense_scores(questions), questions @ vectors.T, atol=1e-6)
    _, numbers = generation.dense(questions, 3)
    assert numbers.tolist() == np.argsort(-questions @ vectors.T)[:, :3].tolist()


def test_lexical_scores_are_bm25_over_titled_passages(generation: Generation) -> None:
    passages = [generation.passage(number) for number in range(generation.passage_count)]
    expected = LexicalIndex(count_terms(headed(p.article.title, p.text) for p in passages))
    questions = ["عنوان المذكرة", "titre"]
    np.testing.assert_array_equal(generation.lexical.bm25.scores(questions), expected.bm25.scores(questions))


@pytest.mark.parametrize(
    ("filters", "admitted"),
    [
        (Filters(), {"a", "b", "c"}),
        (Filters(languages=("fr",)), {"a", "c"}),
        (Filters(sources=("هسبريس",)), {"b"}),
        (Filters(published_from=date(2025, 10, 16), published_to=date(2025, 10, 16)), {"b"}),
        (Filters(published_to=date(2025, 1, 1)), {"c"}),
        (Filters(languages=("fr",), sources=("هسبريس",)), set()),
    ],
)
def test_filters_restrict_dense_search_and_what_is_admitted(
    generation: Generation, collection: Collection, filters: Filters, admitted: set[str]
) -> None:
    _, numbers = generation.dense(collection.embedder.embed_questions(["x"]), 100, filters)
    assert {generation.passage(number).article.id for number in numbers[0].tolist()} == admitted
    found = [generation.passage(number).article.id in admitted for number in range(generation.passage_count)]
    kept = generation.admitted(filters)
    assert kept.tolist() == found if kept is not None else all(found)


def test_an_unknown_article_is_a_key_error(generation: Generation) -> None:
    with pytest.raises(KeyError):
        generation.article("nobody")
    with pytest.raises(KeyError):
        generation.passages_of("nobody")


def test_an_empty_generation_answers_nothing(collection: Collection) -> None:
    collection.writer().put([article("a")])
    collection.writer().delete(["a"])
    generation = collection.open()
    questions = collection.embedder.embed_questions(["x", "y"])
    assert (generation.passage_count, len(generation.articles)) == (0, 0)
    assert generation.dense(questions, 5)[1].shape == (2, 0)
    assert generation.dense_scores(questions).shape == generation.lexical.bm25.scores(["x", "y"]).shape == (2, 0)
    assert generation.languages().shape == (0,)


def test_passages_can_be_sent_to_another_process(generation: Generation) -> None:
    passage = generation.passage(0)
    assert pickle.loads(pickle.dumps(passage)) == passage


def test_a_generation_that_nobody_holds_is_gone_without_a_garbage_collection(collection: Collection) -> None:
    collection.writer().put([article("a")])
    gc.disable()
    try:
        generation = collection.open()
        assert generation.article("a").text == ARABIC
        gone = weakref.ref(generation)
        del generation
        assert gone() is None
    finally:
        gc.enable()

"""Gold texts as passages, as a temporary index, and found again in an index."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evaluation.fakes import ARABIC, FRENCH, FakeGeneration, ask_of, gold_set
from evaluation.test_pool import LetterEmbedder
from jawab.errors import GoldError
from jawab.evaluation.collection import (
    article_of,
    distinct,
    paragraph_articles,
    passage_holding,
    passage_of,
    placed,
    relevant_paragraphs,
    says,
    temporary_index,
    touched_sentences,
)
from jawab.gold import GoldAnswer
from jawab.index import open_index
from jawab.settings import Settings

WHERE = ask_of(ARABIC, "where", "أين وقعت المذكرة؟", "موسكو")
WHO = ask_of(FRENCH, "who", "Où ?", "Moscou")

SECOND = ask_of(replace(ARABIC, text="عاد الوزير إلى الرباط."), "second", "إلى أين عاد الوزير؟", "الرباط")


def test_a_paragraph_without_an_id_is_known_by_its_text() -> None:
    bare = replace(WHERE, article=None)
    assert article_of(bare) == article_of(replace(bare, id="other"))
    assert article_of(bare) != article_of(replace(bare, context="x"))


def test_identical_paragraphs_are_one_article() -> None:
    pool = paragraph_articles([gold_set(WHERE, replace(WHERE, id="2")), gold_set(WHERE, WHO)])
    assert {id: article.text for id, article in pool.items()} == {"ar-01": ARABIC.text, "fr-01": FRENCH.text}


def test_every_paragraph_of_an_article_is_in_the_pool_under_an_id_of_its_own() -> None:
    pool = paragraph_articles([gold_set(WHERE, SECOND, WHO)])
    first, second, whole = pool
    assert [pool[id].text for id in (first, second)] == [ARABIC.text, SECOND.context]
    assert first.startswith("ar-01-") and second.startswith("ar-01-") and whole == "fr-01"
    assert [article.id for article in pool.values()] == [first, second, whole]
    assert [relevant_paragraphs(q, pool) for q in (WHERE, SECOND, WHO)] == [(first,), (second,), (whole,)]


def test_an_answer_elsewhere_stands_in_the_paragraphs_of_that_article_that_say_it() -> None:
    pool = paragraph_articles([gold_set(WHERE, SECOND, WHO)])
    both = replace(WHO, answers=(*WHO.answers, GoldAnswer("الرباط", 3, "ar-01")))
    assert relevant_paragraphs(both, pool) == ("fr-01", list(pool)[1])


def test_every_paragraph_of_an_article_is_in_the_temporary_index() -> None:
    sets = [gold_set(WHERE, SECOND)]
    with temporary_index(sets, LetterEmbedder(), Settings()) as folder:
        generation = open_index(folder, "letters")
        known = [article.id for article in generation.articles]
        assert sorted(generation.article(id).text for id in known) == sorted([ARABIC.text, SECOND.context])
        question = placed(SECOND, paragraph_articles(sets))
        (holding,) = passage_holding(question, generation, known, [])
        assert holding.startswith(f"{article_of(question)}:0-")


def test_a_question_keeps_its_article_where_its_paragraph_has_no_id_of_its_own() -> None:
    assert placed(SECOND, paragraph_articles([gold_set(SECOND, WHO)])) == SECOND
    assert placed(SECOND, {}) == SECOND


def test_an_identical_paragraph_of_another_article_is_the_same_one() -> None:
    twin = replace(WHERE, id="twin", article="ar-02")
    elsewhere = replace(WHO, answers=(*WHO.answers, GoldAnswer("موسكو", None, "ar-02")))
    pool = paragraph_articles([gold_set(WHERE, twin, elsewhere)])
    assert [(id, article.id) for id, article in pool.items()] == [
        ("ar-01", "ar-01"),
        ("ar-02", "ar-01"),
        ("fr-01", "fr-01"),
    ]
    assert [article.id for article in distinct(pool)] == ["ar-01", "fr-01"]
    assert [relevant_paragraphs(q, pool) for q in (twin, elsewhere)] == [("ar-01",), ("fr-01", "ar-01")]


def test_an_identical_paragraph_among_several_of_an_article_is_the_same_one_too() -> None:
    twin, more = (replace(q, id=f"{q.id}-2", article="ar-02") for q in (WHERE, SECOND))
    pool = paragraph_articles([gold_set(WHERE, twin, more)])
    assert relevant_paragraphs(twin, pool) == relevant_paragraphs(WHERE, pool) == ("ar-01",)
    both = replace(WHERE, answers=(GoldAnswer("موسكو", None, "ar-02"),))
    assert relevant_paragraphs(both, pool) == ("ar-01",)
    assert len(distinct(pool)) == 2


def test_a_paragraph_is_read_as_one_passage() -> None:
    passage = passage_of(WHERE)
    assert (passage.text, passage.span.start, passage.article.language) == (ARABIC.text, 0, "ar")


def test_the_sentence_around_an_answer_is_whole() -> None:
    assert touched_sentences(FRENCH.text, 30, 33) == "La cérémonie a duré une heure."
    assert touched_sentences("", 0, 3) == ""


def test_a_temporary_index_keeps_every_offset() -> None:
    with temporary_index([gold_set(WHERE, WHO)], LetterEmbedder(), Settings()) as folder:
        generation = open_index(folder, "letters")
        known = [article.id for article in generation.articles]
        assert known == ["ar-01", "fr-01"]
        assert generation.article("ar-01").text == ARABIC.text
        (holding,) = passage_holding(WHERE, generation, known, [])
        assert holding.startswith("ar-01:0-")
    assert not folder.exists()


def test_a_title_that_no_file_gave_is_not_indexed() -> None:
    bare = replace(SECOND, article=None, title=SECOND.context[:80], titled=False)
    pool = paragraph_articles([gold_set(WHERE, bare)])
    assert [article.title for article in pool.values()] == ["مذكرة", None]


def test_questions_without_paragraphs_make_no_index() -> None:
    with (
        pytest.raises(GoldError, match="name them with --index"),
        temporary_index([gold_set(replace(WHERE, context=""))], LetterEmbedder(), Settings()),
    ):
        pass


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"article": "news/é"}, r"1 paragraphs .* article 'news/é': its id 'news/é' is not 1 to 128"),
        ({"context": "  "}, r"article 'ar-01': it has no text"),
    ],
)
def test_a_paragraph_that_an_index_does_not_take_is_an_error(changes: dict[str, str], message: str) -> None:
    with (
        pytest.raises(GoldError, match=message),
        temporary_index([gold_set(WHO, replace(WHERE, **changes))], LetterEmbedder(), Settings()),  # type: ignore[arg-type]
    ):
        pass


def test_an_answer_that_cleaning_moved_is_found_by_its_words() -> None:
    moved = replace(WHERE, answers=(GoldAnswer("موسكو", 3),))
    assert passage_holding(moved, FakeGeneration(), {"ar-01", "fr-01"}, []) == ("ar-01:0-28",)  # type: ignore[arg-type]


def test_an_answer_elsewhere_makes_its_passages_hold_it_too() -> None:
    both = replace(WHERE, answers=(*WHERE.answers, GoldAnswer("heure", FRENCH.text.index("heure"), "fr-01")))
    assert passage_holding(both, FakeGeneration(), {"ar-01", "fr-01"}, []) == ("ar-01:0-28", "fr-01:27-57")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "part", "expected"),
    [
        ("وصل إلى الرِّباط أمس", "الرباط", True),
        ("بموسكو اليوم", "موسكو", True),
        ("en 2025", "25", False),
        ("en 2025", "202", False),
        ("Moscovite", "Mosco", False),
        ("à Moscou", "", False),
        ("Il a payé 12,5 euros", "5", False),
        ("3.5 millions", "3", False),
        ("دفع ١٢٫٥ درهما", "5", False),
        ("12,5, puis 5.", "5", True),
        ("Il a payé 12,5 euros", "12,5", True),
    ],
)
def test_words_are_found_whole_apart_from_marks_and_prefixes(text: str, part: str, expected: bool) -> None:
    assert says(text, part) is expected

"""Held-out questions: which paragraphs are taken away, what is read alone."""

from __future__ import annotations

from dataclasses import replace

from evaluation.fakes import ARABIC, FRENCH, FakeReader
from jawab.training.data import Example, Source
from jawab.training.evidence import Row, collect_alone, removed_contexts
from jawab.training.written import TRANSLATED
from jawab.types import Article


def test_a_third_of_the_titles_lose_all_paragraphs_or_only_those_asked_about() -> None:
    held_out = tuple(
        Example(f"{title}{number}", title, "?", f"{title} {number}", 0, 1) for title in "abcdef" for number in (1, 2)
    )
    asked = [example for example in held_out if example.id.endswith("1")]
    removed = removed_contexts([Source("s", 1.0, (), held_out, 0)], asked)
    assert removed == {"a 1", "a 2", "d 1"}


def example(article: Article, question: str, answer: str = "") -> Example:
    start = article.text.index(answer) if answer else 0
    return Example(question, article.title or "", question, article.text, start, start + len(answer))


def test_every_held_out_question_is_read_in_its_own_paragraph() -> None:
    where, when = example(ARABIC, "أين وقعت المذكرة؟", "موسكو"), example(FRENCH, "Combien de temps ?", "une heure")
    never, english = example(FRENCH, "Qui a chanté ?"), Example("e", "e", "Who?", "It was Anna who signed.", 7, 11)
    reader = FakeReader(
        {where.question: ("موسكو", 4.0), when.question: ("Moscou", 2.0), never.question: ("Maroc", 1.0)}
    )
    arabic, french = Source("ar", 1.0, (where,), (where,), 0), Source("fr", 1.0, (when,), (when, never), 0)
    assert list(collect_alone([arabic, french, Source("en", 1.0, (english,), (english,), 0)], reader)) == [
        Row("ar", "مذكرة", (4.0,), True, True, True),
        Row("fr", "Mémorandum", (2.0,), False, True, True),
        Row("fr", "Mémorandum", (1.0,), False, True, False),
    ]


def test_translated_paragraphs_are_not_asked_about() -> None:
    own = example(FRENCH, "Où ?", "Moscou")
    held_out = (replace(own, id=f"{TRANSLATED}1"), own)
    rows = collect_alone([Source("fr", 1.0, (own,), held_out, 0)], FakeReader({own.question: ("Moscou", 1.0)}))
    assert len(list(rows)) == 1


def test_questions_of_several_batches_keep_their_own_margins_and_what_finds_nothing_has_no_row() -> None:
    asked = [example(FRENCH, f"Où {number} ?", "Moscou") for number in range(40)]
    reader = FakeReader({e.question: ("Moscou", float(number)) for number, e in enumerate(asked) if number != 20})
    rows = collect_alone([Source("fr", 1.0, tuple(asked), tuple(asked), 0)], reader)
    assert [row.margin for row in rows] == [float(number) for number in range(40) if number != 20]

"""Written questions: spans hold, held-out paragraphs stay held out, none repeats an evaluation question."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from jawab.gold import read_gold
from jawab.text import detect, fold
from jawab.training.data import NEVER_TRAINED_ON, Example, Source, is_leak, load_sources, shingles
from jawab.training.written import ACROSS, PASSAGES, QUESTIONS, WEIGHTS, is_translated, key, load_written, read_lines
from public import DATA

OWN = [passage for name in PASSAGES for passage in read_lines(name)]
GOLD = sorted((Path(__file__).parent.parent.parent / "eval" / "gold").glob("*.json"))


@cache
def own_sources() -> list[Source]:
    """The questions on passages of our own, by the languages of question and paragraph."""
    return load_written([])


def own() -> list[Example]:
    """Examples on passages of our own."""
    return [example for source in own_sources() for example in (*source.train, *source.held_out)]


def test_every_answer_on_a_passage_of_our_own_stands_at_its_offset() -> None:
    for passage in OWN:
        for line in passage["questions"]:
            assert passage["context"][line["start"] :].startswith(line["answer"])
            assert line["answer"] == line["answer"].strip()


def test_without_the_public_sets_only_our_own_passages_are_left() -> None:
    sources = own_sources()
    assert [(source.name, source.weight) for source in sources] == list(WEIGHTS.items())
    assert sum(source.dropped for source in sources) == len(read_lines(QUESTIONS))
    assert len(own()) == sum(len(passage["questions"]) for passage in OWN)


def test_every_tenth_passage_of_our_own_is_held_out() -> None:
    held_out = {example.context for source in own_sources() for example in source.held_out}
    assert held_out == {passage["context"] for name in PASSAGES for passage in read_lines(name)[9::10]}


def test_translated_paragraphs_are_known_for_what_they_are() -> None:
    translated = {passage["context"] for passage in read_lines("wikipedia.jsonl")}
    assert translated
    assert {example.context for example in own() if is_translated(example)} == translated
    assert not [example.id for example in own() if example.context not in translated and is_translated(example)]


def test_groups_are_named_by_the_languages_of_question_and_paragraph() -> None:
    tags = {line["question"]: line["language"] for passage in OWN for line in passage["questions"]}
    tongues = {passage["context"]: detect(passage["context"]) for passage in OWN}
    for source in own_sources():
        pairs = {(tags[e.question], tongues[e.context]) for e in source.train}
        assert pairs == ({("ar", "fr"), ("fr", "ar")} if source.name == ACROSS else {(source.name[-2:],) * 2})


def test_a_question_with_no_answer_is_an_empty_span() -> None:
    unanswerable = [example for example in own() if example.is_unanswerable]
    assert unanswerable
    assert {example.answer for example in unanswerable} == {""}


def test_no_written_question_repeats_one_of_the_gold_set() -> None:
    gold = {fold(question.question) for path in GOLD for question in read_gold(path, detect).questions}
    written = {fold(line["question"]) for line in read_lines(QUESTIONS)} | {fold(e.question) for e in own()}
    assert gold
    assert not gold & written


def test_no_passage_of_our_own_stands_in_the_sample_corpus() -> None:
    articles = {question.context for path in GOLD for question in read_gold(path, detect).questions}
    gold = frozenset().union(*map(shingles, articles))
    assert gold
    assert not [title for context, title in {e.context: e.title for e in own()}.items() if is_leak(context, gold)]


@pytest.fixture(scope="module")
def public() -> list[Source]:
    return load_sources(DATA)


@pytest.mark.data
def test_every_question_finds_its_paragraph_and_its_answer(public: list[Source]) -> None:
    contexts = {key(e.context): e.context for source in public for e in (*source.train, *source.held_out)}
    for line in read_lines(QUESTIONS):
        assert contexts[line["context"]][line["start"] :].startswith(line["answer"])
    assert sum(source.dropped for source in load_written(public)) == 0


@pytest.mark.data
def test_no_written_question_is_on_a_held_out_paragraph_and_trained_on(public: list[Source]) -> None:
    held_out = {e.context for source in public for e in source.held_out}
    trained = {e.context for source in load_written(public) for e in source.train}
    assert not held_out & trained


@pytest.mark.data
def test_no_written_question_repeats_one_of_an_evaluation_set(public: list[Source]) -> None:
    asked = {
        fold(qa["question"])
        for name in NEVER_TRAINED_ON
        for article in json.loads((DATA / name).read_text(encoding="utf-8"))["data"]
        for paragraph in article["paragraphs"]
        for qa in paragraph["qas"]
    }
    written = {fold(e.question) for source in load_written(public) for e in source.train}
    assert not asked & written


@pytest.mark.data
def test_translated_paragraphs_are_of_the_half_that_is_trained_on(public: list[Source]) -> None:
    trained = {key(e.context) for source in public for e in source.train}
    assert {passage["source"] for passage in read_lines("wikipedia.jsonl")} <= trained

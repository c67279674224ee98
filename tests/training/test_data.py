"""What is trained on and what never is: the leak rule, held-out titles, answers put right."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from jawab.training.data import (
    MOST_SHARED_SHINGLES,
    NEVER_TRAINED_ON,
    SOURCES,
    Example,
    Source,
    is_leak,
    load_source,
    load_sources,
    realign,
    shingles,
)
from jawab.training.written import WEIGHTS
from public import DATA

ROOT = Path(__file__).parent.parent.parent
WORDS = [f"mot{number}" for number in range(40)]


def words(first: int, last: int) -> str:
    return " ".join(WORDS[first:last])


def paragraph(context: str, *answers: tuple[str, int], key: str = "q") -> dict[str, object]:
    given = [{"text": text, "answer_start": start} for text, start in answers]
    return {"context": context, "qas": [{"id": key, "question": "quoi ?", "answers": given}]}


def write(folder: Path, *articles: tuple[str, list[dict[str, object]]]) -> Path:
    path = folder / "set.json"
    data = [{"title": title, "paragraphs": paragraphs} for title, paragraphs in articles]
    path.write_text(json.dumps({"data": data}), encoding="utf-8")
    return path


def test_shingles_are_every_run_of_eight_words() -> None:
    assert shingles(words(0, 10)) == {words(0, 8), words(1, 9), words(2, 10)}
    assert shingles("trois mots seulement") == {"trois mots seulement"}


def test_a_leak_shares_more_than_three_shingles_in_ten() -> None:
    # 17 words are 10 shingles; the first 10 words hold 3 of them, the first 11 hold 4.
    assert not is_leak(words(0, 17), shingles(words(0, 10)))
    assert is_leak(words(0, 17), shingles(words(0, 11)))


def test_a_paragraph_that_stands_in_an_evaluation_set_is_left_out(tmp_path: Path) -> None:
    kept, leaked = paragraph(words(20, 40), ("mot21", 6)), paragraph(words(0, 19), ("mot1", 5))
    source = load_source(write(tmp_path, ("t", [kept, leaked])), 0.5, [shingles(words(0, 20))])
    assert [example.context for example in source.train] == [words(20, 40)]
    assert (source.name, source.weight, source.dropped) == ("set.json", 0.5, 1)


def test_every_tenth_title_is_held_out(tmp_path: Path) -> None:
    articles = [(f"title {n}", [paragraph("le port", ("port", 3), key=str(n))]) for n in range(1, 22)]
    source = load_source(write(tmp_path, *articles), 1.0, [])
    assert [example.title for example in source.held_out] == ["title 10", "title 20"]
    assert len(source.train) == 19
    assert not {example.title for example in source.train} & {example.title for example in source.held_out}


@pytest.mark.parametrize(
    ("text", "start", "expected"),
    [
        ("port", 3, (3, 7)),
        (" port ", 2, (3, 7)),
        ("ville", 0, (14, 19)),
        ("port", 4, (3, 7)),
        ("la", 1, None),
        ("mer", 3, None),
        ("  ", 2, None),
    ],
)
def test_an_answer_is_put_where_it_stands_or_dropped(text: str, start: int, expected: tuple[int, int] | None) -> None:
    assert realign("le port et la ville, la rue", text, start) == expected


def test_the_answer_most_annotators_gave_is_trained_on(tmp_path: Path) -> None:
    given = [("Le port", 0), ("port", 3), ("port", 3), ("nulle part", 1)]
    source = load_source(write(tmp_path, ("t", [paragraph("Le port rouvre", *given)])), 1.0, [])
    assert source.train == (Example("q", "t", "quoi ?", "Le port rouvre", 3, 7),)
    assert source.train[0].answer == "port"


def test_a_question_without_a_standing_answer_is_dropped_and_counted(tmp_path: Path) -> None:
    source = load_source(write(tmp_path, ("t", [paragraph("Le port", ("mer", 0)), paragraph("Le port")])), 1.0, [])
    assert (source.train, source.dropped) == ((), 2)


def test_no_evaluation_set_is_a_source_and_weights_are_shares() -> None:
    assert not set(SOURCES) & set(NEVER_TRAINED_ON)
    assert not [name for name in SOURCES if "xquad" in name or "test" in name]
    assert sum(SOURCES.values()) + sum(WEIGHTS.values()) == pytest.approx(1.0)


@cache
def sources() -> list[Source]:
    return load_sources(DATA)


def contexts(path: Path) -> Iterator[str]:
    for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
        for part in article["paragraphs"]:
            yield part["context"]


def runs_of_eight(text: str) -> list[str]:
    split = text.split()
    return [" ".join(split[i : i + 8]) for i in range(len(split) - 7)]


@pytest.mark.data
def test_no_paragraph_that_is_used_shares_over_30_percent_with_an_evaluation_set() -> None:
    measured = {run for name in NEVER_TRAINED_ON for text in contexts(DATA / name) for run in runs_of_eight(text)}
    used = {example.context for source in sources() for example in (*source.train, *source.held_out)}
    assert len(measured) > 50_000
    assert len(used) > 3_000
    for context in used:
        runs = runs_of_eight(context)
        assert sum(run in measured for run in set(runs)) <= MOST_SHARED_SHINGLES * len(set(runs))


@pytest.mark.data
def test_arcds_five_identical_paragraphs_are_among_those_left_out() -> None:
    test = set(contexts(DATA / "arcd-test.json"))
    in_both = test & set(contexts(DATA / "arcd-train.json"))
    arcd = next(source for source in sources() if source.name == "arcd-train.json")
    assert len(in_both) == 5
    assert not in_both & {example.context for example in (*arcd.train, *arcd.held_out)}
    assert arcd.dropped > 5


@pytest.mark.data
def test_nothing_of_the_gold_sets_articles_is_trained_on() -> None:
    gold = {
        run
        for path in (ROOT / "eval" / "gold").glob("*.json")
        for text in contexts(path)
        for run in runs_of_eight(text)
    }
    assert len(gold) > 1_000
    for name in SOURCES:
        shared = [text for text in contexts(DATA / name) if not gold.isdisjoint(runs_of_eight(text))]
        assert shared == [], name

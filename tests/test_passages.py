"""Passages are slices that lose nothing and fit the window."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jawab.passages import headed, split, windows
from jawab.text import sentences
from jawab.types import Article, Span

PLAIN = "وقّعَ المغرب مذكّـــرة ٢٠٢٥ تفاهم، موسكو؛ l’élève Œuvre à, 2,5 M. د. ؟ … « » ( —"
STRANGE = ("👩\u200d👩\u200d👧", "\u202eقلب\u202c", "e\u0301te\u0301", "🇲🇦", "x" * 30, "\u0640" * 9, "\u200f")
WORDS = st.sampled_from([*re.split(" ", PLAIN), *STRANGE])
GAPS = st.sampled_from([" ", " ", " ", "  ", "\n", ". ", "؟ ", "! ", "\n\n", "\u00a0", ""])
TEXTS = st.lists(st.tuples(WORDS, GAPS), max_size=60).map(lambda pairs: "".join(word + gap for word, gap in pairs))


def words(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(r"\S+", text)]


def pieces(text: str) -> list[tuple[int, int]]:
    """A token for every five code points of a word, somewhat as a subword tokenizer has it."""
    return [
        (start, min(start + 5, match.end()))
        for match in re.finditer(r"\S+", text)
        for start in range(match.start(), match.end(), 5)
    ]


def article(text: str) -> Article:
    return Article("a", text, "ar", "عنوان")


def count(tokens: Sequence[tuple[int, int]], span: Span) -> int:
    return sum(start < span.end and end > span.start for start, end in tokens)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(TEXTS, st.integers(1, 24), st.integers(0, 3))
def test_passage_text_is_the_article_slice(text: str, longest: int, overlap: int) -> None:
    for passage in split(article(text), pieces, longest, overlap):
        assert passage.text == text[passage.span.start : passage.span.end]
        assert passage.text == passage.text.strip() != ""


@settings(derandomize=True, deadline=None, max_examples=60)
@given(TEXTS, st.integers(1, 24), st.integers(0, 3))
def test_every_code_point_but_spaces_is_in_a_passage(text: str, longest: int, overlap: int) -> None:
    spans = windows(text, pieces(text), longest, overlap)
    covered = {place for span in spans for place in range(span.start, span.end)}
    assert [place for place, sign in enumerate(text) if not sign.isspace() and place not in covered] == []


@settings(derandomize=True, deadline=None, max_examples=60)
@given(TEXTS, st.integers(1, 24), st.integers(0, 3))
def test_no_passage_is_longer_than_the_window(text: str, longest: int, overlap: int) -> None:
    tokens = pieces(text)
    assert all(count(tokens, span) <= longest for span in windows(text, tokens, longest, overlap))


@settings(derandomize=True, deadline=None, max_examples=60)
@given(TEXTS, st.integers(1, 24), st.integers(0, 3))
def test_every_passage_brings_something_new(text: str, longest: int, overlap: int) -> None:
    spans = windows(text, pieces(text), longest, overlap)
    assert [span.end for span in spans] == sorted({span.end for span in spans})
    assert spans == windows(text, pieces(text), longest, overlap)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(TEXTS)
def test_passages_are_whole_sentences_where_each_sentence_fits(text: str) -> None:
    tokens, units = pieces(text), sentences(text)
    longest = max([count(tokens, unit) for unit in units], default=1)
    spans = windows(text, tokens, longest, 1)
    assert {span.start for span in spans} <= {unit.start for unit in units}
    assert {span.end for span in spans} <= {unit.end for unit in units}


def test_neighbours_share_the_overlap() -> None:
    text = "Un deux trois. Quatre cinq six. Sept huit neuf. Dix onze douze. Treize quatorze quinze."
    texts = [passage.text for passage in split(article(text), words, 6, 1)]
    assert texts == [
        "Un deux trois. Quatre cinq six.",
        "Quatre cinq six. Sept huit neuf.",
        "Sept huit neuf. Dix onze douze.",
        "Dix onze douze. Treize quatorze quinze.",
    ]


def test_without_overlap_sentences_are_in_one_passage_each() -> None:
    text = "وقع المغرب مذكرة. حضر الوزير الحفل. انتهى اللقاء مساء."
    texts = [passage.text for passage in split(article(text), words, 3, 0)]
    assert texts == ["وقع المغرب مذكرة.", "حضر الوزير الحفل.", "انتهى اللقاء مساء."]


def test_a_long_sentence_is_cut_at_its_clauses() -> None:
    text = "قال الوزير كلمة، ثم غادر القاعة، وعاد إلى بيته."
    assert [passage.text for passage in split(article(text), words, 4, 0)] == [
        "قال الوزير كلمة،",
        "ثم غادر القاعة،",
        "وعاد إلى بيته.",
    ]


def test_a_long_clause_is_cut_between_words() -> None:
    text = "un deux trois quatre cinq six sept"
    assert [passage.text for passage in split(article(text), words, 3, 0)] == [
        "un deux trois",
        "quatre cinq six",
        "sept",
    ]


def test_a_long_word_is_cut_between_tokens() -> None:
    text = "ab" * 12
    assert [passage.text for passage in split(article(text), pieces, 2, 0)] == [text[:10], text[10:20], text[20:]]


def test_a_code_point_of_more_tokens_than_fit_stays_whole() -> None:
    text = "½ a"
    tokens = [(0, 1), (0, 1), (0, 1), (2, 3)]
    assert windows(text, tokens, 2, 0) == [Span(0, 1), Span(2, 3)]


def test_the_last_passage_is_not_a_scrap() -> None:
    text = "Un deux. Trois quatre. Cinq six. Sept huit. Neuf."
    spans = windows(text, words(text), 8, 0)
    assert [text[span.start : span.end] for span in spans] == [
        "Un deux. Trois quatre. Cinq six. Sept huit.",
        "Cinq six. Sept huit. Neuf.",
    ]


@pytest.mark.parametrize("text", ["", " \n\t ", "\u00a0"])
def test_a_text_of_spaces_has_no_passages(text: str) -> None:
    assert split(article(text), words, 10, 1) == []


def test_the_text_is_tokenized_once_however_long() -> None:
    text = "نص طويل، فيه كلمات كثيرة. Et une phrase en français.\n" * 3_000 + "mot " * 10_000
    calls = []

    def tokenize(given: str) -> list[tuple[int, int]]:
        calls.append(given)
        return words(given)

    passages = split(article(text), tokenize, 160, 1)
    assert calls == [text]
    assert passages[-1].span.end == len(text.rstrip())


@pytest.mark.parametrize(("longest", "overlap"), [(0, 1), (10, -1)])
def test_senseless_windows_are_refused(longest: int, overlap: int) -> None:
    with pytest.raises(ValueError, match="max_tokens"):
        split(article("a"), words, longest, overlap)


def test_the_title_goes_before_the_text() -> None:
    assert headed("عنوان", "نص") == "عنوان\nنص"
    assert headed(None, "نص") == "نص"

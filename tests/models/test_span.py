"""Windows of question and passage: complete, bounded, with the right offsets, in the format the model wants."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing

from jawab.models.span import MAX_QUESTION_TOKENS, EncodedText, PairFormat, encode_text, pad
from tiny_model import tiny_tokenizer

LIKE_XLM_R = PairFormat(head=(0,), middle=(2, 2), tail=(2,), passage_type=0)
MIXED = st.text(alphabet="abcé \n\u0301ابتأإى\u064e\u0651\u0654\u0640٢٣ﻻ½…،؟😀\u200f\u202b«»", max_size=60)


def like_bert() -> Tokenizer:
    words = ["[PAD]", "[CLS]", "[SEP]", "a", "who", "built", "it", "they", "did"]
    tokenizer = Tokenizer(WordLevel({word: number for number, word in enumerate(words)}, unk_token="a"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 1), ("[SEP]", 2)]
    )
    return tokenizer


def numbered(count: int, first: int = 100) -> EncodedText:
    """Token i has the id `first + i` and covers the characters 2i to 2i + 1."""
    return EncodedText(tuple(range(first, first + count)), tuple((2 * i, 2 * i + 1) for i in range(count)))


@given(
    question=st.integers(0, MAX_QUESTION_TOKENS),
    passage=st.integers(0, 300),
    max_length=st.integers(144, 224),
    overlap=st.integers(0, 160),
)
@settings(derandomize=True, deadline=None)
def test_windows_cover_the_passage_overlap_and_keep_within_the_limit(
    question: int, passage: int, max_length: int, overlap: int
) -> None:
    asked, text = numbered(question, first=9000), numbered(passage)
    windows = LIKE_XLM_R.windows(asked, text, max_length, overlap)
    head = (0, *asked.ids, 2, 2)
    room = max_length - len(head) - 1
    ranges = []
    for window in windows:
        count = len(window.offsets)
        assert window.ids[: window.first] == head
        assert window.ids[window.first + count :] == (2,)
        assert len(window.ids) == len(window.types) <= max_length
        start = window.ids[window.first] - 100 if count else 0
        assert window.ids[window.first : window.first + count] == text.ids[start : start + count]
        assert window.offsets == text.offsets[start : start + count]
        ranges.append(range(start, start + count))
    assert sorted({token for covered in ranges for token in covered}) == list(range(passage))
    assert all(before.stop - after.start >= min(overlap, room // 2) for before, after in pairwise(ranges))
    assert (len(windows) == 1) == (passage <= room)


def test_a_passage_that_fits_is_one_window() -> None:
    (window,) = LIKE_XLM_R.windows(numbered(2, first=50), numbered(3), max_length=20, overlap=5)
    assert window.ids == (0, 50, 51, 2, 2, 100, 101, 102, 2)
    assert window.types == (0,) * 9
    assert window.first == 5


def test_a_question_over_the_limit_keeps_its_head_and_its_tail() -> None:
    asked = numbered(MAX_QUESTION_TOKENS + 50, first=9000)
    (window,) = LIKE_XLM_R.windows(asked, numbered(3), max_length=384, overlap=128)
    assert window.ids[1 : window.first - 2] == asked.ids[:64] + asked.ids[-64:]


def test_the_bundled_tokenizers_format_is_that_of_xlm_roberta() -> None:
    assert PairFormat.of(tiny_tokenizer()) == LIKE_XLM_R


def test_a_berts_format_types_the_passage() -> None:
    tokenizer = like_bert()
    form = PairFormat.of(tokenizer)
    assert form == PairFormat(head=(1,), middle=(2,), tail=(2,), passage_type=1)
    question, passage = encode_text(tokenizer, "who built it"), encode_text(tokenizer, "they did")
    (window,) = form.windows(question, passage, 384, 128)
    encoded = tokenizer.encode("who built it", "they did")
    assert window.ids == tuple(encoded.ids)
    assert window.types == tuple(encoded.type_ids) == (0, 0, 0, 0, 0, 1, 1, 1)


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("le port", ["le", "port"]),
        ("  la  ville", ["la", "", "ville"]),
        ("cafe\u0301", ["c", "a", "f", "e\u0301"]),
        ("le\u0301 port", ["l", "e\u0301", "port"]),
        ("b\u0301\n«", ["b\u0301", "«"]),
        ("وسَطٌ", ["و", "سَ", "طٌ"]),
        ("في ﻻ", ["في", "", "", "ﻻ"]),
    ],
)
def test_tokens_cover_the_characters_they_come_from(text: str, covered: list[str]) -> None:
    encoded = encode_text(tiny_tokenizer(), text)
    assert [text[start:end] for start, end in encoded.offsets if start < end] == [part for part in covered if part]


@given(MIXED)
@settings(derandomize=True, deadline=None)
def test_token_ranges_are_trimmed_ordered_and_never_overlap(text: str) -> None:
    encoded = encode_text(tiny_tokenizer(), text)
    assert len(encoded.ids) == len(encoded.offsets)
    solid = [(start, end) for start, end in encoded.offsets if start < end]
    assert all(text[start:end] == text[start:end].strip() for start, end in solid)
    assert all(before[1] <= after[0] for before, after in pairwise(solid))
    assert not any(unicodedata.combining(text[end]) for start, end in solid if end < len(text))
    letters = {place for place, character in enumerate(text) if character in "abcéابتأإى😀"}
    assert letters <= {place for start, end in solid for place in range(start, end)}


def test_an_empty_text_has_no_tokens_and_one_window() -> None:
    empty = encode_text(tiny_tokenizer(), "")
    assert empty == EncodedText((), ())
    (window,) = LIKE_XLM_R.windows(numbered(1), empty, 384, 128)
    assert window.ids == (0, 100, 2, 2, 2)
    assert window.offsets == ()


def test_padding_fills_up_to_the_longest() -> None:
    assert pad([(5, 6), (7,), (8, 9, 10)], padding=1).tolist() == [[5, 6, 1], [7, 1, 1], [8, 9, 10]]

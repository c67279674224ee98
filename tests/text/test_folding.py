"""Folding and its way back."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jawab.text import Folded, fold, fold_with_offsets
from jawab.types import Span

MIXED = st.text(
    alphabet=st.one_of(
        st.sampled_from("أإآٱاةهىيؤئءلًٌٍَُِّْٰـﷺﻻ٢۲،؟«»’œÆéE\u0301ß-–\u200f\u202e\u2066\n 😀گڭ1"), st.characters()
    )
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("أَلْإِسْلَامُ", "الاسلام"),
        ("مــدرســة", "مدرسه"),
        ("على مستشفى", "علي مستشفي"),
        ("سؤال رئيس", "سوال رييس"),
        ("ٱلرَّحۡمَٰنِ", "الرحمن"),
        ("ﷲ ﻻ", "الله لا"),
        ("٢٠٢٥ ۲۰۲۵ ２０２５", "2025 2025 2025"),
        ("أگادير أڭادير ڤيديو پاريس چاد", "اكادير اكادير فيديو باريس جاد"),
        ("کتاب فارسی", "كتاب فارسي"),
        ("؟ ، ؛ ٪", "? , ; %"),
        ("Œuvre ÆGIS Noël ÇA", "oeuvre aegis noel ca"),
        ("l’été lʼété l'été", "l'ete l'ete l'ete"),
        ("a‑b–c—d", "a-b-c-d"),
        ("«oui» “non”", '"oui" "non"'),
        ("a\u200fb\u202ac\ufeffd\u00ade", "abcde"),
        ("10\u202f000", "10 000"),
        ("", ""),
    ],
)
def test_variants_fold_to_one_spelling(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_french_folding_parts_elisions_and_no_other_apostrophe() -> None:
    assert fold("L’école, jusqu'ici, aujourd’hui", "fr") == "l ecole, jusqu ici, aujourd'hui"
    assert fold("O'Brien", "fr") == "o'brien"


def test_a_range_of_the_folded_text_maps_to_the_source_with_its_marks() -> None:
    text = "قالَ مُحَمَّدٌ: نعم"
    folded = fold_with_offsets(text)
    at = folded.text.index("محمد")
    span = folded.source_span(Span(at, at + 4))
    assert text[span.start : span.end] == "مُحَمَّدٌ"


def test_a_letter_that_folds_to_several_maps_back_to_itself() -> None:
    folded = fold_with_offsets("cœur")
    assert folded == Folded("coeur", (0, 1, 1, 2, 3), (1, 2, 2, 3, 4))
    assert folded.source_span(Span(2, 3)) == Span(1, 2)


def test_an_empty_range_maps_to_an_empty_range() -> None:
    folded = fold_with_offsets("aœ")
    assert folded.source_span(Span(1, 1)) == Span(1, 1)
    assert folded.source_span(Span(3, 3)) == Span(2, 2)
    assert fold_with_offsets("").source_span(Span(0, 0)) == Span(0, 0)


@settings(derandomize=True, deadline=None)
@given(MIXED)
def test_every_folded_code_point_maps_to_a_source_range_in_order(text: str) -> None:
    folded = fold_with_offsets(text)
    assert folded.text == fold(text)
    assert len(folded.starts) == len(folded.ends) == len(folded.text)
    assert list(folded.starts) == sorted(folded.starts)
    assert list(folded.ends) == sorted(folded.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True))


@settings(derandomize=True, deadline=None)
@given(MIXED, st.data())
def test_folding_the_source_range_gives_back_what_was_mapped(text: str, data: st.DataObject) -> None:
    folded = fold_with_offsets(text)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    span = folded.source_span(Span(start, end))
    again = fold(text[span.start : span.end])
    assert folded.text[start:end] in again
    if start == 0 or folded.starts[start - 1] != folded.starts[min(start, len(folded.text) - 1)]:
        assert again.startswith(folded.text[start:end])


@settings(derandomize=True, deadline=None)
@given(MIXED)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@settings(derandomize=True, deadline=None)
@given(MIXED)
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))

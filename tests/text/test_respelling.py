"""A question's Arabic words are spelled as the text has them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jawab.text import Lexicon, fold, respell

TEXT = "افتُتحت مدرسة الإسكندرية الكبرى سنة 2018 في إفريقيا، وتتركز المساحة على الشرق."
COMMON = ["إلى", "أين", "علي", "الى", "متى"]


def pieces(word: str) -> int:
    """Words of the text are one piece, others two."""
    return 1 if word in TEXT.replace(".", "").replace("،", "").split() else 2


LEXICON = Lexicon(COMMON, pieces)


@pytest.mark.parametrize(
    ("asked", "respelled"),
    [
        ("مدرسه الاسكندريه الكبري", "مدرسة الإسكندرية الكبرى"),
        ("افتتحت مـدرسة افريقيا", "افتُتحت مدرسة إفريقيا"),
        ("سنة ٢٠١٨", "سنة 2018"),
        ("سنة ١٩٩٩", "سنة 1999"),
        ("والمساحه", "والمساحة"),
        ("الي اين", "إلى أين"),  # neither is in the text: the lexicon's most frequent spelling
        ("الى", "الى"),  # in the lexicon as it is
        ("Où, en 2018 ?", "Où, en 2018 ?"),
    ],
)
def test_words_that_fold_alike_take_the_spelling_of_the_text_or_the_lexicon(asked: str, respelled: str) -> None:
    assert respell(asked, TEXT, LEXICON) == respelled


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("المظاخه", "المظاخه"),  # two letters differ
        ("المصاحه", "المساحة"),
        ("المساحغه", "المساحة"),
        ("المساه", "المساحة"),
        ("المسحاة", "المساحة"),
        ("امساحة", "المساحة"),
        ("لمساحة", "لمساحة"),  # the first letter is not inside
        ("سته", "سته"),  # too short
        ("متي", "متى"),  # not rare: the lexicon has it
    ],
)
def test_a_slip_of_one_letter_inside_is_mended(slip: str, meant: str) -> None:
    assert respell(slip, TEXT, LEXICON) == meant


def test_a_word_that_two_words_of_the_text_resemble_is_left() -> None:
    assert respell("كتلب", "كتاب وكتيب", Lexicon(pieces=len)) == "كتلب"


def test_a_word_no_rarer_than_its_neighbour_is_left() -> None:
    assert respell("البلدية", "البادية", Lexicon()) == "البلدية"


def test_words_of_the_text_stay_as_they_are() -> None:
    assert respell("علي على", "علي على", LEXICON) == "علي على"
    assert respell("على", "علي", LEXICON) == "علي"


@settings(derandomize=True, deadline=None, max_examples=200)
@given(
    st.text(alphabet="ابتةهىيأإآءلموك ـَ12٣٤؟ab", max_size=40), st.text(alphabet="ابتةهىيأإآءلموك ـَ12٣٤؟ab", max_size=80)
)
def test_without_slips_a_question_folds_to_what_it_did(question: str, text: str) -> None:
    found = respell(question, text, Lexicon(COMMON))
    assert fold(found) == fold(question)
    assert respell(found, text, Lexicon(COMMON)) == found

"""A question's Arabic words are spelled as the text has them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jawab.text import Lexicon, fold, respell

TEXT = "افتُتحت مدرسة الإسكندرية الكبرى سنة 2018 في إفريقيا، وتتركز المساحة على الشرق."
COMMON = ["إلى", "أين", "علي", "الى", "متى"]


def pieces(word: str) -> int:
    """Words of the text are one piece, others three."""
    return 1 if word in TEXT.replace(".", "").replace("،", "").split() else 3


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
        ("متي", "متى"),  # the lexicon has it
    ],
)
def test_a_slip_of_one_letter_inside_is_mended(slip: str, meant: str) -> None:
    assert respell(slip, TEXT, LEXICON) == meant


def test_a_word_that_two_words_of_the_text_resemble_is_left() -> None:
    rare = Lexicon(COMMON, lambda word: 3 if word == "كتلب" else 1)
    assert respell("كتلب", "كتاب كتيب", rare) == "كتلب"
    assert respell("كتلب", "كتاب", rare) == "كتاب"


def test_only_a_rare_word_is_a_slip_and_only_of_a_less_rare_one() -> None:
    def counted(asked: int, other: int) -> Lexicon:
        return Lexicon(COMMON, lambda word: asked if word == "استقال" else other)

    assert respell("استقال", "استقلال", counted(2, 1)) == "استقال"
    assert respell("استقال", "استقلال", counted(3, 3)) == "استقال"
    assert respell("استقال", "استقلال", counted(3, 2)) == "استقلال"


def test_without_a_lexicon_nothing_is_taken_for_a_slip() -> None:
    assert respell("المصاحه المدرسه", "المساحة المدرسة", Lexicon()) == "المصاحه المدرسة"


def test_a_hamza_that_was_typed_stays() -> None:
    assert respell("سأل فأر", TEXT, Lexicon(["سال", "فار"])) == "سأل فأر"
    assert respell("سال فار", TEXT, Lexicon(["سأل", "فأر"])) == "سأل فأر"


def test_words_of_the_text_stay_as_they_are() -> None:
    assert respell("علي على", "علي على", LEXICON) == "علي على"
    assert respell("على", "علي", LEXICON) == "علي"
    assert respell("وكتابه", "كتابة كتابه", LEXICON) == "وكتابه"


def test_a_short_word_keeps_its_first_letter_and_others_lose_a_clitic() -> None:
    assert respell("وسنه", "سنة", LEXICON) == "وسنه"
    assert [respell(f"{clitic}مدرسه", TEXT, LEXICON) for clitic in "وفبلك"] == [f"{c}مدرسة" for c in "وفبلك"]


def test_letters_of_other_keyboards_are_part_of_words() -> None:
    assert respell("الکتاب سنة ۲۰۱۸", "قرأ الكتاب سنة 2018", LEXICON) == "الكتاب سنة 2018"
    assert respell("بلگراد", "راد بَل", LEXICON) == "بلگراد"


ALPHABET = "ابتةهىيأإآءلموكکیگ ـَ12٣٤۵؟ab"


@settings(derandomize=True, deadline=None, max_examples=200)
@given(
    st.text(alphabet="ابتةهىيأإآءلموك ـَ12٣٤؟ab", max_size=40), st.text(alphabet="ابتةهىيأإآءلموك ـَ12٣٤؟ab", max_size=80)
)
def test_without_slips_a_question_folds_to_what_it_did(question: str, text: str) -> None:
    known = Lexicon(COMMON, lambda word: 1)
    found = respell(question, text, known)
    assert fold(found) == fold(question)
    assert respell(found, text, known) == found

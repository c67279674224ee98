"""Numbers and their values."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jawab.text import fold, fold_with_offsets
from jawab.text.numbers import number_text, numbers_of_folded

ARABIC = [
    ("ثلاثة آلاف وخمسمائة وواحد وعشرون", ["3521"]),
    ("أحد عشر لاعبا", ["11"]),
    ("اثنا عشر", ["12"]),
    ("ثلاثة عشر", ["13"]),
    ("خمسة وعشرون وثلاثة", ["25", "3"]),
    ("ألفان وخمسة", ["2005"]),
    ("مليونان وثلاثمئة ألف", ["2300000"]),
    ("ألف وتسعمائة وأربع وثلاثين", ["1934"]),
    ("مئة ألف", ["100000"]),
    ("مئة وألف", ["100", "1000"]),
    ("3 آلاف و5", ["3000", "5"]),
    ("12,5 مليون", ["12500000"]),
    ("١٬٢٥٠٫٥", ["1250.5"]),
    ("1,250", ["1250"]),
    ("1.250", ["1250"]),
    ("0,125", ["0.125"]),
    ("صفر", ["0"]),
    ("تريليونان وبليون", ["2001000000000"]),
    ("بخمسة ملايين", ["5000000"]),
    ("وبأحد عشر", ["11"]),
    ("مليونان ونصف", ["2500000"]),
    ("3 ملايين ونصف المليون", ["3500000"]),
    ("ثلاثة ونصف", ["3.5"]),
    ("نصف مليون", ["500000"]),
    ("ثلاثة أرباع", ["0.75"]),
    ("الثانية عشرة", ["12"]),
    ("الرابع والعشرون", ["24"]),
    ("مئة ونصف ونصف", ["100.5", "0.5"]),
    ("مليونا و300 ألف قنطار", ["1300000"]),
    ("3 ملايين و200 ألف", ["3200000"]),
    ("3 ملايين و5 آلاف", ["3005000"]),
    ("ألف و500", ["1500"]),
    ("12 ألفا و450", ["12450"]),
    ("ألف و2025", ["1000", "2025"]),
    ("ألف و500 مليون", ["1000", "500000000"]),
    ("مليونا دولار", ["2000000"]),
    ("ألفا شخص", ["2000"]),
    ("بلغ مليونا", ["1000000"]),
    ("بلغ مليونا في العام", ["1000000"]),
    ("11 مليونا قنطارا", ["11000000"]),
    ("خمسون ألفا شخص", ["50000"]),
    ("خمسة - عشرة", ["5", "10"]),
    ("خمسة-عشرة", ["5", "10"]),
]
FRENCH = [
    ("vingt et un", ["21"]),
    ("soixante et onze", ["71"]),
    ("quatre-vingts", ["80"]),
    ("quatre-vingt-onze", ["91"]),
    ("mille neuf cent quatre-vingt-dix-neuf", ["1999"]),
    ("un million deux cent mille", ["1200000"]),
    ("nonante-deux", ["92"]),
    ("deux et trois", ["2", "3"]),
    ("cent vingt", ["120"]),
    ("1 250 000", ["1250000"]),
    ("1.250,75", ["1250.75"]),
    ("1,250", ["1.25"]),
    ("en 2025 300 personnes", ["2025", "300"]),
    ("1.2.3", ["1", "2", "3"]),
    ("2 à 7", ["2", "7"]),
    ("un million et demi", ["1500000"]),
    ("demi-million", ["500000"]),
    ("deux demi", ["2", "0.5"]),
    ("trois quarts", ["0.75"]),
    ("demi vingt", ["0.5", "20"]),
    ("onze cents", ["1100"]),
    ("dix cents", ["10", "100"]),
    ("mil sept cent quatre-vingt-neuf", ["1789"]),
    ("un millier", ["1000"]),
    ("2 milliards 300 millions", ["2300000000"]),
    ("un million 300 mille", ["1300000"]),
    ("un million 300", ["1000000", "300"]),
    ("vingt - deux", ["20", "2"]),
]
ENGLISH = [
    ("three hundred and five", ["305"]),
    ("one hundred twenty-three thousand", ["123000"]),
    ("1,250.75", ["1250.75"]),
    ("1.250", ["1.25"]),
]
CASES = [(text, "ar", values) for text, values in ARABIC]
CASES += [(text, "fr", values) for text, values in FRENCH]
CASES += [(text, "en", values) for text, values in ENGLISH]


@pytest.mark.parametrize(("text", "language", "values"), CASES)
def test_numbers_have_their_values(text: str, language: str, values: list[str]) -> None:
    assert [number_text(number.value) for number in numbers_of_folded(fold(text), language)] == values


def test_the_span_is_the_number_without_a_conjunction_before_it() -> None:
    text = "الرباط وثلاثةُ آلاف طالب"
    folded = fold_with_offsets(text)
    (number,) = numbers_of_folded(folded.text, "ar")
    span = folded.source_span(number.span)
    assert text[span.start : span.end] == "ثلاثةُ آلاف"
    assert number.value == Decimal(3000)


@settings(derandomize=True, deadline=None)
@given(st.decimals(min_value=0, max_value=10**9, places=2), st.sampled_from(["ar", "fr", "en"]))
def test_a_plain_number_is_itself(value: Decimal, language: str) -> None:
    assert [number.value for number in numbers_of_folded(fold(f"{value:f}"), language)] == [value]


@settings(derandomize=True, deadline=None)
@given(st.text(alphabet=st.sampled_from("0123٤٥٦.,٬٫ -وثلاثةألفcentvigt")), st.sampled_from(["ar", "fr", "en"]))
def test_numbers_are_in_order_and_inside_the_folded_text(text: str, language: str) -> None:
    folded = fold(text)
    found = numbers_of_folded(folded, language)
    assert all(one.span.end <= other.span.start for one, other in pairwise(found))
    assert all(0 <= each.span.start < each.span.end <= len(folded) and each.value >= 0 for each in found)

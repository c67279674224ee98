"""Dates in text and in fields."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jawab.text import FoundDate, find_dates, fold, parse_date
from jawab.text.dates import dates_of_folded
from jawab.types import Span

FAMILIES = {
    1: "يناير جانفي كانون_الثاني janvier janv. January",
    2: "فبراير فيفري شباط février fevrier févr. February",
    3: "مارس آذار mars March",
    4: "أبريل ابريل أفريل نيسان avril avr. April",
    5: "ماي مايو أيار mai May",
    6: "يونيو يونيه جوان حزيران juin June",
    7: "يوليوز يوليو جويلية تموز juillet juil. July",
    8: "غشت اغشت أغسطس أوت آب août aout August",
    9: "شتنبر شتمبر سبتمبر أيلول septembre sept. September",
    10: "أكتوبر اكتوبر أوكتوبر تشرين_الأول octobre oct. October",
    11: "نونبر نونمبر نوفمبر تشرين_الثاني novembre nov. November",
    12: "دجنبر دجمبر ديسمبر كانون_الأول décembre decembre déc. December",
}
NAMES = [(name.replace("_", " "), month) for month, names in FAMILIES.items() for name in names.split()]


@pytest.mark.parametrize(("name", "month"), NAMES)
def test_every_month_name_is_read(name: str, month: int) -> None:
    assert parse_date(f"16 {name} 2025") == date(2025, month, 16)
    assert parse_date(f"١٦ {name} ٢٠٢٥") == date(2025, month, 16)


@pytest.mark.parametrize(
    ("field", "day"),
    [
        ("2025-10-16", date(2025, 10, 16)),
        (" date 2025-10-16", date(2025, 10, 16)),
        ("2025-10-16T09:30:00+01:00", date(2025, 10, 16)),
        ("2025-10-16T09:30:00.000Z", date(2025, 10, 16)),
        ("٢٠٢٥/١٠/١٦", date(2025, 10, 16)),
        ("16/10/2025", date(2025, 10, 16)),
        ("16.10.2025", date(2025, 10, 16)),
        ("3/4/2025", date(2025, 4, 3)),
        ("10/16/2025", date(2025, 10, 16)),
        ("الخميس 16 أكتوبر 2025 - 12:30", date(2025, 10, 16)),
        ("نشر يوم الخميس، ١٦ أكتوبر ٢٠٢٥", date(2025, 10, 16)),
        ("آخر تحديث: 9 من شهر شتنبر سنة 2025", date(2025, 9, 9)),
        ("16 أكتوبر/تشرين الأول 2025", date(2025, 10, 16)),
        ("الجمعة 3 كانون الثاني (يناير) 2025", date(2025, 1, 3)),
        ("Publié le 1er août 2025 à 14h30", date(2025, 8, 1)),
        ("Publié le jeudi 16 octobre 2025 à 14:30", date(2025, 10, 16)),
        ("16-oct.-2025", date(2025, 10, 16)),
        ("October 16, 2025", date(2025, 10, 16)),
        ("Thu, 16 Oct 2025 10:00:00 GMT", date(2025, 10, 16)),
        ("16 octobre 2025 (2025-10-16)", date(2025, 10, 16)),
        ("20251016", date(2025, 10, 16)),
        ("16/10/25", date(2025, 10, 16)),
        ("16.10.75", date(1975, 10, 16)),
        ("1 er octobre 2025", date(2025, 10, 1)),
        ("Mis en ligne le 16 octobre 2025", date(2025, 10, 16)),
        ("تم النشر بتاريخ 16 أكتوبر 2025", date(2025, 10, 16)),
        ("Publié le : 16/10/2025 - 12:30 Modifié le : 17/10/2025", date(2025, 10, 16)),
        ("Mis à jour le 17/10/2025, publié le 16/10/2025", date(2025, 10, 16)),
        ("نشر في 16 أكتوبر 2025، آخر تحديث 17 أكتوبر 2025", date(2025, 10, 16)),
    ],
)
def test_a_date_line_is_its_day(field: str, day: date) -> None:
    assert parse_date(field) == day


@pytest.mark.parametrize(
    "field",
    [
        "",
        "octobre 2025",
        "2025",
        "30 février 2024",
        "2025-13-40",
        "Lavrov arrive à Rabat le 16 octobre 2025",
        "16 octobre 2025, 17 octobre 2025",
        "16 octobre 25",
        "20251316",
        "120251016",
        "16/10/25/3",
        "31/02/25",
        "du 16 octobre 2025 à 17 octobre 2025",
        "jeudi 16 octobre 2025, vendredi 17 octobre 2025",
        "1/2/3",
        "جلسة 16 أكتوبر 2025",
        "16 octobre 2025 " + "x" * 1000,
    ],
)
def test_anything_else_is_no_date_line(field: str) -> None:
    assert parse_date(field) is None


def test_dates_are_found_where_they_stand() -> None:
    text = "زار لافروف الرباط في 22 نُوفمبر 2005، ثم في أكتوبر 2017 وبعد عام ٢٠١٨."
    found = find_dates(text, "ar")
    assert [(text[d.span.start : d.span.end], d.year, d.month, d.day) for d in found] == [
        ("22 نُوفمبر 2005", 2005, 11, 22),
        ("أكتوبر 2017", 2017, 10, None),
        ("٢٠١٨", 2018, None, None),
    ]


def test_part_dates_are_found_in_french() -> None:
    text = "Signé en mars 2016, reconduit le 4 septembre, puis en 2019."
    assert find_dates(text, "fr") == [
        FoundDate(Span(9, 18), 2016, 3, None),
        FoundDate(Span(33, 44), None, 9, 4),
        FoundDate(Span(54, 58), 2019, None, None),
    ]


def test_the_letter_of_the_era_announces_a_year() -> None:
    assert find_dates("بني سنة ما، 1956م، بطول 1500 متر", "ar") == [FoundDate(Span(12, 16), 1956)]


def test_days_in_words_are_read_where_they_are_asked_for() -> None:
    folded = fold("الأول من يناير 2020، كانون الأول 2021، premier mai, فاتح ماي")
    assert [(d.year, d.month, d.day) for d in dates_of_folded(folded, "ar", days_in_words=True)] == [
        (2020, 1, 1),
        (2021, 12, None),
        (None, 5, 1),
        (None, 5, 1),
    ]
    assert find_dates("premier janvier 2020", "fr")[0].day is None


def test_words_that_are_months_too_need_a_day_or_a_year() -> None:
    assert find_dates("La planète Mars et sept femmes", "fr") == []
    assert find_dates("مارس الرياضة مع أب له", "ar") == []
    assert find_dates("You may march", "en") == []


def test_numeric_dates_are_read_in_the_order_of_the_language() -> None:
    assert find_dates("03/04/2025", "fr")[0].date == date(2025, 4, 3)
    assert find_dates("03/04/2025", "en")[0].date == date(2025, 3, 4)


def test_days_that_do_not_exist_have_no_date() -> None:
    assert find_dates("31 avril 2025", "fr")[0].date is None
    assert FoundDate(Span(0, 4), 2025).date is None


def test_prices_addresses_and_fractions_are_no_dates() -> None:
    assert find_dates("2.000 personnes, 192.168.10.2000, 3/4 du total, 1.10", "fr") == []


@settings(derandomize=True, deadline=None)
@given(
    st.text(alphabet=st.sampled_from("0123456789٠١٢/-., :هTأكتوبرmarsdeسنةعام\n")), st.sampled_from(["ar", "fr", "en"])
)
def test_found_dates_are_in_order_and_hold_what_they_say(text: str, language: str) -> None:
    found = find_dates(text, language)
    assert all(one.span.end <= other.span.start for one, other in pairwise(found))
    assert all(text[each.span.start : each.span.end].strip() for each in found)
    assert all(each.year or each.month for each in found)

"""Names across Arabic and Latin script."""

import pytest

from jawab.text import name_keys


@pytest.mark.parametrize(
    ("arabic", "latin"),
    [
        ("لافروف", "Lavrov"),
        ("لافرف", "Lavrov"),
        ("سيرغي", "Sergueï"),
        ("سيرجي", "Sergueï"),
        ("بوريطة", "Bourita"),
        ("بوتين", "Poutine"),
        ("محمد", "Mohammed"),
        ("أوباما", "Obama"),
        ("القيروان", "Kairouan"),
        ("ورزازات", "Ouarzazate"),
        ("نواكشوط", "Nouakchott"),
        ("فلوبير", "Flaubert"),
        ("جنبلاط", "Joumblatt"),
        ("تشيخوف", "Tchekhov"),
        ("يوسف", "Youssef"),
    ],
)
def test_spellings_of_one_name_share_a_key(arabic: str, latin: str) -> None:
    assert set(name_keys(arabic)) & set(name_keys(latin))


@pytest.mark.parametrize(
    ("one", "other"),
    [("لافروف", "Poutine"), ("موسكو", "Macron"), ("وزير", "Ouzbek"), ("باريس", "Berlin"), ("كتاب", "Katowice")],
)
def test_other_names_share_none(one: str, other: str) -> None:
    assert not set(name_keys(one)) & set(name_keys(other))


def test_french_spellings_of_one_name_share_a_key() -> None:
    assert set(name_keys("Poutine")) & set(name_keys("Putin"))
    assert set(name_keys("Sergueï")) & set(name_keys("Sergei"))


def test_latin_words_in_lower_case_and_short_words_have_no_key() -> None:
    assert name_keys("le ministre russe à Paris") == name_keys("Paris")
    assert name_keys("من عمر Ali") == []


def test_a_long_name_has_a_bounded_number_of_keys() -> None:
    assert len(name_keys("Aouaeiouaeiouaeiouaeioubaeioucaeiou")) <= 128

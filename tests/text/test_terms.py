"""What lexical search counts."""

import pytest

from jawab.text import grams, shared_terms, terms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("المدينة", "مدينه"),
        ("والمدينة", "مدينة"),
        ("بالمدينة", "للمدينة"),
        ("الوزراء", "والوزراء"),
        ("الوزير", "وزير"),
        ("كتابهم", "كتابا"),
        ("المغربية", "مغربي"),
        ("زيارتها", "زيارته"),
        ("مسؤولون", "المسؤولين"),
        ("الْمُعَاهَدَةُ", "معاهده"),
        ("l’école", "Écoles"),
        ("signature d'un accord", "signatures accords"),
        ("٢٠٢٥", "2025"),
        ("1 250", "1250"),
        ("1.250", "١٬٢٥٠"),
        ("3,5", "3.5"),
        ("بـ300 مليون", "300 مليون"),
        ("و50", "50"),
        ("لـ40", "40"),
        ("الـ5", "5"),
        ("وبالـ٢٠", "20"),
        ("و12,5", "12.5"),
        ("و1 300", "1300"),
        ("العدد12", "العدد 12"),
        ("شتنبر", "septembre"),
        ("سبتمبر", "أيلول"),
        ("كانون الثاني", "يناير"),
        ("تشرين الأول", "Octobre"),
        ("16/09/2025", "16 septembre 2025"),
        ("١٦-٠٩-٢٠٢٥", "16 شتنبر 2025"),
        ("5/9/2025", "05 septembre 2025"),
        ("و05", "5"),
        ("ouvert le 2025-09-16, à midi", "ouvert le 16 septembre 2025 à midi"),
    ],
)
def test_texts_that_should_meet_have_equal_terms(one: str, other: str) -> None:
    assert terms(one) == terms(other) != []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("سؤال", "سؤ"),
        ("طالبان", "طب"),
        ("كتب", "تب"),
        ("مارس", "ماي"),
        ("mai", "mais"),
        ("3,5", "35"),
        ("0,5", "5"),
        ("05,5", "5,5"),
        ("007", "7"),
        ("B05", "B5"),
        ("16/09", "16 septembre"),
    ],
)
def test_texts_that_should_not_meet_have_other_terms(one: str, other: str) -> None:
    assert terms(one) != terms(other)


def test_a_number_behind_a_clitic_is_shared_with_a_translation() -> None:
    assert shared_terms("بـ300") == shared_terms("300") == ["300"]


def test_stop_words_are_left_out_unless_nothing_else_is_there() -> None:
    assert terms("متى زار الوزير المغرب؟") == ["زار", "زير", "مغرب"]
    assert terms("من هو؟") == ["من", "هو"]
    assert terms("L'accord de la ville") == ["accord", "vill"]


def test_latin_words_are_stemmed_as_french() -> None:
    assert terms("شركة Communications") == ["شرك", "commun"]


def test_terms_keep_the_order_and_the_repetitions_of_the_text() -> None:
    assert terms("accord ville accord") == ["accord", "vill", "accord"]


def test_nothing_has_no_terms() -> None:
    assert terms("") == terms("؟! …") == grams("") == []


def test_grams_are_of_four_characters_with_the_ends_of_words_marked() -> None:
    assert grams("ville") == ["#^vil", "#vill", "#ille", "#lle$"]
    assert grams("or") == ["#^or$"]


def test_a_misspelt_word_shares_grams_with_the_right_one() -> None:
    assert set(grams("مذكرة التفاهم")) & set(grams("مذكرة التفاهن")) >= {"#^الت", "#التف", "#لتفا", "#تفاه"}
    assert not set(grams("ville")) & set(terms("ville"))

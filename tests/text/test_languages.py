"""Stemmers and the rules of single languages."""

import pytest

from jawab.text import ar, fr
from jawab.text.ar import AR, split_clitics
from jawab.text.fr import FR
from jawab.text.languages import LANGUAGES, language_of


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("المدينه", "مدين"),
        ("وبالمدينه", "مدين"),
        ("للوزاره", "زار"),
        ("وزاره", "زار"),
        ("مغربيه", "مغرب"),
        ("وقال", "قال"),
        ("ولد", "ولد"),
        ("كتابها", "كتاب"),
        ("كتابا", "كتاب"),
        ("مهندسون", "مهندس"),
        ("اله", "اله"),
        ("يد", "يد"),
        ("و", "و"),
    ],
)
def test_arabic_words_are_stemmed_lightly(word: str, stem: str) -> None:
    assert ar.stem(word) == stem


def test_french_stems_are_snowballs() -> None:
    assert [fr.stem(word) for word in ("signatures", "signature", "accords")] == ["signatur", "signatur", "accord"]


@pytest.mark.parametrize(
    ("word", "spelling", "tokens"),
    [
        ("المدينه", "المدينة", ["مدينه"]),
        ("الماني", "ألماني", ["الماني"]),
        ("اكاديميه", "أكاديمية", ["اكاديميه"]),
        ("الوان", "ألوان", ["الوان"]),
        ("الالوان", "الألوان", ["الوان"]),
        ("بالغ", "بالغ", ["بالغ"]),
        ("بالغرب", "بالغرب", ["ب", "غرب"]),
        ("والده", "والده", ["والده"]),
        ("والدوله", "والدولة", ["و", "دوله"]),
        ("وللجنه", "وللجنة", ["و", "ل", "لجنه"]),
        ("ال", "ال", ["ال"]),
    ],
)
def test_clitics_are_split_only_with_an_article(word: str, spelling: str, tokens: list[str]) -> None:
    assert split_clitics(word, spelling) == tokens


OWN = """
التحق المان الماني البان البوم الوانها البرت الفريد الياس والدا والداه والتر والاس كالسيوم كالفن بالستيه بالميرا
فالنسيا فالنتينو التزامه التزاماتها التهابات التماس التقاط الحاقها الزاميه الكترونيه الكسندرا
"""
LOOK_ALIKES = {
    "التحقيق": "تحقيق", "المانحه": "مانحه", "المانع": "مانع", "البانوراما": "بانوراما", "البومه": "بومه",
    "الوانين": "وانين", "البرتغالي": "برتغالي", "البرتقال": "برتقال", "الفريده": "فريده", "الياسمين": "ياسمين",
    "الهامه": "هامه", "الهامش": "هامش", "الحاقد": "حاقد", "التحامل": "تحامل", "التزايد": "تزايد", "التزامن": "تزامن",
    "التماسك": "تماسك", "التقاطع": "تقاطع", "التقني": "تقني", "التهامي": "تهامي", "والدار": "و دار",
    "والداخليه": "و داخليه", "والدايره": "و دايره", "والتربيه": "و تربيه", "والتراث": "و تراث", "والترك": "و ترك",
    "والاستثمار": "و استثمار", "والاسلام": "و اسلام", "والاسعار": "و اسعار", "كالسياره": "ك سياره",
    "كالفنان": "ك فنان", "بالستين": "ب ستين", "بالميراث": "ب ميراث", "فالنسيان": "ف نسيان",
}  # fmt: skip


@pytest.mark.parametrize("word", OWN.split())
def test_an_al_of_the_words_own_stays(word: str) -> None:
    assert split_clitics(word, word) == [word]


@pytest.mark.parametrize(("word", "tokens"), LOOK_ALIKES.items())
def test_what_only_begins_like_such_a_word_has_an_article(word: str, tokens: str) -> None:
    assert split_clitics(word, word) == tokens.split()


def test_every_language_names_twelve_months() -> None:
    for language in LANGUAGES.values():
        assert set(language.months.values()) == set(range(1, 13))
        assert language.doubtful_months <= language.months.keys()


def test_an_unknown_code_is_read_as_french() -> None:
    assert language_of("und") is FR
    assert language_of("ar") is AR

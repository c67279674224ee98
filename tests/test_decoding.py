"""Encodings, told apart by content."""

from __future__ import annotations

import codecs

import pytest

from jawab.decoding import DecodingError, decode, half_pair

FRENCH = (
    "Écoles fermées à cause de la neige",
    "L'été à Tunis",
    "Où êtes-vous ?",
    "Réunion du comité",
    "ça va",
    "« Non »",
    "50 €",
    "ÉCOLE",
    "Prix élevé",
    "L’œuvre est achevée",
    "Noël à Fès",
    "déjà",
    "É",
    "à",
    "À",
    "Île",
    "Forêt brûlée",
    "ÉTÉ",
    "garçon",
    "Hôtel de ville",
    "« Où ? »",
    "Le maire a été réélu avec 52 % des voix.",
    "Gaëlle",
    "maïs",
    "naïveté",
    "señor Núñez",
    "Müller à Köln",
    "José Sánchez",
    "Ángel",
    "REPORTÉ À DEMAIN",
    "ÇA VA ?",
    "L’eau — rare — coûte cher…",
    "20 °C à midi",
    "Nº 5",
    "Œuvre",
    "Pâques à Sfax",
    "ÉLECTIONS : RÉSULTATS",
)
ARABIC = (
    "السلام عليكم",
    "قال",
    "وزير الخارجية",
    "المدينة القديمة",
    "مدرسة",
    "زيارة إلى المغرب سنة 2025",
    "لا",
    "الماء والكهرباء في بيروت",
    "أعلن الوزير أن « المشروع » جاهز",
    "نعم",
    "من",
    "في عام 2024",
    "شتنبر",
    "بيروت",
    "تونس، الجزائر",
    "الرئيس: لا تعليق",
    "ماء",
    "هل؟",
    "و",
    "مدينة Paris الفرنسية",
    "شركة OCP",
    "كتاب «الأيام»",
    "عن موقع: فاس",
    "مُدَرِّسٌ",
    "الجمهوريّة",
    "ذهب",
    "غزة",
    "لبنان",
    "حلب",
    "سوق الخضر",
    "عاجل",
    "ارتفاع سعر الوقود 12%",
    "قناة TV5 و RFI",
    "مبادرة",
    "ضوء",
    "لماذا؟",
    "إلى أين",
    "مقهى",
)


@pytest.mark.parametrize("text", FRENCH)
def test_french_in_windows_1252_is_read(text: str) -> None:
    assert decode(text.encode("cp1252")) == text


@pytest.mark.parametrize("text", ARABIC)
def test_arabic_in_windows_1256_is_read(text: str) -> None:
    assert decode(text.encode("cp1256")) == text


@pytest.mark.parametrize("text", FRENCH[::6] + ARABIC[::6])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_utf_is_read_with_its_mark(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("text", ["قال", "زيارة إلى المغرب سنة 2025", "L'été", "À Alger, le ministre a déclaré."])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_known_without_its_mark(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    "data",
    [
        "السلام عليكم وزير الخارجية المدينة القديمة".encode("iso8859_6"),
        "Министр заявил, что всё хорошо".encode("cp1251"),
        "你好世界，这是一个测试".encode("gbk"),
        "élève français déjà là".encode("cp437"),
    ],
)
def test_an_encoding_that_is_not_served_is_refused(data: bytes) -> None:
    with pytest.raises(DecodingError, match="save it as UTF-8"):
        decode(data)


@pytest.mark.parametrize("text", ["Le maire a été réélu à Fès, où il était né.", "زيارة إلى المغرب سنة 2025"])
def test_utf_8_with_a_bad_byte_is_refused_by_its_place_and_not_misread(text: str) -> None:
    whole = text.encode("utf-8")
    for data, place in ((whole[:6] + b"\xe9 " + whole[6:], 6), (whole + "é".encode()[:1], len(whole))):
        with pytest.raises(DecodingError, match=f"it is UTF-8 but for byte {place}; mend or re-save it"):
            decode(data)


def test_a_few_control_characters_are_text_and_many_are_binary() -> None:
    assert decode(b"a\x07" + b"b" * 30) == "a\x07" + "b" * 30
    with pytest.raises(DecodingError, match="binary"):
        decode(bytes(range(1, 32)) * 3)


def test_utf_32_is_refused_by_name() -> None:
    with pytest.raises(DecodingError, match="UTF-32"):
        decode(codecs.BOM_UTF32_LE + "قال".encode("utf-32-le"))


@pytest.mark.parametrize(("text", "place"), [("é😀", None), ("", None), ("é\ud83d", 1), ("\ude00\ud83d", 0)])
def test_half_of_a_surrogate_pair_is_found(text: str, place: int | None) -> None:
    assert half_pair(text) == place

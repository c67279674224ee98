"""Languages told apart, short questions among them."""

import pytest

from jawab.text import SERVED, detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("متى وقع المغرب وروسيا مذكرة التفاهم؟", "ar"),
        ("من هو Vladimir Vladimirovitch Poutine ؟", "ar"),
        ("ما معنى QR code؟", "ar"),
        ("ﻣﺘﻰ", "ar"),
        ("Quand le mémorandum a-t-il été signé ?", "fr"),
        ("ou habite t il?", "fr"),
        ("Qui est محمد السادس ?", "fr"),
        ("Lavrov à Rabat", "fr"),
        ("Rabat", "fr"),
        ("When was the memorandum signed?", "en"),
        ("Who is the king", "en"),
        ("2025 !?", "und"),
        ("", "und"),
        ("Москва", "und"),
        ("東京", "und"),
    ],
)
def test_a_text_is_in_its_language(text: str, language: str) -> None:
    assert detect(text) == language


def test_arabic_and_french_are_served() -> None:
    assert SERVED == ("ar", "fr")


def test_a_french_article_that_quotes_arabic_is_french() -> None:
    assert detect("Le journal titre « صدى الأطلس » et il se trompe de date, dans son édition du matin.") == "fr"

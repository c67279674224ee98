"""Questions as people type them: each rule by its result."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from jawab.text.noise import edit_one_word, mistype


class Choices(random.Random):
    """Draws what it was told, in order: numbers from 0 to 1, then positions, then picks by number."""

    def __init__(self, chances: list[float], places: list[int], picks: list[int]) -> None:
        super().__init__(0)
        self.chances, self.places, self.picks = chances, places, picks

    def random(self) -> float:
        return self.chances.pop(0)

    def randrange(self, start: int, stop: int | None = None, step: int = 1) -> int:  # type: ignore[override]
        place = self.places.pop(0)
        assert stop is not None
        assert start <= place < stop
        return place

    def choice(self, seq: Sequence[str]) -> str:  # type: ignore[override]
        return seq[self.picks.pop(0)]


def test_arabic_loses_hamza_and_marbuta_and_types_its_own_digits() -> None:
    assert mistype("أين إلى آه ة 26", "ar", Choices([1.0] * 5, [], [])) == "اين الي اه ه ٢٦"


def test_an_arabic_word_in_ten_is_stretched_by_a_tatweel() -> None:
    assert mistype("من هو", "ar", Choices([0.05, 0.5], [1], [])) == "مـن هو"
    assert mistype("م هو", "ar", Choices([0.05, 0.5], [], [])) == "م هو"


def test_latin_loses_case_accents_and_apostrophes() -> None:
    assert mistype("Où est l'été d’où ?", "fr", Choices([], [], [])) == "ou est l ete d ou ?"
    assert mistype("L\u02bcOe\u0301 ça", "fr", Choices([], [], [])) == "l oe ca"


@pytest.mark.parametrize(("edit", "expected"), [(0, "le poxrt"), (1, "le pot"), (2, "le poxt"), (3, "le potr")])
def test_one_letter_is_inserted_deleted_replaced_or_swapped(edit: int, expected: str) -> None:
    # The word, the letter to insert, the letter to replace by, and which of the four edits.
    assert edit_one_word("le port", "xyz", Choices([], [2], [0, 0, 0, edit])) == expected


def test_first_letters_and_short_words_are_left_alone() -> None:
    assert edit_one_word("le zoo est ici", "xyz", Choices([], [], [])) == "le zoo est ici"
    assert edit_one_word("2025 12345", "xyz", Choices([], [], [])) == "2025 12345"
    for seed in range(50):
        edited = edit_one_word("la mairie", "x", random.Random(seed))
        assert edited.startswith("la m")
        assert 8 <= len(edited) <= 10


def test_the_same_seed_mistypes_alike() -> None:
    question = "متى أعلنت الحكومة عن المشروع الجديد؟"
    assert mistype(question, "ar", random.Random(4)) == mistype(question, "ar", random.Random(4))
    assert len({mistype(question, "ar", random.Random(seed)) for seed in range(20)}) > 10

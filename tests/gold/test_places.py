"""Places of answers."""

from __future__ import annotations

import pytest

from jawab.gold import places


@pytest.mark.parametrize(
    ("text", "answer", "found"),
    [
        ("En 2012 ils étaient 12.", "12", [20]),
        ("le détachement, sa tache", "tache", [19]),
        ("3500 hommes et 350 chevaux", "350", [15]),
        ("12,5 % et 3.5, puis 5, enfin 5.", "5", [20, 29]),
        ("l’État et l'État", "État", [2, 12]),
        ("بموسكو وبموسكو وموسكو موسكوفي", "موسكو", [1, 9, 16]),
        ("وبالرباط وللرباط والرباط", "رباط", [4, 12, 20]),
        ("وقع بِمُوسكو", "مُوسكو", [6]),
        ("هذا كتابه", "كتاب", []),
        ("الحفلَ ناصر", "الحفل", [0]),
        ("الحفلَه ناصر", "الحفل", []),
        ("(50 %)", "50 %", [1]),
    ],
)
def test_an_answer_stands_where_it_is_words_of_its_own(text: str, answer: str, found: list[int]) -> None:
    assert places(text, answer) == found

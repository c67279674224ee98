"""Control characters, removed and counted."""

import sys
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from jawab.text import strip_controls


def test_bidi_controls_are_removed_and_counted() -> None:
    assert strip_controls("a\u202eb\u202cc\u2066d\u2069") == ("abcd", 4)


def test_no_character_that_opens_or_closes_a_direction_is_kept() -> None:
    directions = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    controls = [char for char in map(chr, range(sys.maxunicode)) if unicodedata.bidirectional(char) in directions]
    assert len(controls) == 9
    assert strip_controls("".join(controls)) == ("", 9)


def test_controls_that_change_the_shapes_of_digits_are_removed() -> None:
    assert strip_controls("1\u206e2\u206f3") == ("123", 2)


def test_nul_and_other_controls_are_removed_but_tab_and_newline_stay() -> None:
    assert strip_controls("a\x00b\tc\nd\x1be\x9ff") == ("ab\tc\ndef", 3)


def test_line_ends_of_other_systems_become_newlines() -> None:
    assert strip_controls("a\r\nb\rc\u2028d\x85e") == ("a\nb\nc\nd\ne", 1)


def test_byte_order_marks_and_zero_width_spaces_are_removed() -> None:
    assert strip_controls("\ufeffنص\u200bآخر") == ("نصآخر", 2)


def test_joiners_and_direction_marks_are_text() -> None:
    assert strip_controls("می\u200cخواهم 👩\u200d🚀 a\u200f") == ("می\u200cخواهم 👩\u200d🚀 a\u200f", 0)


@settings(derandomize=True, deadline=None)
@given(st.text(alphabet=st.characters(categories=("Cc", "Cf", "Lo", "Zl", "Zs"))))
def test_what_was_stripped_once_has_no_controls_left(text: str) -> None:
    stripped, removed = strip_controls(text)
    assert strip_controls(stripped) == (stripped, 0)
    assert len(stripped) == len(text) - removed

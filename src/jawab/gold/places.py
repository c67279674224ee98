"""Where an answer stands in a paragraph as words of its own."""

from __future__ import annotations

import re

_MARKS = "[\u064b-\u0652\u0670]*"
_PREFIXES = f"(?:[وف]{_MARKS})?(?:[بكلس]{_MARKS})?(?:ا?ل{_MARKS})?"  # what Arabic joins to the front of a word


def places(text: str, answer: str) -> list[int]:
    """Offsets of `answer` in `text` where no letter or digit is joined to it, Arabic's prefixes aside.

    Nor is a number part of another: there is no 5 in 12,5.
    """
    if answer not in text:
        return []
    before = rf"(?<![\w\u064b-\u0652\u0670]){_PREFIXES}" if answer[:1].isalnum() else ""
    after = rf"(?!{_MARKS}\w)" if answer[-1:].isalnum() else ""
    pattern = f"{before}(?P<answer>{no_part_of_a_number(answer)}){after}"
    return [found.start("answer") for found in re.finditer(pattern, text)]


def no_part_of_a_number(answer: str) -> str:
    """A regular expression that finds `answer` but where a decimal or thousands mark makes it part of a number."""
    before = r"(?<!\d[.,٫٬])" if answer[:1].isdigit() else ""
    after = r"(?![.,٫٬]\d)" if answer[-1:].isdigit() else ""
    return f"{before}{re.escape(answer)}{after}"

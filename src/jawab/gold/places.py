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
    before += r"(?<!\d[.,٫٬])" if answer[:1].isdigit() else ""
    after += r"(?![.,٫٬]\d)" if answer[-1:].isdigit() else ""
    return [found.start("answer") for found in re.finditer(f"{before}(?P<answer>{re.escape(answer)}){after}", text)]

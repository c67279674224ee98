"""A line of a text as the cleaning rules see it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from jawab.text import SERVED, FoundDate, detect, find_dates, fold

LONGEST = 400
"""Code points; a longer line is story and is not looked at."""

_DASH_OF_TATWEEL = re.compile(r"(?<=\s)ـ(?=\s)")
_WORD = re.compile(r"[^\W\d_]+")
_QUOTES = "«“\"'‘"
_CLOSERS = r"[\"'»”’)\]]*"
_TERMINAL = re.compile(rf"[.!?؟…»”\"]{_CLOSERS}$")
_FULL_STOP = re.compile(rf"\w{{2}}{_CLOSERS}(?:\.|…|\.\.\.){_CLOSERS}$|[!?؟]{_CLOSERS}\.{_CLOSERS}$")


@dataclass(frozen=True)
class Line:
    """One line with its newline; everything else is derived when first asked for."""

    text: str

    @cached_property
    def bare(self) -> str:
        """The line without the space around it, list bullets and heading signs; a tatweel alone is a dash."""
        bare = self.text.strip().lstrip("#*•▪►-–— \t>").rstrip("* \t")
        return _DASH_OF_TATWEEL.sub("-", bare)

    @cached_property
    def folded(self) -> str:
        """`bare`, folded for matching."""
        return fold(self.bare)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The folded words; numbers are none."""
        return tuple(_WORD.findall(self.folded))

    @cached_property
    def is_short(self) -> bool:
        """Whether rules look at the line at all."""
        return len(self.text) <= LONGEST

    @cached_property
    def is_quote(self) -> bool:
        """Whether somebody speaks from the first word on."""
        return self.bare[:1] in _QUOTES

    @cached_property
    def has_number(self) -> bool:
        """Whether a digit stands in the line."""
        return any(char.isdecimal() for char in self.bare)

    @cached_property
    def is_row(self) -> bool:
        """Whether the line is a row of a Markdown table, or its rule."""
        return self.bare.startswith("|") and self.bare.count("|") > 1 and len(self.bare.strip("| ")) > 0

    @cached_property
    def ends_sentence(self) -> bool:
        """Whether the line ends as a sentence may: full stop, question or exclamation mark, ellipsis, closing quote."""
        return bool(_TERMINAL.search(self.bare))

    @cached_property
    def has_full_stop(self) -> bool:
        """Whether the line ends in the full stop of a sentence, not of initials."""
        return bool(_FULL_STOP.search(self.bare))

    @cached_property
    def is_story(self) -> bool:
        """Whether the line is a paragraph: it marks where the story begins and ends."""
        if not self.is_short:
            return True
        count = len(self.words)
        return count >= 25 or (count >= 14 and self.ends_sentence) or (count >= 6 and self.has_full_stop)

    @cached_property
    def dates(self) -> list[FoundDate]:
        """The whole days named in the line, in order."""
        if not self.is_short:
            return []
        detected = detect(self.bare)
        language = detected if detected in SERVED else SERVED[0]  # a line of digits is in none
        return [found for found in find_dates(self.bare, language) if found.date]

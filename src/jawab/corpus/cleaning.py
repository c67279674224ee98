"""Web leftovers: whole lines around and between the lines of a story, recognised by shape and word families.

A line goes only when all of it is page furniture. Where a rule needs no anchor word it needs a place: before the first
paragraph or after the last one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jawab.corpus import leftover_words as lexicon
from jawab.corpus.lines import Line

_EDGE = 8  # lines from either end in which bylines and date lines stand, beside head and foot
_INITIALS = re.compile(r"[(\[]?\s*[^\W\d_]{1,2}(?:\s*[./\-]\s*[^\W\d_]{1,2}){1,3}\s*\.?\s*[)\]]?")
_HASHTAGS = re.compile(r"(?:#\w+[\s,،]*)+")
_TIME = re.compile(r"\d{1,2} ?[:h] ?\d{0,2}")
_PLACE = re.compile(r"[^,،|/–:-]{2,25}\s*[,،|/–:-]\s*(?:le\s+)?(?:\w+\s+)?")
_QUOTES = "«“\"'‘"


class Leftover(StrEnum):
    """What kind of leftover a removed line is."""

    FURNITURE = "furniture"
    READ_ALSO = "read also"
    CALL = "call"
    CAPTION = "caption"
    BYLINE = "byline"
    SOURCE = "source"
    TAGS = "tags"
    RIGHTS = "rights"
    INITIALS = "initials"


@dataclass(frozen=True, slots=True)
class Removed:
    """A line that was removed, as it stood, and why."""

    kind: Leftover
    line: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The kept lines, the removed ones in order, and what both said about the article."""

    text: str
    removed: tuple[Removed, ...] = ()
    title: str | None = None
    published: date | None = None
    source: str | None = None


def clean(text: str) -> Cleaned:
    """`text` without the whole lines that are leftovers; every other line stays as it is, blank ones too."""
    lines = [Line(part) for part in text.splitlines(keepends=True)]
    kinds = _classify(lines)
    kept = [line for line, kind in zip(lines, kinds, strict=True) if kind is None]
    removed = [(line, kind) for line, kind in zip(lines, kinds, strict=True) if kind]
    return Cleaned(
        "".join(line.text for line in kept),
        tuple(Removed(kind, line.text) for line, kind in removed),
        _title(kept),
        next((line.dates[0].date for line, kind in removed if kind is Leftover.BYLINE and line.dates), None),
        next(filter(None, (_source(line, kind) for line, kind in removed)), None),
    )


def _classify(lines: Sequence[Line]) -> list[Leftover | None]:
    kinds: list[Leftover | None] = [_anywhere(line) for line in lines]
    filled = [place for place, line in enumerate(lines) if line.bare]
    for place in _repeated(lines, filled):
        kinds[place] = kinds[place] or Leftover.CAPTION
    story = [place for place in filled if kinds[place] is None and lines[place].is_story]
    head, foot = (story[0], story[-1]) if story else (len(lines), -1)
    edge = {*filled[:_EDGE], *filled[-_EDGE:]}
    for place in filled:
        if kinds[place] is None and lines[place].is_short:
            outside = place < head or place > foot
            kinds[place] = _outside(lines[place], place > foot) if outside else None
            if kinds[place] is None and (outside or place in edge) and _is_byline(lines[place]):
                kinds[place] = Leftover.BYLINE
    for place in _listed(lines, kinds, filled, foot):
        kinds[place] = kinds[place] or Leftover.READ_ALSO
    return kinds


# Rules that hold anywhere


def _anywhere(line: Line) -> Leftover | None:
    if not line.bare or not line.is_short or line.bare[0] in _QUOTES:
        return None
    return next((kind for kind, holds in _ANYWHERE if holds(line)), None)


def _is_furniture(line: Line) -> bool:
    """Nothing but page words, with an anchor among them, or an action or a count with its object."""
    words = set(line.words)
    if not words or len(line.words) > 25 or not words <= lexicon.PAGE_WORDS:
        return False
    if words & lexicon.ANCHORS:
        return not line.has_full_stop or len(words & lexicon.PLATFORMS) > 0
    counted = line.has_number or bool(words & lexicon.COUNTERS)
    acted = bool(words & lexicon.ACTIONS)
    return bool(words & lexicon.OBJECTS) and (acted or counted) and not line.has_full_stop


def _is_read_also(line: Line) -> bool:
    label = lexicon.READ_ALSO.match(line.folded)
    return bool(label) and (not line.has_full_stop or ":" in line.folded[label.end() : label.end() + 3])


def _is_call(line: Line) -> bool:
    called = lexicon.CALLS.match(line.folded) and set(line.words) & lexicon.CHANNELS
    return bool(called or lexicon.FORMS.search(line.folded)) and len(line.words) <= 40


def _is_rights(line: Line) -> bool:
    return bool(lexicon.RIGHTS.search(line.folded)) and len(line.words) <= 20


def _is_tags(line: Line) -> bool:
    return bool(_HASHTAGS.fullmatch(line.bare) or lexicon.TAGS.match(line.folded)) and not line.has_full_stop


def _is_credit(line: Line) -> bool:
    return bool(lexicon.PHOTO.search(line.folded)) and not line.has_full_stop and len(line.words) <= 40


def _is_source(line: Line) -> bool:
    return bool(lexicon.SOURCE.search(line.folded)) and not line.has_full_stop and len(line.words) <= 8


def _is_doubled(line: Line) -> bool:
    """A caption printed twice on one line, with at most three words between."""
    words = line.words
    if line.has_full_stop or len(words) > 80:
        return False
    return any(
        words[:length] == words[-length:] for length in range(max(4, (len(words) - 3 + 1) // 2), len(words) // 2 + 1)
    )


_ANYWHERE: tuple[tuple[Leftover, Callable[[Line], bool]], ...] = (
    (Leftover.FURNITURE, _is_furniture),
    (Leftover.READ_ALSO, _is_read_also),
    (Leftover.CALL, _is_call),
    (Leftover.RIGHTS, _is_rights),
    (Leftover.TAGS, _is_tags),
    (Leftover.SOURCE, _is_source),
    (Leftover.CAPTION, _is_credit),
    (Leftover.CAPTION, _is_doubled),
)


# Rules that need a place


def _outside(line: Line, is_foot: bool) -> Leftover | None:
    """What a line before the first or after the last paragraph is."""
    words = set(line.words)
    if not words:
        return Leftover.FURNITURE if not line.has_number else None
    if _INITIALS.fullmatch(line.bare):
        return Leftover.INITIALS
    if line.has_full_stop:
        return None
    if words <= lexicon.AGENCIES:
        return Leftover.SOURCE
    if is_foot and len(words) <= 8 and lexicon.FOOT_SOURCE.match(line.folded):
        return Leftover.SOURCE
    return Leftover.FURNITURE if words <= lexicon.SECTIONS | lexicon.GLUE and words & lexicon.SECTIONS else None


def _is_byline(line: Line) -> bool:
    """A date line or an author's line: a date, words that announce it, names, and nothing that tells a story."""
    if not line.is_short or line.ends_sentence and not line.dates or len(line.words) > 18:
        return False
    if _author(line):
        return all(_may_be_name(word) for word in _rest(line).split()) and len(line.words) <= 14
    if not line.dates:
        return False
    rest = _rest(line).strip(" ,،|/–:-.")
    if not rest:
        return True
    return not line.ends_sentence and bool(_PLACE.match(line.bare)) and line.bare.startswith(rest.split()[0])


def _author(line: Line) -> re.Match[str] | None:
    """Who signs: the line starts with it, or with a date."""
    return (lexicon.AUTHOR.search if line.dates else lexicon.AUTHOR.match)(line.folded)


def _rest(line: Line) -> str:
    """What the line says beside dates, times and the words that announce them."""
    text = line.bare
    for found in reversed(line.dates):
        text = text[: found.span.start] + " " + text[found.span.end :]
    text = _TIME.sub(" ", text)
    return " ".join(
        word for word in text.split() if not set(Line(word).words) <= lexicon.BYLINE | lexicon.AGENCIES | lexicon.GLUE
    )


def _may_be_name(word: str) -> bool:
    return not word[:1].islower()


def _repeated(lines: Sequence[Line], filled: Sequence[int]) -> Iterator[int]:
    """Short lines printed again: the repetition, and the first of two in a row unless it is the title."""
    seen: dict[tuple[str, ...], int] = {}
    for order, place in enumerate(filled):
        line = lines[place]
        if not line.is_short or line.has_full_stop or len(line.words) < 4:
            continue
        first = seen.setdefault(line.words, order)
        if first != order:
            yield place
            if order - first == 1 and first > 0:
                yield filled[first]


def _listed(lines: Sequence[Line], kinds: Sequence[Leftover | None], filled: Sequence[int], foot: int) -> Iterator[int]:
    """The titles below a "read also" that stands alone: all of them after the story, one line or a list within it."""
    listing = False
    for place in filled:
        line = lines[place]
        if kinds[place] in (Leftover.READ_ALSO, Leftover.TAGS):
            listing = len(line.words) <= 5
        elif kinds[place] is None and listing and not line.is_story:
            yield place
            listing = place > foot or line.text.lstrip().startswith(("-", "*", "•"))
        elif kinds[place] is None:
            listing = False


# What the lines say about the article


def _title(kept: Sequence[Line]) -> str | None:
    """The first line that is kept, if it reads like a title and something follows it."""
    filled = [line for line in kept if line.bare]
    if len(filled) < 2:
        return None
    first = filled[0]
    looks = first.is_short and 2 <= len(first.words) <= 25 and not first.has_full_stop and first.bare[-1] not in ":،,;"
    return first.bare if looks else None


def _source(line: Line, kind: Leftover) -> str | None:
    """The outlet that a source line names, or a byline whose author is one word and so no person."""
    names = _rest(line).split(":")[-1].split()
    named = kind is Leftover.SOURCE or (kind is Leftover.BYLINE and _author(line) and len(names) == 1)
    return " ".join(names).strip(" .()[]") or None if named else None

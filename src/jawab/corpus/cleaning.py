"""Text -> the story's lines: whole web leftovers removed, and what they and the first lines say about the article."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, pairwise

from jawab.corpus import leftovers
from jawab.corpus.leftovers import Leftover
from jawab.corpus.lines import Line

_EDGE = 8  # lines from either end in which bylines stand even among paragraphs
_HEAD, _FOOT = 60, 300  # lines above and below the story at most
_REPEATED = 4  # words from which a line printed again is no coincidence
_LABEL = 3  # words of a section's name, an outlet's or an author's at most
_TITLE = 25  # words of a title at most

_NUMBER = re.compile(r"\d+")

_Kinds = list[Leftover | None]


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
    removed = [(line, kind) for line, kind in zip(lines, kinds, strict=True) if kind is not None]
    return Cleaned(
        "".join(line.text for line in kept),
        tuple(Removed(kind, line.text) for line, kind in removed),
        _title(kept),
        _published(lines, kinds),
        next(filter(None, (_source(line, kind) for line, kind in removed)), None),
    )


def _classify(lines: Sequence[Line]) -> _Kinds:
    """The kind of every line; None for what stays. Each step looks only at what the steps before it left.

    Rows of tables are not looked at: a cell of one word is no label.
    """
    rows = set(_rows(lines))
    filled = [place for place, line in enumerate(lines) if line.bare and place not in rows]
    kinds: _Kinds = [None] * len(lines)
    for place in filled:
        kinds[place] = leftovers.anywhere(lines[place])
    for place in list(_fractions(lines, kinds, filled)):
        kinds[place] = None
    _mark(kinds, _repeated(lines, kinds, filled), Leftover.CAPTION)
    story = [place for place in filled if kinds[place] is None and lines[place].is_story]
    head = [place for place in filled[:_HEAD] if not story or place < story[0]]
    foot = [place for place in filled[-_FOOT:] if story and place > story[-1]]
    edge = {*filled[:_EDGE], *filled[-_EDGE:], *head, *foot}
    _mark(kinds, _bylines(lines, kinds, filled, edge, foot), Leftover.BYLINE)
    for place in head:
        kinds[place] = kinds[place] or leftovers.outside(lines[place], is_foot=False)
    _mark(kinds, (place for place in head if story and leftovers.is_ticker(lines[place])), Leftover.FURNITURE)
    for place in foot:
        kinds[place] = kinds[place] or leftovers.outside(lines[place], is_foot=True)
    _mark(kinds, _listed(lines, kinds, filled), Leftover.READ_ALSO)
    _mark(kinds, _below_story(lines, kinds, foot), Leftover.FURNITURE)
    _mark(kinds, _signed(lines, kinds, foot), Leftover.SIGNATURE)
    _mark(kinds, _mastheads(lines, kinds, head), Leftover.MASTHEAD)
    _mark(kinds, _page_top(lines, kinds, head if story else ()), Leftover.FURNITURE)
    title = _title([line for line, kind in zip(lines, kinds, strict=True) if kind is None])
    _mark(kinds, _beside_bylines(lines, kinds, filled[:_EDGE], title), Leftover.BYLINE)
    return kinds


def _mark(kinds: _Kinds, places: Iterable[int], kind: Leftover) -> None:
    for place in list(places):
        kinds[place] = kinds[place] or kind


def _rows(lines: Sequence[Line]) -> Iterator[int]:
    """Rows of tables: between bars, or beside a line with as many bars."""
    filled = [(place, line) for place, line in enumerate(lines) if line.bare]
    bars = [0, *(line.bare.count("|") if line.bare.strip("| ") else 0 for _, line in filled), 0]
    for order, (place, line) in enumerate(filled, start=1):
        if line.is_row or (bars[order] and bars[order] in (bars[order - 1], bars[order + 1])):
            yield place


def _fractions(lines: Sequence[Line], kinds: _Kinds, filled: Sequence[int]) -> Iterator[int]:
    """What looks like a slide's number but stands between lines of the story."""
    for before, place, after in zip([None, *filled], filled, [*filled[1:], None], strict=False):
        if leftovers.is_slide(lines[place]) and not any(kinds[near] for near in (before, after) if near is not None):
            yield place


def _repeated(lines: Sequence[Line], kinds: _Kinds, filled: Sequence[int]) -> Iterator[int]:
    """Short lines printed again: the repetition; of a pair in a row above the story both, unless it is the title.

    Such a pair is a caption. Elsewhere, or printed more often, it may be a refrain, and one stays.
    """
    printed: dict[tuple[str, ...], list[int]] = {}
    left = [place for place in filled if kinds[place] is None]
    story = next((order for order, place in enumerate(left) if lines[place].is_story), 0)
    for order, place in enumerate(left):
        line = lines[place]
        told = line.has_full_stop or line.is_quote or leftovers.is_ticker(line)
        if line.is_short and not told and len(line.words) >= _REPEATED:
            printed.setdefault((*line.words, *_NUMBER.findall(line.folded)), []).append(order)
    for first, *again in printed.values():
        yield from (left[order] for order in again)
        if again == [first + 1] and 0 < first < story:
            yield left[first]


def _bylines(
    lines: Sequence[Line], kinds: _Kinds, filled: Sequence[int], edge: Collection[int], foot: Sequence[int]
) -> list[int]:
    """Date lines and authors' lines; no date that is a fact's value, or that belongs to a chronology."""
    facts = {after for place, after in pairwise(filled) if not kinds[place] and leftovers.awaits_value(lines[place])}
    found = [place for place in sorted(edge) if place not in facts and leftovers.is_byline(lines[place])]
    opening = (place for place in foot if leftovers.opens_page_foot(lines[place], kinds[place]))
    page_foot = next(opening, len(lines))
    above = [place for place in found if place < page_foot]
    told = {place for place in filled if kinds[place] is None}.difference(found)
    todays = {place for place in above if place < min(told, default=0) and leftovers.names_weekday(lines[place])}
    days = [place for place in above if leftovers.is_bare_date(lines[place]) and place not in todays]
    times = [place for place in above if leftovers.is_time(lines[place])]
    chronology = {place for bare in (days, times) if _is_chronology(lines, bare, told) for place in bare}
    return [place for place in found if place not in chronology]


def _is_chronology(lines: Sequence[Line], bare: Sequence[int], told: Collection[int]) -> bool:
    """Several moments, with lines that tell something between them or beside each."""
    moments = {lines[place].dates[0].date if lines[place].dates else lines[place].bare for place in bare}
    if len(moments) < 2:
        return False
    return any(bare[0] < place < bare[-1] for place in told) or all(leftovers.names(lines[place]) for place in bare)


def _listed(lines: Sequence[Line], kinds: _Kinds, filled: Sequence[int]) -> Iterator[int]:
    """The titles below a "read also" that stands alone: one, or a whole list."""
    listing = False
    for place in filled:
        line = lines[place]
        if kinds[place] is not None:
            listing = kinds[place] is Leftover.READ_ALSO and leftovers.heads_list(line)
        elif listing and not line.is_story and not line.has_full_stop:
            yield place
            listing = line.text.lstrip().startswith(("-", "*", "•"))
        else:
            listing = False


def _below_story(lines: Sequence[Line], kinds: _Kinds, foot: Sequence[int]) -> Iterator[int]:
    """What is no sentence below the line that opens the page's foot."""
    opened = False
    for place in foot:
        opened = opened or leftovers.opens_page_foot(lines[place], kinds[place])
        if opened and kinds[place] is None and not lines[place].ends_sentence:
            yield place


def _signed(lines: Sequence[Line], kinds: _Kinds, foot: Sequence[int]) -> Iterator[int]:
    """The author's name again, below the story."""
    signed = {word for line, kind in zip(lines, kinds, strict=True) if kind is Leftover.BYLINE for word in line.words}
    named = (place for place in foot if lines[place].words and not lines[place].has_number)
    return (place for place in named if signed.issuperset(lines[place].words))


def _mastheads(lines: Sequence[Line], kinds: _Kinds, head: Sequence[int]) -> Iterator[int]:
    """The outlet's name above the title: by what it calls itself, or because credits and notices name it too."""
    signing = (Leftover.CAPTION, Leftover.RIGHTS, Leftover.CALL, Leftover.FURNITURE)
    notices = [line.folded for line, kind in zip(lines, kinds, strict=True) if kind in signing]
    left = [place for place in head if kinds[place] is None]
    for place in left[:-1]:
        line = lines[place]
        named = 0 < _length(line) <= _LABEL + 1 and any(line.folded in notice for notice in notices)
        if named or leftovers.names_outlet(line):
            yield place


def _page_top(lines: Sequence[Line], kinds: _Kinds, head: Sequence[int]) -> Iterator[int]:
    """Labels above the title, where there are several or other leftovers stand there as well; a country alone, too."""
    left = [place for place in head if kinds[place] is None]
    title = next((place for place in left if _is_title(lines[place]) and _length(lines[place]) > _LABEL), None)
    if title is None:
        return
    above = [place for place in head if place < title]
    labels = [place for place in above if kinds[place] is None and _is_label(lines[place])]
    is_furnished = len(labels) > 1 or any(kinds[place] for place in above)
    if is_furnished or any(leftovers.is_country(lines[place]) for place in labels):
        yield from (place for place in labels if not lines[place].ends_sentence)


def _beside_bylines(lines: Sequence[Line], kinds: _Kinds, filled: Sequence[int], title: str | None) -> Iterator[int]:
    """An author's name on a line of its own, next to the date."""
    for before, place, after in zip([None, *filled], filled, [*filled[1:], None], strict=False):
        line = lines[place]
        near = [kinds[other] for other in (before, after) if other is not None]
        named = _is_label(line) and _is_title(line)
        if Leftover.BYLINE in near and named and line.bare != title:
            yield place


def _length(line: Line) -> int:
    """How many words; elided articles are none."""
    return sum(len(word) > 1 for word in line.words)


def _is_label(line: Line) -> bool:
    """Few words, and no fact: a number, or what follows a colon."""
    return _length(line) <= _LABEL and not line.has_number and ":" not in line.bare


def _is_title(line: Line) -> bool:
    fits = line.is_short and not line.is_row and 2 <= len(line.words) <= _TITLE
    return fits and not line.has_full_stop and line.bare[-1] not in ":،,;"


def _title(kept: Sequence[Line]) -> str | None:
    """The first line that reads like a title among those down to the first paragraph, if text follows it."""
    filled = [line for line in kept if line.bare]
    paragraph = next((place for place, line in enumerate(filled) if line.is_story), len(filled))
    candidates = [line for line in filled[: paragraph + 1][: len(filled) - 1] if _is_title(line)]
    long = [line for line in candidates if _length(line) > _LABEL]
    best = long[0] if long else max(candidates, key=_length, default=None)
    return best.bare if best else None


def _published(lines: Sequence[Line], kinds: _Kinds) -> date | None:
    """The day of the best date line: above the story, or one that says what day it is.

    Above the story, the best says "published"; then comes the first below the title, above which stands today's date.
    """
    kept = [place for place, kind in enumerate(kinds) if kind is None and lines[place].bare]
    story = next((place for place in kept if lines[place].is_story), len(lines))
    dated = [place for place, kind in enumerate(kinds) if kind is Leftover.BYLINE and lines[place].dates]
    head = [place for place in dated if place < story]
    said = (place for place in head if leftovers.says_published(lines[place]))
    below_title = (place for place in head if kept and place > kept[0])
    announced = (place for place in dated if leftovers.announces_date(lines[place]))
    best = next(chain(said, below_title, head, announced), None)
    return None if best is None else min(found.date for found in lines[best].dates if found.date)


def _source(line: Line, kind: Leftover) -> str | None:
    """The outlet that a source line or a masthead names, or one that signs a byline."""
    if kind in (Leftover.SOURCE, Leftover.MASTHEAD):
        return leftovers.outlet(line)
    return leftovers.signing_outlet(line) if kind is Leftover.BYLINE else None

"""Text -> the story's lines: whole web leftovers removed, and what they and the first lines say about the article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from jawab.corpus import leftovers
from jawab.corpus.leftovers import Leftover
from jawab.corpus.lines import Line

_EDGE = 8  # lines from either end in which bylines stand even among paragraphs
_HEAD, _FOOT = 60, 300  # lines above and below the story at most
_REPEATED = 4  # words from which a line printed again is no coincidence
_LABEL = 3  # words of a section's name, an outlet's or an author's at most
_TITLE = 25  # words of a title at most

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
        _published(removed),
        next(filter(None, (_source(line, kind) for line, kind in removed)), None),
    )


def _classify(lines: Sequence[Line]) -> _Kinds:
    """The kind of every line; None for what stays. Each step looks only at what the steps before it left."""
    kinds: _Kinds = [leftovers.anywhere(line) for line in lines]
    filled = [place for place, line in enumerate(lines) if line.bare]
    _mark(kinds, _repeated(lines, kinds, filled), Leftover.CAPTION)
    story = [place for place in filled if kinds[place] is None and lines[place].is_story]
    head = [place for place in filled[:_HEAD] if not story or place < story[0]]
    foot = [place for place in filled[-_FOOT:] if story and place > story[-1]]
    edge = {*filled[:_EDGE], *filled[-_EDGE:], *head, *foot}
    _mark(kinds, (place for place in edge if leftovers.is_byline(lines[place])), Leftover.BYLINE)
    for place in head:
        kinds[place] = kinds[place] or leftovers.outside(lines[place], is_foot=False)
    for place in foot:
        kinds[place] = kinds[place] or leftovers.outside(lines[place], is_foot=True)
    _mark(kinds, _listed(lines, kinds, filled), Leftover.READ_ALSO)
    _mark(kinds, _below_story(lines, kinds, foot), Leftover.FURNITURE)
    _mark(kinds, _signed(lines, kinds, foot), Leftover.SIGNATURE)
    _mark(kinds, _mastheads(lines, kinds, head), Leftover.MASTHEAD)
    _mark(kinds, _page_top(lines, kinds, head), Leftover.FURNITURE)
    title = _title([line for line, kind in zip(lines, kinds, strict=True) if kind is None])
    _mark(kinds, _beside_bylines(lines, kinds, filled[:_EDGE], title), Leftover.BYLINE)
    return kinds


def _mark(kinds: _Kinds, places: Iterator[int], kind: Leftover) -> None:
    for place in list(places):
        kinds[place] = kinds[place] or kind


def _repeated(lines: Sequence[Line], kinds: _Kinds, filled: Sequence[int]) -> Iterator[int]:
    """Short lines printed again: the repetition, and the first of two in a row unless it is the title."""
    seen: dict[tuple[str, ...], int] = {}
    left = [place for place in filled if kinds[place] is None]
    for order, place in enumerate(left):
        line = lines[place]
        if not line.is_short or line.has_full_stop or line.is_quote or len(line.words) < _REPEATED:
            continue
        first = seen.setdefault(line.words, order)
        if first != order:
            yield place
            if order - first == 1 and first > 0:
                yield left[first]


def _listed(lines: Sequence[Line], kinds: _Kinds, filled: Sequence[int]) -> Iterator[int]:
    """The titles below a "read also" that stands alone: one, or a whole list."""
    listing = False
    for place in filled:
        line = lines[place]
        if kinds[place] is not None:
            listing = kinds[place] is Leftover.READ_ALSO and len(line.words) <= 5
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
    return (place for place in foot if lines[place].words and signed.issuperset(lines[place].words))


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
    """Labels above the title, where there are several or other leftovers stand there as well."""
    left = [place for place in head if kinds[place] is None]
    title = next((place for place in left if _is_title(lines[place]) and _length(lines[place]) > _LABEL), None)
    if title is None:
        return
    above = [place for place in head if place < title]
    labels = [place for place in above if kinds[place] is None and _length(lines[place]) <= _LABEL]
    if len(above) > 1:
        yield from (place for place in labels if not lines[place].ends_sentence)


def _beside_bylines(lines: Sequence[Line], kinds: _Kinds, filled: Sequence[int], title: str | None) -> Iterator[int]:
    """An author's name on a line of its own, next to the date."""
    for before, place, after in zip([None, *filled], filled, [*filled[1:], None], strict=False):
        line = lines[place]
        near = [kinds[other] for other in (before, after) if other is not None]
        if Leftover.BYLINE in near and 2 <= len(line.words) <= _LABEL and _is_title(line) and line.bare != title:
            yield place


def _length(line: Line) -> int:
    """How many words; elided articles are none."""
    return sum(len(word) > 1 for word in line.words)


def _is_title(line: Line) -> bool:
    fits = line.is_short and 2 <= len(line.words) <= _TITLE
    return fits and not line.has_full_stop and line.bare[-1] not in ":،,;"


def _title(kept: Sequence[Line]) -> str | None:
    """The first line that reads like a title among those down to the first paragraph, if text follows it."""
    filled = [line for line in kept if line.bare]
    paragraph = next((place for place, line in enumerate(filled) if line.is_story), len(filled))
    candidates = [line for line in filled[: paragraph + 1][: len(filled) - 1] if _is_title(line)]
    long = [line for line in candidates if _length(line) > _LABEL]
    best = long[0] if long else max(candidates, key=_length, default=None)
    return best.bare if best else None


def _published(removed: Sequence[tuple[Line, Leftover]]) -> date | None:
    dated = [line for line, kind in removed if kind is Leftover.BYLINE and line.dates]
    return dated[0].dates[0].date if dated else None


def _source(line: Line, kind: Leftover) -> str | None:
    """The outlet that a source line or a masthead names, or one that signs a byline."""
    if kind in (Leftover.SOURCE, Leftover.MASTHEAD):
        return leftovers.outlet(line)
    return leftovers.signing_outlet(line) if kind is Leftover.BYLINE else None

"""Reader: question and passages -> scored spans, and "no answer"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from jawab.models import sources
from jawab.settings import Settings
from jawab.text import DIRECTION_MARKS, respell
from jawab.types import Passage, ScoredSpan, Span

if TYPE_CHECKING:
    from torch import nn

    from jawab.models.reader import SpanScorer
    from jawab.models.span import Window

MAX_LENGTH = 256
"""Tokens of a window, in training as in use: past the places that it was trained on, the shipped reader reads worse."""
OVERLAP = 128
"""Passage tokens that neighbouring windows share; never more than half of a window's."""
MAX_ANSWER_TOKENS = 40
RECIPE = "4"
"""Raise it when the same weights give other spans or scores."""
_BATCH_TOKENS = 4096
_CANDIDATES = 20

_CLOSING = {"(": ")", "[": "]", "{": "}", "«": "»", "“": "”", "‘": "’", '"': '"'}
_APOSTROPHE = re.compile(r"(?<=\w)’(?=\w)")
_PERCENT_SIGNS = "%‰٪"
_MINUS_SIGNS = "-–—"
_HANDLES = "#@"
_OPENING = {closing: opening for opening, closing in _CLOSING.items()}

ReadRequest = tuple[str, Sequence[Passage]]
Scores = NDArray[np.float32]


class Reader(Protocol):
    """Finds spans that answer a question."""

    @property
    def identity(self) -> str:
        """Names the weights: equal identities give equal scores."""

    def read_many(self, requests: Sequence[ReadRequest], top: int = 3) -> list[list[list[ScoredSpan]]]:
        """For each request and each of its passages the `top` spans, best first.

        Spans are offsets into the passage's text and hold a letter or digit; a passage without one gives an empty list.
        """


@dataclass(frozen=True, slots=True)
class _Place:
    """Which request and passage a window belongs to."""

    request: int
    passage: int


class SpanReader:
    """Reads with an encoder and a span head, a passage in windows of `MAX_LENGTH` tokens.

    A question is read in the spelling of each passage, as `respell` has it.
    """

    def __init__(self, scorer: SpanScorer, identity: str) -> None:
        self.scorer = scorer
        self.identity = identity

    def read_many(self, requests: Sequence[ReadRequest], top: int = 3) -> list[list[list[ScoredSpan]]]:
        """For each request and each of its passages the `top` spans, best first, ties by start, then end."""
        read: list[list[list[ScoredSpan]]] = [[[] for _ in passages] for _, passages in requests]
        work = [
            (place, requests[place.request][1][place.passage].text, window) for place, window in self._windows(requests)
        ]
        scores = self._score([window for _, _, window in work])
        for (place, text, window), (start, end) in zip(work, scores, strict=True):
            spans = [replace(best, span=bare(text, best.span)) for best in best_spans(window, start, end, top)]
            read[place.request][place.passage] += [span for span in spans if _says_something(text, span.span)]
        return [[_best(spans, top) for spans in passages] for passages in read]

    def _windows(self, requests: Sequence[ReadRequest]) -> list[tuple[_Place, Window]]:
        placed = []
        for number, (question, passages) in enumerate(requests):
            encoded = cache(self.scorer.encode_text)  # most passages leave the question as it is
            for row, passage in enumerate(passages):
                asked = encoded(respell(question, passage.text, self.scorer.lexicon))
                text = self.scorer.encode_text(passage.text)
                windows = self.scorer.format.windows(asked, text, MAX_LENGTH, OVERLAP)
                placed += [(_Place(number, row), window) for window in windows]
        return placed

    def _score(self, windows: Sequence[Window]) -> list[tuple[Scores, Scores]]:
        """Start and end scores of each window, [tokens]; neighbours in length share a batch."""
        scores: list[tuple[Scores, Scores] | None] = [None] * len(windows)
        order = sorted(range(len(windows)), key=lambda i: len(windows[i].ids))
        while order:
            rows = [order.pop()]
            longest = len(windows[rows[0]].ids)
            while order and (len(rows) + 1) * longest <= _BATCH_TOKENS:
                rows.append(order.pop())
            for row, pair in zip(rows, self.scorer.score([windows[i] for i in rows]), strict=True):
                scores[row] = pair
        return [pair for pair in scores if pair is not None]


def bare(text: str, span: Span) -> Span:
    """`span` without the punctuation and direction marks around it, which a token may hold beside a word ("2005،").

    Brackets and quotation marks that close inside stay, unless they enclose the whole; so do signs before or behind a
    number, but for a dash between two, and those of a name ("#MeToo", "C#").
    """
    start, end = span.start, span.end
    while start < end:
        if _is_enclosed(text[start:end]):
            start, end = start + 1, end - 1
        elif _is_loose_head(text[start:end], text[:start][-1:]):
            start += 1
        elif _is_loose_tail(text[start:end]):
            end -= 1
        else:
            break
    return Span(start, end)


def _is_enclosed(text: str) -> bool:
    """Whether what the first character opens is closed by the last one, and not before."""
    opening, closing = text[0], _CLOSING.get(text[0])
    if closing is None or len(text) == 1 or text[-1] != closing:
        return False
    before = _APOSTROPHE.sub("", text[:-1])
    if opening == closing:
        return closing not in before[1:]
    return all(accumulate((char == opening) - (char == closing) for char in before))


def _is_loose_head(text: str, before: str) -> bool:
    """Whether the first character goes; `before` is the one in front of it, if any."""
    head, behind = text[0], text[1:2]
    if head in _CLOSING and _CLOSING[head] in text[1:]:
        return False
    is_sign = behind.isdigit() and (head in _PERCENT_SIGNS or (head in _MINUS_SIGNS and not before.isalnum()))
    is_handle = head in _HANDLES and behind.isalpha()
    return _is_blank(head) or (unicodedata.category(head).startswith("P") and not is_sign and not is_handle)


def _is_blank(character: str) -> bool:
    return character.isspace() or character in DIRECTION_MARKS


def _is_loose_tail(text: str) -> bool:
    tail, before = text[-1], text[-2:-1]
    opening = _OPENING.get(tail)
    if opening is not None and opening in text[:-1]:
        return False
    is_sign = tail in _PERCENT_SIGNS or (tail == "#" and before.isalpha())
    return _is_blank(tail) or (unicodedata.category(tail).startswith("P") and not is_sign)


def _says_something(text: str, span: Span) -> bool:
    return any(character.isalnum() for character in text[span.start : span.end])


def best_spans(window: Window, start: Scores, end: Scores, top: int) -> list[ScoredSpan]:
    """The best `top` spans of passage tokens; token 0 scores "no answer". `start` and `end` are [tokens]."""
    first, count = window.first, len(window.offsets)
    null = float(start[0] + end[0])
    solid = np.array([a < b for a, b in window.offsets], dtype=bool)
    if not solid.any():
        return []
    starts = np.where(solid, start[first : first + count], -np.inf)
    ends = np.where(solid, end[first : first + count], -np.inf)
    heads = np.argsort(-starts, kind="stable")[:_CANDIDATES]
    tails = np.argsort(-ends, kind="stable")[:_CANDIDATES]
    spans = [
        ScoredSpan(Span(window.offsets[i][0], window.offsets[j][1]), float(starts[i] + ends[j]), null)
        for i in heads.tolist()
        for j in tails.tolist()
        if i <= j < i + MAX_ANSWER_TOKENS and solid[i] and solid[j]
    ] or [_single(window, starts, ends, null)]
    return _best(spans, top)


def _single(window: Window, starts: Scores, ends: Scores, null: float) -> ScoredSpan:
    """The best one-token span, for the rare window whose best starts and ends do not meet."""
    token = int(np.argmax(starts + ends))
    return ScoredSpan(Span(*window.offsets[token]), float(starts[token] + ends[token]), null)


def _best(spans: Sequence[ScoredSpan], top: int) -> list[ScoredSpan]:
    """The best spans by margin; of the same span, seen by two windows, the better one."""
    seen: dict[Span, ScoredSpan] = {}
    for span in sorted(spans, key=lambda s: (-s.margin, s.span.start, s.span.end)):
        seen.setdefault(span.span, span)
    return list(seen.values())[:top]


def span_identity(folder: Path) -> str:
    """What names the reader whose weights lie in `folder`: their content, and how they are read with."""
    return f"span {sources.folder_identity(folder)} {RECIPE}"


def load_reader(settings: Settings, words: nn.Embedding | None = None) -> SpanReader:
    """The configured reader; `words` is the bundled encoder's word table where it is in memory already."""
    source = settings.reader
    sources.stay_offline_unless_hub(source, settings.embedder)
    from jawab.models import folder as prepared
    from jawab.models import reader as models
    from jawab.models.threads import limit_threads

    limit_threads(settings.threads)
    place = sources.reader_folder(source)
    if place is None:
        return SpanReader(models.load_checkpoint(source), f"hub {source} {RECIPE}")
    identity = span_identity(place)
    if not (place / models.CARD).is_file():
        return SpanReader(models.load_checkpoint(str(place)), identity)
    base = prepared.prepare_bundled(prepared.cache_folder(settings.cache))
    return SpanReader(models.load_trained(place, base, words), identity)

"""Examples as the network sees them: a window of tokens with the answer's first and last token."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer

from jawab.models.span import EncodedText, PairFormat, encode_text
from jawab.reading import MAX_LENGTH
from jawab.training.data import Example

NO_ANSWER = 0


@dataclass(frozen=True, slots=True)
class Feature:
    """`start` and `end` are positions in `ids`; both `NO_ANSWER` where the window does not hold the answer."""

    ids: tuple[int, ...]
    start: int
    end: int


def positive(tokenizer: Tokenizer, question: str, example: Example, rng: random.Random) -> Feature:
    """A window that holds the answer; which part of a long paragraph surrounds it is drawn."""
    passage = encode_text(tokenizer, example.context)
    first, last = _token_range(passage.offsets, example.start, example.end)
    asked = encode_text(tokenizer, question)
    room = max(MAX_LENGTH - len(asked.ids) - 4, 64)
    shift = _shift(len(passage.ids), first, last, room, rng)
    part = EncodedText(passage.ids[shift : shift + room], passage.offsets[shift : shift + room])
    window = PairFormat.of(tokenizer).windows(asked, part, MAX_LENGTH, 0)[0]
    start, end = window.first + first - shift, window.first + last - shift
    if end >= len(window.ids) - 1:
        return Feature(window.ids, NO_ANSWER, NO_ANSWER)
    return Feature(window.ids, start, end)


def negative(tokenizer: Tokenizer, question: str, context: str, rng: random.Random) -> Feature:
    """A window of a paragraph that does not hold the answer."""
    asked, passage = encode_text(tokenizer, question), encode_text(tokenizer, context)
    found = PairFormat.of(tokenizer).windows(asked, passage, MAX_LENGTH, 0)
    return Feature(rng.choice(found).ids, NO_ANSWER, NO_ANSWER)


def _token_range(offsets: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, int]:
    touched = [i for i, (a, b) in enumerate(offsets) if a < end and b > start]
    return touched[0], touched[-1]


def _shift(length: int, first: int, last: int, room: int, rng: random.Random) -> int:
    """Where a part of `room` tokens begins that holds tokens first..last; 0 where all fits."""
    if length <= room:
        return 0
    lowest, highest = max(0, last + 1 - room), min(first, length - room)
    return rng.randint(min(lowest, highest), max(lowest, highest))

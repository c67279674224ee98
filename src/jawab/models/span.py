"""The span reader's input: question and passage in overlapping windows of token ids."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch import Tensor

MAX_QUESTION_TOKENS = 128
"""A longer question keeps its head and its tail: what is asked stands in one of them."""


@dataclass(frozen=True, slots=True)
class EncodedText:
    """Token ids of a text, without special tokens, and the characters that each covers.

    A token with an empty range stands for no character of its own.
    """

    ids: tuple[int, ...]
    offsets: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Window:
    """One input. `ids[first + i]` is a passage token and covers passage characters `offsets[i]`.

    `types` are token types: the question's, then the passage's.
    """

    ids: tuple[int, ...]
    types: tuple[int, ...]
    first: int
    offsets: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class PairFormat:
    """The special tokens that a model wants around question and passage, e.g. `<s> … </s></s> … </s>`."""

    head: tuple[int, ...]
    middle: tuple[int, ...]
    tail: tuple[int, ...]
    passage_type: int

    @classmethod
    def of(cls, tokenizer: Tokenizer) -> PairFormat:
        """Read it off an encoded pair."""
        encoding = tokenizer.encode("a", "a")
        ordinary = [i for i, special in enumerate(encoding.special_tokens_mask) if not special]
        second = next(i for i in ordinary if encoding.sequence_ids[i] == 1)
        first_end = max(i for i in ordinary if encoding.sequence_ids[i] == 0) + 1
        ids = encoding.ids
        return cls(
            head=tuple(ids[: ordinary[0]]),
            middle=tuple(ids[first_end:second]),
            tail=tuple(ids[ordinary[-1] + 1 :]),
            passage_type=encoding.type_ids[second],
        )

    def windows(self, question: EncodedText, passage: EncodedText, max_length: int, overlap: int) -> list[Window]:
        """Cover the whole passage by windows of at most `max_length` tokens that share `overlap` passage tokens."""
        head = (*self.head, *_ends(question.ids), *self.middle)
        room = max_length - len(head) - len(self.tail)
        step = room - min(overlap, room // 2)
        last = max(0, len(passage.ids) - room)
        starts = [*range(0, last, step), last]
        return [self._window(head, passage, start, room) for start in starts]

    def _window(self, head: tuple[int, ...], passage: EncodedText, start: int, room: int) -> Window:
        part = passage.ids[start : start + room]
        types = (0,) * len(head) + (self.passage_type,) * (len(part) + len(self.tail))
        return Window((*head, *part, *self.tail), types, len(head), passage.offsets[start : start + room])


def _ends(ids: tuple[int, ...]) -> tuple[int, ...]:
    """At most `MAX_QUESTION_TOKENS` tokens of a question: half of them its first, half its last."""
    half = MAX_QUESTION_TOKENS // 2
    return ids if len(ids) <= MAX_QUESTION_TOKENS else ids[:half] + ids[-half:]


def encode_text(tokenizer: Tokenizer, text: str) -> EncodedText:
    """Tokenise `text`; ranges are trimmed of white space, never overlap, and part no letter from its marks."""
    encoding = tokenizer.encode(text, add_special_tokens=False)
    offsets = [_trim(text, start, end) for start, end in encoding.offsets]
    for i in range(len(offsets) - 1):
        if offsets[i][1] > offsets[i + 1][0]:
            offsets[i] = (offsets[i][0], max(offsets[i][0], offsets[i + 1][0]))
    return EncodedText(tuple(encoding.ids), tuple(_with_marks(text, offsets)))


def _with_marks(text: str, offsets: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Each range with the combining marks behind it: accents of decomposed text, and Arabic vowel signs."""
    behind = 0
    for token_start, token_end in offsets:
        start, end = _trim(text, max(token_start, behind), max(token_end, behind))
        while start < end < len(text) and unicodedata.combining(text[end]):
            end += 1
        behind = end
        yield start, end


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def pad(sequences: Sequence[Sequence[int]], padding: int) -> Tensor:
    """int64 [batch, longest]."""
    rows = [torch.tensor(sequence, dtype=torch.long) for sequence in sequences]
    return torch.nn.utils.rnn.pad_sequence(rows, batch_first=True, padding_value=padding)

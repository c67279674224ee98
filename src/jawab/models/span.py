"""The span reader's network and its input: question and passage in overlapping windows, two scores a token.

Devlin et al. (2019), section 4.2 and 4.3: a start and an end vector over an encoder's hidden states; the first
token, `<s>`, stands for "no answer".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BertConfig, BertModel

MAX_QUESTION_TOKENS = 64


@dataclass(frozen=True, slots=True)
class Window:
    """One input: `<s> question </s></s> part of the passage </s>`.

    `ids[first + i]` is passage token i of the window and covers passage characters `offsets[i]`; a token
    with an empty range stands for no character of its own.
    """

    ids: tuple[int, ...]
    first: int
    offsets: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class EncodedText:
    """Token ids of a text, without special tokens, and the characters that each covers."""

    ids: tuple[int, ...]
    offsets: tuple[tuple[int, int], ...]


def encode_text(tokenizer: Tokenizer, text: str) -> EncodedText:
    """Tokenise `text`; ranges are trimmed of white space and never overlap."""
    encoding = tokenizer.encode(text, add_special_tokens=False)
    offsets = [_trim(text, start, end) for start, end in encoding.offsets]
    for i in range(len(offsets) - 1):
        if offsets[i][1] > offsets[i + 1][0]:
            offsets[i] = (offsets[i][0], max(offsets[i][0], offsets[i + 1][0]))
    return EncodedText(tuple(encoding.ids), tuple(offsets))


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def windows(
    tokenizer: Tokenizer, question: EncodedText, passage: EncodedText, max_length: int, overlap: int
) -> list[Window]:
    """Cover the whole passage by windows of at most `max_length` tokens that share `overlap` passage tokens."""
    bos, eos = tokenizer.token_to_id("<s>"), tokenizer.token_to_id("</s>")
    head = (bos, *question.ids[:MAX_QUESTION_TOKENS], eos, eos)
    room = max_length - len(head) - 1
    overlap = min(overlap, room // 2)
    found: list[Window] = []
    start = 0
    while True:
        end = min(start + room, len(passage.ids))
        found.append(Window((*head, *passage.ids[start:end], eos), len(head), passage.offsets[start:end]))
        if end == len(passage.ids):
            return found
        start = end - overlap


def pad(sequences: Sequence[Sequence[int]], padding: int) -> tuple[Tensor, Tensor]:
    """Token ids and attention mask, both int64 [batch, longest]."""
    longest = max(map(len, sequences))
    ids = torch.full((len(sequences), longest), padding, dtype=torch.long)
    mask = torch.zeros_like(ids)
    for row, sequence in enumerate(sequences):
        ids[row, : len(sequence)] = torch.tensor(sequence, dtype=torch.long)
        mask[row, : len(sequence)] = 1
    return ids, mask


class SpanReader(nn.Module):
    """An encoder with a start and an end score for every token."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        self.encoder = encoder
        config: BertConfig = encoder.config
        self.span = nn.Linear(config.hidden_size, 2)

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Start and end scores, float32 [batch, length] each, from ids and mask, int64 [batch, length]."""
        hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        start, end = self.span(hidden).unbind(dim=-1)
        return start, end

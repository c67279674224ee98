"""A source, a stream and a network small enough to train in a test."""

from __future__ import annotations

from pathlib import Path

import torch

from jawab.models.reader import SpanNetwork
from jawab.training.data import Example, Source
from jawab.training.stream import Mixture, Stream
from jawab.training.train import fresh_model
from tiny_model import tiny_tokenizer

PLACES = ("port", "ville", "zoo", "rue", "mer")


def tiny_source(name: str = "tiny", weight: float = 1.0) -> Source:
    examples = []
    for number, place in enumerate(PLACES):
        context = f"le {place} numéro {number} est dans la ville de la mer."
        start = context.index(str(number))
        examples.append(Example(f"{name}-{number}", place, f"Quel numéro a le {place} ?", context, start, start + 1))
    return Source(name, weight, tuple(examples), (), 0)


def tiny_stream(seed: int = 1, mixture: Mixture | None = None, size: int = 64) -> Stream:
    sources = [tiny_source("a", 0.7), tiny_source("b", 0.3)]
    return Stream(sources, tiny_tokenizer(), mixture or Mixture(), seed, tokens=512, size=size)


def tiny_network(base: Path) -> SpanNetwork:
    """The same weights at every call, over the encoder in folder `base`."""
    torch.manual_seed(5)
    return fresh_model(base)

"""Compute where the bundled embedder puts the questions and passages of each language on average.

Usage: centres.py DATA   (the folder with the training sets; writes src/jawab/models/centres.safetensors)

The texts are those that the reader is trained on, at most `MOST` of each role and language, drawn with `SEED`: no
evaluation set and no title that the calibration is fitted on is among them.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from safetensors.numpy import save_file

from jawab.embedding import SentenceEmbedder
from jawab.models.centres import BUNDLED
from jawab.settings import Settings
from jawab.text import detect
from jawab.text.languages import LANGUAGES
from jawab.training.train import all_sources, base_folder

MOST, SEED = 1000, 0


def main(data: Path) -> None:
    """Embed a sample of each, and write the means down."""
    settings = Settings()
    embedder = SentenceEmbedder("bundled", "", lambda: base_folder(settings))
    examples = [example for source in all_sources(data) for example in source.train]
    questions = {example.question: detect(example.question) for example in examples}
    passages = {example.context: detect(example.context) for example in examples}
    means = {}
    for language in LANGUAGES:
        means[f"query {language}"] = embedder.embed_questions(drawn(questions, language)).mean(axis=0)
        means[f"passage {language}"] = embedder.embed_passages(drawn(passages, language)).mean(axis=0)
    save_file(means, BUNDLED)


def drawn(texts: dict[str, str], language: str) -> list[str]:
    """At most `MOST` of the texts in a language."""
    own = [text for text, told in texts.items() if told == language]
    return random.Random(SEED).sample(own, min(MOST, len(own)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))

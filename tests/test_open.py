"""The package's one function."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

import jawab
from jawab.embedding import load_embedder
from jawab.index import IndexWriter
from jawab.settings import Settings
from jawab.types import Article
from tiny_model import tiny_folder


def test_an_older_generation_that_answers_for_a_damaged_one_is_warned_of(tmp_path: Path) -> None:
    model, index = str(tiny_folder()), tmp_path / "index"
    settings = Settings(embedder=model, reader=model)
    writer = IndexWriter(index, load_embedder(settings), settings)
    for text in ("Le port a rouvert.", "La ville a changé."):
        generation = writer.put([Article("a", text, "fr")]).generation
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        assert jawab.open(index, settings).generation.id == generation
    (index / "generations" / f"{generation}.json").unlink()
    with pytest.warns(UserWarning, match="the index is damaged: .* is used instead"):
        answerer = jawab.open(index, settings)
    assert answerer.generation.article("a").text == "Le port a rouvert."

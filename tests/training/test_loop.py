"""The training loop: its rates by hand, its loss by hand, a stop without influence."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from jawab.models.reader import SpanNetwork
from jawab.training.features import Feature
from jawab.training.loop import Schedule, Trainer, span_loss

from .fixtures import tiny_network, tiny_stream

SCHEDULE = Schedule(steps=6, warmup=2, decay=3, rate=1e-3, head_rate=1e-2, save_every=2)


@pytest.mark.parametrize(
    ("step", "factor"), [(0, 0.25), (1, 0.5), (3, 1.0), (4, 1.0), (14, 1.0), (16, 0.8), (19, 0.2), (20, 0.0)]
)
def test_the_rate_warms_up_stays_and_falls_to_zero(step: int, factor: float) -> None:
    assert Schedule(steps=20, warmup=4, decay=5, rate=1.0, head_rate=1.0).factor(step) == pytest.approx(factor)


def test_a_rate_may_do_without_warm_up_and_fall() -> None:
    flat = Schedule(steps=3, warmup=0, decay=0, rate=1.0, head_rate=1.0)
    assert [flat.factor(step) for step in range(3)] == [1.0, 1.0, 1.0]


def weights(model: SpanNetwork) -> dict[str, torch.Tensor]:
    return {name: tensor.clone() for name, tensor in model.state_dict().items()}


def test_a_run_that_was_stopped_equals_one_that_was_not(base: Path, tmp_path: Path) -> None:
    whole = tiny_network(base)
    Trainer(whole, tiny_stream(), SCHEDULE, 1, folder(tmp_path, "whole")).run()
    stopped = folder(tmp_path, "stopped")
    for steps in (3, 6):
        part = tiny_network(base)
        trainer = Trainer(part, tiny_stream(), Stopped.of(SCHEDULE, steps), 1, stopped)
        progress = trainer.run()
        assert progress.step == steps
    for name, tensor in weights(whole).items():
        torch.testing.assert_close(weights(part)[name], tensor, rtol=0, atol=1e-6)


class Stopped(Schedule):
    """The rates of a longer schedule, ended early."""

    @classmethod
    def of(cls, schedule: Schedule, steps: int) -> Stopped:
        return cls(steps, schedule.warmup, schedule.decay, schedule.rate, schedule.head_rate, schedule.save_every)

    def factor(self, step: int) -> float:
        return replace(SCHEDULE).factor(step)


def folder(parent: Path, name: str) -> Path:
    (parent / name).mkdir()
    return parent / name


def test_a_finished_run_trains_no_further(base: Path, tmp_path: Path) -> None:
    done = folder(tmp_path, "done")
    Trainer(tiny_network(base), tiny_stream(), SCHEDULE, 1, done).run()
    again = tiny_network(base)
    trainer = Trainer(again, tiny_stream(), SCHEDULE, 1, done)
    assert trainer.run().step == 6
    assert not (done / "checkpoint.new").exists()


def test_training_lowers_the_loss_and_leaves_the_word_embeddings_alone(base: Path, tmp_path: Path) -> None:
    model = tiny_network(base)
    before = weights(model)
    schedule = Schedule(steps=40, warmup=2, decay=5, rate=1e-2, head_rate=1e-2)
    _, batches = next(tiny_stream().batches(0))
    first = span_loss(model, batches[0], 1).item()
    progress = Trainer(model, tiny_stream(), schedule, 1, tmp_path).run()
    after = weights(model)
    assert span_loss(model, batches[0], 1).item() < 0.8 * first
    changed = {name for name in after if not torch.equal(before[name], after[name])}
    assert "encoder.embeddings.word_embeddings.weight" not in changed
    assert {"span.weight", "encoder.encoder.layer.0.output.dense.weight"} <= changed
    lines = [json.loads(line) for line in (tmp_path / "history.jsonl").read_text().splitlines()]
    assert [line["step"] for line in lines] == [20, 40]
    assert lines[-1]["tokens"] == progress.tokens > 0


class Told(SpanNetwork):
    """Gives every token its place as its score."""

    def __init__(self) -> None:
        torch.nn.Module.__init__(self)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, types: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        scores = torch.arange(ids.shape[1], dtype=torch.float32).expand(ids.shape)
        return scores, -scores


def test_the_loss_is_the_mean_cross_entropy_without_padding() -> None:
    batch = [Feature((5, 6, 7), 2, 1), Feature((5, 6), 0, 0)]
    e = torch.exp(torch.tensor([0.0, -1.0, -2.0]))
    long, short = e.sum().log(), e[:2].sum().log()  # log of the sum, from the best score down
    starts = [long, short + 1]
    ends = [long + 1, short]
    assert span_loss(Told(), batch, padding=1).item() == pytest.approx(float(sum(starts + ends)) / 4, abs=1e-5)

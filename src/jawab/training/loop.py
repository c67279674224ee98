"""Fine-tunes the span reader; saves what it needs to go on after a stop."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from jawab.models.reader import SpanNetwork
from jawab.models.span import pad
from jawab.training.features import Feature
from jawab.training.stream import Stream

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Schedule:
    """Warm-up, a constant rate, then a linear fall to zero over the last `decay` steps."""

    steps: int
    warmup: int
    decay: int
    rate: float
    head_rate: float
    save_every: int = 100

    def factor(self, step: int) -> float:
        """The share of the rate at `step`, counted from 0."""
        return min(1.0, (step + 1) / max(1, self.warmup), max(0.0, (self.steps - step) / max(1, self.decay)))


@dataclass(slots=True)
class Progress:
    """How far a run has come: the next batch is number `batch` of chunk `chunk`."""

    step: int = 0
    chunk: int = 0
    batch: int = 0
    tokens: int = 0
    seconds: float = 0.0
    loss: float = 0.0


class Trainer:
    """One run in one folder; `run` starts it or goes on with it."""

    def __init__(self, model: SpanNetwork, stream: Stream, schedule: Schedule, padding: int, folder: Path) -> None:
        self.model, self.stream, self.schedule, self.padding = model, stream, schedule, padding
        self.checkpoint = folder / "checkpoint.pt"
        self.history = folder / "history.jsonl"
        self.progress = Progress()
        trained = [p for p in model.encoder.parameters() if p.requires_grad]
        groups = [
            {"params": trained, "base": schedule.rate},
            {"params": list(model.span.parameters()), "base": schedule.head_rate},
        ]
        self.optimizer = torch.optim.AdamW(groups, lr=0.0, betas=(0.9, 0.98), eps=1e-6, weight_decay=0.01, fused=True)

    def run(self) -> Progress:
        """Train until the schedule's last step; returns the progress there."""
        self._resume()
        self.model.train()
        for chunk, position, batch in self._remaining():
            if self.progress.step >= self.schedule.steps:
                break
            self._step(batch)
            self.progress.chunk, self.progress.batch = chunk, position + 1
            if self.progress.step % self.schedule.save_every == 0:
                self.save()
        self.save()
        return self.progress

    def _remaining(self) -> Iterator[tuple[int, int, list[Feature]]]:
        skip = self.progress.batch
        for chunk, batches in self.stream.batches(self.progress.chunk):
            for position in range(skip, len(batches)):
                yield chunk, position, batches[position]
            skip = 0

    def _step(self, batch: list[Feature]) -> None:
        started = time.monotonic()
        for group in self.optimizer.param_groups:
            group["lr"] = group["base"] * self.schedule.factor(self.progress.step)
        loss = span_loss(self.model, batch, self.padding)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self._record(loss.item(), sum(len(feature.ids) for feature in batch), time.monotonic() - started)

    def _record(self, loss: float, tokens: int, seconds: float) -> None:
        progress = self.progress
        progress.step += 1
        progress.tokens += tokens
        progress.seconds += seconds
        progress.loss = loss if progress.step == 1 else 0.98 * progress.loss + 0.02 * loss
        if progress.step % 20 == 0:
            log.info("step %d loss %.3f %.0f tokens/s", progress.step, progress.loss, tokens / seconds)
            with self.history.open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(progress)) + "\n")

    def save(self) -> None:
        """Write everything to go on from here, beside the old file and then over it."""
        working = self.checkpoint.with_suffix(".new")
        state = {name: value for name, value in self.model.state_dict().items() if "word_embeddings" not in name}
        torch.save(
            {"model": state, "optimizer": self.optimizer.state_dict(), "progress": asdict(self.progress)}, working
        )
        working.replace(self.checkpoint)

    def _resume(self) -> None:
        if not self.checkpoint.exists():
            return
        saved = torch.load(self.checkpoint, weights_only=True)
        self.model.load_state_dict(saved["model"], strict=False)
        self.optimizer.load_state_dict(saved["optimizer"])
        self.progress = Progress(**saved["progress"])
        log.info("going on at step %d", self.progress.step)


def span_loss(model: SpanNetwork, batch: list[Feature], padding: int) -> Tensor:
    """Mean of the start and end cross-entropies over a batch; padding takes no probability."""
    ids = pad([feature.ids for feature in batch], padding)
    mask = pad([(1,) * len(feature.ids) for feature in batch], 0)
    scores = model(ids, mask, torch.zeros_like(ids))
    targets = (torch.tensor([f.start for f in batch]), torch.tensor([f.end for f in batch]))
    losses = [
        nn.functional.cross_entropy(score.masked_fill(mask == 0, -1e9), target)
        for score, target in zip(scores, targets, strict=True)
    ]
    return torch.stack(losses).mean()

"""What Prometheus is told: questions, stages, queue, batches, cache, generation; never a question's text."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

from fastapi import APIRouter, Request, Response
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.process_collector import ProcessCollector

from jawab.answering import Answerer
from jawab.errors import IndexMissing

_SECONDS = (0.005, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.5, 3, 6, 12, 25, 50)
_QUESTIONS = (1, 2, 4, 8, 16, 32, 64)

router = APIRouter(tags=["health"])


class Metrics:
    """The metrics of one service, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.questions = Counter(
            "jawab_questions", "Questions by language and by what became of them.", ["language", "outcome"],
            registry=self.registry,
        )  # fmt: skip
        self.stages = Histogram(
            "jawab_stage_seconds", "How long questions wait, and their batches take.", ["stage"],
            buckets=_SECONDS, registry=self.registry,
        )  # fmt: skip
        self.batches = Histogram(
            "jawab_batch_questions", "Questions answered together.", buckets=_QUESTIONS, registry=self.registry
        )
        self.cache = Counter(
            "jawab_answer_cache", "Questions looked up among the answers given before.", ["result"],
            registry=self.registry,
        )  # fmt: skip
        self.responses = Counter(
            "jawab_http_responses", "Responses by route and status.", ["method", "route", "status"],
            registry=self.registry,
        )  # fmt: skip
        self._waiting = Gauge("jawab_queue_questions", "Questions that wait for their turn.", registry=self.registry)
        self._age = Gauge(
            "jawab_generation_age_seconds", "Since the current generation was made; NaN while there is none.",
            registry=self.registry,
        )  # fmt: skip

    def follow(self, waiting: Callable[[], int], current: Callable[[], Answerer]) -> None:
        """Read the queue's length and the generation's age whenever metrics are asked for."""
        self._waiting.set_function(waiting)
        self._age.set_function(lambda: _age(current))


def _age(current: Callable[[], Answerer]) -> float:
    try:
        created = current().generation.created
    except IndexMissing:
        return float("nan")
    return time.time() - datetime.fromisoformat(created).timestamp()


@router.get("/metrics", summary="Metrics for Prometheus", response_class=Response, responses={
    200: {"description": "Prometheus' text format.", "content": {"text/plain": {"schema": {"type": "string"}}}}
})  # fmt: skip
async def metrics(request: Request) -> Response:
    """Questions by language and outcome, stages, queue, batches, cache hits, the generation's age."""
    return Response(generate_latest(request.app.state.metrics.registry), media_type=CONTENT_TYPE_LATEST)

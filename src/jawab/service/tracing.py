"""OpenTelemetry: FastAPI's own spans of requests, with the stages of an answer inside them.

Without the extra `otel` and an OTEL_EXPORTER_OTLP_ENDPOINT in the environment nothing is recorded or sent.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, MutableMapping
from typing import Any

from fastapi.telemetry import TelemetryConfig
from opentelemetry import trace

from jawab.service.prefix import path_below_prefix

NANOSECONDS = 1_000_000_000


def config() -> TelemetryConfig:
    """Only the API is traced: the page's addresses hold questions, and so may the messages of errors."""
    return TelemetryConfig(
        auto_configure=True, logs=False, exclude=lambda scope: not _of_the_api(scope), operation_spans=False
    )


def add_stages(
    stages: Mapping[str, float], generation: str, questions: int, tracer: trace.Tracer | None = None
) -> None:
    """Spans within the current one for stages that followed each other and have just ended, in seconds."""
    tracer = tracer or trace.get_tracer(__name__)
    attributes: dict[str, str | int] = {"jawab.generation": generation, "jawab.questions": questions}
    start = time.time_ns() - _nanoseconds(sum(stages.values()))
    for stage, seconds in stages.items():
        span = tracer.start_span(f"jawab.{stage}", start_time=start, attributes=attributes)
        start += _nanoseconds(seconds)
        span.end(start)


def _nanoseconds(seconds: float) -> int:
    return round(seconds * NANOSECONDS)


def _of_the_api(scope: MutableMapping[str, Any]) -> bool:
    """Whether or not it is served below a prefix."""
    return path_below_prefix(scope).startswith("/v1/")

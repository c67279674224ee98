"""Spans of stages, and which requests have spans at all."""

from __future__ import annotations

import pytest

from jawab.service import tracing

pytest.importorskip("opentelemetry.sdk", reason="the extra `otel` is not installed")

from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter


def test_stages_follow_each_other_within_the_span_of_the_request() -> None:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    tracer = provider.get_tracer("test")
    with tracer.start_as_current_span("request") as request:
        tracing.add_stages({"wait": 0.5, "read": 0.25}, "generation-1", 2, tracer)
    wait, read, _ = exporter.get_finished_spans()
    assert (wait.name, read.name) == ("jawab.wait", "jawab.read")
    assert wait.end_time == read.start_time
    assert (wait.end_time - wait.start_time, read.end_time - read.start_time) == (500_000_000, 250_000_000)
    assert wait.parent.span_id == read.parent.span_id == request.get_span_context().span_id
    assert dict(wait.attributes) == {"jawab.generation": "generation-1", "jawab.questions": 2}


@pytest.mark.parametrize(("path", "traced"), [("/v1/ask", True), ("/", False), ("/livez", False)])
def test_addresses_that_may_hold_questions_are_not_traced(path: str, traced: bool) -> None:
    exclude = tracing.config()["exclude"]
    assert exclude is not None
    assert exclude({"type": "http", "path": path}) != traced
    assert exclude({"type": "http", "path": f"/jawab{path}", "root_path": "/jawab"}) != traced
    assert exclude({"type": "http", "path": f"/v1{path}", "root_path": "/v1"}) != traced

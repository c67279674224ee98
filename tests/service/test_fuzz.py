"""Hostile requests get documented replies, and never a failure of the service."""

from __future__ import annotations

from pathlib import Path

from fake_answerer import FakeAnswerer

from .fuzzing import fuzz_bodies, fuzz_document, guarded_service

CASES = 300
DRAWN = 150  # drawing a request from the document costs more than all the service does with it


def test_requests_drawn_from_the_openapi_document_get_what_it_says(tmp_path: Path) -> None:
    outcome = fuzz_document(*guarded_service(tmp_path), cases=DRAWN)
    assert outcome.findings == []
    assert {200, 404, 422} <= outcome.statuses.keys()


def test_raw_bodies_get_a_documented_reply(tmp_path: Path) -> None:
    outcome = fuzz_bodies(*guarded_service(tmp_path), count=CASES)
    assert outcome.findings == []
    assert {200, 400, 413, 415, 422} <= outcome.statuses.keys()


def test_a_service_that_fails_is_found_out(tmp_path: Path) -> None:
    broken = FakeAnswerer()
    broken.failure = RuntimeError("a defect")
    app, headers = guarded_service(tmp_path, broken)
    assert any("failed" in finding for finding in fuzz_document(app, headers, cases=20).findings)
    assert any("failed" in finding for finding in fuzz_bodies(app, headers, count=20).findings)

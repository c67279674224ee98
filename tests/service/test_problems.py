"""What no route answers for itself becomes a problem too."""

from __future__ import annotations

import asyncio

import pytest
from fastapi import FastAPI, Request
from starlette.testclient import TestClient

from fake_answerer import FakeAnswerer
from jawab.service import problems
from jawab.service.headers import SECURITY_HEADERS

from .fuzzing import RawRequest, send
from .test_api import ASK, assert_problem


def test_a_caller_who_hangs_up_is_no_failure_of_the_service() -> None:
    app = FastAPI()
    problems.install(app)

    @app.post("/")
    async def read(request: Request) -> int:
        return len(await request.body())

    reply = asyncio.run(send(app, RawRequest("POST", "/", (), [b"half"], hangs_up=True)))
    assert reply is not None
    assert reply.status == 400


def test_a_failure_of_the_service_keeps_browsers_safe_too(client: TestClient, answerer: FakeAnswerer) -> None:
    answerer.failure = RuntimeError("a defect")
    headers = client.post("/v1/ask", json=ASK, headers={"X-Request-ID": "desk-7"}).headers
    assert headers.items() >= {name.lower(): value for name, value in SECURITY_HEADERS.items()}.items()
    assert (headers["x-request-id"], headers["cache-control"]) == ("desk-7", "no-store")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PATCH", "/v1/articles", "GET, POST"),
        ("PATCH", "/v1/articles/port-fr", "DELETE, GET, PUT"),
        ("GET", "/v1/ask", "POST"),
        ("POST", "/livez", "GET, HEAD"),
        ("POST", "/assets/page.css", "GET, HEAD"),
    ],
)
def test_a_refused_method_is_told_all_that_are_served(client: TestClient, method: str, path: str, allowed: str) -> None:
    refused = client.request(method, path)
    assert_problem(refused, 405)
    assert refused.headers["allow"] == allowed

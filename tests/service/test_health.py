"""Health checks."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from jawab.service import create_app
from jawab.settings import Settings

from .test_api import assert_problem


def test_a_service_with_an_index_is_ready_and_says_what_it_holds(client: TestClient) -> None:
    assert client.get("/readyz").json() == {
        "status": "ready", "generation": "generation-1", "articles": 3, "passages": 3, "min_confidence": 0.4,
        "promise": {"right": 0.9, "threshold": 0.8, "coverage": 0.25}, "warning": "an older state answers",
    }  # fmt: skip


def test_a_service_without_an_index_lives_but_is_not_ready() -> None:
    with TestClient(create_app(None, Settings())) as client:
        assert client.get("/livez").json() == {"status": "alive"}
        assert "jawab index" in str(assert_problem(client.get("/readyz"), 503)["detail"])
        assert_problem(client.post("/v1/ask", json={"question": "Q ?"}), 503)


@pytest.mark.parametrize("path", ["/", "/docs", "/livez", "/readyz"])
def test_a_probe_may_ask_for_the_head_alone(client: TestClient, path: str) -> None:
    assert client.head(path).status_code == client.get(path).status_code == 200
    assert "head" not in client.get("/openapi.json").json()["paths"].get(path, {})

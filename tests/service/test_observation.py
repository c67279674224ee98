"""What is counted of every request: by route, whether it came there or was refused on its way."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from fake_answerer import FakeAnswerer
from jawab.service import create_app
from jawab.settings import Settings

from .test_api import ASK


def client_for(tmp_path: Path, *, guard_names: bool = False, **settings: object) -> TestClient:
    configured = Settings(judgements=tmp_path / "judgements.sqlite", keys=tmp_path / "keys.json", **settings)
    return TestClient(create_app(FakeAnswerer(), configured, guard_names=guard_names))


def counted(client: TestClient) -> dict[tuple[str, str, str], float]:
    """Responses by method, route and status."""
    (metric,) = client.app.state.metrics.responses.collect()  # type: ignore[attr-defined] # the application, by ASGI
    samples = [sample for sample in metric.samples if sample.name == "jawab_http_responses_total"]
    return {tuple(sample.labels[name] for name in ("method", "route", "status")): sample.value for sample in samples}


@pytest.mark.parametrize(
    ("method", "path", "route"),
    [
        ("POST", "/v1/ask", "/v1/ask"),
        ("GET", "/v1/articles/port-fr", "/v1/articles/{article_id}"),
        ("PUT", "/v1/articles/port-ar", "/v1/articles/{article_id}"),
        ("GET", "/v1/judgements/gold", "/v1/judgements/gold"),
        ("PATCH", "/v1/ask", "/v1/ask"),
        ("GET", "/v1/a-question-of-mine", "other"),
    ],
)
def test_a_request_without_a_key_is_counted_by_its_route(tmp_path: Path, method: str, path: str, route: str) -> None:
    client = client_for(tmp_path, require_keys=True)
    client.request(method, path)
    assert counted(client) == {(method, route, "401"): 1}


def test_a_request_that_comes_too_often_is_counted_by_its_route(tmp_path: Path) -> None:
    client = client_for(tmp_path, rate_limit=1, rate_burst=1)
    for _ in range(3):
        client.post("/v1/ask", json=ASK)
    assert counted(client) == {("POST", "/v1/ask", "200"): 1, ("POST", "/v1/ask", "429"): 2}


def test_a_request_of_another_site_or_name_is_counted_by_its_route(tmp_path: Path) -> None:
    client = client_for(tmp_path, guard_names=True)
    client.post("/v1/ask", json=ASK, headers={"Host": "localhost", "Sec-Fetch-Site": "cross-site"})
    client.get("/v1/stats", headers={"Host": "evil.example"})
    assert counted(client) == {("POST", "/v1/ask", "403"): 1, ("GET", "/v1/stats", "403"): 1}


def test_files_share_one_name_even_where_they_are_called_like_a_route(tmp_path: Path) -> None:
    client = client_for(tmp_path)
    client.get("/assets/livez")
    client.get("/assets/page.css")
    assert {route for _, route, _ in counted(client)} == {"other"}


def test_below_a_prefix_the_routes_are_the_same(tmp_path: Path) -> None:
    client = client_for(tmp_path, require_keys=True)
    client = TestClient(client.app, root_path="/jawab")
    client.get("/jawab/v1/articles/port-fr")
    client.get("/v1/stats")
    assert {route for _, route, _ in counted(client)} == {"/v1/articles/{article_id}", "/v1/stats"}

"""Request ids, security headers."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient


def test_a_request_id_is_echoed_in_header_and_reply(client: TestClient) -> None:
    response = client.post("/v1/ask", json={"question": "Le port ?"}, headers={"X-Request-ID": "desk-7.a"})
    assert response.headers["x-request-id"] == response.json()["request_id"] == "desk-7.a"


@pytest.mark.parametrize("given", ["", "a b", "x" * 129, "<script>", "é"])
def test_a_malformed_request_id_is_replaced(client: TestClient, given: str) -> None:
    response = client.get("/livez", headers={"X-Request-ID": given.encode()})
    made = response.headers["x-request-id"]
    assert made != given
    assert len(made) == 32


@pytest.mark.parametrize("path", ["/", "/docs", "/livez", "/nothing", "/assets/style.css", "/openapi.json"])
def test_every_response_forbids_inline_scripts_and_frames(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"


def test_other_sites_are_not_let_in(client: TestClient) -> None:
    headers = client.get("/livez", headers={"Origin": "https://example.org"}).headers
    assert "access-control-allow-origin" not in headers

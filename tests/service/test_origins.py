"""What other sites may make a browser do."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from fake_answerer import FakeAnswerer
from jawab.service import create_app
from jawab.settings import Settings

from .test_api import ASK, assert_problem

DESK = "https://desk.example"


def client_for(*origins: str) -> TestClient:
    return TestClient(create_app(FakeAnswerer(), Settings(cors_origins=origins)))


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_cannot_send_a_form(site: str) -> None:
    headers = {"Origin": DESK, "Sec-Fetch-Site": site}
    assert_problem(client_for().post("/v1/ask", json=ASK, headers=headers), 403)
    assert_problem(client_for("https://other.example").post("/v1/ask", json=ASK, headers=headers), 403)
    assert client_for().get("/v1/stats", headers=headers).status_code == 200


@pytest.mark.parametrize("origin", [DESK, "null", "http://testserver:81"])
def test_where_browsers_send_no_more_than_the_origin_it_must_be_the_service(origin: str) -> None:
    assert_problem(client_for().post("/v1/ask", json=ASK, headers={"Origin": origin}), 403)


@pytest.mark.parametrize(
    "headers",
    [{}, {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}, {"Origin": "http://testserver"}],
)
def test_the_page_itself_and_programs_are_let_in(headers: dict[str, str]) -> None:
    assert client_for().post("/v1/ask", json=ASK, headers=headers).status_code == 200


def test_sites_that_settings_name_may_ask_and_read_the_reply() -> None:
    headers = {"Origin": DESK, "Sec-Fetch-Site": "cross-site"}
    response = client_for(DESK).post("/v1/ask", json=ASK, headers=headers)
    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] == DESK
    assert "X-Request-ID" in response.headers["access-control-expose-headers"]
    assert client_for("*").post("/v1/ask", json=ASK, headers=headers).headers["access-control-allow-origin"] == "*"


def test_a_preflight_is_answered_without_a_key() -> None:
    asked = {"Origin": DESK, "Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": "authorization"}
    app = create_app(None, Settings(cors_origins=(DESK,), require_keys=True))
    response = TestClient(app).options("/v1/articles/a", headers=asked)
    assert response.status_code == 200
    assert "Authorization" in response.headers["access-control-allow-headers"]


def test_a_failure_can_be_read_by_the_sites_that_are_named() -> None:
    answerer = FakeAnswerer()
    answerer.failure = RuntimeError("a defect")
    client = TestClient(create_app(answerer, Settings(cors_origins=(DESK,))), raise_server_exceptions=False)
    response = client.post("/v1/ask", json=ASK, headers={"Origin": DESK})
    assert_problem(response, 500)
    assert response.headers["access-control-allow-origin"] == DESK
    assert "X-Request-ID" in response.headers["access-control-expose-headers"]


def test_a_failure_still_reaches_the_servers_log() -> None:
    answerer = FakeAnswerer()
    answerer.failure = RuntimeError("a defect")
    with pytest.raises(RuntimeError, match="a defect"):
        TestClient(create_app(answerer, Settings(cors_origins=(DESK,)))).post("/v1/ask", json=ASK)


def test_a_refusal_can_be_read_by_the_sites_that_are_named() -> None:
    app = create_app(None, Settings(cors_origins=(DESK,), require_keys=True))
    response = TestClient(app).get("/v1/stats", headers={"Origin": DESK})
    assert (response.status_code, response.headers["access-control-allow-origin"]) == (401, DESK)

"""Which requests need a key, and what becomes of those that come without."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from fake_answerer import FakeAnswerer
from jawab.errors import InputError
from jawab.service import create_app
from jawab.service.access import keys_are_required, needed, refuse_open_doors
from jawab.service.keys import KeyFile, Right
from jawab.settings import Settings

from .test_api import ASK, assert_problem


@pytest.fixture
def keys(tmp_path: Path) -> KeyFile:
    return KeyFile(tmp_path / "keys.json")


@pytest.fixture
def guarded(keys: KeyFile) -> Iterator[TestClient]:
    configured = Settings(host="0.0.0.0", keys=keys.path)
    with TestClient(create_app(FakeAnswerer(), configured), raise_server_exceptions=False) as client:
        yield client


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


@pytest.mark.parametrize(
    ("method", "path", "right"),
    [
        ("POST", "/v1/ask", Right.READ),
        ("POST", "/v1/ask/batch", Right.READ),
        ("POST", "/v1/search", Right.READ),
        ("GET", "/v1/articles", Right.READ),
        ("GET", "/v1/judgements/gold", Right.READ),
        ("GET", "/metrics", Right.READ),
        ("HEAD", "/v1/stats", Right.READ),
        ("POST", "/v1/articles", Right.WRITE),
        ("PUT", "/v1/articles/a", Right.WRITE),
        ("DELETE", "/v1/articles/a", Right.WRITE),
        ("POST", "/v1/judgements", Right.WRITE),
        ("PATCH", "/v1/ask/more", Right.WRITE),
        ("POST", "/v1", Right.WRITE),
        ("GET", "/livez", None),
        ("GET", "/readyz", None),
        ("GET", "/", None),
        ("GET", "/docs", None),
        ("GET", "/openapi.json", None),
        ("GET", "/assets/style.css", None),
    ],
)
def test_questions_take_reading_and_changes_take_writing(method: str, path: str, right: Right | None) -> None:
    assert needed(method, path) is right


@pytest.mark.parametrize(
    ("host", "required"),
    [
        ("127.0.0.1", False),
        ("127.8.9.1", False),
        ("localhost", False),
        ("::1", False),
        ("[::1]", False),
        ("0.0.0.0", True),
        ("::", True),
        ("", True),
        ("192.168.1.5", True),
        ("news.example", True),
        ("localhost.example", True),
    ],
)
def test_keys_are_required_at_every_address_but_a_loopback_one(host: str, required: bool) -> None:
    assert keys_are_required(Settings(host=host)) is required
    assert keys_are_required(Settings(host=host, require_keys=True)) is True
    assert keys_are_required(Settings(host=host, require_keys=False)) is False


def test_an_open_address_without_keys_is_refused_and_says_what_to_do(keys: KeyFile) -> None:
    with pytest.raises(InputError, match=r"jawab key create.*JAWAB_REQUIRE_KEYS=false"):
        refuse_open_doors(Settings(host="0.0.0.0", keys=keys.path))
    refuse_open_doors(Settings(keys=keys.path))
    refuse_open_doors(Settings(host="0.0.0.0", keys=keys.path, require_keys=False))
    keys.create("desk", Right.READ)
    refuse_open_doors(Settings(host="0.0.0.0", keys=keys.path))


def test_without_a_key_nothing_under_v1_answers(guarded: TestClient, keys: KeyFile) -> None:
    keys.create("desk", Right.WRITE)
    for method, path in [
        ("POST", "/v1/ask"),
        ("GET", "/v1/stats"),
        ("GET", "/v1/nothing"),
        ("DELETE", "/v1/articles/a"),
    ]:
        response = guarded.request(method, path)
        assert "Authorization: Bearer" in str(assert_problem(response, 401)["detail"])
        assert response.headers["www-authenticate"] == "Bearer"
    for path in ("/", "/docs", "/livez", "/readyz", "/openapi.json"):
        assert guarded.get(path).status_code == 200


def test_a_key_that_reads_asks_and_changes_nothing(guarded: TestClient, keys: KeyFile) -> None:
    headers = bearer(keys.create("desk", Right.READ)[1])
    assert guarded.post("/v1/ask", json=ASK, headers=headers).status_code == 200
    assert guarded.get("/v1/articles", headers=headers).status_code == 200
    refused = guarded.delete("/v1/articles/port-fr", headers=headers)
    assert_problem(refused, 403)
    assert refused.headers["www-authenticate"] == 'Bearer error="insufficient_scope", scope="write"'


def test_a_key_that_writes_passes_everywhere(guarded: TestClient, keys: KeyFile) -> None:
    headers = bearer(keys.create("desk", Right.WRITE)[1])
    assert guarded.post("/v1/ask", json=ASK, headers=headers).status_code == 200
    assert guarded.delete("/v1/nothing", headers=headers).status_code == 404


def test_a_revoked_key_is_refused_from_the_next_request_on(guarded: TestClient, keys: KeyFile) -> None:
    key, secret = keys.create("desk", Right.READ)
    assert guarded.get("/v1/stats", headers=bearer(secret)).status_code == 200
    keys.revoke(key.id)
    assert guarded.get("/v1/stats", headers=bearer(secret)).status_code == 401


def test_only_the_bearer_scheme_carries_a_key_in_any_case(guarded: TestClient, keys: KeyFile) -> None:
    _, secret = keys.create("desk", Right.READ)
    for sent, status in [
        (f"bearer  {secret}", 200),
        (f"Basic {secret}", 401),
        (secret, 401),
        ("Bearer", 401),
        ("é", 401),
    ]:
        assert guarded.get("/v1/stats", headers={"Authorization": sent.encode()}).status_code == status, sent
    assert guarded.get(f"/v1/stats?access_token={secret}").status_code == 401


def test_a_damaged_file_of_keys_lets_nobody_in_and_does_not_say_where_it_is(guarded: TestClient, keys: KeyFile) -> None:
    _, secret = keys.create("desk", Right.WRITE)
    keys.path.write_text("?", "utf-8")
    response = guarded.get("/v1/stats", headers=bearer(secret))
    assert str(keys.path) not in str(assert_problem(response, 503))
    assert int(response.headers["Retry-After"]) > 0


def test_a_request_is_refused_before_its_body_is_read(guarded: TestClient) -> None:
    response = guarded.post("/v1/ask", content=b" " * 2_000_000, headers={"content-type": "application/json"})
    assert_problem(response, 401)


def test_below_a_prefix_the_same_routes_need_a_key(keys: KeyFile) -> None:
    app = create_app(FakeAnswerer(), Settings(require_keys=True, keys=keys.path))
    with TestClient(app, root_path="/jawab") as client:
        assert client.get("/jawab/v1/stats").status_code == 401
        assert client.get("/jawab/livez").status_code == 200

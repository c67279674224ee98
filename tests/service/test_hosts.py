"""Only this machine's names reach a service without keys (DNS rebinding)."""

from __future__ import annotations

import logging
import socket

import pytest
from starlette.testclient import TestClient

from fake_answerer import FakeAnswerer
from jawab.service import create_app
from jawab.service.headers import SECURITY_HEADERS
from jawab.settings import Settings

from .test_api import assert_problem

OPEN = {"host": "0.0.0.0", "require_keys": False}


def client_for(**settings: object) -> TestClient:
    return TestClient(create_app(FakeAnswerer(), Settings.model_validate(settings), guard_names=True))


def asked(name: str, **settings: object) -> int:
    return client_for(**settings).get("/livez", headers={"host": name}).status_code


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1:8000",
        "localhost",
        "LOCALHOST:8000",
        "localhost.",
        "localhost.:8000",
        "[::1]:8000",
        "[::1]",
        "127.0.0.2",
    ],
)
def test_this_machines_names_are_served(host: str) -> None:
    assert asked(host) == 200
    assert asked(host, **OPEN) == 200


@pytest.mark.parametrize(
    "host", ["evil.example:8000", "evil.example", "evil.example.", ".", "", "127.0.0.1.evil.example:8000"]
)
def test_other_names_are_refused(host: str) -> None:
    assert asked(host) == 403
    assert asked(host, **OPEN) == 403


@pytest.mark.parametrize("host", ["192.168.1.5:8000", "[fd00::2]:8000", "[fd00::2]"])
def test_addresses_are_served_where_the_service_listens_at_more_than_a_loopback_one(host: str) -> None:
    assert asked(host, **OPEN) == 200
    assert asked(host) == 403


def test_the_machines_host_name_is_served_there_too() -> None:
    assert asked(socket.gethostname(), **OPEN) == 200
    assert asked(f"{socket.gethostname().upper()}:8000", **OPEN) == 200


def test_the_name_that_the_service_listens_at_is_its_own() -> None:
    assert asked("news.example:8000", host="news.example", require_keys=False) == 200
    assert asked("evil.example:8000", host="news.example", require_keys=False) == 403


@pytest.mark.parametrize("more", [{}, OPEN])
def test_names_that_settings_allow_are_served(more: dict[str, object]) -> None:
    assert asked("answers.example:80", allowed_hosts=["Answers.example"], **more) == 200
    assert asked("answers.example.:80", allowed_hosts=["answers.example"], **more) == 200
    assert asked("evil.example", allowed_hosts=["answers.example"], **more) == 403
    assert asked("anything.example", allowed_hosts=["*"], **more) == 200


def test_a_service_with_keys_or_one_that_is_not_asked_to_answers_to_any_name() -> None:
    assert asked("evil.example", require_keys=True) == 200
    unguarded = TestClient(create_app(FakeAnswerer(), Settings()))
    assert unguarded.get("/livez", headers={"host": "evil.example"}).status_code == 200


def test_the_refusal_is_a_problem_like_any_other_counted_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "jawab")
    client = client_for()
    refused = client.get("/v1/stats", headers={"host": "evil.example", "X-Request-ID": "desk-7"})
    problem = assert_problem(refused, 403)
    assert "JAWAB_ALLOWED_HOSTS" in str(problem["detail"])
    assert problem["request_id"] == "desk-7"
    assert refused.headers.items() >= {name.lower(): value for name, value in SECURITY_HEADERS.items()}.items()
    assert [vars(record)["status"] for record in caplog.records if record.name == "jawab.requests"] == [403]
    counted = client.get("/metrics", headers={"host": "localhost"}).text
    assert 'jawab_http_responses_total{method="GET",route="/v1/stats",status="403"} 1.0' in counted

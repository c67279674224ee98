"""Only this machine's names reach a service without keys (DNS rebinding)."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from jawab.service.hosts import OwnHost, guarded
from jawab.settings import Settings

APP = Starlette(routes=[Route("/", lambda request: PlainTextResponse("welcome"))])


def asked(host: str, **settings: object) -> int:
    client = TestClient(guarded(APP, Settings.model_validate(settings)))
    return client.get("/", headers={"host": host}).status_code


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "LOCALHOST:8000", "[::1]:8000", "[::1]", "127.0.0.2"])
def test_this_machines_names_are_served(host: str) -> None:
    assert asked(host) == 200


@pytest.mark.parametrize("host", ["evil.example:8000", "evil.example", "", "127.0.0.1.evil.example:8000", "[::2]:8000"])
def test_other_names_are_refused(host: str) -> None:
    assert asked(host) == 403


def test_names_that_settings_allow_are_served() -> None:
    assert asked("answers.example:80", allowed_hosts=["Answers.example"]) == 200
    assert asked("evil.example", allowed_hosts=["answers.example"]) == 403
    assert asked("anything.example", allowed_hosts=["*"]) == 200


def test_a_service_with_keys_or_at_another_address_is_left_as_it_is() -> None:
    assert guarded(APP, Settings(require_keys=True)) is APP
    assert guarded(APP, Settings(host="0.0.0.0", require_keys=False)) is APP
    assert isinstance(guarded(APP, Settings()), OwnHost)


def test_the_refusal_is_a_problem_document_that_says_what_to_do() -> None:
    reply = TestClient(guarded(APP, Settings())).get("/", headers={"host": "evil.example"})
    assert reply.headers["content-type"] == "application/problem+json"
    assert "JAWAB_ALLOWED_HOSTS" in reply.json()["detail"]

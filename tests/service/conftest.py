"""A client of the service over a small collection and an answerer that needs no model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from fake_answerer import FakeAnswerer
from jawab.service import create_app
from jawab.settings import Settings


@pytest.fixture
def answerer() -> FakeAnswerer:
    return FakeAnswerer()


@pytest.fixture
def client(answerer: FakeAnswerer, tmp_path: Path) -> Iterator[TestClient]:
    settings = Settings(judgements=tmp_path / "judgements.sqlite")
    with TestClient(create_app(answerer, settings), raise_server_exceptions=False) as client:
        yield client

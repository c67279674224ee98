"""The tiny base encoder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tiny_model import tiny_folder


@pytest.fixture(scope="session")
def base() -> Path:
    return tiny_folder()

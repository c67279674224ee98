"""The tiny base encoder, written once."""

from __future__ import annotations

from pathlib import Path

import pytest

from jawab.models.folder import write_folder
from tiny_model import tiny_model


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("base")
    write_folder(tiny_model(), folder)
    return folder

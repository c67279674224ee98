"""The bundled embedder's prepared folder, for tests marked `model`; written on first use."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jawab.models.folder import cache_folder, prepare_bundled
from jawab.settings import Settings


@cache
def bundled_folder() -> Path:
    return prepare_bundled(cache_folder(Settings().cache))

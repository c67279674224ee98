"""A service below a prefix, as `uvicorn --root-path` or a mount puts it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def path_below_prefix(scope: Mapping[str, Any]) -> str:
    """The path of an ASGI request as the routes are written; whole where there is no prefix, "" where no path is."""
    path: str = scope.get("path", "")
    return path.removeprefix(scope.get("root_path", ""))

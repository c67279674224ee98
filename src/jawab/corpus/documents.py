"""PDF and Word files -> Draft, extracted in a child process that cannot take the parent down."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from jawab.corpus.drafting import Draft
from jawab.corpus.unfit import UnfitError

SECONDS = 60
PACKAGES = {".pdf": "pypdf", ".docx": "docx"}


def _is_installed(package: str) -> bool:
    return importlib.util.find_spec(package) is not None


def read_document(
    path: Path, max_bytes: int, seconds: int = SECONDS, is_installed: Callable[[str], bool] = _is_installed
) -> Draft:
    """The draft of a `.pdf` or `.docx` file whose text is at most `max_bytes`.

    Raises `UnfitError` for a missing extra, a damaged file, a scan, and one that asks for too much time or memory.
    """
    suffix = path.suffix.lower()
    if not is_installed(PACKAGES[suffix]):
        raise UnfitError(f"{suffix} files need an extra: pip install 'jawab[documents]'")
    command = [sys.executable, "-P", "-m", "jawab.corpus.extraction", str(path.absolute()), str(max_bytes)]
    try:
        child = subprocess.run(
            [*command, str(seconds)], stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise UnfitError(f"extracting its text took longer than {seconds} seconds") from error
    if child.returncode != 0:
        raise UnfitError("extracting its text needed more time or memory than is allowed, or crashed")
    answer = json.loads(child.stdout)
    if "unfit" in answer:
        raise UnfitError(answer["unfit"], code=answer["code"])
    return Draft(answer["text"], answer["fields"], is_web=False)

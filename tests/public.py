"""The public sets and real articles, for tests marked `data`; conftest skips these where no folder is named."""

from __future__ import annotations

import os
from pathlib import Path

NAME = os.environ.get("JAWAB_TEST_DATA")
DATA = Path(NAME or "unnamed") / "data"
ARTICLES = Path(NAME or "unnamed") / "articles"

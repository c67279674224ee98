"""The sample articles, and the gold questions that are asked of them."""

from __future__ import annotations

import json
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ARTICLES = ROOT / "corpus" / "articles"
GOLD = [ROOT / "eval" / "gold" / f"{kind}.json" for kind in ("ar", "fr", "ar-fr", "fr-ar")]


def questions() -> list[str]:
    """Gold questions of every kind, in turn, each once."""
    files = [json.loads(path.read_text(encoding="utf-8")) for path in GOLD]
    listed = [
        [qa["question"] for article in file["data"] for p in article["paragraphs"] for qa in p["qas"]] for file in files
    ]
    return list(dict.fromkeys(question for row in zip(*listed, strict=False) for question in row))

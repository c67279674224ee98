"""A gold set of two questions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.commands import ARTICLE

GOLD = {
    "version": "v2.0",
    "data": [
        {
            "title": "Port",
            "language": "fr",
            "paragraphs": [
                {
                    "context": ARTICLE.strip(),
                    "qas": [
                        {
                            "id": f"q{number}",
                            "question": question,
                            "answers": [{"text": answer, "answer_start": ARTICLE.index(answer)}],
                            "is_impossible": False,
                        }
                        for number, (question, answer) in enumerate(
                            [("Quand le port a-t-il rouvert ?", "16 octobre 2025"), ("Combien ?", "312")]
                        )
                    ],
                }
            ],
        }
    ],
}


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.json"
    path.write_text(json.dumps(GOLD), "utf-8")
    return path

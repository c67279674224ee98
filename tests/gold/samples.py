"""Gold sets in small: SQuAD's objects, a question, a file that is read."""

from __future__ import annotations

import json
from pathlib import Path

from jawab.gold import GoldAnswer, GoldQuestion, GoldSet, read_gold
from jawab.text import detect

ARABIC = "وقع المغرب وروسيا مذكرة التفاهم في 16 أكتوبر 2025 بموسكو."
FRENCH = "Le Maroc et la Russie ont signé le mémorandum le 16 octobre 2025 à Moscou."


def squad(*qas: dict[str, object], context: str = ARABIC, **paragraph: object) -> dict[str, object]:
    return {"version": "2.0", "data": [{"title": "T", "paragraphs": [{"context": context, "qas": qas, **paragraph}]}]}


def qa(id: object = "1", question: str = "أين وقعت المذكرة؟", **keys: object) -> dict[str, object]:
    return {"id": id, "question": question, "answers": [{"text": "بموسكو", "answer_start": 50}], **keys}


def read(tmp_path: Path, content: object, name: str = "gold.json") -> GoldSet:
    path = tmp_path / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return read_gold(path, detect)


def question(id: str = "1", **changes: object) -> GoldQuestion:
    fields: dict[str, object] = {
        "id": id,
        "question": "Quand le mémorandum a-t-il été signé ?",
        "language": "fr",
        "context": ARABIC,
        "context_language": "ar",
        "title": "T",
        "answers": (GoldAnswer("16 أكتوبر 2025", 35),),
        **changes,
    }
    return GoldQuestion(**fields)  # type: ignore[arg-type]

"""Whether every quote of every answer to the gold questions is a slice of its article, in both kinds of offsets.

    python benchmarks/quotes.py [INDEX]

Every gold question is asked with nothing withheld (`min_confidence` 0), and each span of the reply as it goes over the
wire is cut again from the article's stored text: by code points, and by UTF-16 units as a browser counts them. Writes
benchmarks/quotes.json; exit 1 when one differs.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jawab
from jawab.answering import Answerer
from jawab.gold import read_gold_sets
from jawab.service.rendering import Renderer
from jawab.text import detect
from jawab.types import Question

ROOT = Path(__file__).parent.parent
RESULT = Path(__file__).with_suffix(".json")
BATCH = 16


def main() -> int:
    """Ask, cut, count."""
    answerer = jawab.open(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "index")
    sets = read_gold_sets(sorted((ROOT / "eval" / "gold").glob("*.json")), detect)
    questions = [Question(q.question, max_answers=5, min_confidence=0.0) for gold in sets for q in gold.questions]
    counts: Counter[str] = Counter(questions=len(questions), differ=0)
    wire = Renderer(answerer.generation, "quotes")
    for first in range(0, len(questions), BATCH):
        for reply in answerer.ask_many(questions[first : first + BATCH]):
            for answer in wire.reply(reply).model_dump()["answers"]:
                counts["answers"] += 1
                counts.update(_checked(answer, answerer))
    RESULT.write_text(json.dumps(counts, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(RESULT.read_text(encoding="utf-8"))
    return int(counts["differ"] > 0)


def _checked(answer: dict[str, Any], answerer: Answerer) -> Iterator[str]:
    """One word for each thing checked: `quotes`, `spans`, and `differ` for what does not hold."""
    for quote in answer["quotes"]:
        yield "quotes"
        text = answerer.generation.article(quote["article"]["id"]).text
        units = text.encode("utf-16-le")
        passage, sentence, span = quote["passage"], quote["sentence"], quote["answer"]
        for part in (passage, sentence, span):
            yield "spans"
            by_units = units[2 * part["start_utf16"] : 2 * part["end_utf16"]].decode("utf-16-le")
            if not part["text"] or text[part["start"] : part["end"]] != part["text"] or by_units != part["text"]:
                yield "differ"
        if (
            not passage["start"]
            <= sentence["start"]
            <= span["start"]
            < span["end"]
            <= sentence["end"]
            <= passage["end"]
        ):
            yield "differ"
    if answer["text"] != answer["quotes"][0]["answer"]["text"]:
        yield "differ"


if __name__ == "__main__":
    sys.exit(main())

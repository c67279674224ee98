"""How the annotators of the public sets treat the punctuation mark behind an answer: inside it, or left behind it.

Usage: JAWAB_TEST_DATA=DIR python benchmarks/marks.py   (writes benchmarks/marks.json)
"""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

from jawab.gold import GoldQuestion, read_gold
from jawab.text import detect

RESULT = Path(__file__).with_suffix(".json")
SETS = ("arcd-train", "arcd-test", "mlqa-ar-dev", "xquad-ar", "piaf-train", "piaf-dev")
INSIDE, BEHIND = "،؛,:;.؟»)", "،؛,:;"


def main() -> None:
    """Count over each question's first answer."""
    data = Path(os.environ["JAWAB_TEST_DATA"]) / "data"
    result: dict[str, object] = {"command": "python benchmarks/marks.py"}
    for name in SETS:
        questions = read_gold(data / f"{name}.json", detect).questions
        result[name] = {"questions": len(questions), **Counter(filter(None, map(place, questions)))}
    RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


def place(question: GoldQuestion) -> str | None:
    """Where the first answer's mark is; None where there is none."""
    first = question.answers[0]
    if first.text[-1:] in INSIDE:
        return "inside"
    assert first.start is not None
    end = first.start + len(first.text)
    return "behind" if question.context[end : end + 1] in set(BEHIND) else None


if __name__ == "__main__":
    main()

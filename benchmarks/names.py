"""How often Arabic and Latin spellings of a name share a key, and how many other words share one with it.

The pairs of benchmarks/name_pairs.tsv stand in no article of the project; the rules were made with the first
group, the second was not looked at. False matches are counted between the pairs,
and among all distinct words (capitalised ones, in French) of the public sets' paragraphs.

Usage: JAWAB_TEST_DATA=DIR python benchmarks/names.py   (writes benchmarks/names.json)
"""

from __future__ import annotations

import json
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from jawab.gold import read_gold
from jawab.text import detect, fold, name_keys

HERE = Path(__file__).parent
PAIRS = HERE / "name_pairs.tsv"
RESULT = Path(__file__).with_suffix(".json")
ARABIC = ("arcd-train", "arcd-test", "xquad-ar", "mlqa-ar-dev")
FRENCH = ("piaf-train", "piaf-dev")


def main() -> None:
    """Count, write and print."""
    root = Path(os.environ["JAWAB_TEST_DATA"])
    rows = [line.split("\t") for line in PAIRS.read_text(encoding="utf-8").splitlines()]
    arabic_words, latin_words = words_of(root, ARABIC), {word for word in words_of(root, FRENCH) if word[0].isupper()}
    result = {}
    for group in ("tuned", "held out"):
        pairs = [row[:2] for row in rows if row[2] == group]
        arabic, latin = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
        missed = [pair for pair in pairs if not keys_of(pair[0]) & keys_of(pair[1])]
        result[group] = {
            "pairs": len(pairs),
            "names that stand in an article": standing_in_articles(root, pairs),
            "recall": round(1 - len(missed) / len(pairs), 3),
            "missed": [" ".join(pair) for pair in missed],
            "false matches among the pairs": false_pairs(pairs),
            "Arabic words": matches(latin, arabic, arabic_words),
            "capitalised French words": matches(arabic, latin, latin_words),
        }
    RESULT.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=1, ensure_ascii=False))


def keys_of(name: str) -> set[str]:
    """All keys of a name's words."""
    return set(name_keys(name))


def words_of(root: Path, names: Iterable[str]) -> set[str]:
    """The distinct words of the sets' paragraphs."""
    sets = [read_gold(root / "data" / f"{name}.json", detect) for name in names]
    paragraphs = {question.context for gold in sets for question in gold.questions}
    return {word for paragraph in paragraphs for word in re.findall(r"[^\W\d_]+", paragraph)}


def standing_in_articles(root: Path, pairs: Sequence[Sequence[str]]) -> list[str]:
    """Names of the pairs that an article holds as a word."""
    folders = (root / "articles", HERE.parent / "corpus" / "articles")
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    text = fold("\n".join(file.read_text(encoding="utf-8", errors="replace") for file in files))
    return [name for pair in pairs for name in pair if re.search(rf"(?<!\w){re.escape(fold(name))}(?!\w)", text)]


def false_pairs(pairs: Sequence[Sequence[str]]) -> list[str]:
    """Arabic names that share a key with the Latin name of another pair, spelling variants of one name aside."""
    return [
        f"{one[0]} {other[1]}"
        for one in pairs
        for other in pairs
        if keys_of(one[0]) & keys_of(other[1]) and fold(one[1]) != fold(other[1])
    ]


def matches(names: Sequence[str], spellings: Sequence[str], words: set[str]) -> dict[str, float | int]:
    """Words of the other script that share a key with a name, its own other spelling not counted."""
    by_key = defaultdict(set)
    for word in words:
        for key in keys_of(word):
            by_key[key].add(word)
    found = [
        {word for key in keys_of(name) for word in by_key[key] if fold(word).removeprefix("ال") not in fold(spelling)}
        for name, spelling in zip(names, spellings, strict=True)
    ]
    return {
        "distinct": len(words),
        "others matched, a name": round(sum(map(len, found)) / len(names), 2),
        "names that match no other": sum(not others for others in found),
    }


if __name__ == "__main__":
    main()

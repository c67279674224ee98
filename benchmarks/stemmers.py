"""What folding, stemming, clitics, stop words, values and 4-grams each give lexical search: BM25 on the public sets.

Usage: JAWAB_TEST_DATA=DIR python benchmarks/stemmers.py   (writes benchmarks/stemmers.json; a few minutes)

Two stemmers of others are compared where they are installed (pip install nltk Tashaphyne); jawab depends on neither,
and Tashaphyne's licence (GPL) would not allow it.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import bm25s
import numpy as np
import snowballstemmer

from jawab.gold import GoldQuestion, read_gold
from jawab.text import ar, detect, fold, fr, grams, terms
from jawab.text.ar import AR, without_endings
from jawab.text.fr import ELISIONS, FR
from jawab.text.languages import LANGUAGES

RESULT = Path(__file__).with_suffix(".json")
SETS = {  # the questions of the first file, over the distinct paragraphs of all
    "ar": (("arcd-test", "arcd-train"), ("xquad-ar",), ("mlqa-ar-dev",), ("arcd-train", "arcd-test")),
    "fr": (("piaf-dev", "piaf-train"), ("piaf-train", "piaf-dev")),
}
PARAMETERS = ((1.5, 0.75), (0.9, 0.75), (0.9, 0.4))
DEFAULT = PARAMETERS[0]
STOP_WORDS = {fold(word) for language in LANGUAGES.values() for word in language.stop_words} | ELISIONS.keys()

Analyser = Callable[[str], list[str]]


def folded_words(text: str) -> list[str]:
    """Words of the folded text, elisions parted."""
    return re.findall(r"\w+", fold(text, FR.code))


def content_words(text: str) -> list[str]:
    """The same without stop words, unless nothing else is there."""
    words = folded_words(text)
    return [word for word in words if word not in STOP_WORDS] or words


def stemmed(stem: Callable[[str], str], words: Analyser = content_words) -> Analyser:
    """An analyser that stems every word."""
    cached = lru_cache(maxsize=None)(stem)
    return lambda text: [cached(word) for word in words(text)]


def unelided_words(text: str) -> list[str]:
    """Content words with the apostrophe as one of their letters."""
    return [word for word in re.findall(r"\w+(?:'\w+)*", fold(text)) if word not in STOP_WORDS]


def analysers(language: str) -> dict[str, Analyser]:
    """The ways to compare, from nothing to what lexical search may count."""
    own = ar.stem if language == AR.code else fr.stem
    snowball = snowballstemmer.stemmer("arabic" if language == AR.code else "french").stemWord
    ways: dict[str, Analyser] = {
        "words as they stand": lambda text: re.findall(r"\w+", text),
        "folded": folded_words,
        "folded, Snowball": stemmed(snowball, folded_words),
        "folded, own stem": stemmed(own, folded_words),
        "folded, no stop words, no stem": content_words,
        "folded, no stop words, Snowball": stemmed(snowball),
        "folded, no stop words, own stem": stemmed(own),
    }
    if language == AR.code:
        ways["folded, no stop words, endings only (no clitics)"] = stemmed(without_endings)
        ways |= {f"folded, no stop words, {name}": stemmed(stem) for name, stem in arabic_stemmers_of_others().items()}
    else:
        ways["folded, no stop words, own stem, elisions left on"] = stemmed(own, unelided_words)
    ways["terms (with numbers and months as values)"] = terms
    ways["grams"] = grams
    ways["terms and grams"] = lambda text: terms(text) + grams(text)
    return ways


def arabic_stemmers_of_others() -> dict[str, Callable[[str], str]]:
    """ISRI's root stemmer as NLTK has it (Taghva et al. 2005), and Tashaphyne's light one."""
    found: dict[str, Callable[[str], str]] = {}
    if find_spec("nltk"):
        found["ISRI"] = import_module("nltk.stem.isri").ISRIStemmer().stem
    if find_spec("tashaphyne"):
        found["Tashaphyne"] = import_module("tashaphyne.stemming").ArabicLightStemmer().light_stem
    return found


def main() -> None:
    """Measure every way on every set with the usual BM25 constants, and the last two with others."""
    data = Path(os.environ["JAWAB_TEST_DATA"]) / "data"
    result: dict[str, dict[str, dict[str, dict[str, float]]]] = {}
    for language, groups in SETS.items():
        for group in groups:
            questions, paragraphs = load(data, group)
            scores = result.setdefault(f"{group[0]}, {len(questions)} over {len(paragraphs)}", {})
            for name, analyse in analysers(language).items():
                constants = PARAMETERS if name.startswith("terms") else (DEFAULT,)
                scores[name] = {f"k1={k1} b={b}": ranks(questions, paragraphs, analyse, k1, b) for k1, b in constants}
                print(language, group[0], name, scores[name], flush=True)
    RESULT.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def load(data: Path, group: tuple[str, ...]) -> tuple[tuple[GoldQuestion, ...], list[str]]:
    """The first file's questions and the distinct paragraphs of all files, in order."""
    sets = [read_gold(data / f"{name}.json", detect) for name in group]
    paragraphs = dict.fromkeys(question.context for gold in sets for question in gold.questions)
    return tuple(sets[0].questions), list(paragraphs)


def ranks(
    questions: tuple[GoldQuestion, ...], paragraphs: list[str], analyse: Analyser, k1: float, b: float
) -> dict[str, float]:
    """Recall at 1 and 5 and mean reciprocal rank within 20; equal scores rank by the paragraphs' order."""
    index = bm25s.BM25(k1=k1, b=b, method="lucene")
    index.index([analyse(paragraph) for paragraph in paragraphs], show_progress=False)
    numbers = {paragraph: number for number, paragraph in enumerate(paragraphs)}
    found = []
    for question in questions:
        scores = index.get_scores(analyse(question.question))
        gold = numbers[question.context]
        found.append(1 + int(np.sum(scores > scores[gold]) + np.sum(scores[:gold] == scores[gold])))
    rank = np.array(found)
    return {
        "recall@1": round(float(np.mean(rank <= 1)), 4),
        "recall@5": round(float(np.mean(rank <= 5)), 4),
        "mrr@20": round(float(np.mean(np.where(rank <= 20, 1 / rank, 0))), 4),
    }


if __name__ == "__main__":
    main()

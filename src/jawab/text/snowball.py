"""Snowball stemmers that threads may share."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import lru_cache

import snowballstemmer


def snowball(language: str) -> Callable[[str], str]:
    """The stemmer of a language, which Snowball calls by its English name: folded word -> stem."""
    stemmer, lock = snowballstemmer.stemmer(language), threading.Lock()

    @lru_cache(maxsize=1 << 16)
    def stem(word: str) -> str:
        with lock:  # a stemmer keeps the word it works on in itself
            return str(stemmer.stemWord(word))

    return stem

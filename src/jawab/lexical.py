"""Lexical ranking: BM25 over folded, stemmed terms, how many of the words a passage has, and names across languages.

The counts of both can be stored in parts; rankings are computed from their sum.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, vstack

from jawab.text import grams, shared_terms, terms

K1 = 0.9
"""How fast repetitions of a term stop counting."""
B = 0.75
"""How much long passages are held back."""
TERMS = "6"
"""Identity of the stored counts; raise it when `jawab.text.terms` gives other terms for the same text."""

TermsOf = Callable[[str], list[str]]

_SHARED, _GRAM = "~", "#"  # begin what `shared_terms` and `grams` give; no word begins with them


@dataclass(frozen=True)
class TermCounts:
    """How often each term of `vocabulary` occurs in each passage: int32 counts, [passages, terms]."""

    vocabulary: list[str]
    counts: csr_array

    def keep(self, rows: npt.NDArray[np.intp]) -> TermCounts:
        """The counts of some passages, in the order of `rows`."""
        return TermCounts(self.vocabulary, self.counts[rows])

    def part(self, wanted: npt.NDArray[np.bool_]) -> TermCounts:
        """The counts of the terms that are `wanted`, bool [terms], alone."""
        columns = np.flatnonzero(wanted)
        return TermCounts([self.vocabulary[n] for n in columns], csr_array(self.counts[:, columns]))

    def compact(self) -> TermCounts:
        """The same counts without the terms that no passage has."""
        used = np.unique(self.counts.indices)
        renumbered = np.searchsorted(used, self.counts.indices)
        counts = _csr(self.counts.data, renumbered, self.counts.indptr, len(used))
        return TermCounts([self.vocabulary[term] for term in used], counts)


def count_terms(texts: Iterable[str]) -> TermCounts:
    """Terms, 4-grams and shared terms of each text, counted; the vocabulary is in order of first occurrence."""
    return _count(texts, lambda text: _own_terms(text) + _marked_shared(text))


def _own_terms(text: str) -> list[str]:
    return terms(text) + grams(text)


def _distinct_words(text: str) -> list[str]:
    return list(dict.fromkeys(terms(text)))


def _marked_shared(text: str) -> list[str]:
    return [_SHARED + term for term in shared_terms(text)]


def _count(texts: Iterable[str], terms_of: TermsOf) -> TermCounts:
    numbers: dict[str, int] = {}
    indices: list[int] = []
    data: list[int] = []
    indptr = [0]
    for text in texts:
        counted = Counter(terms_of(text))
        indices.extend(numbers.setdefault(term, len(numbers)) for term in counted)
        data.extend(counted.values())
        indptr.append(len(indices))
    return TermCounts(list(numbers), _csr(np.array(data), np.array(indices), np.array(indptr), len(numbers)))


def stack(parts: Sequence[TermCounts]) -> TermCounts:
    """All parts' passages, one part after the other, over one vocabulary."""
    numbers: dict[str, int] = {}
    renumbered = [[numbers.setdefault(term, len(numbers)) for term in part.vocabulary] for part in parts]
    blocks = [
        _csr(part.counts.data, np.array(new, dtype=np.int32)[part.counts.indices], part.counts.indptr, len(numbers))
        for part, new in zip(parts, renumbered, strict=True)
    ]
    counts = vstack(blocks, format="csr") if blocks else _csr(np.array([]), np.array([]), np.array([0]), 0)
    return TermCounts(list(numbers), counts)


class LexicalIndex:
    """What ranks the passages of `counts` by their terms; the vocabulary is parted once for all of it."""

    def __init__(self, counts: TermCounts) -> None:
        marks = np.array([term[:1] for term in counts.vocabulary], dtype="U1")
        shared, gram = marks == _SHARED, marks == _GRAM
        own, across = counts.part(~shared), counts.part(shared)
        self.bm25 = TermScores(own.vocabulary, _weights(own.counts), _own_terms)
        """Okapi BM25 as Lucene computes it (idf never negative), over words and 4-grams.

        Kamphuis et al., "Which BM25 do you mean?", ECIR 2020. Terms a question repeats count as often as they stand.
        """
        self.shared = TermScores(across.vocabulary, _presence(across.counts, _idf(across.counts)), _marked_shared)
        """The summed idf of the names and numbers that passages share with a question."""
        self.coverage = Coverage(counts.part(~shared & ~gram))


class TermScores:
    """Scores by terms: how often `terms_of` finds each in a question, times `weights`, float32, [terms, passages]."""

    def __init__(self, vocabulary: Sequence[str], weights: csr_array, terms_of: TermsOf) -> None:
        self._numbers = {term: number for number, term in enumerate(vocabulary)}
        self._weights = weights
        self._terms_of = terms_of

    def scores(self, questions: Sequence[str]) -> npt.NDArray[np.float32]:
        """Scores of all passages for each question, [questions, passages]; 0.0 where no term occurs."""
        scores: npt.NDArray[np.float32] = (self._query(questions) @ self._weights).toarray()
        return scores

    def _query(self, questions: Sequence[str]) -> csr_array:
        """Term counts of the questions over the vocabulary; unknown terms are dropped."""
        counted = _count(questions, self._terms_of)
        known = np.array([self._numbers.get(term, -1) for term in counted.vocabulary], dtype=np.int64)
        rows, columns = counted.counts.nonzero()
        columns = known[columns]
        kept = columns >= 0
        shape = (len(questions), self._weights.shape[0])
        return csr_array((counted.counts.data[kept].astype(np.float32), (rows[kept], columns[kept])), shape=shape)


class Coverage:
    """How much of a question a passage covers, given `counts` of words: the share of its idf, from 0 to 1."""

    def __init__(self, counts: TermCounts) -> None:
        self.words: npt.NDArray[np.float64] = np.asarray(counts.counts.sum(axis=1), dtype=np.float64)
        """How many words each passage has without its stop words, [passages]."""
        idf = _idf(counts.counts)
        self._idf = dict(zip(counts.vocabulary, idf.tolist(), strict=True))
        self._unknown = float(np.log1p((len(self.words) + 0.5) / 0.5))
        self._covered = TermScores(counts.vocabulary, _presence(counts.counts, idf), _distinct_words)

    def scores(self, questions: Sequence[str]) -> npt.NDArray[np.float32]:
        """Shares for each question, [questions, passages]; a word that no passage has counts as the rarest."""
        whole = [sum(self._idf.get(word, self._unknown) for word in _distinct_words(text)) for text in questions]
        return self._covered.scores(questions) / np.array([total or 1.0 for total in whole], np.float32)[:, None]


def _weights(counts: csr_array) -> csr_array:
    """What each term adds to each passage's score: float32, [terms, passages]."""
    passages, _ = counts.shape
    lengths = np.asarray(counts.sum(axis=1), dtype=np.float64)
    idf = _idf(counts)
    average = lengths.mean() if passages and lengths.any() else 1.0
    norm = K1 * (1 - B + B * lengths / average)
    rows = np.repeat(np.arange(passages), np.diff(counts.indptr))
    return _by_term(counts, idf[counts.indices] * counts.data / (counts.data + norm[rows]))


def _presence(counts: csr_array, idf: npt.NDArray[np.float64]) -> csr_array:
    """The idf of each term where it occurs: float32, [terms, passages]."""
    return _by_term(counts, idf[counts.indices])


def _idf(counts: csr_array) -> npt.NDArray[np.float64]:
    passages, vocabulary = counts.shape
    frequency = np.bincount(counts.indices, minlength=vocabulary)
    idf: npt.NDArray[np.float64] = np.log1p((passages - frequency + 0.5) / (frequency + 0.5))
    return idf


def _by_term(counts: csr_array, data: npt.NDArray[np.float64]) -> csr_array:
    """`data`, a value for each stored count, as float32, [terms, passages]."""
    passages, vocabulary = counts.shape
    rows = np.repeat(np.arange(passages), np.diff(counts.indptr))
    return csr_array((data.astype(np.float32), (counts.indices, rows)), shape=(vocabulary, passages))


def _csr(
    data: npt.NDArray[np.int_], indices: npt.NDArray[np.int_], indptr: npt.NDArray[np.int_], terms: int
) -> csr_array:
    arrays = (data.astype(np.int32), indices.astype(np.int32), indptr.astype(np.int64))
    return csr_array(arrays, shape=(len(indptr) - 1, terms))

"""Article -> Passages: windows of whole sentences that never lose an offset."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence

from jawab.text import clauses, sentences
from jawab.types import Article, Passage, Span

Tokenize = Callable[[str], Sequence[tuple[int, int]]]

PASSAGES = "2"
"""Identity of the cut; raise it when the same text is cut otherwise, here or by `jawab.text.sentences` or `clauses`."""
LAST_WINDOW_SHARE = 0.5
"""A last window shorter than this share of the longest one is grown backwards until it is not."""

_WORD = re.compile(r"\S+")


def headed(title: str | None, text: str) -> str:
    """What is embedded and searched for a passage: its article's title, a line break, its text."""
    return f"{title}\n{text}" if title else text


def split(article: Article, tokenize: Tokenize, max_tokens: int, overlap: int) -> list[Passage]:
    """Cut an article into passages of at most `max_tokens` tokens, in order of their start.

    `tokenize` gives the (start, end) code points of each token of a text, in order; it is called once. Neighbouring
    passages share up to `overlap` sentences, as far as they fit. A sentence that is too long is cut at a clause, else
    at a word, else between tokens. Every non-space code point of the article is in at least one passage.
    """
    info = article.info
    spans = windows(article.text, tokenize(article.text), max_tokens, overlap)
    return [Passage(info, span, article.text[span.start : span.end]) for span in spans]


def windows(text: str, tokens: Sequence[tuple[int, int]], max_tokens: int, overlap: int) -> list[Span]:
    """The spans of `split`, for a text whose tokens are known."""
    if max_tokens < 1 or overlap < 0:
        raise ValueError("max_tokens must be at least 1 and overlap at least 0")
    ruler = _Ruler(tokens, max_tokens)
    units = [unit for sentence in sentences(text) for unit in _cut(text, sentence, ruler)]
    return [Span(units[first].start, units[last].end) for first, last in _pack(units, ruler, overlap)]


class _Ruler:
    """Counts the tokens that touch a span; a token across its edge counts in full."""

    def __init__(self, tokens: Sequence[tuple[int, int]], longest: int) -> None:
        self.starts = sorted(start for start, _ in tokens)
        self.ends = sorted(end for _, end in tokens)
        self.longest = longest

    def count(self, span: Span) -> int:
        return bisect_left(self.starts, span.end) - bisect_right(self.ends, span.start)

    def fits(self, span: Span) -> bool:
        return self.count(span) <= self.longest


def _cut(text: str, sentence: Span, ruler: _Ruler) -> Iterator[Span]:
    """The sentence itself, or its clauses, words and parts of words as far as needed, each one fitting."""
    if ruler.fits(sentence):
        yield sentence
        return
    for clause in _moved(clauses(text[sentence.start : sentence.end]), sentence.start):
        if ruler.fits(clause):
            yield clause
        else:
            yield from _cut_at_words(text, clause, ruler)


def _cut_at_words(text: str, clause: Span, ruler: _Ruler) -> Iterator[Span]:
    """As few runs of whole words as fit; a word that does not fit is cut between tokens."""
    words = [
        piece
        for match in _WORD.finditer(text, clause.start, clause.end)
        for piece in _cut_word(Span(match.start(), match.end()), ruler)
    ]
    for first, last in _pack(words, ruler, overlap=0, grow_last=False):
        yield Span(words[first].start, words[last].end)


def _cut_word(word: Span, ruler: _Ruler) -> Iterator[Span]:
    """Pieces that tile the word, each as many tokens as fit; one code point of more tokens than fit stays whole."""
    start = word.start
    while start < word.end:
        end = word.end
        if not ruler.fits(Span(start, end)):
            over = bisect_right(ruler.ends, start) + ruler.longest
            end = min(max(ruler.starts[over], start + 1), word.end)
        yield Span(start, end)
        start = end


def _pack(units: Sequence[Span], ruler: _Ruler, overlap: int, grow_last: bool = True) -> Iterator[tuple[int, int]]:
    """First and last unit of each window: greedy, each bringing at least one unit the one before has not."""
    first = 0
    done = 0  # units before this one are in a window
    while done < len(units):
        last = done
        while first < last and not ruler.fits(Span(units[first].start, units[last].end)):
            first += 1
        while last + 1 < len(units) and ruler.fits(Span(units[first].start, units[last + 1].end)):
            last += 1
        if grow_last and last + 1 == len(units):
            first = _grown(units, ruler, first, last)
        yield first, last
        done = last + 1
        first = max(done - overlap, first + 1)


def _grown(units: Sequence[Span], ruler: _Ruler, first: int, last: int) -> int:
    """Where the last window starts so that it is not a scrap."""
    end = units[last].end
    while first > 0 and ruler.count(Span(units[first].start, end)) < LAST_WINDOW_SHARE * ruler.longest:
        if not ruler.fits(Span(units[first - 1].start, end)):
            break
        first -= 1
    return first


def _moved(spans: Sequence[Span], offset: int) -> Iterator[Span]:
    return (Span(span.start + offset, span.end + offset) for span in spans)

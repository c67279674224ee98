"""The texts that gold questions were asked of: as passages, as a pool of articles, and found again in an index."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from jawab.errors import GoldError
from jawab.gold import GoldAnswer, GoldQuestion, GoldSet
from jawab.text import fold, sentences
from jawab.types import Article, Hit, Passage, Span

if TYPE_CHECKING:
    from jawab.embedding import Embedder
    from jawab.index import Generation
    from jawab.settings import Settings


def article_of(question: GoldQuestion) -> str:
    """Id of the article the question was asked of: the file's, else one made of its paragraph's text."""
    if question.article is not None:
        return question.article
    return "p-" + hashlib.sha256(question.context.encode("utf-8", errors="replace")).hexdigest()[:16]


def _article(question: GoldQuestion) -> Article:
    return Article(article_of(question), question.context, question.context_language, question.title)


def passage_of(question: GoldQuestion) -> Passage:
    """The question's whole paragraph as one passage."""
    article = _article(question)
    return Passage(article.info, Span(0, len(article.text)), article.text)


def paragraph_articles(sets: Sequence[GoldSet]) -> dict[str, Article]:
    """One article for each distinct paragraph of all files, by id, in their order."""
    questions = (question for gold in sets for question in gold.questions if question.context)
    pool: dict[str, Article] = {}
    for question in questions:
        pool.setdefault(article_of(question), _article(question))
    return pool


@contextmanager
def temporary_index(sets: Sequence[GoldSet], embedder: Embedder, settings: Settings) -> Iterator[Path]:
    """An index of the files' paragraphs, one article for each, gone when the block ends.

    Raises:
        GoldError: the files hold no paragraph to index.
    """
    from jawab.index import IndexWriter  # an index is made in this mode alone

    articles = list(paragraph_articles(sets).values())
    if not articles:
        raise GoldError("the gold set holds no paragraphs to search; index your articles and name them with --index.")
    with TemporaryDirectory(prefix="jawab-") as name:
        folder = Path(name) / "index"
        IndexWriter(folder, embedder, settings).put(articles)
        yield folder


def sentence_around(text: str, start: int, end: int) -> str:
    """The sentences of `text` that `start` to `end` touches."""
    touched = [span for span in sentences(text) if span.overlaps(Span(start, max(end, start + 1)))]
    return text[touched[0].start : touched[-1].end] if touched else ""


def passage_holding(question: GoldQuestion, generation: Generation, hits: Sequence[Hit]) -> tuple[str, ...]:
    """Ids of the passages of an index that hold one of the question's answers.

    Where the index has the answer's article these are all its passages around the answer; an answer whose article
    is not there is looked for by its words in the retrieved passages.
    """
    found: dict[str, None] = {}
    known = {article.id for article in generation.articles}
    for answer in question.answers:
        article = answer.article or article_of(question)
        if article in known:
            stands = _stands(answer, generation.article(article).text)
            holding = (p.id for p in generation.passages_of(article) if _holds(p, answer, stands))
        else:
            holding = (hit.passage.id for hit in hits if says(hit.passage.text, answer.text))
        found |= dict.fromkeys(holding)
    return tuple(found)


def _stands(answer: GoldAnswer, text: str) -> Span | None:
    """Where the answer stands in the stored text; None without an offset, or where cleaning has moved the text."""
    if answer.start is None:
        return None
    span = Span(answer.start, answer.start + len(answer.text))
    return span if text[span.start : span.end] == answer.text else None


def _holds(passage: Passage, answer: GoldAnswer, stands: Span | None) -> bool:
    return says(passage.text, answer.text) if stands is None else stands in passage.span


def says(text: str, part: str) -> bool:
    """Whether `part` stands in `text` apart from case, accents, vowel marks and the like.

    It may follow letters (Arabic joins prefixes to words) but no digit, and ends where a word ends.
    """
    wanted = fold(part).strip()
    return bool(wanted) and re.search(rf"(?<!\d){re.escape(wanted)}(?!\w)", fold(text)) is not None

"""The texts that gold questions were asked of: as passages, as a pool of articles, and found again in an index."""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from jawab.errors import GoldError
from jawab.gold import GoldAnswer, GoldQuestion, GoldSet, no_part_of_a_number
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
    return f"p-{_digest(question.context)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", errors="replace")).hexdigest()[:16]


def gold_digest(gold: GoldSet) -> str:
    """SHA-256 of a file's questions with their answers, in its order; other ids, titles or contexts change nothing."""
    asked = [[q.question, q.impossible, [answer.text for answer in q.answers]] for q in gold.questions]
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()


def _paragraph_id(article: str, text: str) -> str:
    """Id of a paragraph whose article has several: the article's and a hash of the text."""
    return f"{article}-{_digest(text)}"


def placed(question: GoldQuestion, pool: Mapping[str, Article]) -> GoldQuestion:
    """The question of its paragraph alone, under the id that this has in `paragraph_articles`; else as it is."""
    article = article_of(question)
    own = pool.get(_paragraph_id(article, question.context), pool.get(article))
    return question if own is None else replace(question, article=own.id)


def _article(question: GoldQuestion, id: str) -> Article:
    title = question.title if question.titled else None  # one made of ids or text would be embedded like a real one
    return Article(id, question.context, question.context_language, title)


def passage_of(question: GoldQuestion) -> Passage:
    """The question's whole paragraph as one passage."""
    article = _article(question, article_of(question))
    return Passage(article.info, Span(0, len(article.text)), article.text)


def paragraph_articles(sets: Sequence[GoldSet]) -> dict[str, Article]:
    """The paragraphs of all files by id, in their order; those with the same text are one article, with the first id.

    An id is `article_of` the questions, followed by a hash of the text where several paragraphs share that.
    """
    questions = [question for gold in sets for question in gold.questions if question.context]
    texts: defaultdict[str, set[str]] = defaultdict(set)
    for question in questions:
        texts[article_of(question)].add(question.context)
    shared = {article for article, contexts in texts.items() if len(contexts) > 1}
    pool: dict[str, Article] = {}
    first: dict[str, Article] = {}
    for question in questions:
        article = article_of(question)
        id = _paragraph_id(article, question.context) if article in shared else article
        pool[id] = first.setdefault(question.context, _article(question, id))
    return pool


def distinct(pool: Mapping[str, Article]) -> list[Article]:
    """Each article of `paragraph_articles` once."""
    return list({article.id: article for article in pool.values()}.values())


def searchable_paragraphs(sets: Sequence[GoldSet]) -> dict[str, Article]:
    """`paragraph_articles`, in which every answerable question has one to find.

    Raises:
        GoldError: the answer of a question stands in none.
    """
    pool = paragraph_articles(sets)
    for gold in sets:
        for question in gold.questions:
            if not question.impossible and pool.keys().isdisjoint(relevant_paragraphs(question, pool)):
                raise GoldError(
                    f"{gold.name}: question {question.id!r} has no paragraph to find: give it one (`context`), "
                    "or index your articles and measure the whole chain with --index."
                )
    return pool


def relevant_paragraphs(question: GoldQuestion, pool: Mapping[str, Article]) -> tuple[str, ...]:
    """Ids of the paragraphs of `paragraph_articles` that hold an answer: the question's own first."""
    elsewhere = (id for answer in question.answers if answer.article for id in _holding(answer, answer.article, pool))
    return tuple(dict.fromkeys([article_of(placed(question, pool)), *elsewhere]))


def _holding(answer: GoldAnswer, article: str, pool: Mapping[str, Article]) -> list[str]:
    """The article, if the pool has it whole, or those of its paragraphs that say the answer."""
    if article in pool:
        return [pool[article].id]
    parts = ((id, a) for id, a in pool.items() if id.startswith(f"{article}-"))
    return [a.id for id, a in parts if id == _paragraph_id(article, a.text) and says(a.text, answer.text)]


@contextmanager
def temporary_index(sets: Sequence[GoldSet], embedder: Embedder, settings: Settings) -> Iterator[Path]:
    """An index of the files' paragraphs, one article for each, gone when the block ends.

    Raises:
        GoldError: the files hold no paragraph to index, or one that an index does not take.
    """
    from jawab.index import IndexWriter  # an index is made in this mode alone

    articles = distinct(paragraph_articles(sets))
    if not articles:
        raise GoldError("the gold set holds no paragraphs to search; index your articles and name them with --index.")
    with TemporaryDirectory(prefix="jawab-") as name:
        folder = Path(name) / "index"
        rejected = IndexWriter(folder, embedder, settings).put(articles).rejected
        if rejected:
            first = f"the first is article {rejected[0].path!r}: {rejected[0].reason}"
            raise GoldError(f"{len(rejected)} paragraphs of the gold set cannot be indexed; {first}.")
        yield folder


def touched_sentences(text: str, start: int, end: int) -> str:
    """The sentences of `text` that `start` to `end` touches."""
    touched = [span for span in sentences(text) if span.overlaps(Span(start, max(end, start + 1)))]
    return text[touched[0].start : touched[-1].end] if touched else ""


def passage_holding(
    question: GoldQuestion, generation: Generation, known: Container[str], hits: Sequence[Hit]
) -> tuple[str, ...]:
    """Ids of the passages of an index that hold one of the answers of the question, `placed` in that index.

    Where the answer's article is one of the index's, whose ids are `known`, these are all its passages around the
    answer; an answer whose article is not there is looked for by its words in the retrieved passages.
    """
    found: dict[str, None] = {}
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

    It may follow letters (Arabic joins prefixes to words) but no digit, and ends where a word ends. A number is no part
    of another: there is no 5 in 12,5.
    """
    wanted = fold(part).strip()
    return bool(wanted) and re.search(rf"(?<!\d){no_part_of_a_number(wanted)}(?!\w)", fold(text)) is not None

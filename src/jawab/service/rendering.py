"""What was found -> what is sent: replies, passages and articles in the wire's schemas, offsets in UTF-16 units too."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from jawab import types
from jawab.service import wire
from jawab.text import question_type

if TYPE_CHECKING:
    from jawab.index import Generation

_DECIMALS = 4  # of a confidence: what follows varies with the questions answered together
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class Slicer:
    """Cuts slices out of one article's text and counts their offsets in UTF-16 units too."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._astral = [match.start() for match in _ASTRAL.finditer(text)]

    def utf16(self, offset: int) -> int:
        """The same offset in UTF-16 units: one more for every astral code point before it."""
        return offset + bisect_left(self._astral, offset)

    def slice(self, span: types.Span) -> wire.Slice:
        """The article's text at `span`."""
        return wire.Slice.model_validate(self._fields(span))

    def passage(self, passage: types.Passage) -> wire.PassageSlice:
        """The article's text at the span of `passage`, with its id."""
        return wire.PassageSlice.model_validate({"id": passage.id, **self._fields(passage.span)})

    def _fields(self, span: types.Span) -> dict[str, Any]:
        return {
            "start": span.start,
            "end": span.end,
            "start_utf16": self.utf16(span.start),
            "end_utf16": self.utf16(span.end),
            "text": self._text[span.start : span.end],
        }


class Renderer:
    """Turns what was found in one generation into what is sent; each article is read once."""

    def __init__(self, generation: Generation, request_id: str | None = None) -> None:
        self._generation = generation
        self._request_id = request_id or uuid4().hex
        self._slicers: dict[str, Slicer] = {}

    def reply(self, reply: types.Reply) -> wire.Reply:
        """The reply to one question."""
        rejected = reply.best_rejected
        return wire.Reply(
            question=reply.question,
            language=reply.language,
            generation=reply.generation,
            request_id=self._request_id,
            answers=[self._answer(answer) for answer in reply.answers],
            abstained=reply.abstained,
            best_rejected=None if rejected is None else self._answer(rejected),
            timings_ms=wire.Timings(
                retrieve=reply.timings.retrieve, read=reply.timings.read, total=reply.timings.total
            ),
            abstained_because=_because(reply),
        )

    def search(self, hits: Sequence[types.Hit]) -> wire.SearchReply:
        """The passages of one search, in the order given."""
        return wire.SearchReply(
            items=[self._hit(hit) for hit in hits], generation=self._generation.id, request_id=self._request_id
        )

    def _answer(self, answer: types.Answer) -> wire.Answer:
        return wire.Answer(
            text=answer.text,
            language=answer.language,
            confidence=round(answer.confidence, _DECIMALS),
            quotes=[self._quote(quote) for quote in answer.quotes],
        )

    def _quote(self, quote: types.Quote) -> wire.Quote:
        slicer = self._slicer(quote.passage.article.id)
        return wire.Quote(
            article=wire.ArticleInfo.model_validate(quote.passage.article),
            passage=slicer.passage(quote.passage),
            sentence=slicer.slice(quote.sentence),
            answer=slicer.slice(quote.answer),
        )

    def _hit(self, hit: types.Hit) -> wire.SearchHit:
        return wire.SearchHit(
            score=hit.score,
            article=wire.ArticleInfo.model_validate(hit.passage.article),
            passage=self._slicer(hit.passage.article.id).passage(hit.passage),
        )

    def _slicer(self, article_id: str) -> Slicer:
        if article_id not in self._slicers:
            self._slicers[article_id] = Slicer(self._generation.article(article_id).text)
        return self._slicers[article_id]


def _because(reply: types.Reply) -> wire.Because | None:
    if not reply.abstained:
        return None
    kind = question_type(reply.question, reply.language)
    if kind == "list" or kind == "yes_no":
        return kind
    return "nothing_near" if reply.best_rejected is None else "unsure"


def reply_to_wire(reply: types.Reply, generation: Generation, request_id: str | None = None) -> wire.Reply:
    """The reply as the service sends it and `--json` prints it; a request id is made where none is given."""
    return Renderer(generation, request_id).reply(reply)


def article_to_wire(article: types.Article, passages: Iterable[types.Passage], generation: str) -> wire.ArticleReply:
    """An article of a generation with its text and passages."""
    slicer = Slicer(article.text)
    info = wire.ArticleInfo.model_validate(article.info).model_dump()
    cut = [slicer.passage(passage) for passage in passages]
    return wire.ArticleReply(**info, text=article.text, passages=cut, generation=generation)

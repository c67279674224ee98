"""The routes under /v1: ask, search, and read the collection."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request
from fastapi.exceptions import RequestValidationError

from jawab import __version__
from jawab.answering import check_question
from jawab.errors import QuestionError
from jawab.index import Generation
from jawab.service import rendering, wire
from jawab.service.cache import squeezed
from jawab.service.dependencies import AnswererDep, DeskDep, SettingsDep, require_json
from jawab.service.desk import Desk
from jawab.service.problems import documented
from jawab.types import Question

question_routes = APIRouter(
    prefix="/v1",
    tags=["questions"],
    dependencies=[Depends(require_json)],
    responses=documented(400, 413, 415, 422, 503, 504),
)
collection_routes = APIRouter(prefix="/v1", tags=["collection"], responses=documented(422, 503))


@question_routes.post("/ask", summary="Ask one question")
async def ask(body: wire.AskRequest, desk: DeskDep, request: Request) -> wire.Reply:
    """The answers that the collection gives, each quoted from an article; none when it does not say."""
    (reply,) = await desk.ask([body.to_types()], request)
    return reply


@question_routes.post("/ask/batch", summary="Ask up to 64 questions at once")
async def ask_batch(body: wire.BatchRequest, desk: DeskDep, settings: SettingsDep, request: Request) -> wire.BatchReply:
    """One reply for each question, in order, all from one generation; they are embedded and read together."""
    questions = [question.to_types() for question in body.questions]
    _refuse_unfit(questions, settings.max_question, desk)
    replies = await desk.ask(questions, request)
    return wire.BatchReply(items=replies, generation=replies[0].generation, request_id=replies[0].request_id)


@question_routes.post("/search", summary="Find passages")
async def search(body: wire.SearchRequest, desk: DeskDep, request: Request) -> wire.SearchReply:
    """The passages nearest to the question, best first."""
    return await desk.search(body.to_types(), body.k, request)


@collection_routes.get("/articles", summary="List articles")
def list_articles(query: Annotated[wire.ArticlesQuery, Query()], answerer: AnswererDep) -> wire.ArticlesPage:
    """Articles in the order of their ids, a page at a time; pages stay whole while the collection changes."""
    filters = query.to_types()
    generation = answerer.generation
    articles = generation.articles
    first = 0 if query.cursor is None else bisect_right(articles, query.cursor, key=lambda info: info.id)
    admitted = (info for info in islice(articles, first, None) if filters.admits(info))
    items = [wire.ArticleInfo.model_validate(info) for info in islice(admitted, query.limit)]
    return wire.ArticlesPage(items=items, next=items[-1].id if next(admitted, None) else None, generation=generation.id)


@collection_routes.get("/articles/{article_id}", summary="Read one article", responses=documented(404))
def read_article(
    article_id: Annotated[str, Path(description="The article's id.")], answerer: AnswererDep
) -> wire.ArticleReply:
    """An article with its stored text, which every quote is a slice of, and its passages."""
    generation = answerer.generation
    try:
        article = generation.article(article_id)
    except KeyError:
        raise HTTPException(404, "There is no article with this id.") from None
    return rendering.article_to_wire(article, generation.passages_of(article_id), generation.id)


@collection_routes.get("/stats", summary="What the collection holds")
def stats(answerer: AnswererDep) -> wire.Stats:
    """Counts by language and outlet, and the span of dates."""
    return _stats(answerer.generation)


def _refuse_unfit(questions: Sequence[Question], longest: int, desk: Desk) -> None:
    """Name the questions that the answerer would refuse: it refuses all for one, and cannot say which that is."""
    wrong = {number: _unfit(question, longest) for number, question in enumerate(questions)}
    errors = [{"loc": ("body", "questions", number, "question"), "msg": why} for number, why in wrong.items() if why]
    if errors:
        desk.count(questions, "invalid")
        raise RequestValidationError(errors)


def _unfit(question: Question, longest: int) -> str | None:
    """Why the answerer would refuse this question, if it would."""
    try:
        check_question(squeezed(question), longest)
    except QuestionError as error:
        return str(error)
    return None


def _stats(generation: Generation) -> wire.Stats:
    articles = generation.articles
    dates = [info.published for info in articles if info.published is not None]
    return wire.Stats(
        generation=generation.id,
        version=__version__,
        articles=len(articles),
        passages=generation.passage_count,
        languages=Counter(info.language for info in articles),
        sources=Counter(info.source for info in articles if info.source is not None),
        published_from=min(dates, default=None),
        published_to=max(dates, default=None),
        undated=len(articles) - len(dates),
    )

"""The routes under /v1: ask, search, and read the collection."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Path, Query

from jawab import __version__
from jawab.answering import Answerer
from jawab.index import Generation
from jawab.service import wire
from jawab.service.dependencies import AnswererDep, RequestIdDep, WorkerDep, require_json
from jawab.service.problems import documented
from jawab.types import Question

question_routes = APIRouter(
    prefix="/v1",
    tags=["questions"],
    dependencies=[Depends(require_json)],
    responses=documented(400, 413, 415, 422, 503),
)
collection_routes = APIRouter(prefix="/v1", tags=["collection"], responses=documented(422, 503))


@question_routes.post("/ask", summary="Ask one question")
async def ask(body: wire.AskRequest, answerer: AnswererDep, worker: WorkerDep, request_id: RequestIdDep) -> wire.Reply:
    """The answers that the collection gives, each quoted from an article; none when it does not say."""
    question = body.to_types()
    (reply,) = await worker.run(lambda: _ask(answerer, [question], request_id))
    return reply


@question_routes.post("/ask/batch", summary="Ask up to 64 questions at once")
async def ask_batch(
    body: wire.BatchRequest, answerer: AnswererDep, worker: WorkerDep, request_id: RequestIdDep
) -> wire.BatchReply:
    """One reply for each question, in order; they are embedded and read together."""
    questions = [question.to_types() for question in body.questions]
    return wire.BatchReply(items=await worker.run(lambda: _ask(answerer, questions, request_id)))


@question_routes.post("/search", summary="Find passages without reading them")
async def search(
    body: wire.SearchRequest, answerer: AnswererDep, worker: WorkerDep, request_id: RequestIdDep
) -> wire.SearchReply:
    """The passages nearest to the question, best first."""
    question = body.to_types()
    return await worker.run(lambda: _search(answerer, question, body.k, request_id))


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
    return wire.article_to_wire(article, generation.passages_of(article_id), generation.id)


@collection_routes.get("/stats", summary="What the collection holds")
def stats(answerer: AnswererDep) -> wire.Stats:
    """Counts by language and outlet, and the span of dates."""
    return _stats(answerer.generation)


def _ask(answerer: Answerer, questions: list[Question], request_id: str) -> list[wire.Reply]:
    replies = answerer.ask_many(questions)
    to_wire = wire.Wire(answerer.generation, request_id)
    return [to_wire.reply(reply) for reply in replies]


def _search(answerer: Answerer, question: Question, k: int, request_id: str) -> wire.SearchReply:
    (hits,) = answerer.search_many([question], k)
    return wire.Wire(answerer.generation, request_id).search(hits)


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

"""The routes under /v1/judgements: judge, list, measure agreement, download the gold set, take back."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Response
from pydantic import BaseModel, Field

from jawab.answering import Answerer
from jawab.gold import as_squad
from jawab.service.dependencies import AnswererDep, GenerationIdDep, JudgementsDep, require_json
from jawab.service.judging.agreement import PairAgreement, agreement
from jawab.service.judging.gold import gold_questions
from jawab.service.judging.judgement import Judge, Judgement, JudgementRequest
from jawab.service.judging.judgement import Question as AskedQuestion
from jawab.service.problems import documented
from jawab.service.rendering import Slicer
from jawab.types import Article, Span

router = APIRouter(prefix="/v1/judgements", tags=["judgements"], responses=documented(422, 503))

_CHANGED = "The article has changed since it was judged; ask again and judge what it says now."
GenerationId = Annotated[str | None, Field(description="The current generation; null while there is no index.")]


class JudgedQuestion(BaseModel):
    """A question with its judges' marks, the oldest first."""

    question: str
    marks: list[Judgement]


class JudgementsQuery(BaseModel):
    """Which judgements to list, and from where."""

    model_config = {"extra": "forbid"}

    judge: Judge | None = None
    question: AskedQuestion | None = Field(None, description="Only this question, white space aside.")
    cursor: Annotated[str, Field(pattern=r"^[0-9]{1,18}$")] | None = Field(
        None, description="`next` of the page before."
    )
    limit: int = Field(50, ge=1, le=200)


class JudgementsPage(BaseModel):
    """Questions, the newest first; `next` is the cursor of the page that follows, null at the end."""

    items: list[JudgedQuestion]
    next: str | None
    generation: GenerationId


class AgreementReply(BaseModel):
    """How far judges agree."""

    judges: dict[str, int] = Field(description="How many questions each has judged.")
    pairs: list[PairAgreement]
    generation: GenerationId


class GoldSet(BaseModel):
    """A gold set in SQuAD v2.0 format."""

    version: str
    data: list[dict[str, Any]] = Field(description="Articles with paragraphs, their questions and acceptable answers.")
    generation: GenerationId


class Removed(BaseModel):
    """What is gone."""

    id: str
    generation: GenerationId


@router.post(
    "",
    summary="Judge an answer, or mark the right one",
    dependencies=[Depends(require_json)],
    responses=documented(400, 409, 413, 415),
)
def judge(body: JudgementRequest, answerer: AnswererDep, judgements: JudgementsDep) -> Judgement:
    """The judgement as stored; it replaces what this judge said of this question before."""
    article = None if body.article_id is None else _judged_article(body, body.article_id, answerer)
    return judgements.put(Judgement.of(body, _stated(body, article)), article)


@router.get("", summary="List what was judged")
def list_judgements(
    query: Annotated[JudgementsQuery, Query()], judgements: JudgementsDep, generation: GenerationIdDep
) -> JudgementsPage:
    """Judged questions, a page at a time, each with its judges' marks kept apart."""
    before = None if query.cursor is None else int(query.cursor)
    found, following = judgements.page(query.limit, before, query.judge, query.question)
    items = [JudgedQuestion(question=marks[0].question, marks=marks) for marks in found]
    return JudgementsPage(items=items, next=None if following is None else str(following), generation=generation)


@router.get("/agreement", summary="How far judges agree")
def read_agreement(judgements: JudgementsDep, generation: GenerationIdDep) -> AgreementReply:
    """Each two judges who judged a question in common: raw agreement, and Cohen's kappa."""
    questions = judgements.all()
    counts = Counter(mark.judge for marks in questions for mark in marks)
    return AgreementReply(judges=counts, pairs=agreement(questions), generation=generation)


@router.get("/gold", summary="Download the gold set")
def download_gold(
    response: Response,
    judgements: JudgementsDep,
    generation: GenerationIdDep,
    judge: Annotated[Judge | None, Query(description="Only what this judge said.")] = None,
) -> GoldSet:
    """SQuAD v2.0 JSON that `jawab evaluate` reads: right and marked answers of all judges, unanswerable questions."""
    response.headers["Content-Disposition"] = 'attachment; filename="jawab-gold.json"'
    squad = as_squad(list(gold_questions(*judgements.all_with_texts(judge))))
    return GoldSet(**squad, generation=generation)


@router.delete("/{judgement_id}", summary="Take a judgement back", responses=documented(404))
def remove(
    judgement_id: Annotated[str, Path(description="The judgement's id.")],
    judgements: JudgementsDep,
    generation: GenerationIdDep,
) -> Removed:
    """What was removed; what another judge said of the question stays."""
    if not judgements.remove(judgement_id):
        raise HTTPException(404, "There is no judgement with this id.")
    return Removed(id=judgement_id, generation=generation)


def _judged_article(body: JudgementRequest, article_id: str, answerer: Answerer) -> Article:
    """The article as it is now, which must be as it was judged."""
    generation = answerer.generation
    try:
        article = generation.article(article_id)
    except KeyError:
        raise HTTPException(422, f"body.article_id: there is no article {article_id}.") from None
    if body.revision is None and body.generation != generation.id:
        raise HTTPException(409, f"The collection has changed since {body.generation}; say which revision was judged.")
    if body.revision is not None and body.revision != article.revision:
        raise HTTPException(409, _CHANGED)
    return article


def _stated(body: JudgementRequest, article: Article | None) -> dict[str, Any]:
    """What the article says of a judgement: its revision, title, language, and the slice without space around it."""
    if article is None:
        return {}
    about = {"revision": article.revision, "title": article.title, "language": article.language}
    if body.start is None or body.end is None:
        return about
    if body.end > len(article.text):
        raise HTTPException(422, f"body.end: the article's text has {len(article.text)} characters.")
    chosen = article.text[body.start : body.end]
    if not chosen.strip():
        raise HTTPException(422, "body.start: there is nothing but white space up to end.")
    start = body.start + len(chosen) - len(chosen.lstrip())
    span = Span(start, start + len(chosen.strip()))
    return {**about, **Slicer(article.text).slice(span).model_dump()}

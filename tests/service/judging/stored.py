"""Judgements as they would be stored, on one article."""

from __future__ import annotations

from jawab.service.judging.judgement import Judgement, JudgementRequest, Verdict
from jawab.service.rendering import Slicer
from jawab.types import Article, Span


def stored(question: str, judge: str, verdict: str, article: Article | None = None, answer: str = "") -> Judgement:
    """`judge` says `verdict` of the place where `answer` first stands in `article`."""
    asked = {"question": question, "judge": judge, "verdict": Verdict(verdict), "generation": "g"}
    if article is None:
        return Judgement.of(JudgementRequest.model_construct(**asked), {"article_id": None})
    start = article.text.index(answer)
    place = Slicer(article.text).slice(Span(start, start + len(answer))).model_dump() if answer else {}
    about = {"revision": article.revision, "title": article.title, "language": article.language}
    request = JudgementRequest.model_construct(**asked, article_id=article.id)
    return Judgement.of(request, {**about, **place})

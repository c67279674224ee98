"""The records that gold sets in JSON share, whatever the file around them: JSON text -> checked record -> JSON text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TypeVar

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidationError

from jawab.errors import GoldError
from jawab.gold.questions import GoldAnswer

_Model = TypeVar("_Model", bound=BaseModel)


class Record(BaseModel):
    """What the records of every format share: unknown keys are ignored, numbers may stand for strings."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    language: str | None = Field(None, validation_alias=AliasChoices("language", "lang"))


class AnswerRecord(BaseModel):
    """An acceptable answer; SQuAD and JSON lines name its offset differently."""

    text: str
    start: int | None = Field(None, validation_alias=AliasChoices("answer_start", "start"))
    article: str | None = None


class QuestionRecord(Record):
    """A question with its answers, as SQuAD has it."""

    id: str
    question: str
    answers: list[AnswerRecord] = []
    elsewhere: list[AnswerRecord] = []
    impossible: bool = Field(False, validation_alias=AliasChoices("is_impossible", "impossible"))
    tags: list[str] = []

    def gold_answers(self) -> tuple[GoldAnswer, ...]:
        """Own answers, then those elsewhere; none where the question is impossible."""
        if self.impossible:
            return ()
        return tuple(GoldAnswer(a.text, a.start, a.article) for a in [*self.answers, *self.elsewhere])


def parse_json(path: Path, content: bytes, line: int | None = None) -> object:
    """UTF-8 JSON, or a GoldError that says where it breaks."""
    try:
        return json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        place = path if line is None else f"{path}:{line}"
        raise GoldError(f"{place}: is not JSON in UTF-8 ({error}).") from error


def validate(model: type[_Model], value: object, place: str) -> _Model:
    """`value` as a `model`, or a GoldError that names `place` and the first key that is wrong."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "top level"
        raise GoldError(f"{place}: {where}: {first['msg']}.") from error


def answer_record(answer: GoldAnswer, start_key: str) -> dict[str, Any]:
    """`answer` as an object with its offset under `start_key`, without what is not known."""
    values = {"article": answer.article, "text": answer.text, start_key: answer.start}
    return {key: value for key, value in values.items() if value is not None}

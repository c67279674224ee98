"""The records that gold sets in JSON share, whatever the file around them: JSON text -> checked record -> JSON text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any, Self, TypeVar

from pydantic import (
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from jawab.decoding import half_pair
from jawab.errors import GoldError
from jawab.gold.questions import Contradiction, GoldAnswer

_Model = TypeVar("_Model", bound=BaseModel)
Pairs = Callable[[list[tuple[str, object]]], object]
"""What an object of JSON becomes, given its keys and values in order."""


class Record(BaseModel):
    """What the records of every format share: unknown keys are ignored, numbers may stand for strings."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    language: str | None = Field(None, validation_alias=AliasChoices("language", "lang"))


class AnswerRecord(BaseModel):
    """An acceptable answer; SQuAD and JSON lines name its offset differently."""

    model_config = ConfigDict(coerce_numbers_to_str=True)

    text: str
    start: int | None = Field(None, validation_alias=AliasChoices("answer_start", "start"))
    article: str | None = None


def answer_objects(value: object) -> list[Any]:
    """The list of objects that a text, a list of texts, or one object stands for."""
    if value is None or value == "":
        return []
    several = value if isinstance(value, list) else [value]
    return [item if isinstance(item, dict) else {"text": item} for item in several]


class QuestionRecord(Record):
    """A question with its answers, as SQuAD has it; or with an "answer", a text or several."""

    id: str
    question: str
    answers: Annotated[list[AnswerRecord], BeforeValidator(answer_objects)] = Field(
        default_factory=list, validation_alias=AliasChoices("answers", "answer")
    )
    elsewhere: list[AnswerRecord] = []
    impossible: bool | None = Field(None, validation_alias=AliasChoices("is_impossible", "impossible"))
    tags: list[str] = []

    @model_validator(mode="after")
    def _tells_whether_there_is_an_answer(self) -> Self:
        """A question with a key that is not known instead of its answers is not an unanswerable one."""
        if self.impossible is None and not self.model_fields_set & {"answers", "elsewhere"}:
            raise ValueError(f'question {self.id!r} has no "answers"; where there is none, say "impossible": true')
        return self

    def contradiction(self) -> Contradiction | None:
        """How the mark and the answers contradict each other."""
        has_answers = bool(self.answers or self.elsewhere)
        if self.impossible is None or self.impossible != has_answers:
            return None
        return "answer ignored" if has_answers else "no answer"

    def gold_answers(self) -> tuple[GoldAnswer, ...]:
        """Own answers, then those elsewhere; none where the question is impossible."""
        if self.impossible:
            return ()
        return tuple(GoldAnswer(a.text, a.start, a.article) for a in [*self.answers, *self.elsewhere])


def parse_json(path: Path, content: bytes, line: int | None = None, pairs: Pairs | None = None) -> object:
    """UTF-8 JSON, or a GoldError that says where it breaks; `pairs` makes the objects."""
    place = path if line is None else f"{path}:{line}"
    try:
        value = json.loads(content.decode("utf-8-sig"), object_pairs_hook=pairs)
        broken = next((where for where, text in _texts(value) if half_pair(text) is not None), None)
    except (ValueError, RecursionError) as error:
        raise GoldError(f"{place}: is not JSON in UTF-8 ({error}).") from error
    if broken is not None:  # JSON's escapes can spell what UTF-8 cannot
        raise GoldError(f"{place}: {broken or 'top level'}: holds half of a surrogate pair, which is no character.")
    return value


def _texts(value: object, place: str = "") -> Iterator[tuple[str, str]]:
    """Every text in parsed JSON with its place, as in "data.0.title"; a key's is that of its object."""
    if isinstance(value, str):
        yield place.removeprefix("."), value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(key, place)
            yield from _texts(item, f"{place}.{key}")
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _texts(item, f"{place}.{number}")


def validate(model: type[_Model], value: object, place: str) -> _Model:
    """`value` as a `model`, or a GoldError that names `place` and the first key that is wrong."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "top level"
        raise GoldError(f"{place}: {where}: {first['msg'].removeprefix('Value error, ')}.") from error


def answer_record(answer: GoldAnswer, start_key: str) -> dict[str, Any]:
    """`answer` as an object with its offset under `start_key`, without what is not known."""
    values = {"article": answer.article, "text": answer.text, start_key: answer.start}
    return {key: value for key, value in values.items() if value is not None}

"""Predictions: what any system said to each question, and the files they are read from and written to."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from jawab.errors import GoldError
from jawab.evaluation.records import Attempt, Evidence, Record
from jawab.gold import parse_json, writing


@dataclass(frozen=True, slots=True)
class Prediction:
    """The answer to one question: `text` is "" for an abstention, `candidate` what it would have been.

    `confidence` is the candidate's, None where the system gives none.
    """

    text: str
    confidence: float | None = None
    candidate: str | None = None
    evidence: Evidence | None = None
    attempts: tuple[Attempt, ...] = ()


class _Rated(BaseModel):
    model_config = ConfigDict(extra="ignore")

    text: str
    confidence: float | None = Field(None, ge=0, le=1)
    candidate: str | None = None


_FILE: TypeAdapter[dict[str, str | _Rated]] = TypeAdapter(dict[str, str | _Rated])


def read_predictions(path: Path) -> dict[str, Prediction]:
    """Reads SQuAD's `{id: text}`, or ours: `{id: {"text": …, "confidence": 0.9, "candidate": …}}`; they may mix.

    Raises:
        GoldError: the file cannot be read or holds something else; names the id.
    """
    try:
        found = _FILE.validate_python(parse_json(path, path.read_bytes()))
    except OSError as error:
        raise GoldError(f"{path}: cannot be read ({error.strerror}).") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"][:1]) or "top level"
        raise GoldError(
            f'{path}: {where}: a prediction is a text, or {{"text": …, "confidence": 0 to 1}}: {first["msg"]}.'
        ) from error
    return {
        id: Prediction(p) if isinstance(p, str) else Prediction(p.text, p.confidence, p.candidate)
        for id, p in found.items()
    }


def write_predictions(records: Iterable[Record], path: Path) -> None:
    """Writes a run's predictions as SQuAD's `{id: text}`, "" where nothing was answered.

    Raises:
        GoldError: the file cannot be written.
    """
    predictions = {record.id: record.prediction or "" for record in records}
    with writing(path):
        path.write_text(json.dumps(predictions, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

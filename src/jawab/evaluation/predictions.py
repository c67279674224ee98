"""Predictions: what any system said to each question, and the files they are read from and written to."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from jawab.errors import GoldError
from jawab.evaluation.records import Attempt, Evidence, Record
from jawab.gold import parse_json, writing


@dataclass(frozen=True, slots=True)
class Prediction:
    """The answer to one question: `text` is "" for an abstention, `candidate` what it would have been.

    `confidence` is that of the text or candidate being right, None where the system gives none.
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
_SHOWN = 80  # characters of a value that is refused


def read_predictions(path: Path) -> dict[str, Prediction]:
    """Reads SQuAD's `{id: text}`, or ours: `{id: {"text": …, "confidence": 0.9, "candidate": …}}`; they may mix.

    Raises:
        GoldError: the file cannot be read, holds something else or an id twice; names the id.
    """
    content = _parsed(path)
    if not isinstance(content, dict) or not content:
        raise GoldError(f'{path}: a predictions file is one JSON object, {{"id": "text", …}}, of one question or more.')
    try:
        found = _FILE.validate_python(content)
    except ValidationError as error:
        id = error.errors()[0]["loc"][0]
        said = json.dumps(content[id], ensure_ascii=False)[:_SHOWN]
        raise GoldError(
            f'{path}: {id}: a prediction is a text, "" to abstain, or {{"text": …, "confidence": …}} with a confidence '
            f"from 0 to 1; this is {said}."
        ) from error
    return {
        id: Prediction(p) if isinstance(p, str) else Prediction(p.text, p.confidence, p.candidate)
        for id, p in found.items()
    }


def _parsed(path: Path) -> object:
    try:
        return parse_json(path, path.read_bytes(), pairs=partial(_unique, path))
    except OSError as error:
        raise GoldError(f"{path}: cannot be read ({error.strerror}).") from error


def _unique(path: Path, pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object of JSON; of a key that stands twice nobody knows which value is meant."""
    found = dict(pairs)
    if len(found) < len(pairs):
        (twice, _), *_ = Counter(key for key, _ in pairs).most_common(1)
        raise GoldError(f"{path}: {twice!r} stands twice; keep one.")
    return found


def write_predictions(records: Iterable[Record], path: Path) -> None:
    """Writes a run's predictions as SQuAD's `{id: text}`, "" where nothing was answered.

    Raises:
        GoldError: the file cannot be written.
    """
    predictions = {record.id: record.prediction or "" for record in records}
    with writing(path):
        path.write_text(json.dumps(predictions, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

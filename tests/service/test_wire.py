"""The wire's schemas."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from jawab.service import wire
from jawab.types import Filters, Question


def test_an_ask_request_becomes_a_question() -> None:
    body = wire.AskRequest.model_validate(
        {"question": "Quand ?", "min_confidence": 0, "filters": {"languages": ["ar"], "published_to": "2025-10-16"}}
    )
    expected = Filters(languages=("ar",), published_to=date(2025, 10, 16))
    assert body.to_types() == Question("Quand ?", 3, 0.0, expected)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"question": ""},
        {"question": " \n\t"},
        {"question": 5},
        {"question": None},
        {"question": "\ud800"},
        {"question": "Q", "max_answers": 0},
        {"question": "Q", "max_answers": 21},
        {"question": "Q", "max_answers": "3"},
        {"question": "Q", "max_answers": True},
        {"question": "Q", "max_answers": 1.5},
        {"question": "Q", "min_confidence": float("nan")},
        {"question": "Q", "min_confidence": 1.01},
        {"question": "Q", "min_confidence": "high"},
        {"question": "Q", "filters": {"language": ["ar"]}},
        {"question": "Q", "filters": {"languages": ["en"]}},
        {"question": "Q", "filters": {"languages": "ar"}},
        {"question": "Q", "filters": {"sources": [None]}},
        {"question": "Q", "filters": {"published_from": "16/10/2025"}},
        {"question": "Q", "filters": {"published_from": "2025-13-01"}},
        {"question": "Q", "filters": {"published_from": 1760572800}},
        {"question": "Q", "filters": {"published_from": "2025-10-17", "published_to": "2025-10-16"}},
        {"question": "Q", "filters": None},
        {"question": "Q", "top": 3},
    ],
)
def test_a_malformed_question_is_refused(body: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        wire.AskRequest.model_validate(body)

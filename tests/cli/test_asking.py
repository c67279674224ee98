"""How replies are printed as JSON."""

from __future__ import annotations

import json
from typing import cast

from cli.commands import run
from fake_answerer import FakeAnswerer
from jawab.cli.asking import replies_json
from jawab.index import Generation
from jawab.types import Question


def printed(*questions: str) -> list[str]:
    answerer = FakeAnswerer()
    replies = answerer.ask_many([Question(question) for question in questions])
    return replies_json(replies, cast(Generation, answerer.generation)).splitlines()


def test_one_reply_is_one_indented_object() -> None:
    lines = printed("Le port ?")
    assert lines[1] == '  "question": "Le port ?",'
    assert json.loads("".join(lines))["answers"][0]["text"] == "16 أكتوبر 2025"


def test_of_several_replies_each_is_a_line() -> None:
    replies = [json.loads(line) for line in printed("Le port ?", "Qui est le maire ?")]
    assert [(reply["question"], reply["abstained"]) for reply in replies] == [
        ("Le port ?", False),
        ("Qui est le maire ?", True),
    ]


def test_a_question_without_quotation_marks_is_not_taken_for_several() -> None:
    refused = run("ask", "Qui", "a", "signé", "?")
    assert refused.exit_code == 2
    assert "quotation marks" in refused.stderr

"""The examples of the OpenAPI document are what the service takes and gives."""

from __future__ import annotations

import json
import re

from starlette.testclient import TestClient

from jawab.service import examples, wire
from jawab.text import detect


def test_every_example_in_the_document_fits_its_schema(client: TestClient) -> None:
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    shown = {name: schema["examples"] for name, schema in schemas.items() if "examples" in schema}
    assert {"AskRequest", "BatchRequest", "SearchRequest", "Reply", "SearchReply"} <= shown.keys()
    for name in shown.keys() & vars(wire).keys():
        for example in shown[name]:
            vars(wire)[name].model_validate(example)


def test_generations_in_the_document_are_named_as_the_store_names_them(client: TestClient) -> None:
    named = re.findall(r'"generation": "([^"]*)"', json.dumps(client.get("/openapi.json").json()))
    assert len(named) >= 4
    assert all(re.fullmatch(r"\d{6,}-[0-9a-f]{16}", name) for name in named)


def test_questions_and_replies_are_shown_in_both_languages() -> None:
    for shown in (examples.ASK, examples.BATCH[0]["questions"], examples.SEARCH, examples.REPLIES):
        assert {detect(example["question"]) for example in shown} == {"ar", "fr"}


def test_quotes_in_examples_are_slices_of_their_passage() -> None:
    for reply in map(wire.Reply.model_validate, examples.REPLIES):
        for answer in [*reply.answers, *filter(None, [reply.best_rejected])]:
            (quote,) = answer.quotes
            for piece in (quote.sentence, quote.answer):
                assert quote.passage.text[piece.start : piece.end] == piece.text
            assert quote.answer.text == answer.text

"""The routes under /v1/judgements."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from fake_answerer import ARABIC, UNDATED, FakeAnswerer, FakeGeneration
from jawab.evaluation.gold_check import check_gold
from jawab.evaluation.modes import evaluate_predictions
from jawab.evaluation.predictions import Prediction
from jawab.gold import read_gold
from jawab.service import create_app
from jawab.settings import Settings
from jawab.text import detect
from jawab.types import Article

from .marks import FRENCH_MARK, HOW_MANY, WHEN, denial, mark

JUDGEMENTS = "/v1/judgements"


def judge(client: TestClient, body: dict[str, Any]) -> dict[str, Any]:
    response = client.post(JUDGEMENTS, json=body)
    assert response.status_code == 200, response.text
    return response.json()


def test_a_judgement_comes_back_with_the_slice_that_was_judged(client: TestClient) -> None:
    judged = judge(client, mark())
    assert (judged["question"], judged["judge"], judged["verdict"]) == (WHEN, "سلمى", "right")
    assert (judged["generation"], judged["revision"]) == ("generation-1", ARABIC.revision)
    assert judged["text"] == ARABIC.text[judged["start"] : judged["end"]] == "16 أكتوبر 2025"
    assert judged["start_utf16"] == judged["start"] + 1  # after one newspaper emoji
    assert (judged["title"], judged["language"]) == (ARABIC.title, "ar")


def test_white_space_around_a_selection_is_left_out(client: TestClient) -> None:
    selected = mark(verdict="marked", answer=" 16 أكتوبر 2025 ")
    judged = judge(client, selected)
    assert (judged["text"], judged["start"]) == ("16 أكتوبر 2025", selected["start"] + 1)


def test_a_judges_later_mark_replaces_the_earlier_one(client: TestClient) -> None:
    first = judge(client, mark(verdict="wrong"))
    second = judge(client, mark(f"  {WHEN.replace(' ', '   ')}\n", verdict="partly"))
    (item,) = client.get(JUDGEMENTS).json()["items"]
    assert item["question"] == WHEN
    assert item["marks"] == [second]
    assert second["id"] == first["id"]


def test_two_judges_marks_on_one_question_are_kept_apart(client: TestClient) -> None:
    marks = [judge(client, mark(judge="سلمى")), judge(client, mark(judge="Camille", verdict="wrong"))]
    (item,) = client.get(JUDGEMENTS).json()["items"]
    assert item["marks"] == marks


def test_judged_questions_are_paged_the_newest_first(client: TestClient) -> None:
    for number in range(3):
        judge(client, denial(f"Question {number} ?"))
    first = client.get(JUDGEMENTS, params={"limit": 2}).json()
    assert [item["question"] for item in first["items"]] == ["Question 2 ?", "Question 1 ?"]
    judge(client, denial("Question 3 ?"))
    rest = client.get(JUDGEMENTS, params={"limit": 2, "cursor": first["next"]}).json()
    assert [item["question"] for item in rest["items"]] == ["Question 0 ?"]
    assert (rest["next"], rest["generation"]) == (None, "generation-1")


def test_judgements_are_filtered_by_question_and_judge(client: TestClient) -> None:
    for body in (mark(), mark(judge="Camille"), FRENCH_MARK):
        judge(client, body)
    of_question = client.get(JUDGEMENTS, params={"question": f" {WHEN} "}).json()["items"]
    assert [[m["judge"] for m in item["marks"]] for item in of_question] == [["سلمى", "Camille"]]
    of_judge = client.get(JUDGEMENTS, params={"judge": "Camille"}).json()["items"]
    assert [[m["judge"] for m in item["marks"]] for item in of_judge] == [["Camille"], ["Camille"]]


def test_before_the_first_judgement_there_is_nothing_and_no_file(tmp_path: Path) -> None:
    file = tmp_path / "judgements.sqlite"
    with TestClient(create_app(None, Settings(judgements=file))) as client:
        assert client.get(JUDGEMENTS).json() == {"items": [], "next": None, "generation": None}
        assert client.get(f"{JUDGEMENTS}/agreement").json() == {"judges": {}, "pairs": [], "generation": None}
        assert client.get(f"{JUDGEMENTS}/gold").json()["data"] == []
    assert not file.exists()


def test_a_removed_judgement_is_gone_and_others_stay(client: TestClient) -> None:
    first, second = judge(client, mark()), judge(client, mark(judge="Camille"))
    removed = client.delete(f"{JUDGEMENTS}/{first['id']}")
    assert removed.json() == {"id": first["id"], "generation": "generation-1"}
    assert client.get(JUDGEMENTS).json()["items"] == [{"question": WHEN, "marks": [second]}]
    assert client.delete(f"{JUDGEMENTS}/{first['id']}").status_code == 404


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        (mark(verdict="perfect"), 422, "body.verdict"),
        (mark(judge=" \u202e "), 422, "body.judge"),
        (mark(question="؟؟"), 422, "body.question"),
        (mark(article_id=None), 422, "needs article_id"),
        (mark(end=None), 422, "needs article_id, start and end"),
        (mark(start=9, end=9), 422, "start must be less than end"),
        (mark(start=-1), 422, "body.start"),
        (mark(start=0.0), 422, "body.start"),
        (mark(start="1"), 422, "body.start"),
        (mark(end=len(ARABIC.text) + 1), 422, f"has {len(ARABIC.text)} characters"),
        (mark(end=10**30), 422, "body.end"),
        (mark(start=0, end=2001), 422, "at most 2000 characters"),
        (mark(answer=" "), 422, "white space"),
        (mark(article_id="unknown"), 422, "no article unknown"),
        (mark(generation=""), 422, "body.generation"),
        (mark(revision="0" * 63), 422, "body.revision"),
        (denial(start=0, end=1), 422, "takes no start and end"),
        (denial(revision="0" * 64), 422, "revision needs article_id"),
        (denial(note="?"), 422, "body.note"),
        (mark(revision="0" * 64), 409, "has changed"),
        (mark(revision=None, generation="generation-0"), 409, "say which revision"),
    ],
)
def test_a_judgement_that_means_nothing_is_refused(
    client: TestClient, body: dict[str, Any], status: int, says: str
) -> None:
    response = client.post(JUDGEMENTS, json=body)
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")
    assert says in response.json()["detail"]
    assert client.get(JUDGEMENTS).json()["items"] == []


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "cursor=x", "cursor=1e3", "judge=", "question=%20", "by=me"])
def test_a_malformed_listing_of_judgements_is_refused(client: TestClient, query: str) -> None:
    assert client.get(f"{JUDGEMENTS}?{query}").status_code == 422


def test_a_judgement_of_an_older_generation_counts_while_its_article_is_unchanged(client: TestClient) -> None:
    assert judge(client, mark(generation="generation-0"))["generation"] == "generation-0"


def test_a_judgement_outlives_its_article(client: TestClient, answerer: FakeAnswerer) -> None:
    judge(client, mark())
    answerer.generation = FakeGeneration(UNDATED)
    (article,) = client.get(f"{JUDGEMENTS}/gold").json()["data"]
    assert article["paragraphs"][0]["context"] == ARABIC.text


def test_the_gold_set_is_a_file_that_evaluate_reads_and_check_finds_sound(client: TestClient, tmp_path: Path) -> None:
    bodies = [mark(), mark(judge="Camille", verdict="marked", answer="أكتوبر 2025"), FRENCH_MARK, denial("Qui ?")]
    for body in bodies:
        judge(client, body)
    response = client.get(f"{JUDGEMENTS}/gold")
    assert response.headers["content-disposition"] == 'attachment; filename="jawab-gold.json"'
    file = tmp_path / "gold.json"
    file.write_bytes(response.content)
    gold = read_gold(file, detect)
    assert [[a.text for a in q.answers] for q in gold.questions] == [
        ["16 أكتوبر 2025", "أكتوبر 2025"],
        ["300 personnes"],
        [],
    ]
    assert check_gold(file).errors == ()
    said = {q.id: Prediction(q.answers[0].text if q.answers else "") for q in gold.questions}
    assert evaluate_predictions([gold], said).overall()["exact_match"] == 1.0


def test_the_gold_set_of_one_judge_holds_what_he_said(client: TestClient) -> None:
    for body in (mark(), FRENCH_MARK):
        judge(client, body)
    (article,) = client.get(f"{JUDGEMENTS}/gold", params={"judge": "Camille"}).json()["data"]
    assert [qa["question"] for qa in article["paragraphs"][0]["qas"]] == [HOW_MANY]


def test_agreement_counts_what_two_judges_have_in_common(client: TestClient) -> None:
    for body in (mark(), mark(judge="Camille", verdict="marked"), FRENCH_MARK):
        judge(client, body)
    reply = client.get(f"{JUDGEMENTS}/agreement").json()
    assert (reply["judges"], reply["generation"]) == ({"سلمى": 1, "Camille": 2}, "generation-1")
    assert reply["pairs"] == [
        {
            "judges": ["Camille", "سلمى"],
            "questions": 1,
            "raw_agreement": 1.0,
            "kappa": None,
            "answers": 1,
            "same_answers": 1,
        }
    ]


def test_bidi_overrides_in_names_and_questions_are_not_stored(client: TestClient) -> None:
    judged = judge(client, mark(question=f"\u202e{WHEN}\x00", judge="\u2067Camille\u2069"))
    assert (judged["question"], judged["judge"]) == (WHEN, "Camille")


def test_marked_text_keeps_its_offsets_behind_emoji(client: TestClient, answerer: FakeAnswerer) -> None:
    note = Article("note", "😀😀 الجواب هنا", "ar")
    answerer.generation = FakeGeneration(note)
    judged = judge(client, mark(verdict="marked", answer="هنا", article=note))
    encoded = note.text.encode("utf-16-le")[2 * judged["start_utf16"] : 2 * judged["end_utf16"]]
    assert encoded.decode("utf-16-le") == "هنا"


def test_a_judges_name_is_measured_as_it_was_sent(client: TestClient) -> None:
    padded = "Camille" + " " * 74
    assert client.get(f"{JUDGEMENTS}/gold", params={"judge": padded[:80]}).status_code == 200
    assert client.get(f"{JUDGEMENTS}/gold", params={"judge": padded}).status_code == 422

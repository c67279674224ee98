"""The commands together: their help, what they load, and how bad usage ends."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from cli.commands import ARTICLE, run
from jawab.cli import _Commands


def test_help_names_every_command() -> None:
    shown = run("--help")
    assert shown.exit_code == 0
    named = re.findall(r"^│ ([a-z]+(?:-[a-z]+)*) ", shown.stdout, re.MULTILINE)
    assert named == [
        *("index", "ask", "explain", "serve", "mcp"),
        *("evaluate", "compare", "verify", "train-reader", "gold", "key"),
    ]


@pytest.mark.parametrize(
    ("command", "default"),
    [("index", "index"), ("serve", "127.0.0.1"), ("serve", "8000"), ("evaluate", "end-to-end")],
)
def test_help_tells_what_holds_without_an_option(command: str, default: str) -> None:
    assert f"[default: {default}]" in re.sub(r"[\s│]+", " ", run(command, "--help").stdout)


def test_commands_load_no_model_library_before_they_need_one() -> None:
    heavy = {"torch", "transformers", "sentence_transformers", "faiss", "fastapi", "numpy", "pydantic"}
    code = f"import sys, jawab.cli; print(*{heavy} & set(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["index"], "name the files or folders"),
        (["ask"], "ask a question"),
        (["ask", "Q ?", "--file", "q.csv"], "--file takes --out"),
        (["ask", "Q ?", "R ?", "--out", "a.csv"], "ask a question"),
        (["ask", "--file", "nowhere.csv", "--out", "a.csv"], "nowhere.csv"),
        (["ask", "Q ?", "--language", "en"], "--language en"),
        (["ask", "Q ?", "--from", "2025-10-17", "--to", "2025-10-16"], "--from must not be after --to"),
        (["ask", "Q ?", "--from", "hier"], "hier"),
        (["ask", "Q ?", "--max-answers", "0"], "max-answers"),
        (["ask", "Q ?", "--min-confidence", "2"], "min-confidence"),
        (["answer"], "answer"),
    ],
)
def test_bad_usage_is_told_in_a_sentence_and_exits_with_2(arguments: list[str], says: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert says in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("command", [["ask", "Quand ?"], ["explain", "Quand ?"], ["verify"], ["mcp"]])
def test_a_missing_index_is_told_with_the_command_that_makes_one(tmp_path: Path, command: list[str]) -> None:
    result = run(*command, "--index", tmp_path / "none")
    assert result.exit_code == 2
    assert "jawab index" in result.stderr


def test_what_the_system_refuses_is_told_in_a_sentence_and_exits_with_2(tmp_path: Path) -> None:
    app = typer.Typer(cls=_Commands, pretty_exceptions_enable=False)

    @app.command()
    def read() -> None:
        (tmp_path / "none").read_text("utf-8")

    @app.callback()
    def commands() -> None: ...

    result = CliRunner().invoke(app, ["read"])
    assert (result.exit_code, result.stderr) == (2, f"jawab: {tmp_path / 'none'}: No such file or directory\n")


@pytest.mark.model
def test_a_folder_is_indexed_verified_and_asked(tmp_path: Path) -> None:
    articles, index = tmp_path / "articles", tmp_path / "index"
    articles.mkdir()
    (articles / "port.md").write_text(ARTICLE, "utf-8")
    (articles / "broken.jsonl").write_text("{", "utf-8")
    made = run("index", articles, "--index", index)
    assert made.exit_code == 0, made.stderr
    assert "1 indexed, 1 rejected" in made.stdout
    assert "broken.jsonl:1" in made.stdout
    assert "nothing changed" in run("index", articles, "--index", index).stdout
    assert run("index", articles, "--index", tmp_path / "strict", "--strict").exit_code == 2
    assert run("verify", "--index", index).exit_code == 0

    question = ("Quand le port de Valmorange a-t-il rouvert ?", "--min-confidence", "0", "--index", index)
    reply = json.loads(run("ask", *question, "--json").stdout)
    quoted = reply["answers"][0]["quotes"][0]
    assert ARTICLE[quoted["answer"]["start"] : quoted["answer"]["end"]] == reply["answers"][0]["text"]
    assert quoted["article"]["id"] == "port.md"
    alone = run("ask", *question).stdout
    assert "⟦" in alone
    assert run("ask", question[0], *question).stdout == f"{question[0]}\n{alone}{question[0]}\n{alone}"
    assert "Answers judged" in run("explain", *question).stdout

    (tmp_path / "questions.csv").write_text(f"id;question\n7;{question[0]}\n8;\n", "utf-8")
    out = tmp_path / "answers.csv"
    told = run("ask", "--file", tmp_path / "questions.csv", "--out", out, *question[1:])
    assert told.exit_code == 0, told.stderr
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert [(row["id"], row["answer"], row["error"]) for row in rows] == [
        ("7", reply["answers"][0]["text"], ""),
        ("8", "", "The row has no question."),
    ]

"""Training questions written for this project: on the public sets' paragraphs, and on passages of our own.

The public sets hold few Arabic questions, no news, none in one language on a paragraph in the other, and none that
look answerable and are not. `written/README.md` says who wrote these and how.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from typing import Any

from jawab.text import detect
from jawab.training.data import HELD_OUT_EVERY, Example, Source

QUESTIONS = "questions.jsonl"
TRANSLATED = "wikipedia"
PASSAGES = ("news.jsonl", f"{TRANSLATED}.jsonl")
"""News that we wrote, and paragraphs of a public set that we put into Arabic and French, each with its questions."""
ACROSS = "written-across"
# Share of the stream, beside those of the public sets.
WEIGHTS = {"written-ar": 0.27, "written-fr": 0.18, ACROSS: 0.10}


@dataclass(frozen=True, slots=True)
class _Placed:
    """An example, the group it belongs to, and whether its title is held out."""

    example: Example
    group: str
    held_out: bool


def load_written(public: Sequence[Source]) -> list[Source]:
    """The written questions by the languages of question and paragraph.

    Those on a paragraph of a `public` set stay on that set's side of the line between training and held-out titles;
    of our own passages every tenth is held out. A question whose paragraph is in no `public` set is dropped.
    """
    questions = read_lines(QUESTIONS)
    on_paragraphs = list(_on_paragraphs(questions, public))
    groups: dict[str, list[_Placed]] = defaultdict(list)
    for item in (*on_paragraphs, *(item for name in PASSAGES for item in _on_passages(name))):
        groups[item.group].append(item)
    dropped = len(questions) - len(on_paragraphs)
    return [
        Source(
            name,
            weight,
            tuple(p.example for p in groups[name] if not p.held_out),
            tuple(p.example for p in groups[name] if p.held_out),
            dropped if name == ACROSS else 0,
        )
        for name, weight in WEIGHTS.items()
    ]


def is_translated(example: Example) -> bool:
    """Whether it stands on a paragraph that we translated: the reader was trained on what that says, in English."""
    return example.id.startswith(TRANSLATED)


def key(context: str) -> str:
    """What a paragraph is called in the file of questions, so that its text need not be stored again."""
    return sha256(context.encode()).hexdigest()[:16]


def read_lines(name: str) -> list[dict[str, Any]]:
    """The records of one of the files."""
    text = files("jawab.training").joinpath("written", name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def _on_paragraphs(lines: Iterable[dict[str, Any]], public: Sequence[Source]) -> Iterator[_Placed]:
    known = {
        key(example.context): (example, held_out)
        for source in public
        for held_out, examples in ((False, source.train), (True, source.held_out))
        for example in examples
    }
    for number, line in enumerate(lines):
        if line["context"] in known:
            example, held_out = known[line["context"]]
            yield _placed(f"written-{number}", example.title, example.context, line, held_out)


def _on_passages(name: str) -> Iterator[_Placed]:
    kind = name.partition(".")[0]
    for number, passage in enumerate(read_lines(name), start=1):
        for place, line in enumerate(passage["questions"]):
            held_out = number % HELD_OUT_EVERY == 0
            yield _placed(f"{kind}-{number}-{place}", passage["title"], passage["context"], line, held_out)


def _placed(identifier: str, title: str, context: str, line: dict[str, Any], held_out: bool) -> _Placed:
    end = line["start"] + len(line["answer"])
    example = Example(identifier, title, line["question"], context, line["start"], end)
    same = line["language"] == detect(context)
    return _Placed(example, f"written-{line['language']}" if same else ACROSS, held_out)

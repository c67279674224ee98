"""Gold check: what is wrong with a gold set, and the repairs that are certain.

Certain is: an answer that stands once in its paragraph as words of its own, letter for letter or apart from accents and
marks, is moved to where it stands; white space around an answer is cut off. Everything else is told, not touched.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from jawab.errors import GoldError
from jawab.gold import (
    Contradiction,
    Detect,
    GoldAnswer,
    GoldQuestion,
    answer_objects,
    parse_json,
    places,
    read_gold,
    writing,
)
from jawab.text import detect, fold, fold_with_offsets, strip_controls
from jawab.types import Span

Kind = Literal[
    "offset",
    "absent",
    "white space",
    "empty",
    "no answer",
    "answer ignored",
    "duplicate id",
    "duplicate question",
    "conflict",
    "ambiguous",
    "leak",
    "encoding",
    "controls",
]

ERRORS: frozenset[Kind] = frozenset(
    {"offset", "absent", "white space", "empty", "no answer", "answer ignored", "duplicate id", "conflict", "encoding"}
)
"""Kinds that make a score wrong; the others are worth knowing."""

_CONTRADICTIONS: Mapping[Contradiction, str] = {
    "no answer": "it is marked as answerable, and has no answer: it counts as unanswerable",
    "answer ignored": "it is marked as impossible, and has an answer: that counts for nothing",
}

_MISPLACED: tuple[Kind, ...] = ("white space", "offset", "absent")  # from nearly right to wrong

LEAK_SHARE = 0.3
"""Share of a paragraph's 8-word shingles in training data from which it counts as seen."""
_SHINGLE = 8

_IN_1256 = f"[{re.escape(bytes(range(0x80, 0xC0)).decode('cp1256'))}]"  # UTF-8's second bytes in windows-1256
_MOJIBAKE = re.compile(
    "\ufffd"
    r"|[ÃÂ][\u0080-\u00bf]|Ã[€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘™›]|â€|(?:[ØÙ]\S){3,}"  # UTF-8 read as windows-1252
    rf"|(?:[طظ]{_IN_1256}){{2,}}|[A-Za-z]أ{_IN_1256}|أ[©¨§‰ˆ]"  # UTF-8 read as windows-1256
    "|√[©®†™¥ß]"  # UTF-8 read as Mac Roman
    "|ˆ|[a-zà-ÿ]Ž|ƒ[a-zà-ÿ]{2}"  # Mac Roman read as windows-1252
    "|[À-ÖØ-öø-ÿ]{4,}"  # windows-1256 read as windows-1252
    r"|\?{2,}(?:\s+\?{2,})+|\A\s*\?[?\s]*\?\s*\Z"  # what has no letter in a code page
)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding; `fix` is the answer as it should be, where that is certain, and `answer` its number.

    It is never certain in a question whose id stands more than once in the file.
    """

    question: str
    kind: Kind
    message: str
    answer: int | None = None
    fix: GoldAnswer | None = None

    @property
    def is_error(self) -> bool:
        """Whether it makes a score wrong."""
        return self.kind in ERRORS


@dataclass(frozen=True, slots=True)
class GoldReport:
    """What was found in one file, and how many answers were repaired in it."""

    path: Path
    questions: int
    problems: tuple[Problem, ...]
    fixed: int = 0

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that make a score wrong and were not repaired."""
        return tuple(p for p in self.problems if p.is_error and not (self.fixed and p.fix))


def check_gold(path: Path, fix: bool = False, training: Sequence[Path] = (), detect: Detect = detect) -> GoldReport:
    """Every problem of a gold file; with `fix` those that are certain are repaired in it (JSON and JSON lines).

    `training` are files in the same formats that a model was trained on: questions and paragraphs of theirs are leaks.

    Raises:
        GoldError: a file cannot be read, or the repaired one not written; CSV is not rewritten.
    """
    if fix and path.suffix.lower() == ".csv":
        raise GoldError(f"{path}: --fix rewrites JSON and JSON lines only; correct a CSV where you write it.")
    questions = read_gold(path, detect).questions
    found = [
        *(problem for question in questions for problem in question_problems(question)),
        *_damaged_paragraphs(questions),
        *_elsewhere(questions),
        *_repeated(questions),
        *_leaks(questions, [read_gold(file, detect).questions for file in training]),
    ]
    unclear = {p.question for p in found if p.kind == "duplicate id"}  # repairs are written by id
    problems = [replace(p, fix=None) if p.question in unclear else p for p in found]
    fixes = {(p.question, p.answer): p.fix for p in problems if p.fix is not None}
    fixed = _repair(path, questions, fixes) if fix and fixes else 0
    return GoldReport(path, len(questions), tuple(problems), fixed)


def question_problems(question: GoldQuestion) -> Iterator[Problem]:
    """What can be said of one question alone."""
    if not question.question.strip():
        yield Problem(question.id, "empty", "the question is empty")
    if question.contradiction:
        yield Problem(question.id, question.contradiction, _CONTRADICTIONS[question.contradiction])
    yield from _damage(question, "question", question.question)
    for number, answer in enumerate(question.answers):
        if answer.text not in question.context:
            yield from _damage(question, f"answer {number + 1}", answer.text)
        if not answer.text.strip():
            yield Problem(question.id, "empty", f"answer {number + 1} is empty", number)
        elif answer.article is None and question.context:
            yield from _placement(question, number, answer, question.context)


def doubts(question: GoldQuestion) -> tuple[str, ...]:
    """Messages of the problems that make the question's gold doubtful."""
    return tuple(problem.message for problem in question_problems(question) if problem.is_error)


def _damage(question: GoldQuestion, name: str, text: str) -> Iterator[Problem]:
    garbled = _MOJIBAKE.search(text)
    if garbled:
        yield Problem(question.id, "encoding", f"the {name} looks damaged at {garbled.group()!r}")
    controls = strip_controls(text)[1]
    if controls:
        yield Problem(question.id, "controls", f"the {name} holds {controls} control characters")


def _placement(question: GoldQuestion, number: int, answer: GoldAnswer, context: str) -> Iterator[Problem]:
    trimmed = answer.text.strip()
    found = places(context, trimmed)
    if answer.start is not None and context[answer.start : answer.start + len(answer.text)] == answer.text:
        if trimmed != answer.text:
            start = answer.start + len(answer.text) - len(answer.text.lstrip())
            moved = replace(answer, text=trimmed, start=start)
            yield Problem(question.id, "white space", f"answer {trimmed!r} has white space around it", number, moved)
        if len(found) > 1:
            yield Problem(question.id, "ambiguous", f"answer {trimmed!r} stands {len(found)} times", number)
        return
    certain = _realigned(answer, trimmed, found, context)
    if not found and certain is None:
        stands = "stands only inside other words of" if trimmed in context else "does not stand in"
        yield Problem(question.id, "absent", f"answer {trimmed!r} {stands} the paragraph", number)
    elif answer.start is not None:
        message = f"answer {trimmed!r} does not stand at offset {answer.start}"
        yield Problem(question.id, "offset", message, number, certain)


def _realigned(answer: GoldAnswer, trimmed: str, found: Sequence[int], context: str) -> GoldAnswer | None:
    """The answer where it must stand: its only place, by its letters or else by its folded form."""
    if len(found) == 1:
        return replace(answer, text=trimmed, start=found[0])
    folded, wanted = fold_with_offsets(context), fold(trimmed).strip()
    alike = places(folded.text, wanted) if wanted and not found else []
    if len(alike) != 1:
        return None
    span = folded.source_span(Span(alike[0], alike[0] + len(wanted)))
    return replace(answer, text=context[span.start : span.end], start=span.start)


def _damaged_paragraphs(questions: Sequence[GoldQuestion]) -> Iterator[Problem]:
    """Told once for each paragraph, of its first question."""
    for first in {question.context: question for question in reversed(questions)}.values():
        yield from _damage(first, "paragraph", first.context)


def _elsewhere(questions: Sequence[GoldQuestion]) -> Iterator[Problem]:
    """Answers in other articles of the same file are held to their offsets too."""
    contexts: defaultdict[str | None, dict[str, None]] = defaultdict(dict)
    for question in questions:
        contexts[question.article][question.context] = None
    for question in questions:
        for number, answer in enumerate(question.answers):
            if answer.article is not None and answer.article in contexts and answer.text.strip():
                yield from _placement_elsewhere(question, number, answer, list(contexts[answer.article]))


def _placement_elsewhere(
    question: GoldQuestion, number: int, answer: GoldAnswer, contexts: Sequence[str]
) -> Iterator[Problem]:
    """What is wrong in the paragraph that the answer fits best; no repair is certain where it may belong to several."""
    found = [[p for p in _placement(question, number, answer, c) if p.kind != "ambiguous"] for c in contexts]
    nearest = min(found, key=lambda problems: max((_MISPLACED.index(p.kind) for p in problems), default=-1))
    candidates = sum(any(p.kind == "offset" for p in problems) for problems in found)
    yield from (replace(p, fix=None) if p.kind == "offset" and candidates > 1 else p for p in nearest)


def _repeated(questions: Sequence[GoldQuestion]) -> Iterator[Problem]:
    seen: Counter[str] = Counter()
    asked: dict[tuple[str, str], GoldQuestion] = {}
    for question in questions:
        seen[question.id] += 1
        if seen[question.id] > 1:
            told = f"the id stands more than once; `jawab evaluate` calls this one {question.id}#{seen[question.id]}"
            yield Problem(question.id, "duplicate id", told)
        first = asked.setdefault((question.context, " ".join(_words(question.question))), question)
        if first is not question:
            agree = {fold(a.text) for a in first.answers} == {fold(a.text) for a in question.answers}
            kind: Kind = "duplicate question" if agree else "conflict"
            yield Problem(
                question.id, kind, f"the same question as {first.id}{'' if agree else ', answered otherwise'}"
            )


def _leaks(questions: Sequence[GoldQuestion], training: Iterable[Sequence[GoldQuestion]]) -> Iterator[Problem]:
    trained = [question for file in training for question in file]
    asked = {" ".join(_words(question.question)) for question in trained}
    seen = {shingle for context in {q.context for q in trained} for shingle in _shingles(context)}
    shares = {context: _share(context, seen) for context in {q.context for q in questions}} if seen else {}
    for question in questions:
        if " ".join(_words(question.question)) in asked:
            yield Problem(question.id, "leak", "the question stands in the training data")
        if shares.get(question.context, 0) > LEAK_SHARE:
            share = f"{shares[question.context]:.0%}"
            yield Problem(question.id, "leak", f"{share} of the paragraph's 8-word runs stand in the training data")


def _share(context: str, seen: set[tuple[str, ...]]) -> float:
    own = set(_shingles(context))
    return len(own & seen) / len(own) if own else 0.0


def _shingles(text: str) -> Iterator[tuple[str, ...]]:
    words = _words(text)
    return (tuple(words[n : n + _SHINGLE]) for n in range(len(words) - _SHINGLE + 1))


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def _repair(path: Path, questions: Sequence[GoldQuestion], fixes: Mapping[tuple[str, int | None], GoldAnswer]) -> int:
    """Writes the repaired answers into the file, all else as it was; returns how many."""
    content = path.read_bytes()
    if path.suffix.lower() == ".jsonl":
        lines: list[Any] = [parse_json(path, line) for line in content.splitlines() if line.strip()]
        fixed = sum(_repair_answers(line, fixes) for line in lines)
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    else:
        squad: Any = parse_json(path, content)
        qas = (qa for article in squad["data"] for paragraph in article["paragraphs"] for qa in paragraph["qas"])
        fixed = sum(_repair_answers(qa, fixes) for qa in qas)
        text = json.dumps(squad, ensure_ascii=False, indent=_indent(content)) + "\n"
    beside = path.with_name(path.name + ".fixed")
    with writing(path):
        beside.write_text(text, encoding="utf-8", newline="")
        beside.replace(path)
    return fixed


def _repair_answers(qa: dict[str, Any], fixes: Mapping[tuple[str, int | None], GoldAnswer]) -> int:
    """Own answers come first, then those elsewhere, as they are read."""
    answers = [*answer_objects(qa.get("answers", qa.get("answer"))), *qa.get("elsewhere", [])]
    fixed = 0
    for number, answer in enumerate(answers):
        fix = fixes.get((str(qa["id"]), number))
        if fix is not None:
            answer["text"] = fix.text
            answer["start" if "start" in answer else "answer_start"] = fix.start
            fixed += 1
    return fixed


def _indent(content: bytes) -> int | None:
    """The file's own indentation."""
    found = re.match(rb"\s*\{\r?\n( +)", content)
    return len(found.group(1)) if found else None

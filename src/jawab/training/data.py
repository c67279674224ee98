"""The reader's training examples: which public sets, what is left out of them and why."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from jawab.gold import GoldAnswer, GoldQuestion
from jawab.reading import bare
from jawab.text import detect
from jawab.types import Span

SHINGLE_WORDS = 8
MOST_SHARED_SHINGLES = 0.3
HELD_OUT_EVERY = 10

# Share of the training stream that each set gets. Arabic is short of data and English is not what jawab reads,
# so the sets are not drawn by their sizes.
SOURCES = {
    "piaf-train.json": 0.20,
    "arcd-train.json": 0.06,
    "mlqa-ar-dev.json": 0.05,
    "squadshifts-new-wiki.json": 0.10,
    "squadshifts-reddit.json": 0.02,
    "squadshifts-amazon.json": 0.02,
}
NEVER_TRAINED_ON = ("xquad-ar.json", "xquad-en.json", "arcd-test.json", "piaf-dev.json")


@dataclass(frozen=True, slots=True)
class Example:
    """A question with its paragraph; the answer is `context[start:end]`, nothing where the paragraph has none."""

    id: str
    title: str
    question: str
    context: str
    start: int
    end: int

    @property
    def answer(self) -> str:
        """The answer's text."""
        return self.context[self.start : self.end]

    @property
    def is_unanswerable(self) -> bool:
        """Whether the paragraph does not answer."""
        return self.start == self.end


@dataclass(frozen=True, slots=True)
class Source:
    """One set: what is trained on, and every tenth title that calibration is fitted on instead."""

    name: str
    weight: float
    train: tuple[Example, ...]
    held_out: tuple[Example, ...]
    dropped: int


def load_sources(folder: Path) -> list[Source]:
    """Read every training set from `folder`, without paragraphs that stand in an evaluation set."""
    forbidden = [shingles(context) for name in NEVER_TRAINED_ON for context in _contexts(folder / name)]
    return [load_source(folder / name, weight, forbidden) for name, weight in SOURCES.items()]


def load_source(path: Path, weight: float, forbidden: Iterable[frozenset[str]]) -> Source:
    """One set in SQuAD format; a paragraph that shares over 30% of its 8-word shingles with `forbidden` is left out."""
    evaluated = frozenset[str]().union(*forbidden)
    parts: tuple[list[Example], list[Example]] = ([], [])
    dropped = 0
    articles = json.loads(path.read_text(encoding="utf-8"))["data"]
    for number, article in enumerate(articles, start=1):
        for paragraph in article["paragraphs"]:
            if is_leak(paragraph["context"], evaluated):
                dropped += len(paragraph["qas"])
                continue
            examples = [_example(article["title"], paragraph["context"], qa) for qa in paragraph["qas"]]
            dropped += examples.count(None)
            parts[number % HELD_OUT_EVERY == 0].extend(e for e in examples if e is not None)
    return Source(path.name, weight, tuple(parts[0]), tuple(parts[1]), dropped)


def shingles(text: str) -> frozenset[str]:
    """Every run of eight words; the whole text where it is shorter."""
    words = text.split()
    count = max(1, len(words) - SHINGLE_WORDS + 1)
    return frozenset(" ".join(words[i : i + SHINGLE_WORDS]) for i in range(count))


def is_leak(context: str, evaluated: frozenset[str]) -> bool:
    """Whether more than 30% of the paragraph's shingles stand in evaluation paragraphs."""
    own = shingles(context)
    return len(own & evaluated) > MOST_SHARED_SHINGLES * len(own)


def _contexts(path: Path) -> list[str]:
    articles = json.loads(path.read_text(encoding="utf-8"))["data"]
    return [paragraph["context"] for article in articles for paragraph in article["paragraphs"]]


def _example(title: str, context: str, qa: dict[str, object]) -> Example | None:
    """The example with the answer that most annotators gave; None where no answer stands in the paragraph.

    Half of ARCD's answers end in the mark that follows the word ("2005،"), which the reader never quotes.
    """
    answers = qa["answers"]
    assert isinstance(answers, list)
    spans = [span for answer in answers if (span := realign(context, answer["text"], answer["answer_start"]))]
    if not spans:
        return None
    (start, end), _count = Counter(spans).most_common(1)[0]
    answer = bare(context, Span(start, end))
    return Example(str(qa["id"]), title, str(qa["question"]), context, answer.start, answer.end)


def realign(context: str, text: str, start: int) -> tuple[int, int] | None:
    """Where the answer stands: at its offset, else at its only occurrence, trimmed; else None."""
    trimmed = text.strip()
    if not trimmed:
        return None
    if context[start : start + len(text)] == text:
        start += len(text) - len(text.lstrip())
        return start, start + len(trimmed)
    if context.count(trimmed) != 1:
        return None
    start = context.index(trimmed)
    return start, start + len(trimmed)


def as_gold(example: Example) -> GoldQuestion:
    """The example as evaluation reads it."""
    return GoldQuestion(
        id=example.id,
        question=example.question,
        language=detect(example.question),
        context=example.context,
        context_language=detect(example.context),
        title=example.title,
        answers=(GoldAnswer(example.answer, example.start),),
    )

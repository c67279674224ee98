"""Held-out questions asked and read: what speaks for every answer, and whether it is right.

They stand on every tenth title of the training sets, which the reader never trained on. Paragraphs that we translated
are left out of the questions: the reader was trained on the originals of all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from jawab.answering import Answerer, Judged
from jawab.calibration import uncalibrated
from jawab.embedding import Embedder
from jawab.evaluation.metrics import is_right
from jawab.evaluation.modes import read_alone
from jawab.index import IndexWriter, open_index
from jawab.reading import Reader
from jawab.retrieval import Retriever, engine_identity
from jawab.settings import Settings
from jawab.text import SERVED, detect
from jawab.training.data import Example, Source, as_gold
from jawab.training.written import is_translated
from jawab.types import Article, Question

REMOVED_EVERY = 3
_JUDGED = 3
_BATCH = 16


@dataclass(frozen=True, slots=True)
class Row:
    """One judged answer: what speaks for it, its margin first, and whether it is right.

    A question's answers follow one another, best margin first; `first` marks that one.
    """

    language: str
    title: str
    features: tuple[float, ...]
    right: bool
    first: bool
    answerable: bool

    @property
    def margin(self) -> float:
        """The reader's, which is the first feature."""
        return self.features[0]


def collect(sources: Sequence[Source], embedder: Embedder, reader: Reader, settings: Settings) -> Iterator[Row]:
    """Ask the held-out questions of all the sets' paragraphs, a third of them with their own paragraph removed."""
    served, asked = _served(sources), _asked(sources)
    removed = removed_contexts(served, asked)
    with TemporaryDirectory() as folder:
        writer = IndexWriter(Path(folder), embedder, settings)
        writer.put(_articles(served, removed))
        generation = open_index(Path(folder), embedder.identity)
        retriever = Retriever(generation, embedder)
        answerer = Answerer(
            generation, retriever, reader, uncalibrated(reader.identity, engine_identity(embedder.identity)), settings
        )
        for first in range(0, len(asked), _BATCH):
            batch = asked[first : first + _BATCH]
            explanations = answerer.explain_many([Question(example.question) for example in batch])
            for example, explanation in zip(batch, explanations, strict=True):
                answerable = not example.is_unanswerable and example.context not in removed
                yield from _rows(example, explanation.judged, answerable)


def collect_alone(sources: Sequence[Source], reader: Reader) -> Iterator[Row]:
    """Read every held-out question in its own paragraph; the only feature is the margin of the best span.

    A paragraph in which nothing is found has no row.
    """
    asked = _asked(sources)
    for first in range(0, len(asked), _BATCH):
        batch = asked[first : first + _BATCH]
        questions = [as_gold(example) for example in batch]
        for example, gold, spans in zip(batch, questions, read_alone(questions, reader), strict=True):
            for best in spans[:1]:
                right = is_right(gold.context[best.span.start : best.span.end], gold)
                yield Row(gold.language, example.title, (best.margin,), right, True, not example.is_unanswerable)


def _served(sources: Sequence[Source]) -> list[Source]:
    """The sets whose paragraphs are in a language that is served."""
    return [source for source in sources if detect(source.train[0].context) in SERVED]


def _asked(sources: Sequence[Source]) -> list[Example]:
    return [example for source in _served(sources) for example in source.held_out if not is_translated(example)]


def removed_contexts(sources: Sequence[Source], asked: Sequence[Example]) -> frozenset[str]:
    """Paragraphs kept out of the pool, so that a third of the titles' questions have no answer there.

    Of every other such title all paragraphs go; of the rest only those asked about, and what remains shares the
    question's people, places and topic.
    """
    unanswerable = sorted({example.title for example in asked})[::REMOVED_EVERY]
    whole = frozenset(unanswerable[::2])
    gone = {example.context for source in sources for example in source.held_out if example.title in whole}
    return frozenset(gone | {example.context for example in asked if example.title in unanswerable})


def _articles(sources: Sequence[Source], removed: frozenset[str]) -> Iterator[Article]:
    contexts = {
        example.context: example.title
        for source in sources
        for example in (*source.train, *source.held_out)
        if example.context not in removed
    }
    for number, (context, title) in enumerate(contexts.items()):
        yield Article(f"p{number:05}", context, detect(context), title)


def _rows(example: Example, judged: Sequence[Judged], answerable: bool) -> Iterator[Row]:
    gold = as_gold(example)
    for number, group in enumerate(judged[:_JUDGED]):
        right = answerable and is_right(group.candidates[0].text, gold)
        yield Row(gold.language, example.title, astuple(group.evidence), right, number == 0, answerable)

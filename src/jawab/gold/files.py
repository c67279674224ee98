"""Gold files: the format follows from the suffix; ids are made unique over several files."""

from __future__ import annotations

import errno
import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from jawab.errors import GoldError
from jawab.gold.lines import as_line, read_lines
from jawab.gold.questions import Detect, GoldQuestion, GoldSet
from jawab.gold.sheet import as_csv, read_csv
from jawab.gold.squad import MLQA_NAME, SquadVersion, as_squad, read_squad

_MLQA_PREFIX = re.compile(rf"\A[^:]*{MLQA_NAME.pattern}[^:]*:", re.IGNORECASE)


def read_gold_sets(paths: Sequence[Path], detect: Detect) -> list[GoldSet]:
    """Every file of `paths`, with ids that are unique over all of them.

    An id that stands in several files becomes `stem:id` (translations of one set share their ids), or
    `folder/stem:id` where files have the same stem; one that is repeated inside a file gets `#2`, `#3` …
    A question that names its article by nothing but its id goes on doing so.

    Raises:
        GoldError: as `read_gold`, or a file is named twice.
    """
    names = _names(paths)
    sets = [read_gold(path, detect) for path in paths]
    files_with = Counter(id for gold in sets for id in {q.id for q in gold.questions})
    shared = {id for id, files in files_with.items() if files > 1}
    given: Counter[str] = Counter()
    return [_qualify(gold, name, shared, given) for gold, name in zip(sets, names, strict=True)]


def _names(paths: Sequence[Path]) -> list[str]:
    """What tells each file from the others, as short as may be: `dev`, `ar/dev`, or `dev.csv` beside a `dev.json`."""
    ends = [_ends(path) for path in paths]
    files_with = Counter(end for own in ends for end in set(own))
    names = []
    for path, own in zip(paths, ends, strict=True):
        alone = [end for end in own if files_with[end] == 1]
        if not alone:
            raise GoldError(f"{path}: is named twice.")
        names.append(alone[0])
    return names


def _ends(path: Path) -> list[str]:
    """The ends of the path from the shortest on, without suffix and then with it."""
    whole = path.absolute()
    return ["/".join(p.parts[-n:]) for p in (whole.parent / whole.stem, whole) for n in range(1, len(p.parts) + 1)]


def _qualify(gold: GoldSet, name: str, shared: set[str], given: Counter[str]) -> GoldSet:
    questions, numbered = [], []
    for question in gold.questions:
        wanted = f"{name}:{question.id}" if question.id in shared else question.id
        id = _unique(wanted, given)
        questions.append(replace(question, id=id, title=id if question.title == question.id else question.title))
        if id != wanted:
            numbered.append(id)
    suffix = Path(gold.name).suffix
    return GoldSet(name.removesuffix(suffix) + suffix, tuple(questions), tuple(numbered))


def _unique(id: str, given: Counter[str]) -> str:
    """`id`, numbered where it was given before."""
    given[id] += 1
    return id if given[id] == 1 else _unique(f"{id}#{given[id]}", given)


def read_gold(path: Path, detect: Detect) -> GoldSet:
    """One gold file; the format follows from its suffix (.json, .jsonl, .csv).

    Languages come from the file's tags (or an MLQA file's name) and are detected where there are none.

    Raises:
        GoldError: the file cannot be read, or is not in one of the formats; names the place.
    """
    readers = {".json": read_squad, ".jsonl": read_lines, ".csv": read_csv}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise GoldError(f"{path}: a gold set is a .json (SQuAD), .jsonl or .csv file; rename or convert this one.")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise GoldError(f"{path}: cannot be read ({error.strerror}).") from error
    questions = tuple(reader(path, content, detect))
    if not questions:
        raise GoldError(f"{path}: holds no question.")
    return GoldSet(path.name, questions)


def write_gold(questions: Iterable[GoldQuestion], path: Path, version: SquadVersion = "2.0") -> None:
    """Writes `questions` in the format of the suffix: .json (SQuAD of that version), .jsonl or .csv.

    Raises:
        GoldError: the suffix is none of these, SQuAD v1.1 is asked to hold an unanswerable question, or the file
            cannot be written.
    """
    questions = list(questions)
    match path.suffix.lower():
        case ".json":
            text = json.dumps(as_squad(questions, version), ensure_ascii=False, indent=1) + "\n"
        case ".jsonl":
            text = "".join(json.dumps(as_line(q), ensure_ascii=False) + "\n" for q in questions)
        case ".csv":
            text = "\ufeff" + as_csv(questions)
        case suffix:
            raise GoldError(
                f"{path}: cannot write a gold set as {suffix or 'a file without suffix'}; use .json, .jsonl or .csv."
            )
    with writing(path):
        path.write_text(text, encoding="utf-8", newline="")


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Makes the folder of `path`; what the file system refuses in the block becomes a GoldError that names `path`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise GoldError(f"{path}: cannot be written ({error.strerror}).") from error


def check_writable(path: Path) -> None:
    """Makes the folder of `path`; a GoldError, before there is anything to write, where the file could not be written.

    What the file holds is not touched.
    """
    with writing(path):
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not os.access(path if path.exists() else path.parent, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def write_mlqa(questions: Iterable[GoldQuestion], folder: Path, name: str = "test") -> list[Path]:
    """Writes MLQA's layout: one SQuAD v1.1 file a direction, `NAME-context-XX-question-YY.json`; returns the files.

    Ids that were told apart by the names of MLQA's files are what they were there: its directions share them.

    Raises:
        GoldError: a question is unanswerable, which MLQA does not know, or a file cannot be written.
    """
    questions = list(questions)
    if any(question.impossible for question in questions):
        raise GoldError("MLQA has no unanswerable questions; leave them out, or export as SQuAD v2.0.")
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    by_direction = sorted(questions, key=lambda q: (q.context_language, q.language))
    written = []
    for (context, question), group in groupby(by_direction, key=lambda q: (q.context_language, q.language)):
        path = folder / f"{name}-context-{context}-question-{question}.json"
        write_gold(_as_in_mlqa(list(group)), path, "1.1")
        written.append(path)
    return written


def _as_in_mlqa(questions: list[GoldQuestion]) -> list[GoldQuestion]:
    """The questions of one direction without the file names in their ids; as they are where two would be the same."""
    ids = [_MLQA_PREFIX.sub("", question.id) for question in questions]
    if len(set(ids)) < len(ids):
        return questions
    return [replace(question, id=id) for question, id in zip(questions, ids, strict=True)]

"""The child process that extracts a document: `python -m jawab.corpus.extraction PATH MAX_BYTES SECONDS`.

Writes one JSON object to standard output: `{"text", "fields"}`, or `{"unfit": reason, "code": its kind}`.
"""

from __future__ import annotations

import json
import logging
import resource
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from jawab.corpus.unfit import UnfitError

if TYPE_CHECKING:
    from docx.document import Document as DocxDocument
    from docx.table import _Cell

MEMORY = 1_000_000_000  # bytes of address space
INFLATED = 200_000_000  # bytes a .docx archive may unpack to
_SENTENCE_ENDS = (".", "!", "?", "؟", "…", ":", "»", "”")


def main(path: Path, max_bytes: int, seconds: int) -> dict[str, object]:
    """What is found in the document at `path`, under limits on memory and processor time."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    logging.disable(logging.CRITICAL)
    try:
        text, title = _pdf(path) if path.suffix.lower() == ".pdf" else _docx(path)
    except UnfitError as error:
        return _unfit(error)
    except MemoryError:
        return _unfit(UnfitError("extracting its text needs more memory than is allowed"))
    except Exception as error:
        # A damaged document fails anywhere in the libraries; this process exists to find out.
        why = f"it is damaged or no {path.suffix.lower()} file: {error or type(error).__name__}"
        return _unfit(UnfitError(why))
    if len(text.encode("utf-8", "replace")) > max_bytes:
        return _unfit(UnfitError(f"its text is larger than {max_bytes:,} bytes", code="too_large"))
    return {"text": text, "fields": {"title": title} if title else {}}


def _unfit(error: UnfitError) -> dict[str, object]:
    return {"unfit": error.reason, "code": error.code}


def _pdf(path: Path) -> tuple[str, str]:
    from pypdf import PdfReader

    reader = PdfReader(path)
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnfitError("it is locked by a password", code="locked")
    text = "\n\n".join(_paragraphs(page.extract_text()) for page in reader.pages)
    if not text.strip():
        raise UnfitError("it has no text layer: it is a scan; recognise its text first", code="scan")
    return text, (reader.metadata.title if reader.metadata else None) or ""


def _paragraphs(page: str) -> str:
    """The page with its typeset lines joined: a full line without a sentence's end goes on in the next."""
    lines = [line.strip() for line in page.splitlines()]
    full = 0.7 * max(map(len, lines), default=0)
    text = ""
    for line in lines:
        goes_on = len(line) >= full and not line.endswith(_SENTENCE_ENDS)
        text += line + (" " if goes_on else "\n")
    return text.strip()


def _docx(path: Path) -> tuple[str, str]:
    from docx import Document

    with zipfile.ZipFile(path) as archive:
        inflated = sum(member.file_size for member in archive.infolist())
    if inflated > INFLATED:
        raise UnfitError(f"it unpacks to {inflated:,} bytes; at most {INFLATED:,} are read", code="too_large")
    document = Document(str(path))
    return "\n".join(_lines(document)), document.core_properties.title or ""


def _lines(part: DocxDocument | _Cell) -> Iterator[str]:
    """Paragraphs and rows of tables in order; a row's cells stand between bars, one that is alone keeps its lines."""
    from docx.text.paragraph import Paragraph

    for block in part.iter_inner_content():
        if isinstance(block, Paragraph):
            yield block.text
            continue
        for row in block.rows:
            cells = [list(_lines(cell)) for cell in dict.fromkeys(row.cells)]  # a merged cell comes more than once
            yield from cells[0] if len(cells) == 1 else [" | ".join(" ".join(filter(None, lines)) for lines in cells)]


if __name__ == "__main__":
    json.dump(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])), sys.stdout)

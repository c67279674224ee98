"""PDF and Word files, in a child process."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest

from jawab.corpus.documents import read_document
from jawab.corpus.files import SourceFile
from jawab.corpus.unfit import UnfitError

from .sources import STORY_AR, STORY_FR, article, rejection, write

pypdf = pytest.importorskip("pypdf")
docx = pytest.importorskip("docx")


def pdf(*lines: str) -> bytes:
    """A PDF of one page with these lines; without lines, a page that holds nothing."""
    shown = b" ".join(b"(" + line.encode("cp1252") + b") Tj T*" for line in lines)
    content = b"BT /F1 12 Tf 14 TL 50 700 Td " + shown + b" ET" if lines else b""
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources 6 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Font << /F1 5 0 R >> >>",
    )
    body = b"%PDF-1.4\n"
    offsets = []
    for number, each in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer\n<< /Size 7 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(body)
    return body + b"xref\n0 7\n0000000000 65535 f \n" + table + trailer


def word(path: Path, *paragraphs: str, title: str = "") -> None:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.core_properties.title = title
    document.save(str(path))


def test_the_text_layer_of_a_pdf_is_read_and_its_lines_joined(tmp_path: Path) -> None:
    found = article(
        write(tmp_path, "a.pdf", pdf("La commune a ouvert une bibliothèque", "au centre de la ville.", "Fin."))
    )
    assert found.text == "La commune a ouvert une bibliothèque au centre de la ville.\nFin."
    assert found.language == "fr"


def test_lines_of_a_pdf_are_not_taken_for_web_leftovers(tmp_path: Path) -> None:
    found = article(write(tmp_path, "a.pdf", pdf(STORY_FR, "Partager sur Facebook")))
    assert found.lines_removed == 0


def test_paragraphs_and_title_of_a_word_file_are_read(tmp_path: Path) -> None:
    word(tmp_path / "a.docx", STORY_AR, STORY_AR, title="مكتبة")
    found = article(write(tmp_path, "a.docx", (tmp_path / "a.docx").read_bytes()))
    assert (found.text, found.title) == (f"{STORY_AR}\n{STORY_AR}", "مكتبة")


def test_tables_of_a_word_file_are_lines_where_they_stand(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(STORY_FR)
    table = document.add_table(3, 3)
    for row, texts in zip(table.rows, (("Ville", "Habitants", "Rang"), ("Taous", "31 200", "14")), strict=False):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(2, 0).merge(table.cell(2, 1)).text = "Total"
    table.cell(2, 2).add_table(1, 1).cell(0, 0).text = "فاس"
    document.add_table(1, 1).cell(0, 0).text = "Un cadre"
    document.add_paragraph("Fin.")
    document.save(str(tmp_path / "a.docx"))
    assert read_document(tmp_path / "a.docx", 10_000).text.split("\n") == [
        STORY_FR, "Ville | Habitants | Rang", "Taous | 31 200 | 14", "Total | فاس", "Un cadre", "Fin.",
    ]  # fmt: skip


def test_title_and_date_of_a_document_are_read_from_lines_that_stay(tmp_path: Path) -> None:
    lines = ("Une bibliothèque ouvre à Tizermal", "Publié le 16 octobre 2025", STORY_FR, "Partager sur Facebook")
    word(tmp_path / "a.docx", *lines)
    found = article(SourceFile(tmp_path, tmp_path / "a.docx"))
    assert (found.title, found.published, found.source) == (lines[0], date(2025, 10, 16), None)
    assert (found.text, found.lines_removed) == ("\n".join(lines), 0)


def test_a_scan_is_refused_by_name(tmp_path: Path) -> None:
    found = rejection(write(tmp_path, "scan.pdf", pdf()))
    assert found.path.endswith("scan.pdf")
    assert "no text layer: it is a scan" in found.reason
    assert found.code == "scan"


def test_a_locked_pdf_is_refused(tmp_path: Path) -> None:
    (tmp_path / "open.pdf").write_bytes(pdf(STORY_FR))
    writer = pypdf.PdfWriter(clone_from=tmp_path / "open.pdf")
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "locked.pdf")
    with pytest.raises(UnfitError, match="password"):
        read_document(tmp_path / "locked.pdf", 1000)


@pytest.mark.parametrize("name", ["a.pdf", "a.docx"])
def test_a_damaged_document_is_refused(tmp_path: Path, name: str) -> None:
    assert "damaged" in rejection(write(tmp_path, name, b"not a document")).reason


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.docx", "w") as archive:
        archive.writestr("word/document.xml", bytes(1000))
    bomb = bytearray((tmp_path / "bomb.docx").read_bytes())
    size = bomb.index(b"PK\x01\x02") + 24  # in the archive's directory
    bomb[size : size + 4] = (201_000_000).to_bytes(4, "little")
    (tmp_path / "bomb.docx").write_bytes(bomb)
    with pytest.raises(UnfitError, match="unpacks to 201,000,000 bytes"):
        read_document(tmp_path / "bomb.docx", 1000)


def test_more_text_than_an_article_may_have_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf(STORY_FR))
    with pytest.raises(UnfitError, match="larger than 10 bytes"):
        read_document(tmp_path / "a.pdf", 10)


def test_a_document_that_takes_too_long_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf(STORY_FR))
    with pytest.raises(UnfitError, match="longer than 0 seconds"):
        read_document(tmp_path / "a.pdf", 1000, seconds=0)


def test_a_missing_extra_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnfitError, match=r"pip install 'jawab\[documents\]'"):
        read_document(tmp_path / "a.docx", 1000, is_installed=lambda package: False)

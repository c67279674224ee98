"""HTML pages."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from trafilatura.settings import Document

from jawab.corpus.page import MAX_DEPTH, read_page
from jawab.corpus.unfit import UnfitError
from jawab.text import parse_date

from .sources import STORY_AR, STORY_FR, article, rejection, write

PARAGRAPHS = "".join(f"<p>{STORY_FR} C’était l’épisode {number}.</p>" for number in range(6))


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><title>Titre</title>{head}</head><body>{body}</body></html>"


def test_metadata_come_from_the_head(tmp_path: Path) -> None:
    head = (
        '<meta property="og:title" content="Livres à Tizermal"><meta property="og:site_name" content="L’Écho">'
        '<meta property="article:published_time" content="2024-03-05T10:00:00+01:00">'
        '<link rel="canonical" href="https://echo.example.org/livres">'
    )
    found = article(write(tmp_path, "a.html", page(f"<article>{PARAGRAPHS}</article>", head)))
    assert (found.title, found.source, found.language) == ("Livres à Tizermal", "L’Écho", "fr")
    assert (found.url, found.published) == ("https://echo.example.org/livres", date(2024, 3, 5))


@pytest.mark.parametrize("shown", ["<script>alert(1)</script>", "&lt;b&gt;", "&amp;amp;", "R&D", "a < b"])
def test_markup_that_a_page_shows_stays_as_it_is_shown(shown: str) -> None:
    escaped = shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    draft = read_page(
        page(f"<article><p>Le code {escaped} est affiché tel quel dans la page.</p>{PARAGRAPHS}</article>")
    )
    assert f"Le code {shown} est affiché" in draft.text


def test_scripts_and_styles_are_no_text() -> None:
    draft = read_page(page(f"<article>{PARAGRAPHS}<script>var secret=1</script><style>p{{}}</style></article>"))
    assert "secret" not in draft.text and "p{" not in draft.text


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1252", "utf-16", "nonsense"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1256", "utf-16"])
def test_a_wrong_declared_charset_is_not_believed(tmp_path: Path, declared: str, encoding: str) -> None:
    content = page(f"<article><p>{STORY_AR}</p></article>", f'<meta charset="{declared}">').encode(encoding)
    assert article(write(tmp_path, "a.htm", content)).text == STORY_AR


def test_an_xml_declaration_is_no_obstacle() -> None:
    draft = read_page('<?xml version="1.0" encoding="iso-8859-1"?>\n' + page(f"<p>{STORY_AR}</p>"))
    assert draft.text == STORY_AR


def test_text_is_lost_at_no_depth_or_the_page_is_refused() -> None:
    for depth in (50, MAX_DEPTH - 10, MAX_DEPTH + 10, 3000):
        deep = f"<article>{PARAGRAPHS}{'<div>' * depth}<p>{STORY_AR}</p>{'</div>' * depth}</article>"
        if depth < MAX_DEPTH:
            assert STORY_AR in read_page(page(deep)).text
        else:
            with pytest.raises(UnfitError, match="nests deeper than 256"):
                read_page(page(deep))


def test_the_date_below_the_heading_is_read_and_todays_above_it_is_not(tmp_path: Path) -> None:
    body = (
        "<div>السبت 1 تشرين الثاني 2025</div><article><h1>مكتبة جديدة في تيزرمال</h1>"
        f"<p class='meta'>الجمعة 14 آذار 2025 - 10:30</p><p>{STORY_AR}</p><p>{STORY_AR} وحضر الوزير.</p></article>"
    )
    assert article(write(tmp_path, "a.html", page(body))).published == date(2025, 3, 14)


@pytest.mark.parametrize(
    "head",
    [
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2025-09-16"}</script>',
        r'<script type="application/ld+json">{"datePublished" :"16 \u0634\u062a\u0646\u0628\u0631 2025"}</script>',
        '<meta itemprop="datePublished" content="2025-09-16">',
        '<meta property="article:published_time" content="16 شتنبر 2025">',
    ],
)
def test_a_date_that_the_head_states_in_another_form_is_read(head: str) -> None:
    assert parse_date(read_page(page(f"<article>{PARAGRAPHS}</article>", head)).fields["published"]) == date(
        2025, 9, 16
    )


@pytest.mark.parametrize(
    "head",
    [
        '<script type="application/ld+json">{"datePublished":"2024-03-05","dateModified":"2025-02-02"}</script>',
        '<meta property="article:modified_time" content="2025-02-02">'
        '<meta property="article:published_time" content="2024-03-05">',
    ],
)
def test_the_date_of_a_change_is_not_that_of_publication(head: str) -> None:
    draft = read_page(page(f"<article><h1>Titre</h1>{PARAGRAPHS}</article>", head))
    assert parse_date(draft.fields["published"]) == date(2024, 3, 5)


@pytest.mark.parametrize(
    "below",
    [
        f"{PARAGRAPHS}<blockquote>— Ali Salem <a>3 mars 2014</a></blockquote>",
        f"{PARAGRAPHS}<div>Un lecteur <span>3 mars 2014</span></div>",
        f"<table><tr><td>Naissance</td><td>12 mai 1990</td></tr></table>{PARAGRAPHS}",
    ],
)
def test_a_date_in_the_story_or_below_it_is_not_the_pages(below: str) -> None:
    assert "published" not in read_page(page(f"<article><h1>Titre</h1>{below}</article>")).fields


@pytest.mark.parametrize(
    "shown",
    [
        '<time datetime="16 شتنبر 2025">أمس</time>',
        "<p>Mis en ligne le 16 septembre 2025</p>",
        "<p>تم النشر بتاريخ 16 شتنبر 2025</p>",
    ],
)
def test_a_date_beside_the_heading_is_read(shown: str) -> None:
    draft = read_page(page(f"<article><h1>Titre</h1>{shown}{PARAGRAPHS}</article>"))
    assert parse_date(draft.fields["published"]) == date(2025, 9, 16)


def test_a_date_that_is_none_is_left_out() -> None:
    head = r'<script type="application/ld+json">{"datePublished": "\x"} {"datePublished": "hier"}</script>'
    body = f'<time datetime="2025-09-16"></time><article><h1>Titre</h1>{PARAGRAPHS}</article>'
    assert "published" not in read_page(page(body, head), lambda tree: Document(text="a")).fields


def test_the_language_is_that_of_the_text_whatever_the_page_declares(tmp_path: Path) -> None:
    content = page(f"<article><p>{STORY_AR}</p></article>").replace("<html>", '<html lang="fr">')
    assert article(write(tmp_path, "a.html", content)).language == "ar"


def test_an_address_that_is_none_is_left_out() -> None:
    draft = read_page(page(f"<article>{PARAGRAPHS}</article>", '<link rel="canonical" href="javascript:alert(1)">'))
    assert "url" not in draft.fields


@pytest.mark.parametrize(
    "failure", [AttributeError("'list' object has no attribute 'lower'"), KeyError(), MemoryError()]
)
def test_a_page_that_the_extractor_fails_on_is_refused_with_the_reason(failure: Exception) -> None:
    def fail(tree: object) -> None:
        raise failure

    reason = f"its HTML cannot be read: {str(failure) or type(failure).__name__}"
    with pytest.raises(UnfitError) as refused:
        read_page(page(f"<article>{PARAGRAPHS}</article>"), fail)
    assert refused.value.reason == reason


def test_a_page_without_text_is_refused(tmp_path: Path) -> None:
    assert "no" in rejection(write(tmp_path, "a.html", page("<img src='a.jpg'>"))).reason

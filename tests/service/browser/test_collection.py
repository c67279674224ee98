"""The collection: articles are added by file or by hand, refused with a reason, and removed."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from service.browser.conftest import TONGUES, OpenPage
from service.browser.newsroom import WHEN_FR
from service.browser.slowness import SLOW
from service.browser.speech import word

pytestmark = pytest.mark.browser

every_tongue = pytest.mark.parametrize("tongue", TONGUES)

LIGHTHOUSE = "Le phare du cap a été rallumé le 3 mai 2026.\nIl porte à trente kilomètres.\n"
# Drops a file on an element; gives whether the browser would go on to open it.
DROP = """([place, name, text]) => {
  const files = new DataTransfer();
  files.items.add(new File([text], name));
  const drop = new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true });
  return document.querySelector(place).dispatchEvent(drop);
}"""


def titles(page: Page) -> list[str]:
    return page.locator("#articles > li > a").all_inner_texts()


@every_tongue
def test_what_the_collection_holds_is_listed_and_filtered(open_page: OpenPage, tongue: str) -> None:
    page = open_page("/?view=collection", tongue)
    expect(page.locator("#articles > li")).to_have_count(4)
    expect(page.locator("#described")).to_contain_text(word(page, "articleCount", count=4))
    page.select_option('#list-filters select[name="language"]', "ar")
    expect(page.locator("#articles > li > a")).to_have_text(["افتتاح الميناء الجديد"])
    page.select_option('#list-filters select[name="source"]', "Le Rivage")
    expect(page.locator("#articles > li")).to_have_text([word(page, "noneMatch")])


@every_tongue
def test_files_are_added_and_refused_with_a_reason(open_page: OpenPage, tongue: str, tmp_path: Path) -> None:
    page = open_page("/?view=collection", tongue)
    (tmp_path / "phare.txt").write_text(LIGHTHOUSE, "utf-8")
    (tmp_path / "vide.txt").write_text("", "utf-8")
    page.locator("#drop input").set_input_files([tmp_path / "phare.txt", tmp_path / "vide.txt"])
    expect(page.locator(".outcome strong")).to_have_text([word(page, "status_added"), word(page, "status_rejected")])
    expect(page.locator(".outcome.rejected")).to_contain_text("vide.txt")
    expect(page.locator(".outcome.rejected .reason")).to_have_text(f"{word(page, 'reason_empty')} (it is empty)")
    expect(page.locator("#articles > li")).to_have_count(5)
    expect(page.locator("#held")).to_have_text(word(page, "articleCount", count=5))


@every_tongue
def test_a_file_that_is_dropped_is_added(open_page: OpenPage, tongue: str) -> None:
    page = open_page("/?view=collection", tongue)
    assert page.evaluate(DROP, ["#drop", "phare.txt", LIGHTHOUSE]) is False
    expect(page.locator(".outcome strong")).to_have_text([word(page, "status_added")])


def test_a_file_that_is_dropped_beside_the_box_leaves_the_page_as_it_is(open_page: OpenPage) -> None:
    page = open_page("/?view=collection")
    assert page.evaluate(DROP, ["#articles", "phare.txt", LIGHTHOUSE]) is False
    expect(page.locator("#progress")).to_be_empty()
    expect(page.locator("#articles > li")).to_have_count(4)


def test_files_dropped_while_others_are_added_are_added_after_them(open_page: OpenPage) -> None:
    page = open_page("/?view=collection")
    page.evaluate(SLOW, "POST")
    page.evaluate(DROP, ["#drop", "phare.txt", LIGHTHOUSE])
    page.evaluate(DROP, ["#drop", "digue.txt", "La digue du cap mesure neuf cents mètres de long."])
    expect(page.locator(".outcome.added bdi")).to_have_text(["phare.txt", "digue.txt"])
    expect(page.locator("#drop input")).to_be_enabled()
    expect(page.locator("#articles > li")).to_have_count(6)


def test_a_folder_that_is_dropped_is_refused_and_the_files_with_it_are_added(
    open_page: OpenPage, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "phare.txt").write_text(LIGHTHOUSE, "utf-8")
    page = open_page("/?view=collection")
    box = page.locator("#drop").bounding_box()
    assert box is not None
    files = [str(tmp_path / name) for name in ("folder", "phare.txt")]
    devtools = page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver", "drop"):
        place = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
        data = {"items": [], "files": files, "dragOperationsMask": 1}
        devtools.send("Input.dispatchDragEvent", {"type": kind, **place, "data": data})
    expect(page.locator(".outcome bdi:first-of-type").first).to_have_text("folder")
    expect(page.locator(".outcome.rejected .reason")).to_contain_text(word(page, "reason_unreadable"))
    expect(page.locator(".outcome.added bdi")).to_have_text("phare.txt")
    expect(page.locator("#progress")).to_be_empty()


def test_a_busy_service_is_asked_again_and_what_was_not_sent_is_named(open_page: OpenPage) -> None:
    page = open_page("/?view=collection", "fr")
    refusals = iter([(503, {"Retry-After": "2"}), None, (504, {})])

    def refuse(route: Route) -> None:
        refusal = next(refusals)
        if refusal is None:
            return route.continue_()
        status, headers = refusal
        route.fulfill(status=status, headers=headers, json={"detail": "not now"})

    page.route("**/v1/articles", refuse)
    notes = [(f"note-{number}.txt", f"Le phare numéro {number} a été rallumé ce matin.") for number in range(21)]
    choose = page.locator("#drop input")
    choose.set_input_files([{"name": name, "mimeType": "text/plain", "buffer": text.encode()} for name, text in notes])
    expect(choose).to_be_disabled()
    expect(page.locator(".outcome.added")).to_have_count(20)
    expect(page.locator(".outcome.unsent strong")).to_have_text(word(page, "status_unsent"))
    expect(page.locator(".outcome.unsent bdi")).to_have_text("note-20.txt")
    expect(page.locator("#progress")).to_have_text(word(page, "because_504"))
    expect(page.locator("#held")).to_have_text(word(page, "articleCount", count=24))
    expect(page.locator("#articles > li")).to_have_count(24)
    expect(choose).to_be_enabled()


@every_tongue
def test_a_pasted_text_is_added_without_its_hidden_controls(open_page: OpenPage, tongue: str) -> None:
    page = open_page("/?view=collection", tongue)
    page.locator("#pasting summary").click()
    page.fill('#paste input[name="title"]', "Le phare")
    page.fill('#paste textarea[name="text"]', f"\u202e{LIGHTHOUSE}")
    page.fill('#paste input[name="source"]', "Le Rivage")
    page.fill('#paste input[name="published"]', "2026-05-04")
    page.locator("#paste button").click()
    expect(page.locator(".outcome strong")).to_have_text([word(page, "status_added")])
    expect(page.locator(".outcome .reason")).to_have_text([word(page, "controls", count=1)])
    expect(page.locator('#paste textarea[name="text"]')).to_be_empty()
    page.locator("#articles a", has_text="Le phare").click()
    expect(page.locator("#article-view h1")).to_have_text("Le phare")
    assert "\u202e" not in page.locator(".text").inner_text()


@every_tongue
def test_an_article_is_removed_after_asking_once_more(open_page: OpenPage, tongue: str) -> None:
    page = open_page("/?view=collection", tongue)
    row = page.locator("#articles > li", has_text="Le port rouvre")
    row.get_by_role("button").click()
    row.get_by_role("button", name=word(page, "keep")).click()
    row.get_by_role("button").click()
    row.locator(".danger").click()
    expect(page.locator("#articles > li")).to_have_count(3)
    expect(page.locator("#articles a", has_text="Un an de port")).to_be_focused()
    page.keyboard.press("Control+k")
    page.locator("#question").fill(WHEN_FR)
    page.keyboard.press("Enter")
    expect(page.locator(".answer h3").first).to_have_text("16 أكتوبر 2025")
    expect(page.locator(".answer").first.locator("mark")).to_have_count(1)

"""What a refresh, an addition and a deletion do, and what they tell."""

from __future__ import annotations

import math
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from fake_embedder import HashEmbedder
from index.collection import ARABIC, FRENCH, UNSYNCED, Collection, article
from jawab.embedding import load_embedder
from jawab.errors import ArticleError, IndexMismatch, IndexMissing, InputError
from jawab.index import API, refresh, verify
from jawab.index.store import Store
from jawab.settings import Settings


def test_new_files_are_indexed(collection: Collection) -> None:
    report = collection.refresh()
    assert (report.indexed, report.unchanged, report.committed, report.embedded) == (2, 0, True, 4)
    assert report.generation == collection.open().id
    assert collection.texts() == {"ar.txt": ARABIC, "fr.txt": FRENCH}
    assert verify(collection.folder) == []


def test_nothing_new_commits_nothing(collection: Collection) -> None:
    first = collection.refresh()
    again = collection.refresh()
    assert (again.unchanged, again.committed, again.embedded) == (2, False, 0)
    assert again.generation == first.generation


def test_a_changed_article_embeds_only_its_new_passages(collection: Collection) -> None:
    collection.write("m.md", ARABIC, title="عنوان")
    collection.refresh()
    collection.write(
        "m.md", ARABIC + "\nوعاد الوزير إلى مدينة الرباط في اليوم التالي مع الوفد الذي رافقه إلى هناك.", title="عنوان"
    )
    collection.embedder.embedded.clear()
    report = collection.refresh()
    assert (report.changed, report.unchanged, report.embedded) == (1, 2, 1)
    assert len(collection.embedder.embedded) == 1
    assert collection.embedder.embedded[0].startswith("عنوان\nوعاد الوزير")


def test_equal_passages_are_embedded_once(collection: Collection) -> None:
    collection.write(
        "one.txt",
        "عنوان أول هنا.\n\nالجملة نفسها في خبرين اثنين وهي طويلة بما يكفي لنافذة كاملة وحدها دون غيرها من الجمل هنا.",
    )
    collection.write(
        "two.txt",
        "عنوان ثان هنا.\n\nالجملة نفسها في خبرين اثنين وهي طويلة بما يكفي لنافذة كاملة وحدها دون غيرها من الجمل هنا.",
    )
    collection.refresh()
    assert len(collection.embedder.embedded) == len(set(collection.embedder.embedded))


def test_a_new_date_is_noticed_and_embeds_nothing(collection: Collection) -> None:
    collection.write("m.md", "Un long texte que rien ne change.", title="Titre", date="2025-01-02")
    collection.refresh()
    collection.write("m.md", "Un long texte que rien ne change.", title="Titre", date="2025-01-03")
    report = collection.refresh()
    assert (report.changed, report.embedded) == (1, 0)
    published = {info.id: str(info.published) for info in collection.open().articles}
    assert published["m.md"] == "2025-01-03"


def test_a_new_title_is_noticed_and_embedded(collection: Collection) -> None:
    collection.write("m.md", "Un long texte que rien ne change.", title="Titre")
    collection.refresh()
    collection.write("m.md", "Un long texte que rien ne change.", title="Autre titre")
    report = collection.refresh()
    assert (report.changed, report.embedded) == (1, 1)
    assert collection.embedder.embedded[-1] == "Autre titre\nUn long texte que rien ne change."


def test_an_edit_that_keeps_size_and_time_is_noticed(collection: Collection) -> None:
    path = collection.write("a.txt", "Le maire a gagné en 2024.")
    collection.refresh()
    before = path.stat()
    path.write_text("Le maire a gagné en 2025.", "utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert collection.refresh().changed == 1


def test_a_touched_file_is_unchanged(collection: Collection) -> None:
    collection.refresh()
    (collection.root / "ar.txt").touch()
    report = collection.refresh()
    assert (report.unchanged, report.changed, report.embedded) == (2, 0, 0)


def test_what_is_gone_from_a_root_is_dropped(collection: Collection) -> None:
    collection.refresh()
    (collection.root / "ar.txt").unlink()
    assert collection.refresh().removed == 1
    assert collection.texts() == {"fr.txt": FRENCH}


def test_other_roots_and_single_articles_stay(collection: Collection) -> None:
    other = collection.place / "other"
    collection.write("../other/x.txt", "Un troisième texte, d'une autre racine.")
    collection.refresh(collection.root, other)
    collection.writer().put([article("single", "نص مفرد.")])
    (collection.root / "ar.txt").unlink()
    report = collection.refresh()
    assert (report.removed, report.unchanged) == (1, 1)
    assert set(collection.texts()) == {"fr.txt", "x.txt", "single"}


def test_each_article_has_its_origin(collection: Collection) -> None:
    collection.refresh()
    collection.writer().put([article("single", "نص مفرد.")])
    stored = Store(collection.folder).newest().articles
    origins = {name: place.record.origin for name, place in stored.items()}
    root = str(collection.root)
    assert origins == {"ar.txt": root, "fr.txt": root, "single": API}


def test_a_file_named_itself_drops_only_itself(collection: Collection) -> None:
    collection.refresh()
    (collection.root / "ar.txt").unlink()
    (collection.root / "fr.txt").unlink()
    assert collection.refresh(collection.root / "ar.txt").removed == 1
    assert set(collection.texts()) == {"fr.txt"}


def test_a_file_named_itself_keeps_the_root_it_is_known_under(collection: Collection) -> None:
    collection.write("sub/ar.txt", "نص آخر في مجلد فرعي.")
    collection.refresh()
    nested = collection.write("sub/ar.txt", "نص جديد في مجلد فرعي.")
    report = collection.refresh(nested)
    assert (report.changed, report.removed, report.rejected) == (1, 0, ())
    assert collection.texts() == {"ar.txt": ARABIC, "fr.txt": FRENCH, "sub.ar.txt": "نص جديد في مجلد فرعي."}
    assert not collection.refresh().committed
    nested.write_text("", "utf-8")
    assert [r.path for r in collection.refresh(nested).rejected] == [str(nested)]
    assert set(collection.texts()) == {"ar.txt", "fr.txt"}
    nested.write_text("نص ثالث في مجلد فرعي.", "utf-8")
    assert collection.refresh(nested).indexed == 1
    assert set(collection.texts()) == {"ar.txt", "fr.txt", "sub.ar.txt"}


def test_a_folder_below_a_root_keeps_the_root_and_touches_nothing_beside_it(collection: Collection) -> None:
    nested = collection.write("sub/ar.txt", "نص آخر في مجلد فرعي.")
    collection.refresh()
    (collection.root / "ar.txt").unlink()
    nested.write_text("نص جديد في مجلد فرعي.", "utf-8")
    report = collection.refresh(nested.parent)
    assert (report.changed, report.indexed, report.removed) == (1, 0, 0)
    assert collection.texts() == {"ar.txt": ARABIC, "fr.txt": FRENCH, "sub.ar.txt": "نص جديد في مجلد فرعي."}
    nested.unlink()
    assert collection.refresh(nested.parent).removed == 1
    assert set(collection.texts()) == {"ar.txt", "fr.txt"}


def test_a_folder_above_a_root_takes_its_files_over(collection: Collection) -> None:
    nested = collection.write("sub/deep.txt", "نص آخر في مجلد فرعي.")
    collection.refresh(nested.parent)
    assert set(collection.texts()) == {"deep.txt"}
    collection.refresh()
    assert set(collection.texts()) == {"ar.txt", "fr.txt", "sub.deep.txt"}


def test_a_root_that_never_was_is_refused(collection: Collection) -> None:
    with pytest.raises(ArticleError, match="no such file or folder"):
        collection.refresh(collection.place / "nowhere")


def test_a_refused_root_leaves_no_folder_behind(collection: Collection) -> None:
    with pytest.raises(ArticleError, match="no such file or folder"):
        collection.refresh(collection.place / "nowhere")
    assert not collection.folder.exists()


@pytest.mark.parametrize(
    ("name", "reason"), [("loop.txt", "leads only to itself"), ("a" * 300, "its name is too long")]
)
def test_a_root_that_cannot_be_reached_is_refused(collection: Collection, name: str, reason: str) -> None:
    (collection.root / "loop.txt").symlink_to("loop.txt")
    collection.refresh(collection.root / "ar.txt")
    with pytest.raises(ArticleError, match=reason):
        collection.refresh(collection.root / name)
    assert set(collection.texts()) == {"ar.txt"}


def test_a_root_below_a_closed_folder_is_refused(collection: Collection, closed: Callable[[Path], Path]) -> None:
    nested = collection.write("sub/ar.txt", "نص آخر في مجلد فرعي.")
    collection.refresh()
    closed(nested.parent)
    for root in (nested, nested.parent / "deeper"):
        with pytest.raises(ArticleError, match="permission denied"):
            collection.refresh(root)
    assert set(collection.texts()) == {"ar.txt", "fr.txt", "sub.ar.txt"}


@pytest.mark.parametrize("name", [".", "sub"])
def test_what_lies_in_a_folder_that_cannot_be_looked_into_is_kept(
    collection: Collection, closed: Callable[[Path], Path], name: str
) -> None:
    collection.write("sub/ar.txt", "نص آخر في مجلد فرعي.")
    collection.refresh()
    before = collection.texts()
    folder = closed(collection.root / name)
    report = collection.refresh()
    assert (report.removed, report.unchanged, collection.texts()) == (0, 3, before)
    assert [(r.path, r.reason) for r in report.rejected] == [
        (str(folder), "may not be read: permission denied; what was indexed from it is kept")
    ]
    assert not collection.refresh().committed
    folder.chmod(0o700)
    (collection.root / "sub" / "ar.txt").unlink()
    report = collection.refresh()
    assert (report.removed, report.rejected) == (1, ())


def test_the_files_of_a_folder_that_may_not_be_entered_are_kept(
    collection: Collection, closed: Callable[[Path], Path]
) -> None:
    collection.refresh()
    before = collection.texts()
    folder = closed(collection.root)
    folder.chmod(0o600)
    report = collection.refresh()
    assert (report.removed, report.unchanged, collection.texts()) == (0, 2, before)
    assert [(r.path, r.reason) for r in report.rejected] == [
        (str(folder / name), "may not be read: permission denied; what was indexed from it is kept")
        for name in ("ar.txt", "fr.txt")
    ]
    assert not collection.refresh().committed
    folder.chmod(0o700)
    report = collection.refresh()
    assert (report.removed, report.unchanged, report.embedded, report.rejected) == (0, 2, 0, ())


def test_what_lies_below_a_link_that_leads_nowhere_else_is_kept_and_below_a_file_is_gone(
    collection: Collection,
) -> None:
    for name in ("loop", "file"):
        collection.write(f"{name}/x.txt", f"Le texte du dossier {name} est assez long.")
    collection.refresh()
    for name in ("loop", "file"):
        shutil.rmtree(collection.root / name)
    (collection.root / "loop").symlink_to("loop")
    (collection.root / "file").touch()
    report = collection.refresh()
    assert (report.removed, len(report.rejected)) == (1, 2)
    assert set(collection.texts()) == {"ar.txt", "fr.txt", "loop.x.txt"}


def test_a_link_named_itself_is_read_as_what_its_own_name_says(collection: Collection) -> None:
    (collection.place / "store").write_text("Un texte sous un nom sans extension.", "utf-8")
    link = collection.root / "linked.txt"
    link.symlink_to(collection.place / "store")
    assert collection.refresh(link).indexed == 1
    assert set(collection.texts()) == {"linked.txt"}
    (collection.place / "store").unlink()
    assert collection.refresh(link).removed == 1


def test_files_of_one_name_below_two_roots_are_both_indexed_and_keep_their_ids(collection: Collection) -> None:
    other = collection.place / "other"
    texts = {"first": "Le premier texte, assez long.", "second": "Le second texte, assez long."}
    collection.write("001.txt", texts["first"])
    collection.write("../other/001.txt", texts["second"])
    collection.write_lines("l.jsonl", {"text": "Un texte sans nom, assez long."})
    collection.write_lines("../other/l.jsonl", {"text": "Un autre texte sans nom, assez long."})
    assert collection.refresh(collection.root, other).rejected == ()
    ids = {text: name for name, text in collection.texts().items()}
    assert ids[texts["first"]] == "001.txt"
    assert re.fullmatch("001-txt-[0-9a-f]{16}", ids[texts["second"]])
    assert len(ids) == 6
    collection.write("001.txt", "Le premier texte, changé.")
    collection.write("../other/001.txt", "Le second texte, changé.")
    assert collection.refresh(other, collection.root).changed == 2
    assert collection.texts()["001.txt"] == "Le premier texte, changé."
    (collection.root / "001.txt").unlink()
    collection.write("../other/001.txt", texts["second"])
    collection.refresh(other, collection.root)
    assert collection.texts()[ids[texts["second"]]] == texts["second"]
    assert "001.txt" not in collection.texts()


def test_a_new_file_does_not_take_the_id_of_another_roots_file_that_changes(collection: Collection) -> None:
    collection.write("001.txt", "Le premier texte, assez long.")
    collection.refresh()
    collection.write("001.txt", "Le premier texte, changé.")
    collection.write("../other/001.txt", "Le second texte, assez long.")
    assert collection.refresh(collection.place / "other", collection.root).changed == 1
    assert collection.texts()["001.txt"] == "Le premier texte, changé."


def test_duplicates_name_the_article_they_repeat(collection: Collection) -> None:
    collection.write("z.txt", ARABIC)
    report = collection.refresh()
    assert [(Path(d.path).name, d.article_id, d.of) for d in report.duplicates] == [("z.txt", "z.txt", "ar.txt")]
    assert collection.refresh().duplicates == report.duplicates
    assert set(collection.texts()) == {"ar.txt", "fr.txt"}


def test_a_duplicate_steps_in_when_the_first_is_gone(collection: Collection) -> None:
    collection.write("z.txt", ARABIC)
    collection.refresh()
    (collection.root / "ar.txt").unlink()
    report = collection.refresh()
    assert (report.indexed, report.removed, report.duplicates, report.embedded) == (1, 1, (), 0)
    assert collection.texts() == {"fr.txt": FRENCH, "z.txt": ARABIC}


def test_records_of_one_id_are_rejected_after_the_first(collection: Collection) -> None:
    records = [{"id": "x", "text": f"Le texte numéro {number} est assez long."} for number in range(2)]
    collection.write_lines("l.jsonl", *records)
    report = collection.refresh()
    assert [(Path(r.path).name, r.reason) for r in report.rejected] == [
        ("l.jsonl", "its id x is taken by another article; give it another")
    ]
    assert collection.texts()["x"] == records[0]["text"]


def test_rejections_are_told_each_time(collection: Collection) -> None:
    collection.write("empty.txt", "")
    first = collection.refresh()
    again = collection.refresh()
    assert [Path(r.path).name for r in first.rejected] == ["empty.txt"]
    assert again.rejected == first.rejected
    assert not again.committed


@pytest.mark.parametrize("name", [b"/caf\xe9.txt", b"/\xe9t\xe9/a.txt"])
def test_a_name_that_is_not_utf8_is_rejected_and_the_others_are_indexed(collection: Collection, name: bytes) -> None:
    path = Path(os.fsdecode(os.fsencode(collection.root) + name))
    path.parent.mkdir(exist_ok=True)
    path.write_text("Un texte de plus, sous un nom étrange.", "utf-8")
    first = collection.refresh()
    assert [r.reason for r in first.rejected] == ["its name is not UTF-8; rename it"]
    assert collection.texts() == {"ar.txt": ARABIC, "fr.txt": FRENCH}
    assert not collection.refresh().committed
    assert collection.refresh(path).rejected[0].reason == first.rejected[0].reason
    assert not collection.refresh(path).committed


def test_an_index_below_its_root_does_not_read_itself(collection: Collection) -> None:
    for unchanged in (0, 2):
        report = collection.refresh(collection.place)
        assert [(s.path, s.reason) for s in report.skipped] == [(str(collection.folder), "it is the index itself")]
        assert (report.unchanged, report.rejected) == (unchanged, ())
    assert sorted(collection.texts().values()) == sorted([ARABIC, FRENCH])


def test_one_changed_record_leaves_the_others(collection: Collection) -> None:
    records = [{"id": f"r{number}", "text": f"Le texte numéro {number} est assez long."} for number in range(5)]
    collection.write_lines("l.jsonl", *records)
    collection.refresh()
    records[3]["text"] = "Ce texte-ci est nouveau et assez long."
    collection.write_lines("l.jsonl", *records)
    report = collection.refresh()
    assert (report.changed, report.unchanged, report.embedded) == (1, 6, 1)


def test_strict_stops_at_the_first_rejection_and_commits_nothing(collection: Collection) -> None:
    collection.refresh()
    before = collection.open().id
    collection.write("new.txt", "Un texte de plus.")
    collection.write("empty.txt", "")
    with pytest.raises(ArticleError, match=r"empty\.txt"):
        collection.refresh(strict=True)
    assert collection.open().id == before


def test_a_renamed_file_is_moved_without_embedding(collection: Collection) -> None:
    collection.refresh()
    (collection.root / "ar.txt").rename(collection.root / "new.txt")
    report = collection.refresh()
    assert (report.indexed, report.removed, report.embedded) == (1, 1, 0)
    assert collection.texts() == {"fr.txt": FRENCH, "new.txt": ARABIC}


def test_a_file_that_may_not_be_read_any_more_is_dropped_and_told(collection: Collection) -> None:
    collection.refresh()
    path = collection.root / "ar.txt"
    path.unlink()
    path.symlink_to("nowhere.txt")
    report = collection.refresh()
    assert report.removed == 1
    assert [Path(r.path).name for r in report.rejected] == ["ar.txt"]
    assert verify(collection.folder) == []


def test_a_folder_without_articles_makes_an_empty_index(collection: Collection) -> None:
    bare = collection.place / "bare"
    bare.mkdir()
    collection.refresh(bare)
    generation = collection.open()
    assert (generation.passage_count, list(generation.articles)) == (0, [])
    assert verify(collection.folder) == []
    assert not collection.refresh(bare).committed
    assert collection.refresh().embedded == 4
    assert collection.texts() == {"ar.txt": ARABIC, "fr.txt": FRENCH}
    assert verify(collection.folder) == []


def test_without_articles_the_embedder_is_not_loaded(tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    bare.mkdir()
    embedder = load_embedder(Settings(embedder="nobody/unreachable"))
    assert refresh(tmp_path / "index", [bare], embedder, Settings()).committed


def test_another_embedder_embeds_everything_anew(collection: Collection) -> None:
    collection.refresh()
    collection.writer().put([article("single", "نص مفرد.")])
    collection.embedder = HashEmbedder("other", dimension=8)
    with pytest.raises(IndexMismatch, match=r"built by the embedder hash, not by other.*jawab index PATH"):
        collection.open()
    report = collection.refresh()
    assert (report.committed, report.embedded, report.unchanged) == (True, 5, 2)
    assert set(collection.texts()) == {"ar.txt", "fr.txt", "single"}
    assert verify(collection.folder) == []


def test_other_windows_split_everything_anew(collection: Collection) -> None:
    collection.refresh()
    collection.settings = Settings(passage_tokens=100, passage_overlap=0)
    assert collection.refresh().embedded == 2
    assert collection.open().passage_count == 2


def test_passages_that_an_older_rule_has_cut_are_cut_anew(collection: Collection) -> None:
    collection.settings = Settings(passage_tokens=100, passage_overlap=0)
    collection.refresh()
    assert collection.open().passage_count == 2
    collection.settings = Settings(passage_tokens=16, passage_overlap=0)
    store = Store(collection.folder, UNSYNCED)
    manifest = store.newest().manifest
    older = manifest.recipe.model_copy(update={"passage_tokens": 16, "passages": "older"})
    store.commit(manifest.model_copy(update={"sequence": store.next_sequence(), "recipe": older}))
    assert collection.refresh().committed
    assert collection.open().passage_count == 4
    assert not collection.refresh().committed


def test_a_single_article_is_added_and_replaced(collection: Collection) -> None:
    collection.refresh()
    assert collection.writer().put([article("single", "نص مفرد.")]).indexed == 1
    report = collection.writer().put([article("single", "نص آخر.", "عنوان")])
    assert (report.indexed, report.changed) == (0, 1)
    assert collection.texts()["single"] == "نص آخر."
    assert not collection.writer().put([article("single", "نص آخر.", "عنوان")]).committed


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("a b", "نص", "is not 1 to 128"),
        ("a", " \n", "it has no text"),
        ("a", "x\ud800", "half of a surrogate pair"),
        ("\ud800", "نص", "half of a surrogate pair"),
    ],
)
def test_a_single_article_that_cannot_be_stored_is_rejected(
    collection: Collection, name: str, text: str, reason: str
) -> None:
    report = collection.writer().put([article(name, text)])
    assert reason in report.rejected[0].reason
    assert not report.committed


def test_a_text_that_is_there_already_is_a_duplicate(collection: Collection) -> None:
    collection.refresh()
    report = collection.writer().put([article("copy", ARABIC)])
    assert [(d.article_id, d.of) for d in report.duplicates] == [("copy", "ar.txt")]


def test_the_first_of_one_id_in_a_call_is_kept_and_the_others_are_told(collection: Collection) -> None:
    report = collection.writer().put([article("a", "الأول."), article("a", "الثاني."), article("a", "الأول.")])
    assert [(fate.kind, fate.reason) for fate in report.fates] == [
        ("added", None),
        ("rejected", "its id a is taken by another article; give it another"),
        ("duplicate", "it has the same text as article a"),
    ]
    assert collection.texts() == {"a": "الأول."}
    again = collection.writer().put([article("a", "الأول."), article("a", "الثاني.")])
    assert [fate.kind for fate in again.fates] == ["unchanged", "rejected"]
    assert not again.committed


def test_a_text_is_free_once_its_article_is_replaced(collection: Collection) -> None:
    collection.writer().put([article("a", "الأول.")])
    report = collection.writer().put([article("a", "الثاني."), article("b", "الأول.")])
    assert (report.indexed, report.changed, report.duplicates) == (1, 1, ())
    assert collection.texts() == {"a": "الثاني.", "b": "الأول."}


def test_a_text_is_free_whichever_of_two_articles_comes_first(collection: Collection) -> None:
    collection.writer().put([article("a", "الأول."), article("c", "الثالث.")])
    moved = [article("d", "الثالث."), article("c", "الأول."), article("a", "الثاني.")]
    report = collection.writer().put(moved)
    assert [fate.kind for fate in report.fates] == ["added", "replaced", "replaced"]
    assert collection.texts() == {"a": "الثاني.", "c": "الأول.", "d": "الثالث."}


def test_two_articles_do_not_change_places_at_once(collection: Collection) -> None:
    collection.writer().put([article("a", "الأول."), article("b", "الثاني.")])
    report = collection.writer().put([article("a", "الثاني."), article("b", "الأول.")])
    assert [(fate.kind, fate.reason) for fate in report.fates] == [
        ("duplicate", "it has the same text as article b"),
        ("duplicate", "it has the same text as article a"),
    ]
    assert collection.texts() == {"a": "الأول.", "b": "الثاني."}


def test_an_article_deleted_by_hand_stays_away_until_its_file_changes(collection: Collection) -> None:
    collection.refresh()
    assert collection.writer().delete(["ar.txt", "unknown"]).removed == 1
    report = collection.refresh()
    assert (report.withdrawn, report.unchanged, report.committed) == (1, 1, False)
    collection.write("ar.txt", ARABIC + " وأكثر.")
    assert collection.refresh().indexed == 1
    assert verify(collection.folder) == []


def test_a_file_replaced_by_hand_does_not_take_its_id_back(collection: Collection) -> None:
    collection.refresh()
    collection.writer().put([article("ar.txt", "نص مصحح.")])
    assert collection.refresh().withdrawn == 1
    collection.write("ar.txt", ARABIC + " وأكثر.")
    assert [r.reason for r in collection.refresh().rejected] == [
        "its id ar.txt is taken by another article; give it another"
    ]
    collection.writer().delete(["ar.txt"])
    assert collection.refresh().indexed == 1


def test_deleting_from_no_index_says_what_to_do(collection: Collection) -> None:
    with pytest.raises(IndexMissing, match=r"jawab index PATH\.\.\. --index"):
        collection.writer().delete(["a"])


def test_a_folder_that_cannot_hold_an_index_is_named(collection: Collection) -> None:
    collection.folder.write_text("a file")
    with pytest.raises(InputError, match="cannot hold an index"):
        collection.refresh()


def test_many_single_additions_leave_few_segments(collection: Collection) -> None:
    writer = collection.writer()
    for number in range(15):
        writer.put([article(f"a{number}", f"النص رقم {number}.")])
    assert len(list((collection.folder / "segments").iterdir())) <= 3 * math.log2(15)
    assert len(collection.texts()) == 15
    writer.delete([f"a{number}" for number in range(0, 15, 2)])
    assert set(collection.texts()) == {f"a{number}" for number in range(1, 15, 2)}
    assert verify(collection.folder) == []


def test_progress_hears_of_files_and_passages(collection: Collection) -> None:
    heard = []
    refresh(
        collection.folder,
        [collection.root],
        collection.embedder,
        collection.settings,
        progress=lambda *told: heard.append(told),
    )
    assert heard == [("reading", 1, 2), ("reading", 2, 2), ("embedding", 4, 4)]


def test_when_nothing_changed_no_model_library_is_imported(collection: Collection) -> None:
    collection.embedder = HashEmbedder(load_embedder(Settings()).identity)
    collection.refresh()
    program = """
import sys
from pathlib import Path
from jawab.embedding import load_embedder
from jawab.index import refresh
from jawab.settings import Settings
settings = Settings(passage_tokens=16, passage_overlap=0)
report = refresh(Path(sys.argv[1]), [Path(sys.argv[2])], load_embedder(settings), settings)
assert report.unchanged == 2 and not report.committed, report
heavy = {"torch", "transformers", "sentence_transformers", "tokenizers", "faiss", "trafilatura", "dateparser"}
print(sorted(heavy & sys.modules.keys()))
"""
    arguments = [sys.executable, "-c", program, str(collection.folder), str(collection.root)]
    done = subprocess.run(arguments, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"

"""Stops, damage and other processes: a whole generation or none."""

from __future__ import annotations

import errno
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

import pytest

from index.collection import ARABIC, FRENCH, UNSYNCED, Collection, article
from jawab.errors import IndexDamaged, IndexLocked, IndexMismatch, IndexMissing, IndexStateError, InputError
from jawab.index import open_index, verify
from jawab.index.disk import Disk
from jawab.index.manifest import FORMAT, generation_id
from jawab.index.store import KEPT_GENERATIONS, Store

LONG = "Une phrase de plus, longue comme il faut. " * 30 + "Fin."


class Stopped(BaseException):
    """The process ends here."""


def stopping_at(step: int) -> Disk:
    """A disk on which the process is killed just before its `step`th fsync or replacement, counted from 0."""
    steps = iter(range(1_000))

    def count() -> None:
        if next(steps) == step:
            raise Stopped

    def fsync(descriptor: int) -> None:
        count()

    def replace(source: Path, target: Path) -> None:
        count()
        source.replace(target)

    return Disk(fsync, replace)


@pytest.fixture
def indexed(collection: Collection) -> Collection:
    """Two generations, the second with a segment, a manifest and an account of files of its own."""
    collection.write("long.txt", LONG)
    collection.refresh()
    collection.write("new.txt", "نص جديد.")
    collection.refresh()
    return collection


def current(collection: Collection) -> str:
    return (collection.folder / "CURRENT").read_text().strip()


def files(collection: Collection) -> list[str]:
    paths = (path for path in collection.folder.rglob("*") if path.is_file() and path.name != "lock")
    return sorted(path.relative_to(collection.folder).as_posix() for path in paths)


def test_a_stop_between_any_two_steps_leaves_the_old_generation_or_the_new_one(indexed: Collection) -> None:
    old, before = indexed.texts(), current(indexed)
    indexed.write("ar.txt", ARABIC + " وأكثر.")
    (indexed.root / "fr.txt").unlink()
    new = {**old, "ar.txt": ARABIC + " وأكثر."}
    del new["fr.txt"]
    steps = 0
    while True:
        try:
            indexed.writer(stopping_at(steps)).refresh([indexed.root])
            break
        except Stopped:
            steps += 1
        assert indexed.open().warning is None
        assert indexed.texts() == (old if current(indexed) == before else new)
        assert verify(indexed.folder) == []
    assert steps == 15
    assert indexed.texts() == new


def test_a_stop_before_the_first_generation_leaves_no_index(collection: Collection) -> None:
    with pytest.raises(Stopped):
        collection.writer(stopping_at(8)).refresh([collection.root])
    with pytest.raises(IndexMissing):
        collection.open()
    collection.refresh()
    assert collection.texts() == {"ar.txt": ARABIC, "fr.txt": FRENCH}


def test_what_stopped_writers_left_is_collected(indexed: Collection) -> None:
    for number, step in enumerate([1, 5, 8, 11]):
        indexed.write("more.txt", f"Le port a reçu {number} navires de plus.")
        with pytest.raises(Stopped):
            indexed.writer(stopping_at(step)).refresh([indexed.root])
    indexed.refresh()
    store = Store(indexed.folder)
    named = {stored.id for name in store.generations() for stored in store.manifest(name).segments}
    assert {path.name for path in (indexed.folder / "segments").iterdir()} == named
    assert not list(indexed.folder.rglob("*.tmp"))


def test_the_last_generations_are_kept(collection: Collection) -> None:
    for number in range(6):
        collection.writer().put([article("a", f"النص رقم {number}.")])
    store = Store(collection.folder)
    texts = [store.load(name).articles["a"].article().text for name in store.generations()]
    assert texts == [f"النص رقم {number}." for number in (5, 4, 3)]
    assert len(texts) == KEPT_GENERATIONS


def flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.parametrize("damage", [flipped, cut, Path.unlink])
def test_a_damaged_file_is_noticed_and_never_used(indexed: Collection, damage: Callable[[Path], None]) -> None:
    new = indexed.texts()
    old = {name: text for name, text in new.items() if name != "new.txt"}
    store = Store(indexed.folder)
    second, first = (store.manifest(name) for name in store.generations())
    own = {
        f"segments/{second.segments[-1].id}",
        f"ledgers/{second.ledger.name}",
        f"generations/{current(indexed)}.json",
    }
    unused = {f"ledgers/{first.ledger.name}", f"generations/{store.generations()[1]}.json"}
    for name in files(indexed):
        if name == "CURRENT":
            continue
        copy = indexed.place / "copy"
        shutil.copytree(indexed.folder, copy)
        damage(copy / name)
        if damage is not Path.unlink or not name.startswith("generations/000001"):  # an old one may be gone
            assert verify(copy) != [], name
        if name in unused:
            assert open_index(copy).warning is None
        elif own & {name, str(Path(name).parent)}:
            generation = open_index(copy)
            assert "is damaged" in (generation.warning or "") and "jawab index PATH" in (generation.warning or "")
            assert {info.id: generation.article(info.id).text for info in generation.articles} == old
        else:
            with pytest.raises(IndexDamaged, match=r"jawab index PATH\.\.\. --index"):
                open_index(copy)
        shutil.rmtree(copy)


@pytest.mark.parametrize("content", [b"", b"000009-0123456789abcdef\n", b"\xff\xfe", b"../../etc"])
def test_a_damaged_pointer_falls_back_visibly(indexed: Collection, content: bytes) -> None:
    (indexed.folder / "CURRENT").write_bytes(content)
    assert indexed.open().warning is not None
    assert indexed.refresh().warning is not None
    assert indexed.open().warning is None


def test_without_a_pointer_the_generations_beside_it_are_not_forgotten(indexed: Collection) -> None:
    indexed.writer().put([article("single", "نص مفرد.")])
    before = indexed.texts()
    (indexed.folder / "CURRENT").unlink()
    assert "CURRENT is missing" in verify(indexed.folder)[0]
    with pytest.raises(IndexDamaged, match="mend it with: jawab index"):
        indexed.writer().put([article("other", "نص آخر.")])
    assert "CURRENT is missing" in (indexed.refresh().warning or "")
    assert indexed.open().warning is None
    assert indexed.texts() == before


def test_refreshing_mends_what_is_damaged(indexed: Collection) -> None:
    new = indexed.texts()
    for name in files(indexed):
        copy = Collection(indexed.place / "copy")
        shutil.copytree(indexed.folder, copy.folder)
        flipped(copy.folder / name)
        report = copy.refresh(indexed.root)
        assert copy.open().warning is None, name
        assert copy.texts() == new
        assert not report.warning or verify(copy.folder) == []
        shutil.rmtree(copy.place)


def test_a_damaged_index_takes_no_single_articles(indexed: Collection) -> None:
    flipped(indexed.folder / "generations" / f"{current(indexed)}.json")
    with pytest.raises(IndexDamaged, match="mend it with: jawab index"):
        indexed.writer().put([article("single", "نص.")])


def test_another_format_is_refused_with_the_command(indexed: Collection) -> None:
    path = indexed.folder / "generations" / f"{current(indexed)}.json"
    data = json.dumps({**json.loads(path.read_bytes()), "format": 99, "surprise": 1}).encode()
    name = generation_id(7, data)
    path.with_name(f"{name}.json").write_bytes(data)
    (indexed.folder / "CURRENT").write_text(name)
    for act in (indexed.open, indexed.refresh, lambda: verify(indexed.folder)):
        with pytest.raises(IndexMismatch, match=rf"has format 99, this jawab reads format {FORMAT};.*jawab index PATH"):
            act()


@pytest.mark.parametrize("exists", [True, False])
def test_no_index_says_which_command_makes_one(tmp_path: Path, exists: bool) -> None:
    folder = tmp_path / "index"
    if exists:
        folder.mkdir()
    with pytest.raises(IndexMissing, match=r"make one with: jawab index PATH\.\.\. --index"):
        open_index(folder)
    with pytest.raises(IndexStateError):
        verify(folder)


def test_a_file_is_no_index(collection: Collection) -> None:
    file = collection.root / "ar.txt"
    for act in (verify, open_index):
        with pytest.raises(InputError, match=r"ar\.txt is not the folder of an index but a file"):
            act(file)


def test_a_closed_index_is_told_and_not_taken_for_a_damaged_one(
    indexed: Collection, closed: Callable[[Path], Path]
) -> None:
    closed(indexed.folder / "generations")
    with pytest.raises(IndexStateError, match="generations may not be read: permission denied"):
        open_index(indexed.folder)
    closed(indexed.folder)
    for act in (verify, open_index):
        with pytest.raises(IndexStateError, match="CURRENT may not be read: permission denied"):
            act(indexed.folder)


def test_a_full_disk_is_told_and_leaves_the_old_generation(indexed: Collection) -> None:
    def full(source: Path, target: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(source))

    before = indexed.texts()
    with pytest.raises(IndexStateError, match=r"\.tmp cannot be written: No space left on device"):
        indexed.writer(Disk(UNSYNCED.fsync, full)).put([article("single", "نص مفرد.")])
    assert indexed.texts() == before


def test_a_second_writer_is_refused_while_the_first_writes(collection: Collection) -> None:
    with Store(collection.folder).lock(), pytest.raises(IndexLocked, match="another process is writing"):
        collection.refresh()
    assert collection.refresh().indexed == 2


def test_a_writer_in_another_process_is_noticed(collection: Collection) -> None:
    program = "import sys, filelock\nwith filelock.FileLock(sys.argv[1]): print(flush=True); sys.stdin.read()"
    collection.folder.mkdir()
    arguments = [sys.executable, "-c", program, str(collection.folder / "lock")]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(IndexLocked):
            collection.refresh()
    assert collection.refresh().indexed == 2


def test_a_reader_keeps_its_generation_while_a_writer_collects_it(indexed: Collection) -> None:
    held = indexed.open()
    passages = held.passage_count
    for number in range(KEPT_GENERATIONS + 1):
        indexed.write("long.txt", f"{number} {LONG}")
        indexed.refresh()
    assert held.id not in Store(indexed.folder).generations()
    assert held.article("long.txt").text == LONG
    assert len([held.passage(number).text for number in range(passages)]) == passages


def test_readers_see_one_whole_generation_while_a_writer_works(collection: Collection) -> None:
    """Each generation holds two articles with the same number."""
    done = Event()
    seen: list[tuple[str, ...]] = []

    def read() -> None:
        while not done.is_set():
            generation = collection.open()
            seen.append(tuple(generation.article(info.id).text[-2:] for info in generation.articles))

    collection.writer().put([article("a", "الأول 0."), article("b", "الثاني 0.")])
    reader = Thread(target=read)
    reader.start()
    for number in range(1, 9):
        collection.writer(UNSYNCED).put([article("a", f"الأول {number}."), article("b", f"الثاني {number}.")])
    done.set()
    reader.join()
    assert seen and all(len(texts) == 2 and texts[0] == texts[1] for texts in seen)


def test_every_file_is_synced_before_the_pointer_moves(collection: Collection) -> None:
    events: list[str] = []

    def fsync(descriptor: int) -> None:
        events.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))

    def replace(source: Path, target: Path) -> None:
        events.append(f"-> {target.name}")
        source.replace(target)

    if not Path("/proc/self/fd").exists():
        pytest.skip("only Linux tells which file a descriptor belongs to")
    collection.writer(Disk(fsync, replace)).refresh([collection.root])
    moved = events.index("-> CURRENT")
    folder = collection.folder
    for path in [*(folder / "segments" / "000001").iterdir(), folder / "segments" / "000001", folder / "segments"]:
        assert str(path) in events[:moved]
    assert str(folder / "generations") in events[:moved]
    assert events[-1] == str(folder)

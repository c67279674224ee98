"""`jawab verify`: every checksum and every invariant of an index, nothing taken from memory."""

from __future__ import annotations

from pathlib import Path

from jawab.errors import IndexDamaged, IndexStateError
from jawab.index.disk import Verifier
from jawab.index.invariants import snapshot_problems
from jawab.index.store import Store


def verify(folder: Path) -> list[str]:
    """What does not hold of the index, as sentences; empty when all does.

    The current generation is checked whole, the older ones that are kept by their checksums. Raises IndexMissing where
    there is no index, and IndexMismatch for another format.
    """
    store = Store(folder, verifier=Verifier())
    try:
        current = store.current()
        problems = snapshot_problems(store.load(current))
    except IndexDamaged as damage:
        return [f"{damage}; mend with: {store.command}"]
    for name in store.generations():
        if name != current:
            problems += _damage(store, name)
    return problems


def _damage(store: Store, name: str) -> list[str]:
    try:
        store.load(name)
    except IndexStateError as damage:
        return [f"older generation {name}: {damage}"]
    return []

"""What a file states about its article: the names it may use, and that it says one thing only."""

from __future__ import annotations

from collections.abc import Iterable

from jawab.corpus.unfit import UnfitError
from jawab.text import parse_date

FIELDS = {
    "id": "id",
    "title": "title",
    "published": "published",
    "date": "published",
    "language": "language",
    "lang": "language",
    "source": "source",
    "url": "url",
}
"""Names a file may give a field, in any letter case -> the field."""


def field_named(key: str) -> str | None:
    """The field that a file calls `key`."""
    return FIELDS.get(key.lower())


def stated(entries: Iterable[tuple[str, str | None, int]]) -> tuple[dict[str, str], dict[str, int]]:
    """(key, value, line) of a file -> its fields, and the line of each; other keys and values of None are left alone.

    Raises `UnfitError` where one field is given two values.
    """
    fields: dict[str, str] = {}
    lines: dict[str, int] = {}
    for key, value, line in entries:
        name = field_named(key)
        if name is None or value is None:
            continue
        if name in fields and _meaning(name, fields[name]) != _meaning(name, value):
            raise UnfitError(f"{name} is stated twice: “{fields[name][:60]}” and “{value[:60]}”", line)
        fields.setdefault(name, value)
        lines.setdefault(name, line)
    return fields, lines


def _meaning(name: str, value: str) -> object:
    return (parse_date(value) if name == "published" else None) or value.strip()

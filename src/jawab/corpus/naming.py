"""Article ids: a given name or a relative path mapped into [A-Za-z0-9._-]{1,128}, never two onto one, nor onto dots."""

from __future__ import annotations

import hashlib
import re

MAX_LENGTH = 128

# Dots alone are no id: browsers take . and .. in an address for folders.
_VALID = re.compile(rf"(?!\.+$)[A-Za-z0-9._-]{{1,{MAX_LENGTH}}}")
# Exactly one dot, before the extension: then every other dot of an id stands for a slash and can be read back.
_PLAIN_PATH = re.compile(r"(?:[A-Za-z0-9_-]+/)*[A-Za-z0-9_-]+\.[A-Za-z0-9]+")
_HASHED = re.compile(r"-[0-9a-f]{16}$")
_FOREIGN = re.compile(r"[^A-Za-z0-9_-]+")


def given_id(name: str) -> str:
    """A valid id as it is; anything else as its readable part and a hash of the whole."""
    return name if _VALID.fullmatch(name) else _hashed(name)


def path_id(relative: str) -> str:
    """The id of a file from its path below its root: `news/a.txt` is `news.a.txt`.

    A path whose dots could be mistaken for slashes, or that holds other characters, ends in a hash instead.
    """
    plain = relative.replace("/", ".")
    readable = _PLAIN_PATH.fullmatch(relative) and len(plain) <= MAX_LENGTH and not _HASHED.search(relative)
    return plain if readable else _hashed(relative)


def record_id(file_id: str, line: int) -> str:
    """The id of a record that has none of its own: its file's id and its line."""
    return given_id(f"{file_id}.{line}")


def rooted_id(default_id: str, root: str) -> str:
    """The id of an article below `root` where another root has a file of the same relative path."""
    return _hashed(default_id, f"{root}/{default_id}")


def _hashed(name: str, whole: str | None = None) -> str:
    digest = hashlib.sha256((whole or name).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    readable = _FOREIGN.sub("-", name).strip("-")[: MAX_LENGTH - 17]
    return f"{readable or 'article'}-{digest}"

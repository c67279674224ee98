"""API keys: made once, shown once, kept as hashes in one file that the service reads anew whenever it changes."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from filelock import FileLock
from pydantic import BaseModel, ConfigDict, StringConstraints, TypeAdapter, ValidationError

from jawab.errors import InputError, KeysUnreadable

PREFIX = "jawab_"
SECRET_BYTES = 32
"""So many random bytes cannot be guessed, which is why a plain hash keeps them safe."""


class Right(StrEnum):
    """What a key opens; writing includes reading."""

    READ = "read"
    WRITE = "write"


class Key(BaseModel):
    """One key as stored: who it is for, what it opens, and the SHA-256 of the secret."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}$")]
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    right: Right
    hash: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    created: datetime

    def opens(self, needed: Right) -> bool:
        """Whether this key is enough where `needed` is asked for."""
        return needed is Right.READ or self.right is Right.WRITE


_KEYS = TypeAdapter(tuple[Key, ...])


class KeyFile:
    """The keys in one file; what another process changes there counts from the next request on."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: tuple[int, int, int] | None = None
        self._keys: tuple[Key, ...] = ()

    def all(self) -> tuple[Key, ...]:
        """All keys, the oldest first; none where there is no file. Raises KeysUnreadable."""
        try:
            stat = self.path.stat()
            seen = (stat.st_mtime_ns, stat.st_ino, stat.st_size)
            if seen != self._seen:
                self._keys, self._seen = _KEYS.validate_json(self.path.read_bytes()), seen
        except FileNotFoundError:
            return ()
        except (OSError, ValidationError) as error:
            raise KeysUnreadable(f"{self.path}: not a file of keys that can be read; mend or remove it.") from error
        return self._keys

    def find(self, secret: str) -> Key | None:
        """The key with this secret; the time it takes does not tell how much of a guess was right."""
        given = _hash(secret)
        matches = [key for key in self.all() if hmac.compare_digest(key.hash, given)]
        return matches[0] if matches else None

    def create(self, name: str, right: Right) -> tuple[Key, str]:
        """A new key and its secret, which is stored nowhere. Raises InputError for a name that is empty or too long."""
        secret = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
        created = datetime.now(UTC).replace(microsecond=0)
        try:
            key = Key(id=secrets.token_hex(4), name=name, right=right, hash=_hash(secret), created=created)
        except ValidationError as error:
            raise InputError("Name the key's user in 1 to 100 characters.") from error
        with self._lock():
            self._write((*self.all(), key))
        return key, secret

    def revoke(self, key_id: str) -> Key:
        """Forget the key with this id. Raises InputError where there is none."""
        with self._lock():
            keys = self.all()
            for key in keys:
                if key.id == key_id:
                    self._write(tuple(other for other in keys if other is not key))
                    return key
        raise InputError(f"{self.path}: no key has the id {key_id!r}; `jawab key list` shows them.")

    @contextmanager
    def _lock(self) -> Iterator[None]:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.path.with_name(self.path.name + ".lock")).acquire()
        except OSError as error:
            raise InputError(f"{self.path.parent}: cannot hold keys: {error.strerror}") from error
        with lock:
            yield

    def _write(self, keys: tuple[Key, ...]) -> None:
        """Replace the file at once, readable by its owner alone."""
        try:
            handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=self.path.name)
            with os.fdopen(handle, "wb") as file:
                file.write(_KEYS.dump_json(keys, indent=1))
                file.flush()
                os.fsync(handle)
            Path(name).replace(self.path)
        except OSError as error:
            raise InputError(f"{self.path}: cannot be written: {error.strerror}") from error


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()

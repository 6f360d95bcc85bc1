"""A file that nobody touched is not read again; one that somebody did is."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path
from typing import Any

import pytest

from briefpress.press import sealed
from briefpress.press.files import Hashes
from briefpress.press.manifest import digest


def later() -> int:
    return time.time_ns() + 10_000_000_000


def seen(tmp_path: Path, content: bytes = b"one") -> Path:
    """A file whose hash is kept in ``tmp_path/hashes``, ten seconds after it was written."""
    path = tmp_path / "file"
    path.write_bytes(content)
    hashes = Hashes(tmp_path / "hashes", later)
    hashes.of(path)
    hashes.write()
    return path


def again(tmp_path: Path) -> tuple[str, int]:
    """The hash of the file by what is kept, and how many files were read for it."""
    hashes = Hashes(tmp_path / "hashes", later)
    found = hashes.of(tmp_path / "file")
    return found, hashes.read


def test_a_file_that_is_as_it_was_is_not_read(tmp_path: Path) -> None:
    seen(tmp_path)
    assert again(tmp_path) == (digest(b"one"), 0)


def test_a_file_of_another_size_is_read(tmp_path: Path) -> None:
    path = seen(tmp_path)
    stat = path.stat()
    path.write_bytes(b"three")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert again(tmp_path) == (digest(b"three"), 1)


def test_a_file_with_its_old_size_and_its_old_time_set_back_is_read(tmp_path: Path) -> None:
    path = seen(tmp_path)
    stat = path.stat()
    path.write_bytes(b"two")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert again(tmp_path) == (digest(b"two"), 1)


def test_a_file_that_another_was_renamed_to_is_read(tmp_path: Path) -> None:
    path = seen(tmp_path)
    stat = path.stat()
    other = tmp_path / "other"
    other.write_bytes(b"two")
    os.utime(other, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    os.replace(other, path)
    assert again(tmp_path) == (digest(b"two"), 1)


def test_a_touched_file_is_read_once(tmp_path: Path) -> None:
    path = seen(tmp_path)
    os.utime(path, (1, 1))
    hashes = Hashes(tmp_path / "hashes", later)
    assert [hashes.of(path), hashes.of(path), hashes.read] == [digest(b"one")] * 2 + [1]


@pytest.mark.parametrize("clock", [0, -3_600_000_000_000], ids=["just now", "the clock went back"])
def test_a_file_that_changed_just_before_it_was_read_is_read_again(
    tmp_path: Path, clock: int
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"one")
    hashes = Hashes(tmp_path / "hashes", lambda: path.stat().st_mtime_ns + clock)
    hashes.of(path)
    hashes.write()
    assert again(tmp_path) == (digest(b"one"), 1)


def test_a_file_that_changes_while_it_is_read_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"one")
    file_digest = hashlib.file_digest

    def meanwhile(file: Any, name: str) -> Any:
        found = file_digest(file, name)
        path.write_bytes(b"three")
        return found

    hashes = Hashes(tmp_path / "hashes", later)
    with monkeypatch.context() as during:
        during.setattr(hashlib, "file_digest", meanwhile)
        hashes.of(path)
    hashes.write()
    assert again(tmp_path) == (digest(b"three"), 1)


@pytest.mark.parametrize(
    "damage", [lambda kept: kept[:-1], lambda kept: kept + b" ", lambda _: b""]
)
def test_kept_hashes_that_are_damaged_are_not_used(tmp_path: Path, damage) -> None:
    seen(tmp_path)
    kept = tmp_path / "hashes"
    kept.write_bytes(damage(kept.read_bytes()))
    assert again(tmp_path) == (digest(b"one"), 1)


def test_a_hash_that_somebody_wrote_in_by_hand_is_not_used(tmp_path: Path) -> None:
    seen(tmp_path)
    kept = tmp_path / "hashes"
    kept.write_bytes(kept.read_bytes().replace(digest(b"one").encode(), digest(b"x").encode()))
    assert again(tmp_path) == (digest(b"one"), 1)


def test_a_file_that_is_not_asked_for_this_time_is_remembered_until_it_is_gone(
    tmp_path: Path,
) -> None:
    path = seen(tmp_path)
    for name in ("other", "another"):
        (tmp_path / name).write_bytes(b"x")
        hashes = Hashes(tmp_path / "hashes", later)
        hashes.of(tmp_path / name)
        hashes.write()
        kept = str(path).encode() in (sealed.read(tmp_path / "hashes") or b"")
        assert kept is path.exists()
        path.unlink(missing_ok=True)


def test_where_nothing_can_be_written_files_are_hashed_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "no folder").write_bytes(b"")
    path = seen(tmp_path)
    hashes = Hashes(tmp_path / "no folder/hashes", later)
    assert hashes.of(path) == digest(b"one")
    hashes.write()

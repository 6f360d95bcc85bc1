"""A file is written whole or not at all, and nothing is left beside it."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path
from typing import Any

import pytest

from briefpress.press.publish import write_whole


def test_a_new_file_is_written_and_its_folders_are_made(tmp_path: Path) -> None:
    path = tmp_path / "country/deep/PAK-pakistan.en.pdf"
    write_whole(path, b"%PDF")
    assert path.read_bytes() == b"%PDF"
    assert os.listdir(path.parent) == [path.name]


@pytest.mark.parametrize("content", [b"", b"new", b"x" * 3_000_000])
def test_an_old_file_gives_way_to_the_new_one(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")
    write_whole(path, content)
    assert path.read_bytes() == content
    assert os.listdir(tmp_path) == ["a.pdf"]


def test_a_published_file_can_be_read_by_everyone(tmp_path: Path) -> None:
    write_whole(tmp_path / "a.pdf", b"x")
    assert stat.S_IMODE((tmp_path / "a.pdf").stat().st_mode) == 0o644


@pytest.mark.parametrize("error", [OSError(28, "No space left"), KeyboardInterrupt()])
@pytest.mark.parametrize("step", ["fsync", "replace", "fdopen"])
def test_a_failing_step_leaves_the_old_file_and_no_temporary_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: BaseException
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")
    opened: list[int] = []

    def fail(*given: Any, **_: Any) -> None:
        opened.extend(given[:1] if step == "fdopen" else [])
        raise error

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(type(error)):
        write_whole(path, b"new")
    monkeypatch.undo()
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.pdf"]
    for handle in opened:
        os.close(handle)


def test_a_failing_first_write_leaves_no_file_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="Input/output"):
        write_whole(tmp_path / "a.pdf", b"new")
    assert os.listdir(tmp_path) == []


def test_the_content_is_on_the_disk_before_it_takes_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")
    steps: list[str] = []
    fsync, replace = os.fsync, os.replace

    def noted_fsync(handle: int) -> None:
        assert os.fstat(handle).st_size == 3
        steps.append("fsync")
        fsync(handle)

    def noted_replace(source: Any, target: Any) -> None:
        assert Path(source).parent == tmp_path
        assert Path(source).read_bytes() == b"new"
        assert path.read_bytes() == b"old"
        steps.append("replace")
        replace(source, target)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(os, "replace", noted_replace)
    write_whole(path, b"new")
    assert steps == ["fsync", "replace"]


def test_a_folder_in_the_way_is_an_error_and_stays(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").mkdir()
    with pytest.raises(OSError, match=r"a\.pdf"):
        write_whole(tmp_path / "a.pdf", b"new")
    assert os.listdir(tmp_path) == ["a.pdf"]


def test_two_writers_never_leave_a_mixture(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    contents = {b"a" * 70_000, b"b" * 70_000}
    seen: set[bytes] = set()

    def write(content: bytes) -> None:
        for _ in range(15):
            write_whole(path, content)

    write_whole(path, b"a" * 70_000)
    writers = [threading.Thread(target=write, args=(content,)) for content in contents]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        seen.add(path.read_bytes())
    for writer in writers:
        writer.join()
    assert seen <= contents
    assert os.listdir(tmp_path) == ["a.pdf"]

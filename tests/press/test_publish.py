"""A file is written whole or not at all, and nothing is left beside it."""

from __future__ import annotations

import errno
import os
import stat
import threading
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from briefpress.errors import BriefError, DiskError
from briefpress.press.publish import explained, remove_strays, require_sound, staged, write_whole


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
        of = os.fstat(handle)
        folder = stat.S_ISDIR(of.st_mode)
        assert folder or of.st_size == 3
        steps.append("fsync of the folder" if folder else "fsync")
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
    assert steps == ["fsync", "replace", "fsync of the folder"]


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


THREE = {"country/KEN.pdf": b"%PDF new", "country/KEN.json": b"{}", "country/KEN.png": b"PNG"}


def test_files_that_belong_together_get_their_names_when_all_are_on_the_disk(
    tmp_path: Path,
) -> None:
    (tmp_path / "country").mkdir()
    (tmp_path / "country/KEN.pdf").write_bytes(b"old")
    with staged(tmp_path, THREE) as new:
        assert {name: (tmp_path / new[name]).read_bytes() for name in THREE} == THREE
        assert (tmp_path / "country/KEN.pdf").read_bytes() == b"old"
        assert len(os.listdir(tmp_path / "country")) == 4
    assert {name: (tmp_path / name).read_bytes() for name in THREE} == THREE
    assert len(os.listdir(tmp_path / "country")) == 3


def test_files_are_staged_and_put_below_a_relative_folder_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with staged(Path("build"), THREE) as new:
        assert all(Path("build", name).is_file() for name in new.values())
        assert all(not Path(name).is_absolute() for name in new.values())
    assert {name: Path("build", name).read_bytes() for name in THREE} == THREE


def test_none_of_the_files_that_belong_together_is_published_when_something_is_wrong(
    tmp_path: Path,
) -> None:
    with pytest.raises(BriefError), staged(tmp_path, THREE):
        raise BriefError("is not tagged")
    assert os.listdir(tmp_path / "country") == []


def test_a_disk_that_is_full_at_the_third_file_leaves_nothing_of_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsync, calls = os.fsync, []

    def full(handle: int) -> None:
        calls.append(handle)
        if len(calls) == 3:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        fsync(handle)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match=r"KEN\.png"), staged(tmp_path, THREE):
        pytest.fail("it was not all on the disk")
    assert os.listdir(tmp_path / "country") == []


def test_a_disk_that_gives_back_other_bytes_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.pdf").write_bytes(b"old")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", lambda _: b"neu")
        with pytest.raises(OSError, match="read back"):
            write_whole(tmp_path / "a.pdf", b"new")
    assert (tmp_path / "a.pdf").read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.pdf"]


@pytest.mark.parametrize(
    ("number", "what_to_do"),
    [
        (errno.ENOSPC, "Make room there"),
        (errno.EACCES, "Allow writing there"),
        (errno.EROFS, "Allow writing there"),
        (errno.ENOTDIR, "move that away"),
        (errno.EIO, "Look after the disk"),
    ],
)
def test_what_the_disk_refuses_is_said_with_the_file_the_reason_and_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, what_to_do: str
) -> None:
    def refuse(*_: Any) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(DiskError) as caught, explained(tmp_path):
        write_whole(tmp_path / "country/KEN.pdf", b"new")
    said = str(caught.value)
    assert said.startswith(f"{tmp_path / 'country/KEN.pdf'}: cannot be written: ")
    assert os.strerror(number) in said
    assert what_to_do in said


def test_a_file_where_a_folder_must_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "country").write_text("notes")
    said = r"country/KEN\.pdf: cannot be written: .* move that away"
    with pytest.raises(DiskError, match=said), explained(tmp_path):
        write_whole(tmp_path / "country/KEN.pdf", b"new")
    assert (tmp_path / "country").read_text() == "notes"


def a_pdf(path: Path, pages: int = 2, *, tagged: bool = True) -> Path:
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page()
        if tagged:
            pdf.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
        pdf.save(path)
    return path


def test_a_pdf_is_published_only_if_it_opens_is_tagged_and_has_its_pages(tmp_path: Path) -> None:
    require_sound(a_pdf(tmp_path / "good.pdf"), 2)
    with pytest.raises(BriefError, match="its PDF has 2 pages and should have 3"):
        require_sound(a_pdf(tmp_path / "short.pdf"), 3)
    with pytest.raises(BriefError, match="its PDF is not tagged"):
        require_sound(a_pdf(tmp_path / "plain.pdf", tagged=False), 2)
    whole = (tmp_path / "good.pdf").read_bytes()
    for content in (b"<html>", b"", whole[: len(whole) // 3]):
        (tmp_path / "no.pdf").write_bytes(content)
        with pytest.raises(BriefError, match="its PDF does not open"):
            require_sound(tmp_path / "no.pdf", 2)


def test_strays_of_killed_builds_are_removed_and_nothing_else(tmp_path: Path) -> None:
    ours = [".manifest.json.ab12_xyz.briefpress-new", "country/.K é.pdf.abcdefgh.briefpress-new"]
    other = [
        ".lock",
        ".hidden",
        "country/KEN.pdf",
        ".a.briefpress-new",
        "b.briefpress-new",
        ".b.tmp",
    ]
    for name in (*ours, *other, ".cache/.making-ab12_xyz/a.parquet", ".cache/0123/a.parquet"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    remove_strays(tmp_path)
    left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {*other, ".cache/0123/a.parquet"}


def test_what_is_staged_is_known_as_a_stray(tmp_path: Path) -> None:
    left: list[str] = []
    with pytest.raises(FileNotFoundError), staged(tmp_path, THREE):  # noqa: PT012
        remove_strays(tmp_path)
        left += os.listdir(tmp_path / "country")
    assert left == []

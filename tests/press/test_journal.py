"""What a killed build had finished is known, by hash; what it had begun is finished."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest

from briefpress.press import journal, manifest
from briefpress.press.journal import Journal, Line
from briefpress.press.publish import staged


def entry(brief: str, files: dict[str, bytes]) -> manifest.Entry:
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    return {"title": brief, "state": "fresh", "sha256": digests, "fingerprint": brief}


def files_of(brief: str, content: str) -> dict[str, bytes]:
    return {f"{brief}.{end}": f"{content} {end}".encode() for end in ("pdf", "json", "png")}


def publish(out: Path, book: Journal, brief: str, content: str = "one") -> None:
    files = files_of(brief, content)
    with staged(out, files) as new:
        book.note(Line(brief, entry(brief, files), new))


def begun(out: Path, brief: str, renamed: int, content: str = "two") -> None:
    """Leave a brief as a kill does that comes after some of its files have got their names."""
    files = files_of(brief, content)
    new = {name: f".{name}.abcdefgh.briefpress-new" for name in files}
    for at, name in enumerate(files):
        (out / (name if at < renamed else new[name])).write_bytes(files[name])
    with Journal(out, {}) as book:
        book.note(Line(brief, entry(brief, files), new))


def contents(out: Path, brief: str) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in files_of(brief, "")}


def test_what_is_noted_is_found_finished(tmp_path: Path) -> None:
    with Journal(tmp_path, {"briefpress": "1"}) as book:
        publish(tmp_path, book, "KEN")
        publish(tmp_path, book, "PAK")
    assert journal.pending(tmp_path)
    before = journal.before(tmp_path)
    assert before.finished == {"KEN", "PAK"}
    assert before.briefs["KEN"] == entry("KEN", files_of("KEN", "one"))
    assert before.files == files_of("KEN", "").keys() | files_of("PAK", "").keys()


def test_an_empty_journal_is_none(tmp_path: Path) -> None:
    with Journal(tmp_path, {}) as book:
        publish(tmp_path, book, "KEN")
        book.empty()
    assert not journal.pending(tmp_path)
    assert journal.before(tmp_path).finished == frozenset()
    assert sorted(os.listdir(tmp_path)) == sorted(files_of("KEN", ""))


@pytest.mark.parametrize("renamed", [0, 1, 2, 3])
def test_a_brief_whose_files_were_about_to_take_their_names_is_finished(
    tmp_path: Path, renamed: int
) -> None:
    for name, content in files_of("KEN", "one").items():
        (tmp_path / name).write_bytes(content)
    begun(tmp_path, "KEN", renamed)
    assert journal.before(tmp_path).finished == {"KEN"}
    assert contents(tmp_path, "KEN") == files_of("KEN", "two")
    assert sorted(os.listdir(tmp_path)) == [journal.NAME, *sorted(files_of("KEN", ""))]


@pytest.mark.parametrize("damage", ["torn", "gone"])
def test_a_brief_whose_staged_file_is_not_as_noted_is_not_finished(
    tmp_path: Path, damage: str
) -> None:
    begun(tmp_path, "KEN", 1)
    staged_png = tmp_path / ".KEN.png.abcdefgh.briefpress-new"
    staged_png.write_bytes(b"tw") if damage == "torn" else staged_png.unlink()
    before = journal.before(tmp_path)
    assert (before.finished, before.briefs) == (frozenset(), {})
    assert not (tmp_path / "KEN.png").exists()


def test_a_file_that_was_changed_after_the_kill_is_not_taken(tmp_path: Path) -> None:
    with Journal(tmp_path, {}) as book:
        publish(tmp_path, book, "KEN")
        publish(tmp_path, book, "PAK")
    (tmp_path / "KEN.json").write_bytes(b"another")
    assert journal.before(tmp_path).finished == {"PAK"}


def test_a_journal_cut_anywhere_gives_the_briefs_of_its_whole_lines(tmp_path: Path) -> None:
    with Journal(tmp_path, {"briefpress": "1"}) as book:
        ends = []
        for brief in ("KEN", "PAK", "UGA"):
            publish(tmp_path, book, brief)
            ends.append((tmp_path / journal.NAME).stat().st_size)
    whole = (tmp_path / journal.NAME).read_bytes()
    around = {end + by for end in ends for by in (-2, -1, 0, 1)}
    for cut in sorted({*range(0, len(whole), 29), *around}):
        (tmp_path / journal.NAME).write_bytes(whole[:cut])
        # the line break itself may be missing
        expected = [brief for brief, end in zip(("KEN", "PAK", "UGA"), ends, strict=True)
                    if cut >= end - 1]  # fmt: skip
        assert [line.brief for line in journal.read(tmp_path)] == expected, cut


def test_a_build_that_goes_on_writes_behind_a_torn_line(tmp_path: Path) -> None:
    with Journal(tmp_path, {}) as book:
        publish(tmp_path, book, "KEN")
    with (tmp_path / journal.NAME).open("ab") as file:
        file.write(b'{"brief": "PAK", "entry": {"sha2')
    with Journal(tmp_path, {}) as book:
        publish(tmp_path, book, "UGA")
    assert journal.before(tmp_path).finished == {"KEN", "UGA"}


def test_the_last_of_two_lines_of_a_brief_counts(tmp_path: Path) -> None:
    for content in ("one", "two"):
        with Journal(tmp_path, {}) as book:
            publish(tmp_path, book, "KEN", content)
    before = journal.before(tmp_path)
    assert before.briefs["KEN"]["sha256"] == entry("KEN", files_of("KEN", "two"))["sha256"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 500,
        b"not ours\n",
        b'[]\n5\nnull\n"journal"\n',
        b'{"journal": 2}\n{"brief": "KEN", "entry": {"sha256": {}}, "staged": {}}\n',
        b'{"journal": 1}\n{"brief": "K", "entry": {"state": "fresh", "sha256": {}}, "staged": {}}',
        b'{"journal": 1}\n{"brief": "KEN", "entry": {"sha256": {"../x": ""}}, "staged": {}}\n',
        b'{"journal": 1}\n{"brief": "K", "entry": {"sha256": {"x": ""}}, "staged": {"x": "/y"}}\n',
        b'{"journal": 1}\n{"brief": "KEN", "entry": 5, "staged": {}}\n{"brief": "KEN"}\n',
        b'{"brief": "KEN", "entry": {"sha256": {}}, "staged": {}}\n',
    ],
)
def test_what_is_no_journal_of_ours_gives_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / journal.NAME).write_bytes(content)
    assert journal.pending(tmp_path)
    assert journal.before(tmp_path).finished == frozenset()


def test_a_line_is_on_the_disk_before_the_files_have_their_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[bytes] = []
    fsync, replace = os.fsync, os.replace

    def noted(handle: int) -> None:
        fsync(handle)
        if os.path.samestat(os.fstat(handle), (tmp_path / journal.NAME).stat()):
            synced.append((tmp_path / journal.NAME).read_bytes())

    def renamed(source: Any, target: Any) -> None:
        assert json.loads(synced[-1].splitlines()[-1])["brief"] == "KEN"
        replace(source, target)

    with Journal(tmp_path, {}) as book:
        monkeypatch.setattr(os, "fsync", noted)
        monkeypatch.setattr(os, "replace", renamed)
        publish(tmp_path, book, "KEN")
    assert len(synced) == 1


def test_a_journal_that_cannot_be_written_names_itself_and_nothing_is_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with Journal(tmp_path, {}) as book, monkeypatch.context() as patch:
        files = files_of("KEN", "one")
        with pytest.raises(OSError, match=journal.NAME), staged(tmp_path, files) as new:  # noqa: PT012
            patch.setattr(os, "fsync", full)
            book.note(Line("KEN", entry("KEN", files), new))
    assert os.listdir(tmp_path) == [journal.NAME]
    assert journal.before(tmp_path).finished == frozenset()

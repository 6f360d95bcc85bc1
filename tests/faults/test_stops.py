"""Builds that are stopped by what can happen to a machine, and what is there afterwards."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import small

from briefpress import config, sources
from briefpress.errors import BriefError, DiskError, ProjectError, UnfinishedError
from briefpress.press import build as press
from briefpress.press import journal, lock, progress
from briefpress.press.build import Outcome

HERE = Path(__file__).parent
COUNTRIES = ("KEN", "PAK", "UGA")
BRIEFS = [f"country/{code}/en" for code in COUNTRIES]
KENYA = {f"country/KEN-kenya.en.{end}" for end in ("pdf", "json", "png")}


class Reporter(progress.Reporter):
    """Notes what it is told, and does something when a brief is done."""

    def __init__(self, then: Callable[[], None] = lambda: None) -> None:
        self.said: list[str] = []
        self.then = then

    def note(self, line: str) -> None:
        self.said.append(line)

    def made(self, brief: str, pages: int, seconds: float) -> None:
        self.then()


def build(root: Path, out: Path, *selectors: str, reporter: Reporter | None = None) -> Outcome:
    return press.build(config.load(root), out, selectors, 1, reporter or Reporter())


def run(*words: str, code: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command line in a process; ``code`` goes before, and can spoil things."""
    script = f"{code}\nfrom briefpress.cli import main\nmain({list(words)!r})"
    return subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd=HERE
    )


def states(out: Path) -> dict[str, str]:
    return {brief: entry["state"] for brief, entry in small.manifest(out)["briefs"].items()}


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    """What clean builds of the project's two states leave."""
    folder = tmp_path_factory.mktemp("clean")
    found = {}
    for state in ("one", "two"):
        build(small.write(folder / "project", state, COUNTRIES), folder / state)
        found[state] = small.everything(folder / state)
    return found


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small.write(tmp_path / "project", "one", COUNTRIES)


@pytest.fixture
def out(tmp_path: Path, clean: dict[str, dict[str, bytes]]) -> Path:
    """An output folder with the edition of state one."""
    for name, content in clean["one"].items():
        (tmp_path / "out" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "out" / name).write_bytes(content)
    return tmp_path / "out"


@pytest.fixture
def changed(root: Path, out: Path) -> Path:
    """The project in state two, which ``out`` is not built from yet."""
    return small.write(root, "two", COUNTRIES)


def require_whole(out: Path, clean: dict[str, dict[str, bytes]]) -> None:
    """Every file that a reader sees is one of the two editions', and none is missing."""
    found = small.published(out)
    assert found.keys() == clean["one"].keys()
    for name, content in found.items():
        assert content in (clean["one"][name], clean["two"][name]), name


# The disk


@pytest.mark.parametrize(("call", "number"), [("fsync", errno.EIO), ("replace", errno.ENOSPC)])
@pytest.mark.parametrize("at", [1, 3, 6, 9, 11])
def test_a_disk_that_fails_at_any_step_stops_the_build_and_the_next_one_goes_on(
    clean: dict[str, dict[str, bytes]],
    changed: Path,
    out: Path,
    monkeypatch: pytest.MonkeyPatch,
    call: str,
    number: int,
    at: int,
) -> None:
    true, calls = getattr(os, call), []

    def fail(*given: Any) -> None:
        calls.append(given)
        if len(calls) >= at:  # and whatever comes after
            raise OSError(number, os.strerror(number))
        true(*given)

    with monkeypatch.context() as patch:
        patch.setattr(os, call, fail)
        with pytest.raises(DiskError) as caught:
            build(changed, out)
    assert caught.value.exit_code == 1
    said = str(caught.value)
    assert said.startswith(str(out))
    assert f": cannot be written: {os.strerror(number)}. " in said
    assert said.endswith("build again")
    require_whole(out, clean)
    assert small.everything(out)["manifest.json"] == clean["one"]["manifest.json"]
    build(changed, out)
    assert small.everything(out) == clean["two"]


LIMITED = """\
from resource import RLIM_INFINITY, RLIMIT_FSIZE, setrlimit
from briefpress.press import publish
stage = publish._stage
def limited(path, content):  # while files are published: WeasyPrint writes fonts that are larger
    setrlimit(RLIMIT_FSIZE, (9000, RLIM_INFINITY))
    try:
        return stage(path, content)
    finally:
        setrlimit(RLIMIT_FSIZE, (RLIM_INFINITY, RLIM_INFINITY))
publish._stage = limited
"""


def test_a_limit_on_the_size_of_files_is_no_loss(
    clean: dict[str, dict[str, bytes]], changed: Path, out: Path
) -> None:
    result = run("build", str(changed), "--out", str(out), "--workers", "1", code=LIMITED)
    assert result.returncode == 1, result.stderr
    assert "Traceback" not in result.stderr
    assert ": cannot be written: File too large. Raise the limit" in result.stderr
    require_whole(out, clean)
    again = run("build", str(changed), "--out", str(out), "--workers", "1")
    assert again.returncode == 0, again.stderr
    assert small.everything(out) == clean["two"]


def test_a_file_in_place_of_a_briefs_folder_is_said_and_stays(root: Path, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new/country").write_text("my notes")
    result = run("build", str(root), "--out", str(tmp_path / "new"), "--workers", "1")
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert "country/KEN-kenya.en.pdf: cannot be written: " in result.stderr
    assert "Something else has its name: move that away and build again" in result.stderr
    assert (tmp_path / "new/country").read_text() == "my notes"
    assert not (tmp_path / "new/manifest.json").exists()


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.EROFS, "Read-only file system"), (errno.EACCES, "Permission denied")],
)
def test_an_output_folder_that_takes_nothing_is_said_before_anything_is_done(
    clean: dict[str, dict[str, bytes]],
    changed: Path,
    out: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    said: str,
) -> None:
    true = os.open

    def refuse(path: Any, flags: int, *more: Any, **named: Any) -> int:
        if flags & (os.O_CREAT | os.O_WRONLY | os.O_RDWR) and str(path).startswith(str(out)):
            raise OSError(number, os.strerror(number), path)
        return true(path, flags, *more, **named)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", refuse)
        with pytest.raises(ProjectError) as caught:
            build(changed, out)
    assert caught.value.exit_code == 2
    assert str(caught.value).startswith(f"{out}: cannot be written: {said}. Allow")
    assert small.everything(out) == clean["one"]


def test_nothing_to_do_needs_no_right_to_write(
    root: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        pytest.fail("something is written")

    monkeypatch.setattr(lock, "held", refuse)
    assert build(root, out).kept == BRIEFS


def test_a_pdf_that_is_not_sound_is_not_published(
    clean: dict[str, dict[str, bytes]], changed: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsound(path: Path, pages: int) -> None:
        assert path.read_bytes().startswith(b"%PDF")
        assert pages == 1
        if "KEN" in path.name:
            raise BriefError("its PDF has 2 pages and should have 1")

    monkeypatch.setattr("briefpress.press.edition.require_sound", unsound)
    outcome = build(changed, out)
    assert outcome.failed == {BRIEFS[0]: "country/KEN/en: its PDF has 2 pages and should have 1"}
    assert states(out) == dict(zip(BRIEFS, ("stale", "fresh", "fresh"), strict=True))
    found = small.published(out)
    assert {name: found[name] for name in KENYA} == {name: clean["one"][name] for name in KENYA}
    assert found.keys() == clean["one"].keys()


# The clock


def test_a_clock_that_went_back_changes_no_byte(
    clean: dict[str, dict[str, bytes]], root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "time", lambda: 86_400.0)
    monkeypatch.setattr(time, "time_ns", lambda: 86_400_000_000_000)
    build(root, tmp_path / "new")
    assert small.everything(tmp_path / "new") == clean["one"]


def test_a_change_is_seen_though_the_file_is_older_than_before(root: Path, tmp_path: Path) -> None:
    words = ("build", str(root), "--out", str(tmp_path / "new"), "--workers", "1")
    assert run(*words).returncode == 0
    path = root / "data/activities.csv"
    path.write_text(path.read_text().replace("Work in PAK,2021", "Work in PAK,2022"))
    os.utime(path, (1_000_000_000, 1_000_000_000))
    result = run(*words)
    assert "1 brief made, 2 kept" in result.stdout, result.stderr


# Files that change while they are read


def during_reading(monkeypatch: pytest.MonkeyPatch, change: Callable[[], None]) -> None:
    true = sources.read

    def read(project: config.Project) -> sources.Reading:
        found = true(project)
        change()
        return found

    monkeypatch.setattr(sources, "read", read)


def renamed_away(path: Path) -> None:
    path.rename(path.with_suffix(".bak"))


def put_back(path: Path) -> None:
    """Another content meanwhile, then the old one again, with its old time."""
    before, content = path.stat(), path.read_bytes()
    path.write_bytes(content.replace(b"KEN", b"TZA"))
    path.write_bytes(content)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.mark.parametrize(
    "change",
    [lambda path: path.write_text(path.read_text() + "A9,New,\n"), renamed_away, put_back],
    ids=["grows", "is gone", "was another and is itself again"],
)
def test_data_that_changes_while_it_is_read_is_not_used(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None]
) -> None:
    path = root / "data/activities.csv"
    with monkeypatch.context() as patch:
        during_reading(patch, lambda: change(path))
        with pytest.raises(ProjectError) as caught:
            build(root, tmp_path / "new")
    assert caught.value.exit_code == 2
    said = "data/activities.csv: has changed while it was read, so nothing was made of it."
    assert str(caught.value).startswith(said)
    assert not (tmp_path / "new").exists()  # nor is it in the cache


def test_a_table_that_appears_while_the_data_is_read_is_seen(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    during_reading(monkeypatch, (root / "data/themes.csv").touch)
    with pytest.raises(ProjectError, match=r"data/themes\.csv: has changed while it was read"):
        build(root, tmp_path / "new")


@pytest.mark.parametrize("name", ["templates/country.html", "charts/new.py", "briefs.toml"])
def test_a_template_chart_or_setting_that_changes_meanwhile_stops_the_build(
    clean: dict[str, dict[str, bytes]], changed: Path, out: Path, name: str
) -> None:
    before = (changed / name).read_text() if (changed / name).exists() else ""

    def change() -> None:
        (changed / name).parent.mkdir(exist_ok=True)
        (changed / name).write_text(f"{before}\n")

    with pytest.raises(UnfinishedError, match="has changed while briefs were made") as caught:
        build(changed, out, reporter=Reporter(change))
    assert str(caught.value).startswith(f"{name}: ")
    assert caught.value.exit_code == 1
    require_whole(out, clean)
    (changed / name).write_text(before) if before else (changed / name).unlink()
    again = Reporter()
    assert build(changed, out, reporter=again).made == BRIEFS[1:]
    assert again.said == ["1 brief was finished by a build that was interrupted"]
    assert small.everything(out) == clean["two"]


def test_what_is_no_input_may_change_meanwhile(
    clean: dict[str, dict[str, bytes]], changed: Path, out: Path
) -> None:
    def change() -> None:
        (changed / "templates/.country.html.swp").write_text("an editor is open")
        (changed / "notes.txt").write_text("x")

    assert build(changed, out, reporter=Reporter(change)).made == BRIEFS
    assert small.everything(out) == clean["two"]


# Builds that are interrupted


def test_who_presses_ctrl_c_keeps_every_brief_as_this_build_or_the_last_made_it(
    clean: dict[str, dict[str, bytes]], changed: Path, out: Path
) -> None:
    def press_it() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(changed, out, reporter=Reporter(press_it))
    assert states(out) == dict(zip(BRIEFS, ("fresh", "stale", "stale"), strict=True))
    found = small.published(out)
    assert found.keys() == clean["one"].keys()
    for name in found.keys() - {"index.html", "manifest.json"}:
        assert found[name] == clean["two" if name in KENYA else "one"][name]
    assert build(changed, out).made == BRIEFS[1:]
    assert small.everything(out) == clean["two"]


KILLED = """\
import kills
fault = kills.killed_before({}, "replace", where="country/")
fault.__enter__()
"""


def test_a_build_after_a_kill_says_what_was_finished_and_makes_the_rest(
    clean: dict[str, dict[str, bytes]], changed: Path, out: Path
) -> None:
    words = ("build", str(changed), "--out", str(out), "--workers", "1")
    assert run(*words, code=KILLED.format(6)).returncode == -9
    assert journal.pending(out)
    require_whole(out, clean)
    checked = run("check", str(changed), "--out", str(out))
    assert f"{out}: a build is at work here, or was interrupted" in checked.stderr
    again = run(*words)
    assert "2 briefs were finished by a build that was interrupted\n" in again.stderr
    assert "1 brief made, 2 kept" in again.stdout
    assert small.everything(out) == clean["two"]


def test_a_journal_that_is_left_is_ended_though_every_file_is_in_place(
    clean: dict[str, dict[str, bytes]], root: Path, out: Path
) -> None:
    (out / journal.NAME).write_bytes(b"")
    (out / "index.html").write_text("the gallery of the build that was killed")
    outcome = build(root, out)
    assert (outcome.made, outcome.kept) == ([], BRIEFS)
    assert small.everything(out) == clean["one"]


# Briefs that fail


BROKEN = "{% if brief.key == 'KEN' %}{{ activities.totel }}{% endif %}"


def broken(root: Path, more: str = "") -> None:
    page = root / "templates/country.html"
    page.write_text(page.read_text() + BROKEN + more)


def test_a_brief_that_fails_again_and_again_keeps_its_last_good_files(
    clean: dict[str, dict[str, bytes]], changed: Path, out: Path
) -> None:
    broken(changed)
    for more in ("", "", " "):  # the same again, then something else changed
        broken(changed, more) if more else None
        result = run("build", str(changed), "--out", str(out), "--workers", "1")
        assert result.returncode == 1
        assert "1 brief failed, named above." in result.stderr
        entry = small.manifest(out)["briefs"][BRIEFS[0]]
        assert entry["state"] == "stale"
        assert "'activities.totel' is not among" in entry["reason"]
        found = small.published(out)
        assert {name: found[name] for name in KENYA} == {n: clean["one"][n] for n in KENYA}
        assert b'<p class="stale">' in found["index.html"]
        assert found.keys() == clean["one"].keys()
        assert not journal.pending(out)
    small.write(changed, "two", COUNTRIES)
    assert BRIEFS[0] in build(changed, out).made
    assert small.everything(out) == clean["two"]


def test_a_brief_that_never_worked_has_failed_and_is_not_called_old(
    root: Path, tmp_path: Path
) -> None:
    broken(root)
    for selector in ("country/KEN", "country/KEN", "country/PAK"):
        build(root, tmp_path / "new", selector)
        entry = small.manifest(tmp_path / "new")["briefs"][BRIEFS[0]]
        assert (entry["state"], entry["sha256"]) == ("failed", {})


def test_a_failing_brief_of_which_a_kill_left_half_is_of_one_build(
    clean: dict[str, dict[str, bytes]], changed: Path, out: Path
) -> None:
    words = ("build", str(changed), "--out", str(out), "--workers", "1")
    assert run(*words, code=KILLED.format(2)).returncode == -9
    at_kill = small.published(out)
    assert {n for n in KENYA if at_kill[n] == clean["two"][n] != clean["one"][n]}
    assert {n for n in KENYA if at_kill[n] == clean["one"][n] != clean["two"][n]}
    broken(changed)
    assert list(build(changed, out).failed) == [BRIEFS[0]]
    found, entry = small.published(out), small.manifest(out)["briefs"][BRIEFS[0]]
    assert entry["state"] == "stale"
    assert {name: found[name] for name in KENYA} == {name: clean["two"][name] for name in KENYA}


def test_a_failing_brief_whose_last_files_were_damaged_is_not_handed_out(
    changed: Path, out: Path
) -> None:
    broken(changed)
    (out / "country/KEN-kenya.en.pdf").write_bytes(b"%PDF")
    build(changed, out)
    assert states(out)[BRIEFS[0]] == "failed"
    assert not KENYA & small.published(out).keys()


# Two builds at once


def test_two_builds_at_once_make_one_edition_and_the_second_finds_nothing_to_do(
    clean: dict[str, dict[str, bytes]], changed: Path, out: Path
) -> None:
    words = [sys.executable, "-m", "briefpress", "build", str(changed), "--out", str(out)]
    builds = [
        subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    said = [one.communicate(timeout=300) for one in builds]
    assert [one.returncode for one in builds] == [0, 0, 0], said
    ends = sorted(output.split(":")[0].split(".")[0] for output, _ in said)
    assert ends == ["3 briefs made", "Nothing to do", "Nothing to do"]
    assert small.everything(out) == clean["two"]


def test_who_does_not_wait_ends_with_status_2_and_readers_need_no_lock(
    clean: dict[str, dict[str, bytes]], changed: Path, out: Path
) -> None:
    with lock.held(out, False, pytest.fail):
        result = run("build", str(changed), "--out", str(out), "--no-wait")
        assert result.returncode == 2
        said = f"another build (process {os.getpid()}) is at work in {out}/. Build when it has"
        assert result.stderr.startswith(said)
        for words in (["list", str(changed)], ["trace", "country/KEN", "activities.total",
                                               "--project", str(changed)]):  # fmt: skip
            reader = run(*words, "--out", str(out))
            assert reader.returncode == 0, reader.stderr
    assert small.everything(out) == clean["one"]


def test_who_waits_is_told_for_whom(changed: Path, out: Path) -> None:
    with lock.held(out, False, pytest.fail):
        waiting = subprocess.Popen(
            [sys.executable, "-m", "briefpress", "build", str(changed), "--out", str(out)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert waiting.stderr
        said = waiting.stderr.readline()
        assert said == f"another build (process {os.getpid()}) is at work in {out}/; waiting\n"
    output, _ = waiting.communicate(timeout=300)
    assert output.startswith("3 briefs made")

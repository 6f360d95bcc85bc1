"""One build at a time in an output folder; a dead one holds nothing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from briefpress.errors import ProjectError
from briefpress.press import lock

HOLDER = """\
import sys
from pathlib import Path
from briefpress.press import lock
with lock.held(Path(sys.argv[1]), True, print) as waited:
    print("holds, waited" if waited else "holds", flush=True)
    sys.stdin.read()
"""


def holder(out: Path) -> subprocess.Popen[str]:
    """Start a process that holds the lock until its input ends or it is killed."""
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", HOLDER, str(out)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    return process


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def ended(process: subprocess.Popen[str]) -> None:
    with process:
        process.communicate(timeout=60)


def test_a_lock_says_who_holds_it_since_when_and_is_gone_afterwards(tmp_path: Path) -> None:
    out = tmp_path / "build"
    out.mkdir()
    with lock.held(out, True, pytest.fail) as waited:
        assert not waited
        said = json.loads((out / lock.NAME).read_text())
        assert said["process"] == os.getpid()
        assert said["started"].endswith("+00:00")
    assert os.listdir(out) == []


def test_a_folder_that_was_made_for_the_lock_goes_with_it_if_nothing_came_in(
    tmp_path: Path,
) -> None:
    with lock.held(tmp_path / "a/b", True, pytest.fail):
        assert (tmp_path / "a/b").is_dir()
    assert os.listdir(tmp_path) == []
    with lock.held(tmp_path / "a/b", True, pytest.fail):
        (tmp_path / "a/b/x.pdf").write_bytes(b"x")
    assert os.listdir(tmp_path / "a/b") == ["x.pdf"]


def test_who_does_not_wait_is_told_which_process_is_at_work(tmp_path: Path) -> None:
    first = holder(tmp_path)
    assert line(first) == "holds"
    with pytest.raises(ProjectError) as caught, lock.held(tmp_path, False, pytest.fail):
        pytest.fail("two hold the lock")
    assert caught.value.exit_code == 2
    said = f"another build (process {first.pid}) is at work in {tmp_path}/"
    assert str(caught.value).startswith(said)
    ended(first)
    with lock.held(tmp_path, False, pytest.fail) as waited:
        assert not waited


def test_who_waits_says_so_and_comes_next(tmp_path: Path) -> None:
    first = holder(tmp_path)
    assert line(first) == "holds"
    second = holder(tmp_path)
    said = f"another build (process {first.pid}) is at work in {tmp_path}/; waiting"
    assert line(second) == said
    assert json.loads((tmp_path / lock.NAME).read_text())["process"] == first.pid
    ended(first)
    assert line(second) == "holds, waited"
    assert json.loads((tmp_path / lock.NAME).read_text())["process"] == second.pid
    ended(second)


def test_the_lock_of_a_process_that_was_killed_is_no_lock(tmp_path: Path) -> None:
    first = holder(tmp_path)
    assert line(first) == "holds"
    os.kill(first.pid, signal.SIGKILL)
    ended(first)
    assert (tmp_path / lock.NAME).is_file()
    with lock.held(tmp_path, False, pytest.fail) as waited:
        assert not waited


def test_a_lock_file_of_a_process_that_lives_but_holds_nothing_is_no_lock(tmp_path: Path) -> None:
    # after a restart another program can have the number
    (tmp_path / lock.NAME).write_text(json.dumps({"process": os.getpid(), "started": "2099"}))
    with lock.held(tmp_path, False, pytest.fail) as waited:
        assert not waited


def test_many_at_once_never_hold_it_together(tmp_path: Path) -> None:
    inside: list[int] = []
    most: list[int] = []

    def hold(number: int) -> None:
        for _ in range(20):
            with lock.held(tmp_path / "build", True, lambda _: None):
                inside.append(number)
                most.append(len(inside))
                inside.remove(number)

    threads = [threading.Thread(target=hold, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 160
    assert not any(tmp_path.rglob(lock.NAME))


def test_a_file_in_place_of_the_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("x")
    said = r"build: cannot be written: .* move that away"
    with pytest.raises(ProjectError, match=said), lock.held(tmp_path / "build", True, pytest.fail):
        pytest.fail("there is no folder")


def test_an_output_folder_that_cannot_be_written_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(30, "Read-only file system")

    monkeypatch.setattr(os, "open", refuse)
    said = r"Read-only file system\. Allow writing there"
    with pytest.raises(ProjectError, match=said), lock.held(tmp_path, True, pytest.fail):
        pytest.fail("nothing was locked")

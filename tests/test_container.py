"""The Dockerfile is pinned, and its replay says where it cannot be; .ci/run replays it."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "Dockerfile").read_text("utf-8")


@pytest.fixture(scope="module")
def replay() -> ModuleType:
    loader = importlib.machinery.SourceFileLoader("container", str(ROOT / ".ci/container"))
    spec = importlib.util.spec_from_loader("container", loader)
    assert spec
    module = importlib.util.module_from_spec(spec)
    was, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = was
    return module


def test_instructions_are_read_with_their_continued_lines(replay: ModuleType) -> None:
    text = "# a remark\nFROM debian:x-1\n\nRUN one \\\n    # between\n && two\nUSER ada\n"
    assert list(replay.instructions(text)) == [
        ("FROM", "debian:x-1"),
        ("RUN", "one   && two"),
        ("USER", "ada"),
    ]


def test_debian_is_taken_from_the_snapshot_that_the_base_names(tmp_path: Path) -> None:
    command = re.search(r"^RUN (sed .*) \S*/debian\.sources", TEXT, re.M)
    assert command
    sources = tmp_path / "debian.sources"
    sources.write_text("Types: deb\n# http://kept.example/1\nURIs: http://new.example\nSuites: x\n")
    subprocess.run(f"{command[1]} {sources}", shell=True, check=True)
    assert sources.read_text() == "Types: deb\nURIs: http://kept.example/1\nSuites: x\n"


def test_the_base_is_pinned_by_digest_and_times_are_of_its_day() -> None:
    base = re.search(r"^FROM debian:bookworm-(\d{8})-slim@sha256:[0-9a-f]{64}$", TEXT, re.M)
    assert base
    said = re.search(r"SOURCE_DATE_EPOCH=(\d+)", TEXT)
    assert said
    day = subprocess.run(
        ["date", "--utc", f"--date=@{said[1]}", "+%Y%m%d"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert day.stdout.strip() == base[1]


def test_python_packages_are_taken_by_their_hashes_and_nothing_runs_as_root(
    replay: ModuleType,
) -> None:
    steps = list(replay.instructions(TEXT))
    for install in [rest for word, rest in steps if word == "RUN" and "pip install" in rest]:
        assert "--require-hashes" in install or "--no-deps" in install
    words = [word for word, _ in steps]
    assert dict(steps)["USER"] == "briefpress"
    assert "RUN" not in words[words.index("USER") :]


def test_everything_that_is_copied_is_tracked_and_sent_to_the_engine(replay: ModuleType) -> None:
    let_in = [
        line[1:]
        for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines()
        if line[:1] == "!"
    ]
    copied = [
        name
        for word, rest in replay.instructions(TEXT)
        if word == "COPY"
        for name in rest.split()[:-1]
    ]
    assert sorted(copied) == sorted(let_in)
    assert all((ROOT / name).exists() for name in copied)


def test_an_instruction_that_is_not_known_ends_the_replay(
    replay: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "Dockerfile").write_text("WORKDIR /a\nVOLUME /data\n")
    monkeypatch.setattr(replay, "ROOT", tmp_path)
    with pytest.raises(SystemExit, match="VOLUME is not known here"):
        replay.replay(tmp_path / "root")
    assert (tmp_path / "root/a").is_dir()


@pytest.mark.parametrize(("wanted", "status"), [("", 0), ("required", 1)])
def test_where_it_cannot_be_replayed_that_is_said(wanted: str, status: int) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / ".ci/container")],
        env={"PATH": "", "CONTAINER": wanted},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (status, "")
    assert done.stderr == "container: the Dockerfile was not replayed: this is no Debian\n"


# The part of the lock


def needed(*words: str, root: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(root / ".ci/needed"), *words], capture_output=True, text=True
    )


def test_the_part_of_the_lock_has_what_is_needed_with_hashes_and_nothing_for_tests() -> None:
    done = needed()
    assert done.returncode == 0, done.stderr
    found = dict(re.findall(r"^([a-z0-9-]+)==(\S+) \\$", done.stdout, re.M))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names = {re.match(r"[\w-]+", one)[0].lower() for one in project["dependencies"]}  # type: ignore[index]
    assert names <= set(found)
    assert {"pydyf", "pillow", "brotli"} <= set(found)
    assert not {"pytest", "ruff", "scipy"} & set(found)
    assert done.stdout.count("--hash=sha256:") >= len(found)
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    assert all(f"\n{name}=={version} \\\n" in lock for name, version in found.items())
    assert "scipy" in dict(re.findall(r"^([a-z0-9-]+)==(\S+)", needed("disclosure").stdout, re.M))


def test_what_is_not_in_the_lock_is_named(tmp_path: Path) -> None:
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci/needed", tmp_path / ".ci")
    (tmp_path / "requirements.lock").write_text("click==8 \\\n    --hash=sha256:0\n    # via x\n")
    (tmp_path / "pyproject.toml").write_text(
        '[project]\ndependencies = ["click", "A_New.one>=1"]\n[project.optional-dependencies]\n'
    )
    done = needed(root=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "not in requirements.lock: a-new-one; run 'make lock'\n"


assert os.access(ROOT / ".ci/container", os.X_OK)

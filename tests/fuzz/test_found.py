"""What the fuzzers found, kept: each of these bytes once was more than a refusal."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
FOUND = sorted(path for path in (HERE / "found").glob("*/*") if path.is_file())


def test_something_was_found() -> None:
    assert FOUND


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_was_found_is_read_or_refused_soon_and_in_little_memory(path: Path) -> None:
    code = (
        "import loaders, sys, pathlib\n"
        "loaders.once(sys.argv[1], pathlib.Path(sys.argv[2]).read_bytes())\n"
        "print(next(int(x.split()[1]) // 1024 for x in open('/proc/self/status') if 'VmHWM' in x))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, path.parent.name, str(path)],
        cwd=HERE, capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-600:]
    assert int(done.stdout) < 512


def test_every_loader_can_be_fuzzed() -> None:
    spec = importlib.util.spec_from_file_location("loaders", HERE / "loaders.py")
    assert spec is not None
    assert spec.loader is not None
    loaders = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaders)
    for name in loaders.LOADERS:
        loaders.once(name, b"\x00 no such file")
        for seed in loaders.seeds(name):
            loaders.LOADERS[name](seed)  # is right: it is not refused

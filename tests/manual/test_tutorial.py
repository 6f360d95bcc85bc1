"""The tutorial, followed: its files written, its changes made, its commands run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from reading import DOCS, ROOT, Example, commands, differs, examples


class Reader:
    """Somebody who does what a page says, in a folder that was empty."""

    def __init__(self, folder: Path) -> None:
        self.here = folder
        programs = folder / ".programs"
        programs.mkdir()
        script = f'#!/bin/sh\nexec "{sys.executable}" -m briefpress "$@"\n'
        (programs / "briefpress").write_text(script, encoding="utf-8")
        (programs / "briefpress").chmod(0o755)
        self.environment = {
            **os.environ,
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT / "src"),
            "COLUMNS": "300",
            "LC_ALL": "C.UTF-8",
        }
        self.environment.pop("GITHUB_STEP_SUMMARY", None)

    def follow(self, example: Example) -> None:
        """Write, change or run what a block says."""
        if example.language == "console":
            for command, shown in commands(example.text):
                self.run(command, shown, example)
        elif example.title and example.language == "diff":
            self.change(self.here / example.title, example)
        elif example.title:
            target = self.here / example.title
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(example.text, encoding="utf-8")

    def run(self, command: str, shown: list[str], example: Example) -> None:
        """Run a command; what it prints must be what is shown. ``cd`` stays for what follows."""
        line = f"{command} && pwd >'{self.here}/.where' || exit $?"
        where = self.here / ".where"
        done = subprocess.run(
            ["sh", "-c", line],
            cwd=self.here,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert done.returncode == 0, f"{example}: {command}\n{done.stdout}"
        self.here = Path(where.read_text(encoding="utf-8").strip())
        where.unlink()
        difference = differs(done.stdout.splitlines(), shown)
        assert not difference, f"{example}: {command}\n{difference}"

    @staticmethod
    def change(file: Path, example: Example) -> None:
        """Put the lines with ``+`` in the place of those with ``-``, or at the file's end."""
        lines = example.text.splitlines(keepends=True)
        old = "".join(line[1:] for line in lines if line.startswith("-"))
        new = "".join(line[1:] for line in lines if line.startswith("+"))
        text = file.read_text(encoding="utf-8")
        assert text.count(old or "\0") == (1 if old else 0), f"{example}: it has no\n{old}"
        file.write_text(text.replace(old, new) if old else text + new, encoding="utf-8")


@pytest.mark.xdist_group("manual")
def test_whoever_follows_the_tutorial_gets_what_it_shows(tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    followed = [example for example in examples(DOCS / "tutorial.md") if example.language]
    assert len(followed) > 10
    for example in followed:
        reader.follow(example)


def test_a_command_that_prints_something_else_is_found() -> None:
    assert differs(["one", "made in 3.2 s", "last"], ["one", "made in 1 s", "last"]) == ""
    assert differs(["one", "two", "last"], ["…", "last"]) == ""
    assert differs(["one", "two", "last"], ["one", "last"])
    assert differs(["330,000.00 USD"], ["330,001.00 USD"])
    assert differs(["a", "b"], ["a"])

"""Somebody who does what a page says: writes its files, makes its changes, runs its commands."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
import tomllib
import urllib.request
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import tomlkit
from reading import ROOT, Example, commands, differs

EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
    "optional-dependencies"
]


class Reader:
    """Follows a page in a folder, with a machine's programs and a home of its own.

    Args:
        folder: Where the page is read.
        aside: An empty folder for what is no part of the project.
        elsewhere: Patterns of commands that cannot be run here; those met are in ``left``.
        answers: What is typed when a command asks, by the command.
        environment: Further variables.
    """

    def __init__(
        self,
        folder: Path,
        aside: Path,
        elsewhere: Iterable[str] = (),
        answers: Mapping[str, str] | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.here = folder
        self.where = aside / "where"
        self.elsewhere = tuple(elsewhere)
        self.answers = answers or {}
        self.left: set[str] = set()
        self.ran: list[str] = []
        programs = aside / "programs"
        programs.mkdir(parents=True)
        script = f'#!/bin/sh\nexec "{sys.executable}" -m briefpress "$@"\n'
        (programs / "briefpress").write_text(script, encoding="utf-8")
        (programs / "briefpress").chmod(0o755)
        path = (str(programs), str(Path(sys.executable).parent), os.environ["PATH"])
        self.environment = {
            **os.environ,
            "PATH": os.pathsep.join(path),
            "PYTHONPATH": str(ROOT / "src"),
            "XDG_CACHE_HOME": str(aside / "home"),
            "COLUMNS": "300",
            "LC_ALL": "C.UTF-8",
            **(environment or {}),
        }
        self.environment.pop("GITHUB_STEP_SUMMARY", None)

    def follow(self, example: Example) -> None:
        """Write, change or run what a block says; what is neither is left to other tests."""
        name, _, how = example.title.partition(", ")
        if example.language == "console":
            for command, shown in commands(example.text):
                self.run(command, example, shown)
        elif example.language == "sh":
            for command in example.text.splitlines():
                self.run(command, example)
        elif example.language == "diff" and name:
            self.change(self.here / name, example)
        elif how == "changed":
            self.settle(example)
        elif name and how in ("", "added"):
            target = self.here / name
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("a" if how else "w", encoding="utf-8") as file:
                file.write(f"\n{example.text}" if how else example.text)

    def run(self, command: str, example: Example, shown: Sequence[str] | None = None) -> None:
        """Run a command; what it prints must be what is shown. ``cd`` stays for what follows."""
        if met := [one for one in self.elsewhere if re.search(one, command)]:
            self.left.update(met)
            if extra := re.search(r"briefpress\[([\w,]+)\]", command):
                assert set(extra[1].split(",")) <= EXTRAS.keys(), f"{example}: {command}"
            return
        self.ran.append(command)
        plain = re.sub(r"\s+#.*", "", command)
        if plain.startswith("briefpress serve"):
            status, printed = self.served(plain)
        elif plain in self.answers:
            status, printed = self.typed(plain, self.answers[plain])
        else:
            status, printed = self.done(command)
        assert status == 0, f"{example}: {command}\n{printed}"
        if shown is not None:
            difference = differs(printed.splitlines(), list(shown))
            assert not difference, f"{example}: {command}\n{difference}"

    def done(self, command: str) -> tuple[int, str]:
        """Return the status of a command, and what it prints."""
        line = f"{command}\nstatus=$?; pwd >'{self.where}'; exit $status"
        done = subprocess.run(
            ["sh", "-c", line],
            cwd=self.here,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.here = Path(self.where.read_text(encoding="utf-8").strip())
        return done.returncode, done.stdout

    def typed(self, command: str, answers: str) -> tuple[int, str]:
        """Run a command at a terminal, with what is typed there; return what it prints."""
        ours, its = pty.openpty()
        words = ["sh", "-c", f"exec {command}"]
        environment = {**self.environment, "TERM": "dumb"}
        with subprocess.Popen(
            words, cwd=self.here, env=environment, stdin=its, stdout=its, stderr=its
        ) as process:
            os.close(its)
            os.write(ours, answers.encode())
            said = b""
            try:
                while some := os.read(ours, 65536):
                    said += some
            except OSError:  # Linux says so where a terminal has ended
                pass
            os.close(ours)
        return process.returncode, said.decode().replace("\r\n", "\n")

    def served(self, command: str) -> tuple[int, str]:
        """Run a desk until its first page is there, and end it as Ctrl-C does."""
        words = ["sh", "-c", f"exec {command}"]
        with subprocess.Popen(
            words,
            cwd=self.here,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:
            assert process.stdout
            said = ""
            for line in process.stdout:
                said += line
                if found := re.search(r"http://127\.0\.0\.1:\S+", line):
                    try:
                        keeping = urllib.request.HTTPCookieProcessor()
                        with urllib.request.build_opener(keeping).open(found[0]) as answer:
                            assert b"<title>" in answer.read()
                    finally:
                        process.send_signal(signal.SIGINT)
            return process.wait(60), said

    def settle(self, example: Example) -> None:
        """Put what is shown of briefs.toml in the place of what stands there of the same name."""
        file = self.here / "briefs.toml"
        settings = merged(
            tomllib.loads(file.read_text(encoding="utf-8")), tomllib.loads(example.text)
        )
        file.write_text(tomlkit.dumps(settings), encoding="utf-8")

    @staticmethod
    def change(file: Path, example: Example) -> None:
        """Put the lines with ``+`` in the place of those with ``-``, or at the file's end."""
        lines = example.text.splitlines(keepends=True)
        old = "".join(line[1:] for line in lines if line.startswith("-"))
        new = "".join(line[1:] for line in lines if line.startswith("+"))
        text = file.read_text(encoding="utf-8")
        assert text.count(old or "\0") == (1 if old else 0), f"{example}: it has no\n{old}"
        file.write_text(text.replace(old, new) if old else text + new, encoding="utf-8")


def merged(settings: dict[str, Any], shown: dict[str, Any]) -> dict[str, Any]:
    """Return settings with what is shown of them: keys of a section, kinds that are not there."""
    settings = dict(settings)
    for name, value in shown.items():
        if isinstance(value, dict):
            settings[name] = settings.get(name, {}) | value
        elif name == "brief":
            kinds = {one["kind"] for one in value}
            settings[name] = [one for one in settings[name] if one["kind"] not in kinds] + value
        else:
            settings[name] = value
    return settings

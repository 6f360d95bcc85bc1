"""Examples of all pages: briefs.toml is read by its readers, commands have those options."""

import re
import shlex
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import tomlkit
from following import merged
from reading import PAGES, ROOT, Example, examples

from briefpress import config
from briefpress.cli import main

ALL = [one for page in [*PAGES, ROOT / "README.md"] for one in examples(page)]
TOML = [one for one in ALL if one.language == "toml"]


@pytest.mark.parametrize("example", TOML, ids=str)
def test_what_is_shown_of_briefs_toml_is_read(
    example: Example,
    tmp_path: Path,
    water: Callable[[Path], Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    project = water(tmp_path / "water")
    shown = tomllib.loads(example.text.replace("…", ""))
    _lay_out(shown, project)
    monkeypatch.setenv("DISCLOSURE_KEY", "0" * 32)
    settings = tomllib.loads((project / "briefs.toml").read_text(encoding="utf-8"))
    (project / "briefs.toml").write_text(tomlkit.dumps(merged(settings, shown)), encoding="utf-8")
    config.load(project)


def _lay_out(shown: dict[str, Any], project: Path) -> None:
    """Put files and folders there that the example names; they are not read here."""
    for source in shown.get("source", []):
        for path in (source.get("path", ""), source.get("totals", "")):
            if not isinstance(path, str) or not path or "://" in path:
                continue
            target = project / path
            if path.endswith("/") or source.get("partitioned"):
                target.mkdir(parents=True, exist_ok=True)
            else:
                target.touch()
    for folder in (
        shown.get("edition", {}).get("previous", ""),
        *shown.get("disclosure", {}).get("earlier", []),
    ):
        if folder:
            (project / folder).mkdir(parents=True, exist_ok=True)
            (project / folder / "manifest.json").touch()


def lines(example: Example) -> Iterator[str]:
    """Give the lines that call briefpress, those that go on made one, without their comments."""
    text = re.sub(r"\\?\n {8,}(?=[\[-])", " ", example.text)
    for line in text.splitlines():
        called = re.sub(r"^\$ |\s+#.*$", "", line.strip())
        if called.startswith("briefpress "):
            yield called


def is_shown(line: str) -> bool:
    """Say whether a line is a usage, with what may be left out in brackets."""
    return bool(re.search(r"\[[A-Z-]", line))


def helped(command: click.Command) -> Iterator[tuple[str, str]]:
    """Give the calls that a command's help shows, and those of what is below it."""
    for line in re.findall(r"(?m)^ *(briefpress .*)$", command.help or ""):
        yield f"--help of {command.name}", line
    for below in command.commands.values() if isinstance(command, click.Group) else ():
        yield from helped(below)


CALLS = [
    *(
        (str(example), line)
        for example in ALL
        if example.language in ("", "console", "sh")
        for line in lines(example)
    ),
    *helped(main),
]


def test_there_are_commands_to_try() -> None:
    assert len(CALLS) > 40
    assert len(TOML) > 12


@pytest.mark.parametrize(("where", "line"), CALLS)
def test_what_is_shown_of_a_command_is_understood(where: str, line: str) -> None:
    words = shlex.split(line.split(";")[0].split(" > ")[0].replace("…", ""))[1:]
    command: click.Command = main
    context = click.Context(main)
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        found = command.get_command(context, words.pop(0))
        assert found, f"{where}: there is no such command"
        command, context = found, click.Context(found, parent=context)
    if is_shown(line):
        shown = set(re.findall(r"--[a-z][a-z-]*", line))
        known = {name for one in command.params for name in one.opts}
        assert shown <= known, f"{where}: {shown - known}"
    elif "--help" not in words and "-h" not in words:
        command.make_parser(context).parse_args(words)

"""Examples in the manual's pages: what is fenced, which file it is, what a command prints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.glob("*.md"))

_FENCE = re.compile(
    r'^(?P<indent> *)```(?P<language>[\w-]*)(?: title="(?P<title>[^"]+)")?\n(?P<text>.*?)^ *```$',
    re.DOTALL | re.MULTILINE,
)

_SECTION = re.compile(r"(?m)^## (.+)$")


@dataclass(frozen=True)
class Example:
    """A fenced block: its language, the file that it is (or is of), its text, where it stands."""

    page: Path
    section: str
    line: int
    language: str
    title: str
    text: str

    def __str__(self) -> str:
        return f"{self.page.name}, line {self.line}"


def examples(page: Path) -> Iterator[Example]:
    """Give the fenced blocks of a page, in order."""
    source = page.read_text(encoding="utf-8")
    for found in _FENCE.finditer(source):
        line = source.count("\n", 0, found.start()) + 1
        text = re.sub(f"(?m)^{found['indent']}", "", found["text"])
        section = _SECTION.findall(source, 0, found.start())
        yield Example(
            page,
            section[-1] if section else "",
            line,
            found["language"],
            found["title"] or "",
            text,
        )


def commands(text: str) -> Iterator[tuple[str, list[str]]]:
    """Give each command of a console block, with the lines that it prints."""
    for part in re.split(r"(?m)^\$ ", text)[1:]:
        command, *printed = part.rstrip("\n").split("\n")
        yield command, printed


def differs(printed: list[str], shown: list[str]) -> str:
    """Say which line that is shown is not printed, in order; a line of `…` is any lines."""
    pattern = "".join(
        r"(?:.*\n)*?" if line == "…" else re.escape(timeless(line)).replace("…", ".*") + r"\n"
        for line in shown
    )
    text = "".join(f"{timeless(line.rstrip())}\n" for line in printed)
    return (
        "" if re.fullmatch(pattern, text) else "\n".join(["is printed:", text, "is shown:", *shown])
    )


def timeless(line: str) -> str:
    """Return a line without how long something took."""
    return re.sub(r"\d+(\.\d+)? (s|seconds?|minutes?)\b", "N s", line)

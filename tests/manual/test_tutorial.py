"""The tutorial, followed: its files written, its changes made, its commands run."""

from pathlib import Path

import pytest
from following import Reader
from reading import DOCS, differs, examples

INSTALLED = r"^python3 -m venv|^\. briefs/bin/activate|^pip install"
"""It asks a registry; `.ci/run` does the same with the wheel."""


@pytest.mark.xdist_group("manual")
def test_whoever_follows_the_tutorial_gets_what_it_shows(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    reader = Reader(tmp_path / "here", tmp_path / "aside", [INSTALLED])
    followed = [example for example in examples(DOCS / "tutorial.md") if example.language]
    assert len(followed) > 10
    for example in followed:
        reader.follow(example)
    assert reader.left == {INSTALLED}


def test_a_command_that_prints_something_else_is_found() -> None:
    assert differs(["one", "made in 3.2 s", "last"], ["one", "made in 1 s", "last"]) == ""
    assert differs(["one", "two", "last"], ["…", "last"]) == ""
    assert differs(["one", "two", "last"], ["one", "last"])
    assert differs(["330,000.00 USD"], ["330,001.00 USD"])
    assert differs(["a", "b"], ["a"])

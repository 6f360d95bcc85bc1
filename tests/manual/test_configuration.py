"""docs/configuration.md has every key that briefs.toml may have, and no other."""

import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest
from reading import DOCS

from briefpress import config, tomlreader

ELSEWHERE = {"a check's name": "checks.md"}
"""Rows that stand for keys that have a page of their own."""


def documented() -> dict[str, set[str]]:
    """Return the keys of each section: those of the first column, and of what stands in them."""
    found = defaultdict(set)
    for heading, body in re.findall(
        r"(?ms)^## \[+(\w+)\]+[^\n]*\n(.*?)(?=^## |\Z)", (DOCS / "configuration.md").read_text()
    ):
        for first, kind in re.findall(r"(?m)^\| (.*?) \| (.*?) \|", body):
            if first in ELSEWHERE:
                rows = (DOCS / ELSEWHERE[first]).read_text()
                found[heading] |= set(re.findall(r"(?m)^\| `([\w-]+)` \| (?:error|warning)", rows))
            for key in re.findall(r"`\[?(?:source\.)?(\w+)\]?`", first):
                found[heading].add(key)
                found[f"{heading}.{key}"] |= set(re.findall(r"(\w+) = ", kind))
    return found


@pytest.fixture
def taken(
    water: Callable[[Path], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> dict[str, set[str]]:
    """Return the keys that the readers take from each section of a briefs.toml."""
    found = defaultdict(set)
    finish = tomlreader.Section.finish

    def noted(section: tomlreader.Section) -> None:
        name = f"{section.name}.{section.inline}" if section.inline else section.name
        found[name] |= set(section.known)
        finish(section)

    monkeypatch.setattr(tomlreader.Section, "finish", noted)
    project = water(tmp_path / "water")
    with (project / "briefs.toml").open("a", encoding="utf-8") as file:
        file.write("\n[disclosure]\nnarrative = true\n")  # asked for only where it is there
    config.load(project)
    return found


def test_the_page_has_every_key_and_no_other(taken: dict[str, set[str]]) -> None:
    page = documented()
    sections = {name for name in taken if name and "." not in name}
    assert taken[""] == sections == {name for name in page if "." not in name}
    for name in sections:
        assert page[name] == taken[name], name
    assert page["edition.period"] == taken["edition.period"]
    assert page["brief.pages"] == taken["brief.pages"]


def test_texts_and_columns_are_explained() -> None:
    page = (DOCS / "configuration.md").read_text()
    assert all(f"`{text}`" in page for text in config.REPLACEABLE)
    from briefpress.sourceconfig import _OF_USE

    columns = (DOCS / "sources.md").read_text()
    assert all(f"| `{key}` |" in columns for key in _OF_USE)

"""What people save is told, whatever way their editor takes; what is none of theirs is not."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from briefpress.desk.watch import Watch

PATIENCE = 60


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    for name in ("templates/blocks", "data", "charts/__pycache__", "build", ".git"):
        (root / name).mkdir(parents=True)
    (root / "briefs.toml").write_text("")
    (root / "templates/a.html").write_text("a")
    return root


def heard(root: Path, *saves: Callable[[], object]) -> list[bool]:
    """Return what is told of each save, one after the other."""

    async def listen() -> list[bool]:
        found, changes = [], Watch(root, root / "build").changes()
        assert await anext(changes), "whatever was changed before"
        for save in saves:
            save()
            found.append(await asyncio.wait_for(anext(changes), PATIENCE))
        await changes.aclose()  # type: ignore[attr-defined]
        return found

    return asyncio.run(listen())


def replaced(path: Path) -> None:
    """Save as many editors do: beside the file, then in its place."""
    beside = path.with_name(f".{path.name}.swp")
    beside.write_text("new")
    os.replace(beside, path)


def test_every_way_of_saving_is_heard(root: Path) -> None:
    assert (
        heard(
            root,
            lambda: (root / "templates/a.html").write_text("b"),
            lambda: replaced(root / "templates/a.html"),
            lambda: (root / "templates/blocks/new.html").write_text("c"),
            lambda: replaced(root / "briefs.toml"),
            lambda: (root / "templates/a.html").unlink(),
        )
        == [True] * 5
    )


def test_a_new_folder_is_looked_into(root: Path) -> None:
    def catalogue() -> None:
        (root / "locale").mkdir()

    assert heard(root, catalogue, lambda: (root / "locale/pt.po").write_text("")) == [True, True]


def test_a_build_is_told_apart_from_what_people_save(root: Path) -> None:
    assert heard(root, lambda: replaced(root / "build/manifest.json")) == [False]


def test_what_is_nobodys_work_is_not_told(root: Path) -> None:
    def noise() -> None:
        for name in (
            "templates/.a.html.swp",
            "templates/a.html~",
            "templates/4913",
            "charts/__pycache__/a.pyc",
            "build/country.pdf",
            ".git/index",
        ):
            (root / name).write_text("")

    def both() -> None:
        noise()
        replaced(root / "build/manifest.json")  # only this is told

    assert heard(root, both) == [False]

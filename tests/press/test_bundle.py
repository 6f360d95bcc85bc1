from __future__ import annotations

import os
from pathlib import Path

from marked import project

from briefpress import config
from briefpress.press.bundle import packed, unpack


def test_a_bundle_has_templates_charts_and_what_they_import_and_no_data(tmp_path: Path) -> None:
    root = project(tmp_path / "project", 2)
    (root / "shared").mkdir()
    (root / "shared/lines.py").write_text("WIDTH = 1\n")
    (root / "shared/other.py").write_text("")
    (root / "charts/mark.py").write_text("from shared import lines\n")
    content = packed(config.load(root))
    folder = tmp_path / "there"
    unpack(content, folder)
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert found == {
        "briefs.toml",
        "templates/theme.html",
        "templates/css/brief.css",
        "templates/fonts/NotoSans-Regular.ttf",
        "charts/mark.py",
        "shared/lines.py",
    }
    for name in found:
        assert (folder / name).read_bytes() == (root / name).read_bytes()


def test_the_same_files_are_the_same_bundle_whenever_they_were_written(tmp_path: Path) -> None:
    root = project(tmp_path / "project", 2)
    before = packed(config.load(root))
    os.utime(root / "briefs.toml", (1, 2))
    assert packed(config.load(root)) == before
    (root / "charts/mark.py").write_text("")
    assert packed(config.load(root)) != before

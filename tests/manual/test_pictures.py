"""Each picture that README and manual show is made by `make pictures`, and its maker runs.

Those of pages are made of the starter's edition, which takes long to build: .ci/run does it
(`make manual`), and holds those that are kept against them.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from PIL import Image
from reading import DOCS, PAGES, ROOT

sys.path.append(str(DOCS / "pictures"))
import make


def test_each_picture_has_a_maker_and_is_shown() -> None:
    shown = {
        name
        for page in [*PAGES, ROOT / "README.md"]
        for name in re.findall(r"pictures/([\w-]+\.png)", page.read_text(encoding="utf-8"))
    }
    kept = {path.name for path in (DOCS / "pictures").iterdir() if path.suffix != ".py"}
    assert shown == kept - {"__pycache__"} == make.MADE


def test_no_picture_is_kept_elsewhere_in_the_manual() -> None:
    others = [
        path.name
        for path in DOCS.rglob("*")
        if path.is_file()
        and path.suffix not in (".md", ".py", ".pyc")
        and path.name not in make.MADE
    ]
    assert others == []


def test_the_picture_of_all_charts_is_of_those_that_there_are(tmp_path: Path) -> None:
    made = tmp_path / "charts_seen.png"
    maker = DOCS / "pictures/charts_seen.py"
    subprocess.run([sys.executable, maker, "--out", made], check=True)
    assert make.difference(made, DOCS / "pictures/charts_seen.png") < make.ALIKE


def test_a_picture_that_is_of_something_else_is_found(tmp_path: Path) -> None:
    kept = DOCS / "pictures/theme.png"
    with Image.open(kept) as picture:
        moved = Image.new("RGB", picture.size, "white")
        moved.paste(picture.convert("RGB"), (0, 14))
    moved.save(tmp_path / "moved.png")
    assert make.difference(kept, kept) == 0
    assert make.difference(tmp_path / "moved.png", kept) > make.ALIKE
    assert make.difference(DOCS / "pictures/seen.png", kept) > make.ALIKE

"""Typst through its Python package, one compiler kept; PDF/UA-1; charts as SVG."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import timing
import typst

HERE = Path(__file__).parent
TEMPLATES = HERE.parents[1] / "templates"


def start(folder: Path) -> Callable[[str], bytes]:
    source = folder / "sheet.typ"
    for path in (HERE / "sheet.typ", TEMPLATES / "logo.svg"):
        shutil.copy(path, folder)
    compiler = typst.Compiler(
        root=str(folder), font_paths=[str(TEMPLATES / "fonts")], ignore_system_fonts=True
    )

    def brief(code: str) -> bytes:
        return compiler.compile(
            str(source), format="pdf", sys_inputs={"folder": f"/{code}"}, pdf_standards="ua-1"
        )

    return brief


if __name__ == "__main__":
    timing.main(start)

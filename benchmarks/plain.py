"""The plain script that briefpress is measured against: what many people write, no tricks.

A pool of processes; for each country pandas, four pyplot figures as SVG in data URIs, a
Jinja template, and WeasyPrint with a new FontConfiguration and a new CSS. Tagged, as PDF/UA-1.
"""

from __future__ import annotations

import base64
import functools
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import content
import jinja2
import pyplots
import timing
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

HERE = Path(__file__).parent
LOGO = HERE.parent / "templates/logo.svg"
FACES = (("Regular", 400), ("SemiBold", 600), ("Bold", 700))


def css() -> str:
    """Return the sheet's style, with its fonts."""
    faces = "".join(
        f'@font-face {{ font-family: "Noto Sans"; font-weight: {weight};'
        f" src: url({(pyplots.FONTS / f'NotoSans-{name}.ttf').as_uri()}) }}\n"
        for name, weight in FACES
    )
    return faces + (HERE / "sheet/sheet.css").read_text(encoding="utf-8")


def page(sheet: Mapping[str, Any], pictures: Mapping[str, str], style: str = "") -> str:
    """Return a sheet as HTML; ``pictures`` are the URLs of its charts and its logo."""
    html = _template().render(sheet, pictures=pictures)
    return html.replace("</head>", f"{style}</head>", 1)


@functools.cache
def _template() -> jinja2.Template:
    loader = jinja2.FileSystemLoader(HERE / "sheet")
    return jinja2.Environment(loader=loader, autoescape=True).get_template("sheet.html")


def start(project: Path) -> Callable[[str], bytes]:
    """Read the data, and return the function that makes one country's PDF."""
    tables = content.read(project)
    pyplots.start()

    def brief(code: str) -> bytes:
        said = content.sheet(tables, code)
        pictures = {name: _data_uri(pyplots.draw(name, said, "svg")) for name in content.NAMES}
        html = page(said, pictures | {"logo": _data_uri(LOGO.read_bytes())})
        fonts = FontConfiguration()
        style = CSS(string=css(), font_config=fonts)
        document = HTML(string=html, base_url=str(HERE))
        return document.write_pdf(stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1")

    return brief


def _data_uri(svg: bytes) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(svg).decode()}"


if __name__ == "__main__":
    timing.main(start)

"""fpdf2: cells placed by hand, fonts loaded for each document, as it wants; charts as PNG."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import timing
from fpdf import FPDF

FONTS = Path(__file__).parents[2] / "templates/fonts"
INK, GREY, ACCENT = (20, 33, 43), (61, 74, 84), (0, 114, 178)


class _Sheet(FPDF):
    """A4 with the sheet's footer, and text in a column."""

    date = ""

    def footer(self) -> None:
        self.set_xy(18, -15)
        self.words(f"Data as of {self.date}", 7, GREY)
        self.set_xy(18, -15)
        self.words(f"{self.page_no()} / {{nb}}", 7, GREY, align="R")

    def words(
        self, text: str, size: float = 8.5, colour: tuple[int, int, int] = INK, style: str = "",
        width: float = 174, x: float | None = None, align: str = "L",
    ) -> None:  # fmt: skip
        if x is not None:
            self.set_x(x)
        self.set_font("Noto", style, size)
        self.set_text_color(*colour)
        height = size * 0.353 * 1.36
        self.multi_cell(width, height, text, align=align, new_x="LEFT", new_y="NEXT")


def start(folder: Path) -> Callable[[str], bytes]:
    def brief(code: str) -> bytes:
        sheet = json.loads((folder / code / "sheet.json").read_text(encoding="utf-8"))
        return _pdf(sheet, folder / code)

    return brief


def _pdf(s: dict[str, Any], place: Path) -> bytes:
    pdf = _Sheet(format="A4")
    pdf.date = s["date"]
    pdf.set_title(f"{s['title']}: {s['edition']}")
    pdf.set_lang("en")
    pdf.set_margins(18, 14, 18)
    pdf.set_auto_page_break(True, 19)
    for style, name in (("", "Regular"), ("B", "Bold")):
        pdf.add_font("Noto", style, FONTS / f"NotoSans-{name}.ttf")
    pdf.add_page()

    def chart(name: str, x: float, y: float) -> float:
        c = s["charts"][name]
        pdf.set_xy(x, y)
        pdf.words(c["heading"], 9.4, style="B", width=c["width"], x=x)
        pdf.words(c["measure"], 7, GREY, width=c["width"], x=x)
        pdf.image(place / f"{name}.png", x, pdf.get_y() + 1, c["width"], c["height"],
                  alt_text=c["alt"])  # fmt: skip
        pdf.set_y(pdf.get_y() + c["height"] + 2)
        pdf.words(s["source"], 7, GREY, width=c["width"], x=x)
        return pdf.get_y()

    def glance(items: list[list[str]], size: float) -> None:
        top = pdf.get_y() + 3.6
        for at, (number, label) in enumerate(items):
            x = 18 + at * 44.5
            pdf.set_draw_color(*ACCENT)
            pdf.line(x, top, x + 39, top)
            pdf.set_xy(x, top + 1.5)
            pdf.words(number, size, ACCENT, "B", 44, x)
            pdf.words(label, 8, GREY, width=39, x=x)
        pdf.set_xy(18, top + size * 0.48 + 9)

    def heading(text: str) -> None:
        pdf.set_xy(18, pdf.get_y() + 3.5)
        pdf.words(text, 12, style="B")

    def rows(at: int, caption: str, first: str, last: str, body: list[list[str]]) -> float:
        x = 18 + at * 87
        pdf.set_x(x)
        pdf.words(caption, 7.6, GREY, width=81)
        pdf.set_draw_color(214, 221, 226)
        for number, (name, value) in enumerate([[first, last], *body]):
            pdf.set_x(x)
            pdf.set_font("Noto", "" if number else "B", 8)
            pdf.set_text_color(*INK)
            pdf.cell(55, 5.6, name, border="B")
            pdf.cell(26, 5.6, value, border="B", align="R", new_x="LMARGIN", new_y="NEXT")
        return pdf.get_y()

    white = (255, 255, 255)
    pdf.set_fill_color(*ACCENT)
    pdf.rect(0, 0, 210, 48, "F")
    pdf.image(place / "place.png", 154, 5, 38, 38, alt_text=s["charts"]["place"]["alt"])
    pdf.set_xy(18, 7)
    pdf.words(s["organisation"], 8, white, "B")
    pdf.words("Country fact sheet", 8.5, white)
    pdf.words(s["title"], 30, white, "B", 130)
    pdf.words(s["region"], 9, white)
    pdf.words(f"{s['edition']}, {s['period']}", 9, white)
    pdf.set_y(49)
    glance(s["glance"], 24)
    pdf.words(s["lead"], 10.9, width=160)
    heading("Funding")
    glance(s["money"], 16)
    pdf.words(s["estimated"], 6.7, GREY)
    top = pdf.get_y() + 3
    pdf.set_xy(18, max(chart("themes", 18, top), chart("years", 108, top)))
    heading("What was done")
    for pair in (s["cards"][:2], s["cards"][2:]):
        if pdf.get_y() > 235:
            pdf.add_page()
        top, ends = pdf.get_y() + 2, []
        for at, card in enumerate(pair):
            x = 18 + at * 90
            pdf.set_xy(x, top)
            pdf.words(card["when"], 7.2, GREY, width=84, x=x)
            pdf.words(card["title"], 9.4, style="B", width=84, x=x)
            pdf.words(card["text"], width=84, x=x)
            pdf.words(card["themes"], 7, GREY, width=84, x=x)
            ends.append(pdf.get_y())
        pdf.set_xy(18, max(ends))
    pdf.set_xy(18, chart("results", 18, pdf.get_y() + 3))
    heading("Who gave and who took part")
    top, ends = pdf.get_y(), []
    for at, table in enumerate(s["tables"]):
        pdf.set_y(top)
        ends.append(rows(at, *table))
    pdf.set_xy(18, max(ends) + 4)
    pdf.words("About the data", 9.4, style="B")
    pdf.words(s["about"])
    pdf.words(s["small"], 6.7, GREY)
    pdf.words(f"{s['source']} {s['contact']}", 6.7, GREY)
    return bytes(pdf.output())


if __name__ == "__main__":
    timing.main(start)

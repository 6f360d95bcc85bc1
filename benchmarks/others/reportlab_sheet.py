"""ReportLab's Platypus: flowables on two pages, fonts registered once; charts as PNG."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

sys.path.insert(0, str(Path(__file__).parents[1]))

import timing
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Image, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

FONTS = Path(__file__).parents[2] / "templates/fonts"
ACCENT, RULE, TINT = HexColor("#0072B2"), HexColor("#d6dde2"), HexColor("#ebf3f9")


def _style(size: float, colour: str = "#14212b", font: str = "Noto", **more: Any) -> ParagraphStyle:
    return ParagraphStyle(
        f"{size}{colour}{font}", fontName=font, fontSize=size, leading=size * 1.38,
        textColor=HexColor(colour), **more,
    )  # fmt: skip


def start(folder: Path) -> Callable[[str], bytes]:
    for name, weight in (("Noto", "Regular"), ("NotoBold", "Bold")):
        pdfmetrics.registerFont(TTFont(name, str(FONTS / f"NotoSans-{weight}.ttf")))
    styles = {
        "text": _style(8.5), "lead": _style(10.9), "small": _style(6.7, "#3d4a54"),
        "head": _style(12, font="NotoBold", spaceBefore=8), "card": _style(9.4, font="NotoBold"),
        "big": _style(24, "#0072B2", "NotoBold"), "money": _style(16, "#0072B2", "NotoBold"),
        "white": _style(9, "#ffffff"), "title": _style(30, "#ffffff", "NotoBold"),
        "end": _style(8, alignment=2), "cell": _style(8),
    }  # fmt: skip

    def brief(code: str) -> bytes:
        sheet = json.loads((folder / code / "sheet.json").read_text(encoding="utf-8"))
        return _pdf(sheet, folder / code, styles)

    return brief


def _pdf(s: dict[str, Any], place: Path, styles: dict[str, ParagraphStyle]) -> bytes:
    def p(text: str, style: str = "text") -> Paragraph:
        return Paragraph(escape(text), styles[style])

    def picture(name: str) -> Image:
        c = s["charts"][name]
        return Image(place / f"{name}.png", c["width"] * mm, c["height"] * mm)

    def chart(name: str) -> list[Any]:
        c = s["charts"][name]
        return [p(c["heading"], "card"), p(c["measure"], "small"), picture(name),
                p(s["source"], "small")]  # fmt: skip

    def side(cells: list[list[Any]], width: float, *rules: Any) -> Table:
        padding = [("LEFTPADDING", (0, 0), (-1, -1), 0), ("VALIGN", (0, 0), (-1, -1), "TOP")]
        return Table(cells, [width * mm] * len(cells[0]), style=TableStyle([*padding, *rules]))

    def glance(items: list[list[str]], style: str) -> Table:
        line = ("LINEABOVE", (0, 0), (-1, 0), 1.4, ACCENT)
        return side([[[p(number, style), p(label)] for number, label in items]], 43.5, line)

    def rows(caption: str, first: str, last: str, body: list[list[str]]) -> list[Any]:
        cells = [[p(name, "cell"), p(value, "end")] for name, value in [[first, last], *body]]
        rules = [
            ("LINEBELOW", (0, 0), (-1, -1), 0.5, RULE),
            ("TOPPADDING", (0, 0), (-1, -1), 1.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
        ]
        return [p(caption, "small"), side(cells, 40, *rules)]

    words = [p(s["organisation"], "white"), p("Country fact sheet", "white"),
             p(s["title"], "title"), p(s["region"], "white"),
             p(f"{s['edition']}, {s['period']}", "white")]  # fmt: skip
    band = Table([[words, picture("place")]], [130 * mm, 44 * mm])
    band.setStyle(TableStyle([("BACKGROUND", (0, 0), (-1, -1), ACCENT)]))
    cards = [
        [p(f"{at} {card['when']}", "small"), p(card["title"], "card"), p(card["text"]),
         p(card["themes"], "small")]
        for at, card in enumerate(s["cards"], start=1)
    ]  # fmt: skip
    about = Table([[[p("About the data", "card"), p(s["about"])]]], [174 * mm])
    about.setStyle(TableStyle([("BACKGROUND", (0, 0), (-1, -1), TINT)]))
    story = [
        band, glance(s["glance"], "big"), p(s["lead"], "lead"), p("Funding", "head"),
        glance(s["money"], "money"), p(s["estimated"], "small"),
        side([[chart("themes"), chart("years")]], 87), p("What was done", "head"),
        side([cards[:2], cards[2:]], 87), *chart("results"),
        p("Who gave and who took part", "head"),
        side([[rows(*s["tables"][0]), rows(*s["tables"][1])]], 87), Spacer(0, 3 * mm), about,
        p(s["small"], "small"), p(f"{s['source']} {s['contact']}", "small"),
    ]  # fmt: skip

    def margins(canvas: Any, document: Any) -> None:
        canvas.setFont("Noto", 7)
        canvas.drawString(18 * mm, 12 * mm, f"Data as of {s['date']}")
        canvas.drawRightString(192 * mm, 12 * mm, str(document.page))

    out = io.BytesIO()
    SimpleDocTemplate(
        out, pagesize=A4, leftMargin=18 * mm - 6, rightMargin=18 * mm - 6, topMargin=14 * mm,
        bottomMargin=19 * mm, title=f"{s['title']}: {s['edition']}", author=s["organisation"],
        lang="en",
    ).build(story, onFirstPage=margins, onLaterPages=margins)  # fmt: skip
    return out.getvalue()


if __name__ == "__main__":
    timing.main(start)

"""xhtml2pdf: the sheet's HTML, in the tables and the CSS 2 that it knows; charts as PNG."""

from __future__ import annotations

import html
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import timing
from xhtml2pdf import pisa
from xhtml2pdf.config.resources import PERMISSIVE_POLICY

FONTS = Path(__file__).parents[2] / "templates/fonts"
STYLE = f"""
@font-face {{ font-family: Noto; src: url({FONTS}/NotoSans-Regular.ttf) }}
@font-face {{ font-family: Noto; font-weight: bold; src: url({FONTS}/NotoSans-Bold.ttf) }}
@page {{ size: a4; margin: 14mm 18mm 19mm;
  @frame foot {{ -pdf-frame-content: foot; left: 18mm; width: 174mm; top: 282mm; height: 8mm }} }}
body {{ font-family: Noto; font-size: 8.2pt; line-height: 1.3; color: #14212b }}
h1 {{ font-size: 28pt }} h2 {{ font-size: 12pt }} h3 {{ font-size: 9.3pt }}
h1, h2, h3, p {{ margin: 0 }}
.band td {{ background-color: #0072B2; color: white; padding: 2mm 4mm; vertical-align: middle }}
.big {{ color: #0072B2; font-size: 16pt; font-weight: bold }}
.small {{ font-size: 6.7pt; color: #3d4a54 }}
td, th {{ text-align: left; vertical-align: top }}
.rows td, .rows th {{ border-bottom: 0.2mm solid #d6dde2; padding: 0.6mm 0 }}
.end {{ text-align: right }}
"""


def start(folder: Path) -> Callable[[str], bytes]:
    def brief(code: str) -> bytes:
        place = folder / code
        sheet = json.loads((place / "sheet.json").read_text(encoding="utf-8"))
        out = io.BytesIO()
        page = _page(_escaped(sheet), place)
        pisa.CreatePDF(page, dest=out, encoding="utf-8", resource_policy=PERMISSIVE_POLICY)
        return out.getvalue()

    return brief


def _escaped(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _escaped(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_escaped(one) for one in value]
    return html.escape(value) if isinstance(value, str) else value


def _page(s: dict[str, Any], place: Path) -> str:
    def cells(items: list[list[str]]) -> str:
        pairs = (
            f'<td><span class="big">{number}</span><br>{label}</td>' for number, label in items
        )
        return f"<table><tr>{''.join(pairs)}</tr></table>"

    def chart(name: str) -> str:
        c = s["charts"][name]
        return (
            f'<h3>{c["heading"]}</h3><p class="small">{c["measure"]}</p><p><img alt="{c["alt"]}"'
            f' src="{place}/{name}.png" width="{c["width"]}mm" height="{c["height"]}mm"></p>'
            f'<p class="small">{s["source"]}</p>'
        )

    def rows(caption: str, first: str, last: str, body: list[list[str]]) -> str:
        lines = "".join(
            f'<tr><td>{name}</td><td class="end">{value}</td></tr>' for name, value in body
        )
        return (
            f'<p class="small">{caption}</p><table class="rows"><tr><th>{first}</th>'
            f'<th class="end">{last}</th></tr>{lines}</table>'
        )

    cards = [
        f'<p class="small">{at} {card["when"]}</p><h3>{card["title"]}</h3><p>{card["text"]}</p>'
        f'<p class="small">{card["themes"]}</p>'
        for at, card in enumerate(s["cards"], start=1)
    ]
    return f"""<html><head><title>{s["title"]}: {s["edition"]}</title><style>{STYLE}</style></head>
<body>
<table class="band"><tr><td width="130mm"><p>{s["organisation"]}</p><p>Country fact sheet</p>
<h1>{s["title"]}</h1><p>{s["region"]}</p><p>{s["edition"]}, {s["period"]}</p></td>
<td width="44mm"><img src="{place}/place.png" width="38mm" height="38mm" alt="map"></td></tr>
</table>
{cells(s["glance"])}<p style="font-size: 10.5pt">{s["lead"]}</p>
<h2>Funding</h2>{cells(s["money"])}<p class="small">{s["estimated"]}</p>
<table><tr><td>{chart("themes")}</td><td>{chart("years")}</td></tr></table>
<h2>What was done</h2>
<table><tr><td>{cards[0]}</td><td>{cards[1]}</td></tr>
<tr><td>{cards[2]}</td><td>{cards[3]}</td></tr></table>
{chart("results")}
<h2>Who gave and who took part</h2>
<table><tr><td>{rows(*s["tables"][0])}</td><td>{rows(*s["tables"][1])}</td></tr></table>
<h3>About the data</h3><p>{s["about"]}</p>
<p class="small">{s["small"]}</p><p class="small">{s["source"]} {s["contact"]}</p>
<div id="foot" class="small">Data as of {s["date"]} <pdf:pagenumber></div>
</body></html>"""


if __name__ == "__main__":
    timing.main(start)

"""The page of a brief, from the templates that its PDF is made of; web.css is its look.

It is one file that fetches nothing: pictures, style and script are in it, and a policy
(Content-Security-Policy) holds the browser to that. The script only adds: without it every
word, number, row and table is there.
"""

from __future__ import annotations

import base64
import hashlib
import json
import mimetypes
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import lxml.html
from lxml.etree import Comment
from markupsafe import Markup

from briefpress.colour import lightened
from briefpress.documents import template
from briefpress.documents.attachments import as_csv
from briefpress.documents.formats import Rendered
from briefpress.documents.web import charts
from briefpress.documents.web.rows import Ledger
from briefpress.drawing.svg import Letters
from briefpress.errors import BriefError
from briefpress.usage import direction, own_name

SHEETS = ("css/web.css", "css/web-project.css")
SCRIPT = "css/web.js"
DARK = "#12181d"
"""The ground of the dark scheme, as web.css has it: what the accent is lightened for."""
WIDE = 100
"""Millimetres from which a chart is too wide for a narrow screen, and is moved sideways."""
COLUMNS = 3
"""From so many on, a table is moved sideways where there is no room for it."""
MANY = 5
"""From so many on, it is never narrower than its words need."""

_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
_ASSET = re.compile(r"""url\(\s*["']?(asset:[^"')]+)["']?\s*\)""")


def page(brief: Rendered) -> str:
    """Return the page. Raises BriefError for a file that it names and that is not there."""
    return _Page(brief).html()


def numbers(brief: Rendered) -> bytes:
    """Return the numbers as CSV, one a row; ``rows`` says how many rows each is made of."""
    columns = ("name", "value", "unit", "status", "rule", "rows")
    found = brief.plain["numbers"].items()
    return as_csv(
        columns,
        (
            [name, one["value"], one["unit"], one["status"], one["rule"], len(one["rows"])]
            for name, one in found
        ),
    )


class _Page:
    """One page while it is put together."""

    def __init__(self, brief: Rendered) -> None:
        self.brief, self.text, self.project = brief, brief.text, brief.project
        self.folders = brief.project.folders
        self.env = template.environment(self.folders, self.text)
        self.letters = Letters()
        self.ledger = Ledger(brief.plain, self.text)
        self.charts = brief.facts.charts()
        self.parts: list[str] = []
        """Finished pieces, which the tree has comments in place of: SVG is no HTML to lxml."""

    def html(self) -> str:
        brief, project = self.brief, self.project
        rendered = template.render(
            brief.facts, brief.kind.template, self.folders, project.brand, self.text,
            name_cells=True,
        )  # fmt: skip
        root = lxml.html.document_fromstring(rendered)
        for running in root.find_class("running"):
            running.drop_tree()
        for image in list(root.iter("img")):
            self._image(image)
        body = root.body
        for table in body.iter("table"):
            _scrolling(table)
        for number in body.xpath(".//a//data[@class='number']"):
            number.set("class", "number linked")  # it leads elsewhere already
        main = next(body.iter("main"), body)
        main.set("id", main.get("id", "main"))
        self._head(root.head)
        bar, foot = self._piece(self._bar(main.get("id"))), self._place("")
        body.insert(0, bar)
        body.append(foot)
        written = lxml.html.tostring(root, encoding="unicode", doctype="<!DOCTYPE html>")
        written = self._put(written)
        written = self._linked(written)  # now that charts' tables are there too
        return self._closed(written) + "\n"

    # The head

    def _head(self, head: Any) -> None:
        if not head.xpath("meta[@charset]"):
            head.insert(0, lxml.html.Element("meta", {"charset": "utf-8"}))
        metas = (
            {"name": "viewport", "content": "width=device-width, initial-scale=1"},
            {"name": "color-scheme", "content": "light dark"},
            {"name": "generator", "content": "briefpress"},
            {"http-equiv": "Content-Security-Policy", "content": self._policy()},
        )
        for at, attributes in enumerate(metas, start=1):
            head.insert(at, lxml.html.Element("meta", attributes))
        head.append(
            lxml.html.Element("link", {"rel": "icon", "href": "data:,"})
        )  # none is asked for
        dark = lightened(self.project.brand.colour, DARK, 5.5)
        sheets = [f":root {{ --accent-on-dark: {dark} }}", *map(self._sheet, SHEETS)]
        head.append(self._piece(f"<style>\n{''.join(sheets)}</style>"))

    def _policy(self) -> str:
        """Say that nothing is fetched, and that only the page's own script may run."""
        digest = base64.b64encode(hashlib.sha256(self._script().encode()).digest()).decode()
        return (
            "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline';"
            f" script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
        )

    def _sheet(self, name: str) -> str:
        path = _template(self.folders, name)
        if path is None:
            return ""
        source = _COMMENT.sub("", path.read_text(encoding="utf-8"))
        return _ASSET.sub(lambda found: f'url("{self._data(found[1])}")', source)

    def _script(self) -> str:
        path = _template(self.folders, SCRIPT)
        return path.read_text(encoding="utf-8").strip() if path else ""

    # Pictures

    def _image(self, image: Any) -> None:
        source = image.get("src", "")
        if source.startswith("data:"):
            return
        if not source.startswith("chart:"):
            image.set("src", self._data(source))
            return
        name = source.removeprefix("chart:")
        chart = self.charts[name]
        picture = charts.picture(chart, self.letters)
        if image.getparent().tag == "figure":
            shown = self.env.get_template("web/chart.html").render(
                picture=picture,
                chart=chart,
                table=charts.table(name, chart, self.text),
                wide=chart.width > WIDE,
            )
        else:
            shown = f'<span class="{image.get("class", "")}">{picture}</span>'
        piece = self._piece(shown)
        piece.tail = image.tail
        image.getparent().replace(image, piece)

    def _data(self, source: str) -> str:
        """Return a file below templates/, or the brand's, as a URL that has it inside."""
        scheme, _, name = source.partition(":")
        path = None
        if source == "brand:logo":
            path = _find(self.folders, self.project.brand.logo)
        elif scheme == "asset":
            path = _template(self.folders, name.lstrip("/"))
        if path is None:
            raise BriefError(f"there is no '{source}' that a brief may show")
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"

    # What stands around the brief

    def _bar(self, main: str) -> str:
        brief = self.brief
        name = brief.stem.rpartition("/")[2]
        self.links = {ending: f"{name}.{ending}" for ending in ("pdf", "csv", "json")}
        stem = name.removesuffix(f".{self.text.language}")
        return self.env.get_template("web/bar.html").render(
            main=main,
            home="../index.html",
            language=self.text.language,
            languages=[
                {
                    "code": code,
                    "name": own_name(code),
                    "direction": direction(code),
                    "href": f"{stem}.{code}.html",
                }
                for code in brief.project.edition.languages
            ],
            **self.links,
        )

    def _closed(self, written: str) -> str:
        """Put letters before all charts, and what is behind the numbers at the foot."""
        foot = self.env.get_template("web/foot.html").render(
            lines=list(self.ledger.lines()),
            rows=Markup(_as_data(self.ledger.json())),
            script=Markup(self._script()),
            **self.links,
        )
        return written.replace(self._comment(self.foot), self.letters.definitions() + foot)

    def _linked(self, written: str) -> str:
        """Make each number that has something behind it a link to that."""

        def link(found: re.Match[str]) -> str:
            one = self.ledger.id_of(found["name"])
            if not one:
                return found[0]
            return f'{found["start"]}<a href="#{one}">{found["printed"]}</a></data>'

        return _NUMBER.sub(link, written)

    # Pieces that are put in when the tree is written

    def _piece(self, html: str) -> Any:
        self.parts.append(html)
        return Comment(f"piece:{len(self.parts) - 1}")

    def _place(self, html: str) -> Any:
        piece = self._piece(html)
        self.foot = len(self.parts) - 1
        return piece

    def _comment(self, at: int) -> str:
        return f"<!--piece:{at}-->"

    def _put(self, written: str) -> str:
        """Put each piece where the tree has its comment; the foot comes last."""
        return _PIECE.sub(
            lambda found: found[0] if int(found[1]) == self.foot else self.parts[int(found[1])],
            written,
        )


_PIECE = re.compile(r"<!--piece:(\d+)-->")
_NUMBER = re.compile(
    r'(?P<start><data class="number" value="[^"]*" data-name="(?P<name>[^"]*)">)'
    r"(?P<printed>.*?)</data>",
    re.DOTALL,
)


def _scrolling(table: Any) -> None:
    """Put a table of many columns into a box that can be moved sideways, by keyboard too."""
    columns = max((len(row) for row in table.iter("tr")), default=0)
    if columns < COLUMNS:
        return
    kind = "scroll many" if columns >= MANY else "scroll"
    box = lxml.html.Element("div", {"class": kind, "tabindex": "0", "role": "group"})
    for caption in table.iter("caption"):
        box.set("aria-label", " ".join(caption.text_content().split()))
    box.tail, table.tail = table.tail, None
    table.getparent().replace(table, box)
    box.append(table)


def _as_data(value: Mapping[str, Any]) -> str:
    """Return JSON that can stand in a script element, whatever words are in it."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return written.replace("<", "\\u003c")


def _template(folders: tuple[Path, ...], name: str) -> Path | None:
    """Return a file below templates/, the project's own first."""
    return _find(tuple(folder / "templates" for folder in folders), name)


def _find(folders: tuple[Path, ...], name: str) -> Path | None:
    """Return a file from the first folder that has it, never one outside of the folders."""
    for folder in folders:
        path = (folder / name).resolve()
        if path.is_file() and path.is_relative_to(folder.resolve()):
            return path
    return None

"""A brief as it is made now: its page, its files, its PDF's pages, its numbers."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route

from briefpress.desk import sheets as pages_of
from briefpress.desk import words
from briefpress.desk.answers import FOR_EVER, Answers, gone, ui
from briefpress.desk.kept import Kept
from briefpress.desk.sheets import Sheet
from briefpress.errors import ProjectError
from briefpress.model.finding import Place

PAGE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:;"
    " script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""Content-Security-Policy of a brief's page: it needs nothing but itself."""


class Made(Answers):
    """Answers with what is kept by the fingerprint of all that it is made of."""

    def routes(self) -> list[Route]:
        """Return what can be asked for."""
        return [
            Route("/page/{made_of}", self.page),
            Route("/file/{made_of}/{name}", self.file),
            Route("/sheets/{made_of}", self.sheets),
            Route("/sheet/{made_of}/{number:int}", self.sheet),
            Route("/pdf/{made_of}/{name}", self.pdf),
            Route("/numbers/{made_of}", self.numbers),
        ]

    async def page(self, request: Request) -> Response:
        """Give a brief's page."""
        found = await asyncio.to_thread(self.studio.page, request.path_params["made_of"])
        if found is None:
            gone("No such page")
        headers = {**FOR_EVER, "Content-Security-Policy": PAGE_POLICY}
        return HTMLResponse(found.html, headers=headers)

    async def file(self, request: Request) -> Response:
        """Give one of the files that a brief's page has links to."""
        found = await asyncio.to_thread(self.studio.page, request.path_params["made_of"])
        kind = request.path_params["name"].rpartition(".")[2]
        if found is None or kind not in ("json", "csv"):
            gone("No such file")
        content, type_ = (
            (found.facts, "application/json") if kind == "json" else (found.numbers, "text/csv")
        )
        return Response(content, media_type=type_, headers=FOR_EVER)

    async def sheets(self, request: Request) -> Response:
        """Give the pages of a brief's PDF, with what is to be seen on them."""
        kept = await self._kept(request)
        pages = await asyncio.to_thread(pages_of.sheets, kept.pdf)
        now = self.studio.snapshot
        assert now
        brief = kept.brief
        judged = now.project.checks.judge(brief, kept.findings)
        marks, spots = defaultdict(list), defaultdict(list)
        for number, one in enumerate(judged, start=1):
            if one.finding.place:
                marks[one.finding.page].append((number, one))
        for spot in kept.spots:
            spots[spot.page].append(spot)
        _ = words.words(ui(request)).gettext
        return self.html(
            request,
            "sheets.html",
            sheets=pages,
            findings=judged,
            marks=marks,
            spots=spots,
            made_of=request.path_params["made_of"],
            name=f"{brief.replace('/', '-')}.pdf",
            levels={"error": _("Error"), "warning": _("Warning"), "allowed": _("Allowed")},
            at=_at,
        )

    async def sheet(self, request: Request) -> Response:
        """Give a page of a PDF as a picture."""
        kept = await self._kept(request)
        try:
            number = request.path_params["number"]
            picture = await asyncio.to_thread(pages_of.picture, kept.pdf, number)
        except IndexError:
            gone("No such page")
        return Response(picture, media_type="image/png", headers=FOR_EVER)

    async def pdf(self, request: Request) -> Response:
        """Give a brief's PDF: the bytes that a build makes."""
        kept = await self._kept(request)
        # the browser's own viewer, which may not be framed
        return FileResponse(
            kept.pdf,
            media_type="application/pdf",
            headers={**FOR_EVER, "Content-Security-Policy": "frame-ancestors 'none'"},
            filename=request.path_params["name"],
            content_disposition_type="inline",
        )

    async def numbers(self, request: Request) -> Response:
        """Show a number's rows, worked out; without a name, the numbers that there are."""
        found = await asyncio.to_thread(self.studio.page, request.path_params["made_of"])
        if found is None:
            gone("No such brief")
        facts, name = json.loads(found.facts), request.query_params.get("name", "")
        text = words.words(ui(request))

        def shown(number: Mapping[str, Any]) -> str:
            if number["value"] is None:
                return text.status(number["status"])
            return f"{number['value']} {number['unit']}"

        if not name:
            return self.html(request, "numbers.html", numbers=facts["numbers"], shown=shown)
        from briefpress.review.trace import trace

        try:
            lines = list(trace(facts, name))
        except ProjectError as error:
            gone(error.format_message())
        number = facts["numbers"].get(name, {})
        prefix = name.removesuffix("funding.gap")
        return self.html(
            request,
            "number.html",
            name=name,
            number={"rule": "", "made_of": None, "value": None, "status": "no data", **number},
            numbers=facts["numbers"],
            parts=[(prefix + part, sign) for part, sign in number.get("made_of", {}).items()],
            rows=[(row, facts["rows"].get(row, "")) for row in number.get("rows", ())],
            lines=_worked_out(lines, len(number.get("rows", ()))),
            shown=shown,
        )

    async def _kept(self, request: Request) -> Kept:
        found = await asyncio.to_thread(self.studio.pdf, request.path_params["made_of"])
        if found is None:
            gone("No such brief")
        return found


def _worked_out(lines: list[str], rows: int) -> list[str]:
    """Return what ``trace`` says beyond a number's value, rule and rows."""
    listed = next((at for at, line in enumerate(lines) if line.startswith("  rows:")), 1)
    return lines[listed + 1 + rows if listed > 1 else 2 :]


def _at(place: Place, sheet: Sheet) -> str:
    """Return where a place on a page is, as CSS in parts of it."""
    shares = {
        "left": place.x / sheet.width,
        "top": place.y / sheet.height,
        "width": place.width / sheet.width,
        "height": place.height / sheet.height,
    }
    return ";".join(f"{name}:{100 * share:.2f}%" for name, share in shares.items())

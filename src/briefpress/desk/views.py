"""The desk's pages and their parts: what is asked for at which address, and what is answered."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from http.cookies import CookieError, SimpleCookie
from itertools import groupby
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import parse_qs

from markupsafe import Markup
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Route

from briefpress import language
from briefpress.config import starter
from briefpress.desk import cards, mistakes, words
from briefpress.desk import settings as form_of
from briefpress.desk import sheets as pages_of
from briefpress.desk.cards import Cards
from briefpress.desk.kept import Kept
from briefpress.desk.sheets import Sheet
from briefpress.desk.studio import Studio, View
from briefpress.errors import ProjectError, did_you_mean
from briefpress.model.finding import Place
from briefpress.usage import direction, own_name

BEAT = 15.0
"""Seconds after which something is sent, so that who has gone is noticed."""

FOR_EVER = {"Cache-Control": "private, max-age=31536000, immutable"}
"""Of what is asked for by the fingerprint of all that it is made of."""

A_DAY = {"Cache-Control": "private, max-age=86400"}

PAGE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:;"
    " script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""Content-Security-Policy of a brief's page: it needs nothing but itself."""

_State = Callable[[], Awaitable[dict[str, Any]]]

_STATIC = Path(__file__).parent / "static"
_COLOUR = "#0072B2"
_LONGEST_FORM = 100_000
_UI = "briefpress-language"


class Views:
    """Answers from what the studio has."""

    def __init__(self, studio: Studio) -> None:
        self.studio, self.cards = studio, Cards(studio.out)

    def routes(self) -> list[Route]:
        """Return what can be asked for."""
        brief = "/{kind}/{key}/{code}"
        return [
            Route("/", self.gallery),
            Route(f"/brief{brief}", self.brief),
            Route(f"/picture{brief}", self.picture),
            Route("/page/{made_of}", self.page),
            Route("/file/{made_of}/{name}", self.file),
            Route("/sheets/{made_of}", self.sheets),
            Route("/sheet/{made_of}/{number:int}", self.sheet),
            Route("/pdf/{made_of}/{name}", self.pdf),
            Route("/numbers/{made_of}", self.numbers),
            Route("/events", self.events),
            Route("/settings", self.settings, methods=["GET", "POST"]),
            Route("/language", self.language, methods=["POST"]),
            Route("/static/{name}", self.static),
            Route("/font/{name}", self.font),
        ]

    async def gallery(self, request: Request) -> Response:
        """Show the edition's briefs."""
        studio, code = self.studio, _ui(request)
        now, text = await studio.looked(), words.words(code)
        round_ = studio.round  # of what is shown here, whatever is made meanwhile
        found = await asyncio.to_thread(self.cards.of, now, studio.views) if now else []
        names = _kinds(code)
        edition = now.project.edition if now else None
        tongues = {one: own_name(one) for one in edition.languages} if edition else {}
        order = {one: at for at, one in enumerate(names)}
        groups = [
            {
                "kind": kind,
                "name": names.get(kind, kind),
                "cards": sorted(group, key=lambda card: text.order(card.title)),
            }
            for kind, group in groupby(found, key=lambda card: card.kind)
        ]
        groups.sort(key=lambda group: order.get(str(group["kind"]), len(order)))
        first = code if code in tongues else next(iter(tongues), code)
        own = language.text(first, now.data.names, studio.root) if now else text
        return self._html(
            request,
            "gallery.html",
            title=own.of_data("edition title", edition.title)
            if edition
            else text.gettext("Briefs"),
            organisation=own.of_data("organisation name", edition.organisation) if edition else "",
            tongue=first,
            round=round_,
            groups=groups,
            tongues=tongues,
            first=first,
            states=_states(code),
            wrong=studio.wrong,
            here="gallery",
        )

    async def brief(self, request: Request) -> Response:
        """Show a brief: its page and its PDF."""
        brief, now, studio = _brief(request), await self.studio.looked(), self.studio
        if now is None:  # the project was never right since the desk began
            return await self.gallery(request)
        if brief not in now.jobs:
            _gone(f"No brief is called '{brief}'.{did_you_mean(brief, now.jobs)}")
        job, view = now.jobs[brief], studio.views.get(brief)
        card = await asyncio.to_thread(self.cards.one, now, brief, view)
        others = now.project.edition.languages
        return self._html(
            request,
            "brief.html",
            brief=brief,
            stem=brief.rpartition("/")[0],
            title=job.title,
            language=job.language,
            tongues={one: own_name(one) for one in others},
            state=card.state,
            states=_states(_ui(request)),
            wrong=self._wrong(view),
            here="brief",
        )

    async def picture(self, request: Request) -> Response:
        """Give the picture of a brief's first page."""
        brief, now = _brief(request), self.studio.snapshot
        if now is None or brief not in now.jobs:
            _gone("No such picture")
        view = self.studio.views.get(brief)
        path = (await asyncio.to_thread(self.cards.one, now, brief, view)).thumbnail
        if path is None:
            _gone("No such picture")
        return FileResponse(path, media_type="image/png")

    async def page(self, request: Request) -> Response:
        """Give a brief's page."""
        found = await asyncio.to_thread(self.studio.page, request.path_params["made_of"])
        if found is None:
            _gone("No such page")
        headers = {**FOR_EVER, "Content-Security-Policy": PAGE_POLICY}
        return HTMLResponse(found.html, headers=headers)

    async def file(self, request: Request) -> Response:
        """Give one of the files that a brief's page has links to."""
        found = await asyncio.to_thread(self.studio.page, request.path_params["made_of"])
        kind = request.path_params["name"].rpartition(".")[2]
        if found is None or kind not in ("json", "csv"):
            _gone("No such file")
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
        _ = words.words(_ui(request)).gettext
        return self._html(
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
            _gone("No such page")
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
            _gone("No such brief")
        facts, name = json.loads(found.facts), request.query_params.get("name", "")
        text = words.words(_ui(request))

        def shown(number: Mapping[str, Any]) -> str:
            if number["value"] is None:
                return text.status(number["status"])
            return f"{number['value']} {number['unit']}"

        if not name:
            return self._html(request, "numbers.html", numbers=facts["numbers"], shown=shown)
        from briefpress.review.trace import trace

        try:
            lines = list(trace(facts, name))
        except ProjectError as error:
            _gone(error.format_message())
        number = facts["numbers"].get(name, {})
        prefix = name.removesuffix("funding.gap")
        return self._html(
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

    async def events(self, request: Request) -> Response:
        """Send what is to be seen, whenever it is another: of a brief, or of the edition."""
        brief, code = request.query_params.get("brief", ""), _ui(request)
        now = await self.studio.looked()
        if brief and (now is None or brief not in now.jobs):
            _gone("No such brief")
        stream = self._of_brief(brief, code) if brief else self._of_edition(code)
        return StreamingResponse(stream, media_type="text/event-stream")

    async def _of_edition(self, code: str) -> AsyncIterator[str]:
        async def state() -> dict[str, Any]:
            return {"round": self.studio.round, "overlay": self._overlay(code, None)}

        async for message in self._told(state):
            yield message

    async def _of_brief(self, brief: str, code: str) -> AsyncIterator[str]:
        with self.studio.looked_at(brief) as view:

            async def state() -> dict[str, Any]:
                return {
                    "page": view.page,
                    "pdf": view.pdf,
                    "busy": view.busy,
                    "overlay": self._overlay(code, view),
                    "state": await self._state(brief, code, view),
                }

            async for message in self._told(state):
                yield message

    async def _state(self, brief: str, code: str, view: View) -> tuple[str, str]:
        """Return how a brief stands, and what that is called."""
        now = self.studio.snapshot
        if now is None or brief not in now.jobs:
            return "failed", _states(code)["failed"]
        state = (await asyncio.to_thread(self.cards.one, now, brief, view)).state
        return state, _states(code)[state]

    async def _told(self, state: _State) -> AsyncIterator[str]:
        last = None
        async for _ in self.studio.heard(BEAT):
            now = await state()
            yield _event(now) if now != last else ": still here\n\n"
            last = now

    def _overlay(self, code: str, view: View | None) -> str:
        wrong = self._wrong(view)
        return words.environment(code).get_template("overlay.html").render(wrong=wrong).strip()

    def _wrong(self, view: View | None) -> list[mistakes.Shown]:
        return self.studio.wrong or (view.wrong if view else [])

    async def settings(self, request: Request) -> Response:
        """Show the form, or write what was sent."""
        root, conflict = self.studio.root, False
        try:
            if request.method == "POST":
                sent = await _sent(request)
                try:
                    form = await asyncio.to_thread(form_of.save, root, sent)
                except form_of.ChangedMeanwhileError:
                    form, conflict = await asyncio.to_thread(form_of.again, root, sent), True
                if not (conflict or form.errors or form.others):
                    return RedirectResponse("/settings?saved=1", 303)
            else:
                form = await asyncio.to_thread(form_of.read, root)
        except ProjectError as error:
            return self._settings(request, None, wrong=mistakes.shown(error, (root,)))
        except OSError as error:
            said = f"cannot be written: {error.strerror}"
            return self._settings(request, None, wrong=[mistakes.Shown(said, file="briefs.toml")])
        return self._settings(request, form, conflict=conflict)

    def _settings(
        self,
        request: Request,
        form: form_of.Form | None,
        *,
        conflict: bool = False,
        wrong: list[mistakes.Shown] | None = None,
    ) -> Response:
        root, code = self.studio.root, _ui(request)
        listed = dict.fromkeys([*_catalogues(root), *(form.languages if form else ())])
        bad = conflict or wrong or (form and (form.errors or form.others))
        return self._html(
            request,
            "settings.html",
            409 if conflict else 422 if bad else 200,
            form=form,
            conflict=conflict,
            wrong=wrong or [],
            saved="saved" in request.query_params,
            possible={one: own_name(one) for one in listed},
            kinds=_kinds(code),
            logos=_logos(root),
            here="settings",
        )

    async def language(self, request: Request) -> Response:
        """Have the desk speak another language."""
        sent = await _sent(request)
        code = sent.get("language", [""])[0]
        back = "/" + sent.get("back", [""])[0].lstrip("/\\")
        answer = RedirectResponse(back, 303)
        if code in words.languages():
            answer.set_cookie(_UI, code, httponly=True, samesite="strict", max_age=31536000)
        return answer

    async def static(self, request: Request) -> Response:
        """Give one of the desk's own scripts and sheets."""
        name = request.path_params["name"]
        known = {path.name: path for path in _STATIC.iterdir() if path.suffix in (".css", ".js")}
        if name not in known:
            _gone("No such file")
        return FileResponse(known[name])

    async def font(self, request: Request) -> Response:
        """Give one of the fonts that are installed with briefpress: not every system has all."""
        name, folder = request.path_params["name"], starter() / "templates/fonts"
        if name not in {path.name for path in folder.glob("*.ttf")}:
            _gone("No such font")
        return FileResponse(folder / name, media_type="font/ttf", headers=A_DAY)

    async def _kept(self, request: Request) -> Kept:
        found = await asyncio.to_thread(self.studio.pdf, request.path_params["made_of"])
        if found is None:
            _gone("No such brief")
        return found

    def _html(self, request: Request, template: str, status: int = 200, **names: Any) -> Response:
        project = self.studio.project
        env = words.environment(_ui(request))
        html = env.get_template(template).render(
            colour=project.brand.colour if project else _COLOUR,
            back=request.url.path,
            lang=_lang,
            **names,
        )
        return HTMLResponse(html, status)

    async def gone(self, request: Request, error: Exception) -> Response:
        """Say that something is not there."""
        assert isinstance(error, HTTPException)
        if error.status_code != 404 or not request.url.path.startswith("/brief/"):
            return Response(f"{error.detail}\n", error.status_code, media_type="text/plain")
        return self._html(request, "gone.html", 404, said=error.detail, here="")


def app(studio: Studio) -> Starlette:
    """Return the desk as an application; who may use it, ``access`` says."""
    views = Views(studio)
    return Starlette(routes=views.routes(), exception_handlers={HTTPException: views.gone})


def _ui(request: Request) -> str:
    try:
        cookies = SimpleCookie(request.headers.get("cookie", ""))
    except CookieError:
        cookies = SimpleCookie()
    cookie = cookies[_UI].value if _UI in cookies else ""
    return words.chosen(cookie, request.headers.get("accept-language", ""))


def _brief(request: Request) -> str:
    path = request.path_params
    return f"{path['kind']}/{path['key']}/{path['code']}"


def _gone(said: str) -> NoReturn:
    raise HTTPException(404, said)


async def _sent(request: Request) -> dict[str, list[str]]:
    """Return a form's values, as browsers send them without files."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _LONGEST_FORM:
            raise HTTPException(413, "This form is too long")
    return parse_qs(body.decode(errors="replace"), keep_blank_values=True)


def _worked_out(lines: list[str], rows: int) -> list[str]:
    """Return what ``trace`` says beyond a number's value, rule and rows."""
    listed = next((at for at, line in enumerate(lines) if line.startswith("  rows:")), 1)
    return lines[listed + 1 + rows if listed > 1 else 2 :]


def _event(state: Mapping[str, Any]) -> str:
    return f"data: {json.dumps(state, ensure_ascii=False)}\n\n"


def _at(place: Place, sheet: Sheet) -> str:
    """Return where a place on a page is, as CSS in parts of it."""
    shares = {
        "left": place.x / sheet.width,
        "top": place.y / sheet.height,
        "width": place.width / sheet.width,
        "height": place.height / sheet.height,
    }
    return ";".join(f"{name}:{100 * share:.2f}%" for name, share in shares.items())


def _lang(code: str) -> Markup:
    return Markup('lang="{}" dir="{}"').format(code, direction(code))


def _kinds(code: str) -> dict[str, str]:
    _ = words.words(code).gettext
    return {
        "country": _("Countries and areas"),
        "region": _("Regions"),
        "theme": _("Themes"),
        "donor": _("Donors"),
        "annual": _("Annual summary"),
    }


def _states(code: str) -> dict[str, str]:
    _ = words.words(code).gettext
    said = (_("Up to date"), _("Changed"), _("Stale"), _("Failed"), _("Not built"))
    return dict(zip(cards.STATES, said, strict=True))


def _catalogues(root: Path) -> tuple[str, ...]:
    from briefpress import catalogues

    return catalogues.languages(root)


def _logos(root: Path) -> list[str]:
    """Return the pictures of a project that can be its logo."""
    found = (path for path in (root / "templates").rglob("*") if path.suffix in (".svg", ".png"))
    return sorted(path.relative_to(root).as_posix() for path in found)

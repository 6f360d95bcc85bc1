"""What all answers of the desk have in common: who asks, in what language, and a page's frame."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from typing import Any, NoReturn
from urllib.parse import parse_qs

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from briefpress.desk import cards, mistakes, words
from briefpress.desk.cards import Cards
from briefpress.desk.studio import Studio, View
from briefpress.usage import direction

FOR_EVER = {"Cache-Control": "private, max-age=31536000, immutable"}
"""Of what is asked for by the fingerprint of all that it is made of."""

A_DAY = {"Cache-Control": "private, max-age=86400"}

_COLOUR = "#0072B2"
_LONGEST_FORM = 100_000
UI = "briefpress-language"
"""The cookie with the language that the desk speaks."""


class Answers:
    """Answers from what the studio has."""

    def __init__(self, studio: Studio, found: Cards) -> None:
        self.studio, self.cards = studio, found

    def html(self, request: Request, template: str, status: int = 200, **names: Any) -> Response:
        """Return a page of the desk, in the language of who asks."""
        project = self.studio.project
        env = words.environment(ui(request))
        html = env.get_template(template).render(
            colour=project.brand.colour if project else _COLOUR,
            back=request.url.path,
            lang=lang,
            **names,
        )
        return HTMLResponse(html, status)

    def wrong(self, view: View | None) -> list[mistakes.Shown]:
        """Return what is wrong with the project, else with a brief."""
        return self.studio.wrong or (view.wrong if view else [])


def ui(request: Request) -> str:
    """Return the language that the desk speaks with who asks."""
    try:
        cookies = SimpleCookie(request.headers.get("cookie", ""))
    except CookieError:
        cookies = SimpleCookie()
    cookie = cookies[UI].value if UI in cookies else ""
    return words.chosen(cookie, request.headers.get("accept-language", ""))


def brief_of(request: Request) -> str:
    """Return the brief that an address names."""
    path = request.path_params
    return f"{path['kind']}/{path['key']}/{path['code']}"


def gone(said: str) -> NoReturn:
    """Answer that something is not there."""
    raise HTTPException(404, said)


async def sent_with(request: Request) -> dict[str, list[str]]:
    """Return a form's values, as browsers send them without files."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _LONGEST_FORM:
            raise HTTPException(413, "This form is too long")
    return parse_qs(body.decode(errors="replace"), keep_blank_values=True)


def lang(code: str) -> Markup:
    """Return the attributes of an element in a language."""
    return Markup('lang="{}" dir="{}"').format(code, direction(code))


def kinds(code: str) -> dict[str, str]:
    """Return what the kinds of briefs are called."""
    _ = words.words(code).gettext
    return {
        "country": _("Countries and areas"),
        "region": _("Regions"),
        "theme": _("Themes"),
        "donor": _("Donors"),
        "annual": _("Annual summary"),
    }


def states(code: str) -> dict[str, str]:
    """Return what the states of briefs are called."""
    _ = words.words(code).gettext
    said = (_("Up to date"), _("Changed"), _("Stale"), _("Failed"), _("Not built"))
    return dict(zip(cards.STATES, said, strict=True))

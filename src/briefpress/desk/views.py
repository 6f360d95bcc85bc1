"""The desk as an application: what is asked for at which address, and who answers."""

from __future__ import annotations

from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from briefpress.config import starter
from briefpress.desk.answers import Answers, gone
from briefpress.desk.cards import Cards
from briefpress.desk.forms import Forms
from briefpress.desk.made import Made
from briefpress.desk.news import News
from briefpress.desk.overview import Overview
from briefpress.desk.studio import Studio

A_DAY = {"Cache-Control": "private, max-age=86400"}

_STATIC = Path(__file__).parent / "static"


def app(studio: Studio) -> Starlette:
    """Return the desk as an application; who may use it, ``access`` says."""
    found = Cards(studio.out)
    fixed = Fixed(studio, found)
    kinds = (Overview, Made, News, Forms)
    routes = [route for kind in kinds for route in kind(studio, found).routes()]
    return Starlette(
        routes=[*routes, *fixed.routes()], exception_handlers={HTTPException: fixed.gone}
    )


class Fixed(Answers):
    """Answers with what is the same for every project, and where there is nothing."""

    def routes(self) -> list[Route]:
        """Return what can be asked for."""
        return [Route("/static/{name}", self.static), Route("/font/{name}", self.font)]

    async def static(self, request: Request) -> Response:
        """Give one of the desk's own scripts and sheets."""
        name = request.path_params["name"]
        known = {path.name: path for path in _STATIC.iterdir() if path.suffix in (".css", ".js")}
        if name not in known:
            gone("No such file")
        return FileResponse(known[name])

    async def font(self, request: Request) -> Response:
        """Give one of the fonts that are installed with briefpress: not every system has all."""
        name, folder = request.path_params["name"], starter() / "templates/fonts"
        if name not in {path.name for path in folder.glob("*.ttf")}:
            gone("No such font")
        return FileResponse(folder / name, media_type="font/ttf", headers=A_DAY)

    async def gone(self, request: Request, error: Exception) -> Response:
        """Say that something is not there."""
        assert isinstance(error, HTTPException)
        if error.status_code != 404 or not request.url.path.startswith("/brief/"):
            return Response(f"{error.detail}\n", error.status_code, media_type="text/plain")
        return self.html(request, "gone.html", 404, said=error.detail, here="")

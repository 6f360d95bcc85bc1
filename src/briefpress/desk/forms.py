"""What can be sent to the desk: the settings of briefs.toml, and the language that it speaks."""

from __future__ import annotations

import asyncio
from pathlib import Path

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from briefpress.desk import mistakes, words
from briefpress.desk import settings as form_of
from briefpress.desk.answers import UI, Answers, kinds, sent_with, ui
from briefpress.errors import ProjectError
from briefpress.usage import own_name


class Forms(Answers):
    """Answers to what is sent."""

    def routes(self) -> list[Route]:
        """Return what can be asked for."""
        return [
            Route("/settings", self.settings, methods=["GET", "POST"]),
            Route("/language", self.language, methods=["POST"]),
        ]

    async def settings(self, request: Request) -> Response:
        """Show the form, or write what was sent."""
        root, conflict = self.studio.root, False
        try:
            if request.method == "POST":
                sent = await sent_with(request)
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
        root, code = self.studio.root, ui(request)
        listed = dict.fromkeys([*_catalogues(root), *(form.languages if form else ())])
        bad = conflict or wrong or (form and (form.errors or form.others))
        return self.html(
            request,
            "settings.html",
            409 if conflict else 422 if bad else 200,
            form=form,
            conflict=conflict,
            wrong=wrong or [],
            saved="saved" in request.query_params,
            possible={one: own_name(one) for one in listed},
            kinds=kinds(code),
            logos=_logos(root),
            here="settings",
        )

    async def language(self, request: Request) -> Response:
        """Have the desk speak another language."""
        sent = await sent_with(request)
        code = sent.get("language", [""])[0]
        back = "/" + sent.get("back", [""])[0].lstrip("/\\")
        answer = RedirectResponse(back, 303)
        if code in words.languages():
            answer.set_cookie(UI, code, httponly=True, samesite="strict", max_age=31536000)
        return answer


def _catalogues(root: Path) -> tuple[str, ...]:
    from briefpress import catalogues

    return catalogues.languages(root)


def _logos(root: Path) -> list[str]:
    """Return the pictures of a project that can be its logo."""
    found = (path for path in (root / "templates").rglob("*") if path.suffix in (".svg", ".png"))
    return sorted(path.relative_to(root).as_posix() for path in found)

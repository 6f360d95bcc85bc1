"""What the edition has: its briefs as cards, and the place of each on the desk."""

from __future__ import annotations

import asyncio
from itertools import groupby

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from briefpress import language
from briefpress.desk import words
from briefpress.desk.answers import Answers, brief_of, gone, kinds, states, ui
from briefpress.errors import did_you_mean
from briefpress.usage import own_name


class Overview(Answers):
    """Answers with what there is."""

    def routes(self) -> list[Route]:
        """Return what can be asked for."""
        brief = "/{kind}/{key}/{code}"
        return [
            Route("/", self.gallery),
            Route(f"/brief{brief}", self.brief),
            Route(f"/picture{brief}", self.picture),
        ]

    async def gallery(self, request: Request) -> Response:
        """Show the edition's briefs."""
        studio, code = self.studio, ui(request)
        now, text = await studio.looked(), words.words(code)
        round_ = studio.round  # of what is shown here, whatever is made meanwhile
        found = await asyncio.to_thread(self.cards.of, now, studio.views) if now else []
        names = kinds(code)
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
        return self.html(
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
            states=states(code),
            wrong=studio.wrong,
            here="gallery",
        )

    async def brief(self, request: Request) -> Response:
        """Show a brief: its page and its PDF."""
        brief, now, studio = brief_of(request), await self.studio.looked(), self.studio
        if now is None:  # the project was never right since the desk began
            return await self.gallery(request)
        if brief not in now.jobs:
            gone(f"No brief is called '{brief}'.{did_you_mean(brief, now.jobs)}")
        job, view = now.jobs[brief], studio.views.get(brief)
        card = await asyncio.to_thread(self.cards.one, now, brief, view)
        others = now.project.edition.languages
        return self.html(
            request,
            "brief.html",
            brief=brief,
            stem=brief.rpartition("/")[0],
            title=job.title,
            language=job.language,
            tongues={one: own_name(one) for one in others},
            state=card.state,
            states=states(ui(request)),
            wrong=self.wrong(view),
            here="brief",
        )

    async def picture(self, request: Request) -> Response:
        """Give the picture of a brief's first page."""
        brief, now = brief_of(request), self.studio.snapshot
        if now is None or brief not in now.jobs:
            gone("No such picture")
        view = self.studio.views.get(brief)
        path = (await asyncio.to_thread(self.cards.one, now, brief, view)).thumbnail
        if path is None:
            gone("No such picture")
        return FileResponse(path, media_type="image/png")

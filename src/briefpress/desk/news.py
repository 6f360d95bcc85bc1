"""What the browser is told while it shows something: that there is a newer one, or a mistake."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from briefpress.desk import words
from briefpress.desk.answers import Answers, gone, states, ui
from briefpress.desk.studio import View

BEAT = 15.0
"""Seconds after which something is sent, so that who has gone is noticed."""

_State = Callable[[], Awaitable[dict[str, Any]]]


class News(Answers):
    """Answers with server-sent events (HTML Standard, 9.2)."""

    def routes(self) -> list[Route]:
        """Return what can be asked for."""
        return [Route("/events", self.events)]

    async def events(self, request: Request) -> Response:
        """Send what is to be seen, whenever it is another: of a brief, or of the edition."""
        brief, code = request.query_params.get("brief", ""), ui(request)
        now = await self.studio.looked()
        if brief and (now is None or brief not in now.jobs):
            gone("No such brief")
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
            return "failed", states(code)["failed"]
        state = (await asyncio.to_thread(self.cards.one, now, brief, view)).state
        return state, states(code)[state]

    async def _told(self, state: _State) -> AsyncIterator[str]:
        last = None
        async for _ in self.studio.heard(BEAT):
            now = await state()
            yield _event(now) if now != last else ": still here\n\n"
            last = now

    def _overlay(self, code: str, view: View | None) -> str:
        wrong = self.wrong(view)
        return words.environment(code).get_template("overlay.html").render(wrong=wrong).strip()


def _event(state: Mapping[str, Any]) -> str:
    return f"data: {json.dumps(state, ensure_ascii=False)}\n\n"

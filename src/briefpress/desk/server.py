"""The desk as a server on this machine: one port of the loopback address, until Ctrl-C."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import signal
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from types import FrameType

import uvicorn

from briefpress.desk import folder
from briefpress.desk.access import TOKEN, Access
from briefpress.desk.studio import Studio
from briefpress.desk.views import app
from briefpress.errors import ProjectError

HOST = "127.0.0.1"

_LAST = 2
"""Seconds that answers get to be finished when the desk ends."""


def serve(root: Path, out: Path, port: int, say: Callable[[str], None]) -> None:
    """Show a project until somebody stops it; ``say`` is told the URL once it can be opened.

    Port 0 is any that is free. Raises ProjectError for a port that is not to be had.
    """
    with _listening(port) as listening:
        asyncio.run(_run(root, out, listening, say))


async def _run(root: Path, out: Path, listening: socket.socket, say: Callable[[str], None]) -> None:
    studio = Studio(root, out, _own(root))
    port, token = listening.getsockname()[1], secrets.token_urlsafe(32)
    config = uvicorn.Config(
        Access(app(studio), port, token),
        log_level="warning",
        access_log=False,
        lifespan="off",
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=_LAST,
        proxy_headers=False,
        http="h11",
        ws="none",
    )
    server = _Server(config, lambda: say(f"http://{HOST}:{port}/?{TOKEN}={token}"))
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    making = asyncio.create_task(studio.run())
    try:
        async with _until_signal() as stopped:
            waiting = asyncio.create_task(stopped.wait())
            done, _ = await asyncio.wait(
                [serving, making, waiting], return_when=asyncio.FIRST_COMPLETED
            )
            waiting.cancel()
            await studio.close()
            server.should_exit = True
            making.cancel()
            await asyncio.gather(serving, making, return_exceptions=True)
            for task in done & {serving, making}:
                task.result()  # raises what has ended it
    finally:
        await studio.close()


class _Server(uvicorn.Server):
    """Says when it listens, and leaves signals to others: workers have to be ended first."""

    def __init__(self, config: uvicorn.Config, began: Callable[[], None]) -> None:
        super().__init__(config)
        self._began = began

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen."""
        await super().startup(sockets)
        if self.started:
            self._began()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


@contextlib.asynccontextmanager
async def _until_signal() -> AsyncIterator[asyncio.Event]:
    """Give an event that Ctrl-C and SIGTERM set."""
    stopped, loop = asyncio.Event(), asyncio.get_running_loop()

    def note(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(stopped.set)

    before = {one: signal.signal(one, note) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _own(root: Path) -> Path:
    """Make the folder that the desk keeps briefs in: they may not be for everybody."""
    own = folder.of(root)
    try:
        own.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ProjectError(
            f"{error.filename}: cannot be made: {error.strerror}. The desk keeps what it makes"
            " there; name another place in XDG_CACHE_HOME"
        ) from None
    return own


@contextlib.contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
    except OSError as error:
        listening.close()
        raise ProjectError(
            f"port {port} cannot be used: {error.strerror}. Leave --port out, and the desk takes"
            " one that is free"
        ) from None
    with listening:
        yield listening

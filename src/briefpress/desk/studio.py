"""What everybody at the desk sees: the project as it stands, and the briefs they look at.

Lives in one event loop. What takes long is done in a thread, one thing after the
other, and called off when a file is saved meanwhile.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from briefpress.config import Project, starter
from briefpress.desk import kept, mistakes, snapshot
from briefpress.desk.bench import Bench, CalledOff
from briefpress.desk.hand import Keys, Page
from briefpress.desk.kept import Kept
from briefpress.desk.mistakes import Shown
from briefpress.desk.snapshot import Snapshot
from briefpress.desk.watch import Watch
from briefpress.errors import BriefError, BriefpressError, ProjectError, UnfinishedError
from briefpress.press.caches import trim
from briefpress.press.data import CACHE


@dataclass
class View:
    """A brief as it is seen: by their keys its page and its PDF, the last good ones.

    ``busy`` is what is being made, "page" or "pdf"; ``wrong`` is why it cannot be,
    and ``wrong_in`` the one that it was found in.
    """

    page: str = ""
    pdf: str = ""
    busy: str = ""
    wrong: list[Shown] = field(default_factory=list)
    wrong_in: str = ""
    tried: str = ""
    """The key of the page that went wrong: not tried again until something is saved."""


class Studio:
    """A project on the desk. ``out`` is where its edition is built; nothing is written there."""

    def __init__(self, root: Path, out: Path, folder: Path) -> None:
        self.root, self.out, self.folder = root, out, folder
        self.snapshot: Snapshot | None = None
        self.wrong: list[Shown] = []
        """What is wrong with the project or its data as a whole."""
        self.round = 0
        """Grows whenever the edition, or the state of a brief in it, may be another."""
        self.views: dict[str, View] = {}
        self._lookers: Counter[str] = Counter()
        self._bench = Bench()
        self._watch = Watch(root, out)
        self._wanted, self._stale = asyncio.Event(), True
        self._listeners: set[asyncio.Event] = set()
        self._making = ""
        self._looked = asyncio.Event()
        self.closed = False

    @property
    def project(self) -> Project | None:
        """Return the project as it was when it last was right."""
        return self.snapshot.project if self.snapshot else None

    async def run(self) -> None:
        """Make what is looked at, until cancelled."""
        await asyncio.to_thread(trim, self.folder, 10**9)
        watching = asyncio.create_task(self._follow())
        try:
            while not watching.done():
                wanted = asyncio.create_task(self._wanted.wait())
                await asyncio.wait([wanted, watching], return_when=asyncio.FIRST_COMPLETED)
                wanted.cancel()
                self._wanted.clear()
                await self._bring_up_to_date()
            watching.result()  # raises what has ended it
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)

    async def looked(self) -> Snapshot | None:
        """Return the project as it last was right, once it has been looked at; None if never."""
        await self._looked.wait()
        return self.snapshot

    async def close(self) -> None:
        """End the worker, and let everybody go who listens."""
        self.closed = True
        self._looked.set()
        self._bench.call_off()
        self._tell()
        await asyncio.to_thread(self._bench.close)

    async def heard(self, beat: float) -> AsyncIterator[None]:
        """Give at once, then whenever what is seen may be another, and every ``beat`` seconds.

        Ends when the desk does.
        """
        news = asyncio.Event()
        self._listeners.add(news)
        try:
            while not self.closed:
                news.clear()
                yield
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(news.wait(), beat)
        finally:
            self._listeners.discard(news)

    @contextlib.contextmanager
    def looked_at(self, brief: str) -> Iterator[View]:
        """Have a brief kept up to date meanwhile."""
        self._lookers[brief] += 1
        view = self.views.setdefault(brief, View())
        if self._making and not self._lookers[self._making]:
            self._bench.call_off()
        self._wanted.set()
        try:
            yield view
        finally:
            self._lookers[brief] -= 1

    def page(self, key: str) -> Page | None:
        """Return a page that is made, with its facts."""
        return kept.page(self.folder / CACHE, key)

    def pdf(self, key: str) -> Kept | None:
        """Return a PDF that is made."""
        return kept.pdf(self.folder / CACHE, key)

    @property
    def folders(self) -> tuple[Path, ...]:
        """Return where files are that an error can name."""
        return tuple(dict.fromkeys((self.root, starter())))

    def _tell(self) -> None:
        for news in self._listeners:
            news.set()

    async def _follow(self) -> None:
        try:
            await self._note_changes()
        except OSError as error:  # the system watches only so many folders
            raise ProjectError(
                f"the project's files cannot be watched: {error}. Set WATCHFILES_FORCE_POLLING=true"
                " in the environment, and they are looked at again and again instead"
            ) from error

    async def _note_changes(self) -> None:
        async for ours in self._watch.changes():
            if ours:
                self._stale = True
                self._bench.call_off()
                self._wanted.set()
            else:
                self.round += 1
                self._tell()

    async def _bring_up_to_date(self) -> None:
        if self._stale and not await self._look_again():
            return
        for brief in [one for one, count in self._lookers.items() if count]:
            if self._stale:
                return  # and come again
            await self._bring(brief)

    async def _look_again(self) -> bool:
        """Take the project as it stands; say whether it is right."""
        self._stale = False
        try:
            self.snapshot = await asyncio.to_thread(
                snapshot.take, self.root, self.folder, self.snapshot
            )
        except BriefpressError as error:
            self.wrong = mistakes.shown(error, self.folders)
        except Exception as error:  # of a template or chart that cannot even be read
            self.wrong = [Shown(f"{type(error).__name__}: {error}")]
        else:
            self._watch.follow(self.snapshot.project)
            self.wrong = []
            for view in self.views.values():
                view.tried = ""
        self.round += 1
        self._looked.set()
        self._tell()
        return not self.wrong

    async def _bring(self, brief: str) -> None:
        """Make a brief's page, then its PDF, unless they are there."""
        now, view = self.snapshot, self.views[brief]
        assert now
        doing = "page"
        try:
            snapshot.require(now, brief)
            task = await asyncio.to_thread(now.task, brief)
            key, made_of = now.page_key(brief), task.fingerprint
            if key == view.tried:
                return
            keys = Keys(now.code, now.templates, now.style)
            self._making = brief
            if key != view.page and not await asyncio.to_thread(self.page, key):
                self._begin(view, doing)
                page = await asyncio.to_thread(self._bench.page, task, keys)
                await asyncio.to_thread(now.steady.require_rest)
                await asyncio.to_thread(kept.write_page, self.folder / CACHE, key, page)
            view.page, view.busy = key, ""
            if view.wrong_in == doing:
                self._mended(view)
            doing = "pdf"
            if made_of != view.pdf and not await asyncio.to_thread(self.pdf, made_of):
                self._begin(view, doing)
                pages = await asyncio.to_thread(self._bench.pages, task, keys)
                await asyncio.to_thread(now.steady.require_rest)
                await asyncio.to_thread(kept.write_pdf, self.folder / CACHE, made_of, pages)
                self.round += 1
            view.pdf, view.busy = made_of, ""
            self._mended(view)
        except CalledOff:
            self._wanted.set()
        except UnfinishedError:  # a file was saved meanwhile, and nobody has told us yet
            self._stale = True
            self._wanted.set()
        except (BriefError, ProjectError) as error:
            view.wrong, view.wrong_in = mistakes.shown(error, self.folders), doing
            view.tried = now.page_key(brief) if brief in now.known else ""
            self.round += 1
        except OSError as error:
            found = f"{error.filename or self.folder}: cannot be written: {error.strerror}"
            view.wrong, view.wrong_in = [Shown(found, brief)], doing
        finally:
            self._making = view.busy = ""
            self._tell()

    def _begin(self, view: View, doing: str) -> None:
        view.busy = doing
        self._tell()

    def _mended(self, view: View) -> None:
        view.wrong, view.wrong_in = [], ""
        self._tell()

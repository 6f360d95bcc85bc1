"""Ctrl-C and SIGTERM: a build that is asked to stop does so where nothing is half done."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

SIGNALS = (signal.SIGINT, signal.SIGTERM)

_Handler = Callable[[int, FrameType | None], Any]


class Stop:
    """Whether somebody has asked the build to stop."""

    asked = False


@contextmanager
def held() -> Iterator[Stop]:
    """Let no signal break in meanwhile: it is noted, and whoever works looks at the note.

    Outside of the main thread Python hears no signals, and the note stays empty.
    """
    stop = Stop()

    def note(number: int, frame: FrameType | None) -> None:
        stop.asked = True

    with _handled(note):
        yield stop


@contextmanager
def raised() -> Iterator[None]:
    """Let both signals raise KeyboardInterrupt meanwhile, SIGTERM like Ctrl-C."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    with _handled(stop):
        yield


@contextmanager
def _handled(handler: _Handler) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, handler) for number in SIGNALS}
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, old)

"""When Python looks for garbage that refers to itself."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def kept() -> Iterator[None]:
    """Let garbage in cycles lie meanwhile.

    For work that makes millions of objects and keeps them: Python walks over all
    of them again and again, and finds nothing. What no one refers to is freed as
    ever.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()

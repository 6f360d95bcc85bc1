"""Artists put on a sheet: the first of its look is made, each further one is like it.

To make a label takes matplotlib 0.15 ms, for its many properties and callbacks, and
a chart has dozens that differ in words and place alone.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.cbook import CallbackRegistry

_MOST = 256
"""Looks that a sheet keeps; charts of one house have some thirty."""


def put(axes: Axes, look: Hashable, make: Callable[[], Artist], **own: Any) -> None:
    """Put what ``make`` returns on a sheet, or an artist like it and with its ``own`` attributes.

    ``look`` stands for all that ``make`` depends on but for these. The artist is not
    stale, as matplotlib calls it: who changes it makes it so.
    """
    looks: dict[Hashable, tuple[type[Artist], dict[str, Any]]]
    looks = vars(axes).setdefault("_looks", {})
    if look in looks:
        kind, known = looks[look]
        artist = kind.__new__(kind)
        vars(artist).update(known, _callbacks=CallbackRegistry(signals=["pchanged"]))
        axes._children.append(artist)  # type: ignore[attr-defined]  # matplotlib's name
    else:
        artist = axes.add_artist(make())
        artist.stale = False
        if len(looks) < _MOST:
            looks[look] = type(artist), dict(vars(artist))
    vars(artist).update(own, _remove_method=axes._children.remove)  # type: ignore[attr-defined]

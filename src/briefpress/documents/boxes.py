"""Boxes laid out without detours: most have no percentages, nothing behind them, and no float.

WeasyPrint finds the used value of each of a box's seventeen lengths by itself, each time that
it comes by the box, looks for pictures behind every word, and asks all children of a box for the
name of their page. Boxes with one style share what follows from it: here it is found once a style.

This stands in the place of private functions of WeasyPrint; with another release than those
that it was tested with it does nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import weasyprint
from weasyprint.draw.color import get_color
from weasyprint.formatting_structure.boxes import Box, ParentBox, TableBox
from weasyprint.layout import absolute, background, block, column, grid, inline, page, percent
from weasyprint.layout import float as floats
from weasyprint.layout import table as tables

TESTED = ("70.0",)

_LENGTHS = (
    "margin_left", "margin_right", "margin_top", "margin_bottom",
    "padding_left", "padding_right", "padding_top", "padding_bottom",
    "width", "min_width", "max_width", "height", "min_height", "max_height",
)  # fmt: skip
_BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))
_RADII = tuple(
    f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left")
)
_SHARP = dict.fromkeys(_RADII, (0, 0))

Resolve = Callable[[Any, Any], None]
Lengths = tuple[dict[str, Any], tuple[tuple[str, float], ...]]

_resolve: Resolve = percent.resolve_percentages
_behind = background.layout_box_backgrounds
_clear = floats.avoid_collisions
_flows, _page_values = Box.is_in_normal_flow, ParentBox.page_values

_BESIDE = (block, floats, inline)
_LAYOUTS = (absolute, block, column, floats, grid, inline, page, tables)


@contextmanager
def direct() -> Iterator[None]:
    """Lay boxes out without detours, as long as this is open."""
    if weasyprint.VERSION not in TESTED:
        yield
        return
    _stand(resolve, behind, clear, flows, page_values)
    try:
        yield
    finally:
        _stand(_resolve, _behind, _clear, _flows, _page_values)


def _stand(resolving: Resolve, backgrounds: Any, clearing: Any, flowing: Any, pages: Any) -> None:
    for module in _LAYOUTS:
        module.resolve_percentages = resolving
    background.layout_box_backgrounds = backgrounds
    for module in _BESIDE:
        module.avoid_collisions = clearing
    Box.is_in_normal_flow, ParentBox.page_values = flowing, pages


def resolve(box: Any, containing_block: Any) -> None:
    """Give a box its used lengths: those of its style, if they are the same in any room.

    WeasyPrint changes a style only after it has copied it, and a copy is a style of its own.
    What is placed absolutely stands in for its box, and is left to WeasyPrint.
    """
    style = box.style
    try:
        found = style.lengths
    except AttributeError:
        found = style.lengths = lengths(style)
    if found is None or not isinstance(box, Box):
        _resolve(box, containing_block)
        return
    fixed, borders = found
    used = vars(box)
    used.update(fixed)
    for name, width in borders:  # unless it was resolved with its neighbours', in a table
        used.setdefault(name, width)


def lengths(style: Any) -> Lengths | None:
    """Return the lengths of any box with this style, as WeasyPrint has them; None if they vary.

    With them come the borders that a box has where none are collapsed.
    """
    collapsed = style["border_collapse"] == "collapse"
    if collapsed and style["box_sizing"] != "content-box":
        return None
    for name in _LENGTHS:
        value = style[name]
        if value != "auto" and getattr(value, "unit", None) in (None, "%"):
            return None
    box = SimpleNamespace(style=style)
    _resolve(box, (0, 0))
    fixed = vars(box)
    del fixed["style"]
    borders = tuple((name, fixed.pop(name)) for name in _BORDERS) if collapsed else ()
    return fixed, borders


def behind(
    sheet: Any, box: Any, get_image: Any, layout_children: bool = True, style: Any = None
) -> None:
    """Place what is painted behind a box; nothing is, behind most."""
    own = box.style
    try:
        bare = own.bare
    except AttributeError:
        bare = own.bare = is_bare(own)
    if not bare or box is sheet or style is not None or not isinstance(box, Box):
        _behind(sheet, box, get_image, layout_children, style)
        return
    vars(box).update(_SHARP)
    if layout_children:
        for child in box.all_children():
            behind(sheet, child, get_image)
    box.background = None


def is_bare(style: Any) -> bool:
    """Say whether boxes with this style have neither background nor round corners."""
    return (
        all((0, "px") in style[name] for name in _RADII)
        and style["border_image_source"][0] == "none"
        and style["mask_border_source"][0] == "none"
        and style["visibility"] != "hidden"
        and all(kind == "none" for kind, _ in style["background_image"])
        and not style["box_shadow"]
        and bool(get_color(style, "background_color").alpha == 0)
    )


def clear(context: Any, box: Any, room: Any, outer: bool = True) -> tuple[float, float, float]:
    """Return where a box stands beside the floats, and how wide it may be: most have none."""
    if context.excluded_shapes or room.style["direction"] != "ltr" or box.is_floated():
        x, y, width = _clear(context, box, room, outer)
        return x, y, width
    left = room.content_box_x()
    if outer:
        return left, box.position_y, left + room.width - left
    # added and taken away again, as it is done there: sums of floating-point numbers
    right = left + room.width - box.margin_right
    left += box.margin_left
    return left - box.margin_left, box.border_box_y() - box.margin_top, right - left


def flows(box: Any) -> bool:
    """Say whether a box is in normal flow."""
    style = box.style
    if style["float"] == "none" and style["position"] == "static":
        return True
    return bool(_flows(box))


def page_values(box: Any) -> tuple[str, str]:
    """Return the names of the pages that a box begins and ends on: its first and last child's."""
    return _named(box, iter), _named(box, reversed)


def _named(box: Any, order: Callable[[Any], Iterator[Any]]) -> str:
    """Return the page that is named innermost, going down by first children or by last ones."""
    found: str = box.style["page"]
    while isinstance(box, ParentBox) and not isinstance(box, TableBox):
        for child in order(box.children):
            if child.is_in_normal_flow() or child.is_floated():
                box = child
                break
        else:
            break
        found = box.style["page"] or found
    return found

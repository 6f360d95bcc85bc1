"""Computed styles without detours: most properties of most elements are inherited or initial.

WeasyPrint looks each of them over for variables, mathematics and logical names, when it is first
asked for, before it finds that nothing was said of it. Here a style begins with all of which
nothing was said; what was said goes WeasyPrint's own way.

This stands in the place of private functions of WeasyPrint; with another release than those that
it was tested with it does nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import weasyprint
from weasyprint.css import COMPUTER_FUNCTIONS, PHYSICAL_FUNCTIONS, AnonymousStyle, ComputedStyle
from weasyprint.css.computed_values import length
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES, Dimension

TESTED = ("70.0",)

_OF_THEIR_OWN = frozenset({"display", "float", "page", "position"})
"""Properties with rules that are no other's; so have those of text decorations."""

PLAIN = frozenset(
    name
    for name in INHERITED | (INITIAL_VALUES.keys() - INITIAL_NOT_COMPUTED)
    if name not in _OF_THEIR_OWN and not name.startswith("text_decoration_")
)
"""Properties of which the parent's or the initial value is the computed one, if nothing is said."""

_INITIAL = {name: INITIAL_VALUES[name] for name in PLAIN - INHERITED}
_INITIAL |= {"float": "none", "position": "static"}
_INITIAL |= {f"border_{side}_width": 0 for side in ("top", "right", "bottom", "left")}  # no style

_LINE = (
    "text_decoration_line"  # not inherited but propagated, which is the same where nothing is said
)
_HANDED = (PLAIN & INHERITED) | {"page", _LINE}

_AT_ONCE = tuple(
    sorted((_HANDED - COMPUTER_FUNCTIONS.keys()) | {"color", "font_weight", "lang", _LINE})
)
"""Of these all that no size of a page is asked for: computed before there are pages."""

_LENGTHS = frozenset(
    name for name, computed in COMPUTER_FUNCTIONS.items() if computed is length and name in PLAIN
)


def _touched(name: str) -> Iterator[str]:
    """Give what is not initial where a property is said: itself, what it says otherwise."""
    yield name
    if name in ("float", "position"):
        yield from ("float", "position")
    for physical, logical in PHYSICAL_FUNCTIONS.items():  # as margin-inline-start
        if name in {logical(block="ttb", inline=direction) for direction in ("ltr", "rtl")}:
            yield from _touched(physical)
    if name.startswith("border_") and name.endswith("_style"):
        yield name.replace("_style", "_width")


_TOUCHED = {
    name: tuple(dict.fromkeys(each))
    for name in INITIAL_VALUES
    if (each := [one for one in _touched(name) if one in _INITIAL or one in _HANDED])
}

_computed, _begun, _begun_anonymous = (
    ComputedStyle.__missing__,
    ComputedStyle.__init__,
    AnonymousStyle.__init__,
)

_colour = COMPUTER_FUNCTIONS["color"]

_COLOURS = tuple(name for name, function in COMPUTER_FUNCTIONS.items() if function is _colour)
"""Properties that are a colour; the initial value of most is a word that is parsed each time."""


@contextmanager
def direct() -> Iterator[None]:
    """Compute styles without detours, as long as this is open."""
    if weasyprint.VERSION not in TESTED:
        yield
        return
    _stand(_compute, _begin, _begin_anonymous)
    COMPUTER_FUNCTIONS.update(dict.fromkeys(_COLOURS, _compute_colour))
    try:
        yield
    finally:
        _stand(_computed, _begun, _begun_anonymous)
        COMPUTER_FUNCTIONS.update(dict.fromkeys(_COLOURS, _colour))


def _compute_colour(style: Any, name: str, value: Any) -> Any:
    return value if value == "currentcolor" else _colour(style, name, value)


def _stand(computing: Any, beginning: Any, anonymous: Any) -> None:
    ComputedStyle.__missing__ = computing
    ComputedStyle.__init__, AnonymousStyle.__init__ = beginning, anonymous


def _begin(style: Any, parent: Any, said: Any, *rest: Any) -> None:
    if parent is not None:
        style.update(_INITIAL)
        style.update(_handed(parent))
        for name in said:
            for touched in _TOUCHED.get(name, ()):
                style.pop(touched, None)
    _begun(style, parent, said, *rest)
    if "float" in style:
        style.specified.update(float="none", position="static")


def _begin_anonymous(style: Any, parent: Any) -> None:
    style.update(_INITIAL)
    style.update(_handed(parent))
    _begun_anonymous(style, parent)


def _handed(parent: Any) -> dict[str, Any]:
    """Return what the children of a style inherit, as far as it is known; they ask for the rest."""
    try:
        found: dict[str, Any] = parent.handed
    except AttributeError:
        for name in _AT_ONCE:
            parent[name]
        found = parent.handed = {name: parent[name] for name in _HANDED if name in parent}
    return found


def _compute(style: Any, name: str) -> Any:
    parent, said = style.parent_style, style.cascaded
    if parent is None or name not in PLAIN:
        return _computed(style, name)
    logical = PHYSICAL_FUNCTIONS.get(name)  # margin-left may be said as margin-inline-start
    if logical and logical(block="ttb", inline=style["direction"]) in said:
        return _computed(style, name)
    if name not in said:
        value = parent[name] if name in INHERITED else INITIAL_VALUES[name]
    elif type(said[name][0]) is Dimension and name in _LENGTHS:
        value = length(style, name, said[name][0])
    else:
        return _computed(style, name)
    style[name] = value
    return value

"""Computed styles without detours: most properties of most elements are inherited or initial.

WeasyPrint looks each of them over for variables, mathematics and logical names before it finds
that nothing was said of it. Here that is found first; what was said goes WeasyPrint's own way.

This stands in the place of private functions of WeasyPrint; with another release than those
that it was tested with it does nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import weasyprint
from weasyprint.css import PHYSICAL_FUNCTIONS, ComputedStyle
from weasyprint.css.computed_values import COMPUTER_FUNCTIONS
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES

TESTED = ("70.0",)

_OF_THEIR_OWN = frozenset({"display", "float", "page", "position"})
"""Properties with rules that are no other's; so have those of text decorations."""

PLAIN = frozenset(
    name
    for name in INHERITED | (INITIAL_VALUES.keys() - INITIAL_NOT_COMPUTED)
    if name not in _OF_THEIR_OWN and not name.startswith("text_decoration_")
)
"""Properties of which the parent's or the initial value is the computed one, if nothing is said."""

_computed = ComputedStyle.__missing__

_colour = COMPUTER_FUNCTIONS["color"]

_COLOURS = tuple(name for name, function in COMPUTER_FUNCTIONS.items() if function is _colour)
"""Properties that are a colour; the initial value of most is a word that is parsed each time."""


@contextmanager
def direct() -> Iterator[None]:
    """Compute styles without detours, as long as this is open."""
    if weasyprint.VERSION in TESTED:
        ComputedStyle.__missing__ = _compute
        COMPUTER_FUNCTIONS.update(dict.fromkeys(_COLOURS, _compute_colour))
    try:
        yield
    finally:
        ComputedStyle.__missing__ = _computed
        COMPUTER_FUNCTIONS.update(dict.fromkeys(_COLOURS, _colour))


def _compute_colour(style: Any, name: str, value: Any) -> Any:
    return value if value == "currentcolor" else _colour(style, name, value)


def _compute(style: Any, name: str) -> Any:
    parent, said = style.parent_style, style.cascaded
    if parent is None or name in said or name not in PLAIN:
        return _computed(style, name)
    logical = PHYSICAL_FUNCTIONS.get(name)  # margin-left may be said as margin-inline-start
    if logical and logical(block="ttb", inline=style["direction"]) in said:
        return _computed(style, name)
    value = style[name] = parent[name] if name in INHERITED else INITIAL_VALUES[name]
    return value

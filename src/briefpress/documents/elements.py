"""Elements as selectors see them, made once for a layout and with what every rule asks for.

WeasyPrint goes through a page's elements three times, for its style sheets, its styles and its
metadata. cssselect2 wraps each anew each time, and finds its name and classes when it is first
asked, by a way that is slow in Python before 3.12.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from cssselect2 import ElementWrapper  # type: ignore[import-untyped]
from cssselect2.compiler import split_whitespace  # type: ignore[import-untyped]


class Element(ElementWrapper):  # type: ignore[misc]  # cssselect2 has no types
    """An element of an HTML page; its attributes and its children must stay as they are."""

    def __init__(self, etree_element: Any, *where: Any, **also: Any) -> None:
        super().__init__(etree_element, *where, **also)
        known = self.__dict__  # in the place of cached properties
        namespace, _, name = etree_element.tag.rpartition("}")
        known["namespace_url"], known["local_name"] = namespace[1:], name
        known["id"] = etree_element.get("id")
        known["classes"] = set(split_whitespace(etree_element.get("class", "")))

    @cached_property
    def _children(self) -> tuple[Element, ...]:
        return tuple(super().iter_children())

    def iter_children(self) -> Iterator[Element]:
        """Give the children, which are the same each time."""
        return iter(self._children)

    def query_all(self, *selectors: Any) -> Iterator[Element]:
        """Give the elements that match; by their names, where only names are sought."""
        if not all(isinstance(one, str) and one.isidentifier() for one in selectors):
            found: Iterator[Element] = super().query_all(*selectors)
            return found
        return (one for one in self.iter_subtree() if one.local_name in selectors)

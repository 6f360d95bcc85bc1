"""What templates and charts reach, read from their source: the files that they are made of."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, TemplateError, meta

from briefpress.documents.needs import needs
from briefpress.errors import BriefError

Find = Callable[[str], Path | None]
"""Gives the file of a name in the project, ``charts/_shared.py``, if there is one."""


class Templates:
    """Every template of a project, with those that each of them names."""

    def __init__(self, environment: Environment) -> None:
        self.environment = environment
        listed = environment.list_templates()
        self.names = {name: self._named(name) for name in listed if name.endswith(".html")}
        included = {other for others in self.names.values() for other in others if other}
        self.plain = [name for name in listed if name not in self.names and name not in included]
        """Files that no template includes: style sheets, fonts and pictures."""

    def reached(self, template: str) -> list[str]:
        """Return a template and all that it includes, extends or imports, at any depth.

        All there are where one includes what only its facts say. Some may not
        be there: an include can be optional.
        """
        found: list[str] = []
        waiting: list[str | None] = [template]
        while waiting:
            name = waiting.pop()
            if name is None:
                return sorted({*self.names, *found})
            if name not in found:
                found.append(name)
                waiting += self.names.get(name, [])
        return sorted(found)

    def charts(self, template: str) -> list[str] | None:
        """Return the charts that a template and its blocks name; None when that cannot be told."""
        try:
            named = needs(self.environment, template).charts.values()
        except BriefError:  # its briefs will fail, and say why
            return None
        return sorted({name for names in named for name in names})

    def _named(self, name: str) -> list[str | None]:
        assert self.environment.loader
        try:
            source, _, _ = self.environment.loader.get_source(self.environment, name)
            return list(_referenced(source))
        except (TemplateError, UnicodeDecodeError):
            return [None]


@lru_cache(maxsize=1024)
def _referenced(source: str) -> tuple[str | None, ...]:
    """Return what a template's text names; each text is parsed once, however often it is looked at.

    Raises TemplateSyntaxError.
    """
    parser = Environment(extensions=["jinja2.ext.i18n"])
    return tuple(meta.find_referenced_templates(parser.parse(source)))


def modules(chart: str, find: Find) -> list[str]:
    """Return the files of the project that a chart file imports, at any depth."""
    found: list[str] = []
    waiting = [chart]
    while waiting:
        path = find(waiting.pop())
        for name in _imported(path) if path else ():
            if name not in found and name != chart and find(name):
                found.append(name)
                waiting.append(name)
    return sorted(found)


def _imported(path: Path) -> Iterator[str]:
    """Give the names that the files can have which a Python file imports."""
    try:
        yield from _imports(path.read_bytes())
    except OSError:
        return


@lru_cache(maxsize=1024)
def _imports(source: bytes) -> tuple[str, ...]:
    """Return the files that a Python source can import, each once; each source is read once."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return ()
    found: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                found += _files(alias.name)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                found += _files(f"{node.module}.{alias.name}" if node.module else alias.name)
    return tuple(dict.fromkeys(found))


def _files(module: str) -> Iterator[str]:
    """Give the files that importing a module or a name of it can run: each package on its way."""
    parts = module.split(".")
    for end in range(1, len(parts) + 1):
        name = "/".join(parts[:end])
        for folder in ("", "charts/"):
            yield f"{folder}{name}.py"
            yield f"{folder}{name}/__init__.py"

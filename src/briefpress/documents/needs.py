"""What a template needs, read from its source: charts, tables, parts, files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from jinja2 import Environment, TemplateNotFound, TemplateSyntaxError, nodes

from briefpress.config import DIMENSIONS
from briefpress.errors import BriefError, did_you_mean


@dataclass
class Needs:
    """The templates that one template is made of, the charts and tables it shows, its parts.

    ``charts[""]`` are the brief's own (``charts.world_map``), ``charts["theme"]``
    those of each theme's chapter (``theme.charts.world_map`` in a loop over
    ``parts.theme`` whose variable is called ``theme``). ``tables`` are those that are
    named, of whichever part: a block says ``tables.donors`` of a brief and of a chapter.
    """

    templates: list[str] = field(default_factory=list)
    charts: dict[str, list[str]] = field(default_factory=dict)
    parts: list[str] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)


def needs(environment: Environment, template: str) -> Needs:
    """Read a template and all that it includes or extends.

    Raises BriefError when one of them is missing or is not Jinja, and for
    chapters over something that there is no dimension for.
    """
    found = Needs()
    waiting = [(template, "")]
    while waiting:
        name, asked_at = waiting.pop(0)
        if name in found.templates:
            continue
        tree = _parse(environment, name, asked_at)
        found.templates.append(name)
        waiting += _references(environment, tree, name)
        for access in tree.find_all(nodes.Getattr):
            _note(found, access, f"templates/{name}, line {access.lineno}")
    return found


def _parse(environment: Environment, name: str, asked_at: str) -> nodes.Template:
    assert environment.loader
    try:
        source, _, _ = environment.loader.get_source(environment, name)
        return environment.parse(source, name)
    except TemplateNotFound:
        known = environment.list_templates(extensions=["html"])
        found = f"there is no templates/{name}.{did_you_mean(name, known)}"
        raise BriefError(found, where=asked_at) from None
    except TemplateSyntaxError as error:
        where = f"templates/{error.name}, line {error.lineno}"
        raise BriefError(str(error.message), where=where) from None


def _references(
    environment: Environment, tree: nodes.Template, name: str
) -> Iterator[tuple[str, str]]:
    """Give each template that this one names, and where it does; not those that may be missing."""
    for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        named = getattr(node, "template", None)
        if not isinstance(named, nodes.Const):
            continue
        other = str(named.value)
        optional = isinstance(node, nodes.Include) and node.ignore_missing
        if not optional or other in environment.list_templates():
            yield other, f"templates/{name}, line {node.lineno}"


def _note(found: Needs, access: nodes.Getattr, where: str) -> None:
    match access.node:
        case nodes.Name(name="charts"):
            _add(found.charts.setdefault("", []), access.attr)
        case nodes.Name(name="tables"):
            _add(found.tables, access.attr)
        case nodes.Name(name="parts"):
            if access.attr not in DIMENSIONS:
                hint = did_you_mean(access.attr, DIMENSIONS)
                raise BriefError(f"there are no parts over '{access.attr}'.{hint}", where=where)
            _add(found.parts, access.attr)
        case nodes.Getattr(node=nodes.Name(name=over), attr="charts") if over in DIMENSIONS:
            _add(found.charts.setdefault(over, []), access.attr)


def _add(names: list[str], name: str) -> None:
    if name not in names:
        names.append(name)

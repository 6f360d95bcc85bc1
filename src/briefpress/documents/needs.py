"""What a template needs, read from its source before anything is made: charts, parts, files."""

from __future__ import annotations

from dataclasses import dataclass, field

from jinja2 import Environment, TemplateNotFound, TemplateSyntaxError, meta, nodes

from briefpress.config import DIMENSIONS
from briefpress.errors import BriefError, did_you_mean


@dataclass
class Needs:
    """The templates that one template is made of, the charts it shows, the parts it has.

    ``charts[""]`` are the brief's own (``charts.world_map``), ``charts["theme"]``
    those of each theme's chapter (``theme.charts.world_map`` in a loop over
    ``parts.theme`` whose variable is called ``theme``).
    """

    templates: list[str] = field(default_factory=list)
    charts: dict[str, list[str]] = field(default_factory=dict)
    parts: list[str] = field(default_factory=list)


def needs(environment: Environment, template: str) -> Needs:
    """Read a template and all that it includes or extends.

    Raises BriefError when one of them is missing or is not Jinja.
    """
    found = Needs()
    waiting = [template]
    while waiting:
        name = waiting.pop(0)
        if name in found.templates:
            continue
        found.templates.append(name)
        tree = _parse(environment, name)
        waiting += [other for other in meta.find_referenced_templates(tree) if other]
        for access in tree.find_all(nodes.Getattr):
            _note(found, access)
    return found


def _parse(environment: Environment, name: str) -> nodes.Template:
    assert environment.loader
    try:
        source, _, _ = environment.loader.get_source(environment, name)
        return environment.parse(source, name)
    except TemplateNotFound as error:
        known = environment.list_templates(extensions=["html"])
        raise BriefError(
            f"there is no templates/{error.name}.{did_you_mean(str(error.name), known)}"
        ) from None
    except TemplateSyntaxError as error:
        raise BriefError(
            str(error.message), where=f"templates/{error.name}, line {error.lineno}"
        ) from None


def _note(found: Needs, access: nodes.Getattr) -> None:
    match access.node:
        case nodes.Name(name="charts"):
            _add(found.charts.setdefault("", []), access.attr)
        case nodes.Name(name="parts"):
            _add(found.parts, access.attr)
        case nodes.Getattr(node=nodes.Name(name=over), attr="charts") if over in DIMENSIONS:
            _add(found.charts.setdefault(over, []), access.attr)


def _add(names: list[str], name: str) -> None:
    if name not in names:
        names.append(name)

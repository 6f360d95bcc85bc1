"""What one brief is made of, part by part: the same parts, the same fingerprint, the same brief."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

from briefpress import __version__, language
from briefpress.config import Kind, Project
from briefpress.documents import formats
from briefpress.documents.template import environment
from briefpress.drawing.files import find
from briefpress.formatsconfig import FORMATS, PDF
from briefpress.language import Names
from briefpress.model import places
from briefpress.model.previous import Previous
from briefpress.model.tables import Tables
from briefpress.press.fingerprint import SHORT, Ingredients, short
from briefpress.press.plan import Job
from briefpress.press.reached import Templates, modules
from briefpress.press.rowprints import Cut, Part, Rows
from briefpress.press.storedrows import StoredRows

Group = Mapping[str, str]
"""The parts of one sort by their names: each as a short hash, or in full where that is short."""

_MEASURES, _WORDS = "measures/", "locale/"
_PLACES = "model/reference/countries.csv"
_DRAWN_FROM, _WORDED = ("measures", "engine", "libraries"), ("names", "messages")
_ORGANISATIONS = {
    "organisations": ("organisation",),
    "transactions": ("donor", "provider", "receiver"),
    "planned_disbursements": ("provider", "receiver"),
}
"""Where the organisations stand whose names a brief can print."""


@dataclass(frozen=True)
class Print:
    """The parts that a brief is made of, by group; and its rows, to tell which of them change."""

    groups: Mapping[str, Group]
    cut: Cut
    places: str = ""
    """The hash of where all places lie. Not in the fingerprint, which has those of the brief."""

    @property
    def behind_charts(self) -> dict[str, str]:
        """Return, by chart, the hash of all that it is drawn from but its table and its words."""
        groups = self.groups
        shared = [
            groups["brand"]["colour"],
            self.places,
            *(sorted(groups[name].items()) for name in _DRAWN_FROM),
            [item for item in groups["style"].items() if item[0].startswith("fonts/")],
        ]
        charts = groups["charts"]
        modules = sorted(item for item in charts.items() if "/" in item[0])
        return {
            name: short([digest, modules, shared])
            for name, digest in charts.items()
            if "/" not in name
        }

    @property
    def words(self) -> str:
        """Return the hash of the words that a chart can print."""
        vocabularies = self.groups["rows"].get("vocabularies")
        return short([vocabularies, *(sorted(self.groups[name].items()) for name in _WORDED)])

    @cached_property
    def fingerprint(self) -> str:
        """Return the hash of all parts."""
        return short(sorted((name, sorted(group.items())) for name, group in self.groups.items()))


class Prints:
    """Gives the print of each brief of an edition; what briefs share is hashed once."""

    def __init__(
        self,
        project: Project,
        tables: Tables,
        names: Names,
        made_of: Ingredients,
        rows: Rows | StoredRows | None = None,
    ) -> None:
        self.project, self.names, self.made_of = project, names, made_of
        self.rows = rows or Rows(tables)
        """The rows of all briefs; ``rows.of`` gives those of one."""
        self.templates = Templates(environment(project.folders, language.text("en", names)))
        self.charts = _Charts(project, made_of)
        self._by_template: dict[str, dict[str, Group]] = {}
        self._by_language: dict[str, str] = {}
        self._places: dict[tuple[str, str], str] = {}
        self._shared = {
            "set aside": {
                "rejected": str(tables.rows_rejected),
                "other levels": short(tables.other_levels.to_numpy().tolist()),
            },
            **(
                {"published": {"sums": short(sorted(tables.published.items()))}}
                if tables.published
                else {}
            ),
            **(
                {"disclosure": {"rounded": str(tables.rounded), "unnamed": short(tables.unnamed)}}
                if tables.rounded or tables.unnamed
                else {}
            ),
            "style": self._files(
                name
                for name in self.templates.plain
                if f"templates/{name}" in made_of.inputs
                if name not in formats.files(tuple(FORMATS))
            ),
            "brand": _brand(project, made_of.inputs),
            **_engine(made_of),
        }

    @property
    def modules(self) -> dict[str, str]:
        """Return the hash of each file that only charts know of: the modules that they import."""
        found = sorted({name for names in self.charts.modules.values() for name in names})
        return {name: self.charts.digest(name) for name in found}

    def of(self, job: Job, part: Part, before: Previous | None = None) -> Print:
        """Return the print of a brief; ``part`` are the rows of its slice.

        ``before`` is the edition before, if the brief says what has changed since.
        """
        groups = {
            "brief": {"file": job.stem, "title": job.title},
            "rows": part.counts,
            "names": self._names(part, job.language),
            "messages": {job.language: self._messages(job.language)},
            "configuration": _configuration(self.project, job.kind),
            **self._of_template(job.kind.template),
            **self._shared,
            **({"previous": {"edition": short(before)}} if before else {}),
            **self._of_formats(job.kind),
        }
        return Print(groups, part.cut, self.made_of.engine.get(_PLACES, ""))

    def _names(self, part: Part, code: str) -> Group:
        """Return what codes are called that the brief can print: rows elsewhere may say it."""
        text = language.text(code, self.names, self.project.root)
        named = {
            organisation: text.organisation(organisation)
            for name, columns in _ORGANISATIONS.items()
            for column in columns
            for organisation in part.values(name, column)
        }
        known = places.countries()
        found = [one for one in sorted(part.values("places", "country")) if one in known]
        return {"organisations": short(sorted(named.items()))} | {
            country: self._place(text, country) for country in found
        }

    def _place(self, text: language.Text, country: str) -> str:
        """Return the hash of what is known of a country, and of its name in a language."""
        at = (text.language, country)
        if at not in self._places:
            known = replace(places.countries()[country], names={})
            self._places[at] = short((text.place(country), known))
        return self._places[at]

    def _messages(self, code: str) -> str:
        if code not in self._by_language:
            self._by_language[code] = _messages(code, self.made_of)
        return self._by_language[code]

    def _of_template(self, template: str) -> dict[str, Group]:
        if template not in self._by_template:
            names = self.templates.charts(template)
            self._by_template[template] = {
                "templates": self._files(self.templates.reached(template)),
                "charts": self.charts.of(self.charts.names if names is None else names),
            }
        return self._by_template[template]

    def _of_formats(self, kind: Kind) -> dict[str, Group]:
        """Return what a brief is made of only where it is made as more than a PDF."""
        if kind.formats == (PDF,):
            return {}
        languages = ",".join(self.project.edition.languages)  # it names its own in the others
        made_with = {f"with {name}": version(name) for name in formats.libraries(kind.formats)}
        files = self._files(formats.files(kind.formats))
        return {"formats": {"languages": languages, **made_with, **files}}

    def _files(self, names: Iterable[str]) -> Group:
        inputs = self.made_of.inputs
        return {name: inputs.get(f"templates/{name}", "not there")[:SHORT] for name in names}


class _Charts:
    """The files of each chart: its own, the modules that it imports, and what any may read."""

    def __init__(self, project: Project, made_of: Ingredients) -> None:
        self.project, self.made_of = project, made_of
        self.names = find(project.folders)
        self.modules = {name: modules(f"charts/{name}.py", self._find) for name in self.names}
        own = {f"charts/{name}.py" for name in self.names}
        imported = {name for names in self.modules.values() for name in names}
        self.read_by_any = [
            name
            for name in made_of.inputs
            if name.startswith("charts/") and name not in own and name not in imported
        ]

    def of(self, names: Iterable[str]) -> Group:
        """Return the parts of a brief that names these charts."""
        found = {name: self.digest(f"charts/{name}.py")[:SHORT] for name in names}
        more = {one for name in names for one in self.modules.get(name, ())}
        if found:
            more |= {*self.read_by_any}
        return found | {name: self.digest(name)[:SHORT] for name in sorted(more)}

    def digest(self, name: str) -> str:
        """Return the hash of a file that charts are made of."""
        path = self._find(name)
        return self.made_of.hashes.of(path) if path else "not there"

    def _find(self, name: str) -> Path | None:
        folders = self.project.folders if name.startswith("charts/") else (self.project.root,)
        return next((folder / name for folder in folders if (folder / name).is_file()), None)


def _engine(made_of: Ingredients) -> dict[str, Group]:
    """Return the engine's parts; words and names are parts of the briefs that print them."""
    code = {
        name: digest
        for name, digest in made_of.engine.items()
        if not name.startswith((_MEASURES, _WORDS)) and name != _PLACES
    }
    return {
        "measures": {
            name.removeprefix(_MEASURES).removesuffix(".py"): digest[:SHORT]
            for name, digest in made_of.engine.items()
            if name.startswith(_MEASURES)
        },
        "engine": {"briefpress": f"{__version__}+{short(code)}"},
        "libraries": {name: it for name, it in made_of.versions.items() if name != "briefpress"},
    }


def _messages(code: str, made_of: Ingredients) -> str:
    """Return the hash of a language's catalogues, the engine's and the project's own."""
    return short(
        [
            pair
            for files in (made_of.engine, made_of.inputs)
            for pair in files.items()
            if pair[0].startswith((f"{_WORDS}{code}/", f"{_WORDS}{code}."))
        ]
    )


def _configuration(project: Project, kind: Kind) -> Group:
    """Return the parts of briefs.toml that a brief reads; languages are briefs of their own."""
    edition = {f"[edition] {key}": value for key, value in vars(project.edition).items()}
    del edition["[edition] languages"], edition["[edition] previous"]
    return {
        **{key: short(value) for key, value in edition.items()},
        "[[source]] name": short([source.name or source.path for source in project.sources]),
        **{f"[[brief]] {key}": short(value) for key, value in vars(kind).items()},
    }


def _brand(project: Project, inputs: Mapping[str, str]) -> Group:
    brand = project.brand
    return {
        "colour": brand.colour,
        "contact": short(brand.contact),
        "logo": short((brand.logo, inputs[brand.logo])),
        **{f"texts.{name}": short(text) for name, text in brand.texts},
    }

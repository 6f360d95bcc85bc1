"""Which briefs an edition consists of, and what each is called."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from briefpress import language
from briefpress.config import Kind, Project
from briefpress.errors import ProjectError, nearest
from briefpress.language import Names
from briefpress.model import slices
from briefpress.model.tables import Tables

_LONGEST_SLUG = 48


@dataclass(frozen=True)
class Job:
    """The building of one brief: one kind, one key, one language."""

    kind: Kind
    key: str
    language: str
    title: str
    slug: str

    @property
    def name(self) -> str:
        """The key as it can stand in a path: an id from the data may have any letters."""
        plain = re.sub(r"[^A-Za-z0-9._-]+", "-", _ascii(self.key)).strip("-._").replace("..", "-")
        return plain if plain == self.key else f"{plain or 'id'}-{_short_hash(self.key)}"

    @property
    def brief(self) -> str:
        """The brief's name, as ``country/PAK/en``."""
        return f"{self.kind.name}/{self.name}/{self.language}"

    @property
    def stem(self) -> str:
        """Where its files lie in build/, without ending: ``country/PAK-pakistan.en``."""
        name = self.name if self.slug in ("", self.name.lower()) else f"{self.name}-{self.slug}"
        return f"{self.kind.name}/{name}.{self.language}"


def plan(project: Project, tables: Tables) -> list[Job]:
    """Return every job of the edition, in the order of briefs.toml, then of the keys."""
    names = names_of(tables)
    jobs: list[Job] = []
    stems: set[str] = set()
    for kind in project.kinds:
        for key in slices.keys(tables, project.edition, kind.over):
            english = title(project, kind.over, key, language.text("en", names, project.root))
            for code in project.edition.languages:
                printed = title(project, kind.over, key, language.text(code, names, project.root))
                slug = "" if kind.over == "edition" else slugified(english)
                job = Job(kind, key, code, printed, slug)
                if job.stem.lower() in stems:  # to some file systems EU and eu are one
                    job = replace(job, slug=f"{slug}-{_short_hash(key)}".lstrip("-"))
                stems.add(job.stem.lower())
                jobs.append(job)
    return jobs


def title(project: Project, over: str, key: str, text: language.Text) -> str:
    """Return what a brief is about, in its language: a country's name, a theme's, and so on."""
    if over in ("country", "region"):
        return text.place(key)
    if over == "theme":
        return text.theme(key)
    if over == "donor":
        return text.organisation(key)
    return text.of_data("edition title", project.edition.title)


def names_of(tables: Tables) -> Names:
    """Return the data's own names of its themes and organisations."""
    return Names(
        themes=dict(zip(tables.vocabularies["code"], tables.vocabularies["name"], strict=True)),
        organisations=_providers(tables)
        | dict(
            zip(tables.organisations["organisation"], tables.organisations["name"], strict=True)
        ),
    )


def _providers(tables: Tables) -> dict[str, str]:
    """Return the names of donors that only transactions know."""
    table = tables.transactions
    if "donor" not in table:
        return {}
    named = table[(table["donor"] != "") & (table["provider_name"] != "")]
    return dict(zip(named["donor"], named["provider_name"], strict=True))


def select(briefs: Iterable[str], selectors: Sequence[str]) -> list[str]:
    """Return the briefs that any selector names: ``country/PAK``, ``theme/*``, ``*/*/en``.

    No selector selects all. Raises ProjectError for one that names nothing.
    """
    briefs = list(briefs)
    if not selectors:
        return briefs
    chosen: set[str] = set()
    for selector in selectors:
        found = [brief for brief in briefs if _named(brief, selector)]
        if not found:
            known = dict.fromkeys(brief.rpartition("/")[0] for brief in briefs)
            near = nearest(selector, known)
            hint = f" Did you mean '{near}'?" if near else " 'briefpress list' shows them."
            raise ProjectError(f"no brief is called '{selector}'.{hint}")
        chosen.update(found)
    return [brief for brief in briefs if brief in chosen]


def _named(brief: str, selector: str) -> bool:
    parts, wanted = brief.split("/"), selector.strip("/").split("/")
    return len(wanted) <= len(parts) and all(map(fnmatchcase, parts, wanted))


def slugified(name: str) -> str:
    """Return a name as a part of a file name: a-z, 0-9 and '-', cut between words."""
    slug = re.sub(r"[^a-z0-9]+", "-", _ascii(name).lower()).strip("-")
    if len(slug) <= _LONGEST_SLUG:
        return slug
    return slug[: _LONGEST_SLUG + 1].rpartition("-")[0]


def _ascii(name: str) -> str:
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()


def _short_hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:6]

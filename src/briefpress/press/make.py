"""One job, from its slice to its bytes. Runs in a worker that is handed the slice and no more."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from briefpress import language
from briefpress.config import Project
from briefpress.documents import attachments, formats, glyphs, looks, template
from briefpress.documents.facts import Facts, Part, to_json
from briefpress.documents.fit import Fit, fit
from briefpress.documents.looks import written
from briefpress.documents.narratives import in_language, titled
from briefpress.documents.needs import Needs, needs
from briefpress.documents.pdf import Printer
from briefpress.documents.texts import texts
from briefpress.drawing import chart
from briefpress.drawing.house import House
from briefpress.errors import BriefError, GlyphError
from briefpress.language import Names, Text
from briefpress.measures.describe import describe
from briefpress.measures.ledger import ledger
from briefpress.model import places
from briefpress.model.slices import Slice
from briefpress.press.task import Made, Task

THUMBNAIL_WIDTH = 420  # pixels: twice what the gallery shows


def warm(project: Project, templates: Sequence[str] = ()) -> None:
    """Load what every brief of a project needs, and what those of some templates do.

    Raises BriefError, as each of them will.
    """
    _printer(project.folders, project.brand.logo)
    env = template.environment(project.folders, language.text("en", Names({}, {})))
    needed = {one for name in templates for one in _needs(project.folders, name).templates}
    for name in sorted(needed):
        env.get_template(name)


def forget(*, style: bool) -> None:
    """Forget what was read of the project's templates; with ``style`` fonts and sheets too.

    For who works while templates are edited: in a build they stay as they are.
    """
    _needs.cache_clear()
    _typed.cache_clear()
    if style:
        _printer.cache_clear()


def make(task: Task) -> Made:
    """Build one brief. Raises BriefError, with the brief's name, for whatever goes wrong in it."""
    start = time.perf_counter()
    made = finish(begin(task))
    return replace(made, seconds=time.perf_counter() - start)


@dataclass(frozen=True)
class Begun:
    """A brief before it is laid out: its facts with their charts, and its page as HTML."""

    task: Task
    text: Text
    facts: Facts
    html: str

    @cached_property
    def plain(self) -> dict[str, Any]:
        """Return the facts as plain values."""
        return self.facts.plain()

    @cached_property
    def as_data(self) -> bytes:
        """Return the facts as JSON."""
        return to_json(self.plain)

    @property
    def rendered(self) -> formats.Rendered:
        """Return what further formats are made of."""
        job, project = self.task.job, self.task.project
        return formats.Rendered(
            self.facts, self.plain, self.html, self.text, project, job.kind, job.stem
        )


def begin(task: Task) -> Begun:
    """Measure, draw and write the page of a brief. Raises BriefError as ``make`` does."""
    job, project = task.job, task.project
    with _explained(task):
        text = language.text(job.language, task.names, project.root)
        facts = facts_of(task, text)
        html = template.render(facts, job.kind.template, project.folders, project.brand, text)
        return Begun(task, text, facts, html)


def finish(begun: Begun, look: Callable[[Fit], None] = lambda fitted: None) -> Made:
    """Lay a brief out and write its files; ``look`` sees its pages before they are written.

    Raises BriefError as ``make`` does.
    """
    with _explained(begun.task):
        return _finished(begun, look)


@contextmanager
def _explained(task: Task) -> Iterator[None]:
    brief = task.job.brief
    try:
        yield
    except GlyphError as error:
        tables = task.slice.tables.each()
        raise glyphs.explained(error, tables, task.project.folders).of(brief) from error
    except BriefError as error:
        raise error.of(brief) from error
    except Exception as error:  # one brief's failure must not become another's
        raise BriefError(f"{type(error).__name__}: {error}", brief=brief) from error


def _finished(begun: Begun, look: Callable[[Fit], None]) -> Made:
    task, facts, text = begun.task, begun.facts, begun.text
    job, project = task.job, task.project
    pictures = {name: chart.picture for name, chart in facts.charts().items()}
    printer = _printer(project.folders, project.brand.logo)
    lay_out, height = printer.sheets_of(begun.html, pictures)
    fitted = fit(lay_out, job.kind.least, job.kind.most, height)
    typed = _typed(project.folders, job.kind.template)
    brief = looks.Brief(
        job.kind, project.brand, facts, text, project.folders, typed, task.slice.tables
    )
    findings = looks.look(brief, fitted)
    look(fitted)
    as_data = begun.as_data
    edition = project.edition
    attached = attachments.of(facts, as_data, task.slice, text) if edition.attachments else []
    pdf = printer.write(fitted.document, pictures, attached, edition.data_date)
    return Made(
        brief=job.brief,
        pdf=pdf.content,
        facts=as_data,
        thumbnail=_thumbnail(pdf.content),
        pages=pdf.pages,
        warnings=pdf.warnings,
        gates=(),
        findings=findings,
        about=facts.about(),
        more=formats.further(begun.rendered, fitted.density),
    )


def facts_of(task: Task, text: Text, needed: Needs | None = None) -> Facts:
    """Measure and draw everything that the brief's template asks for, and nothing else.

    With ``needed``, what that names in the template's place.
    """
    job, project = task.job, task.project
    needed = needed or _needs(project.folders, job.kind.template)
    house = House(project.brand.colour, text)

    def part(cut: Slice, charts: Sequence[str]) -> Part:
        measured = describe(cut)
        activities = in_language(measured.tables["activities"], cut, job.language)
        tables = measured.tables | {"activities": activities}
        tables |= titled(tables, activities)
        drawn = {name: chart.draw(name, cut, house, project.folders, task.drawn) for name in charts}
        return Part(cut.key, measured.numbers, tables, drawn, measured.description)

    parts = {
        over: [
            part(task.slice.narrow(over, key), needed.charts.get(over, []))
            for key in task.slice.keys(over)
        ]
        for over in needed.parts
    }
    whole = part(task.slice, needed.charts.get("", []))
    tables = task.slice.tables
    return Facts(
        brief=job.brief,
        title=job.title,
        region=_region(task.slice, text),
        edition=project.edition,
        sources=tuple(source.name or source.path for source in project.sources),
        whole=whole,
        parts=parts,
        texts=texts(text, project.edition, dict(project.brand.texts)),
        names=_printed_names(task.slice, text),
        origins=tables.origins(),
        money=ledger(tables, _summed(whole)),
        shown=tuple(needed.tables),
        previous=task.slice.previous,
    )


def _summed(part: Part) -> set[str]:
    """Return the rows of the sums that are printed: of a suppressed one no row says anything."""
    sums = (one for one in part.numbers if one.amounts and one.value is not None)
    return {row for one in sums for row in one.rows}


def _printed_names(cut: Slice, text: Text) -> dict[str, Mapping[str, str]]:
    """Return the names that the brief prints for the codes in its tables."""
    before = cut.previous.countries if cut.previous else ()
    countries = dict.fromkeys([*cut.keys("country"), *before])
    rows = cut.tables.rows
    regions = dict.fromkeys([*cut.keys("region"), *(one for (one,) in rows("places", "region"))])
    return {
        "places": {code: text.place(code) for code in [*countries, *regions] if code},
        "themes": {code: text.theme(code) for code in text.names.themes},
        "organisations": {
            code: text.organisation(code)
            for (code,) in dict.fromkeys(rows("organisations", "organisation"))
        },
    }


def _region(cut: Slice, text: Text) -> str:
    """Name the smallest M49 region that a country lies in; other briefs are about no region."""
    if cut.over != "country":
        return ""
    country = places.countries()[cut.key]
    return text.place(country.intermediate or country.subregion)


@cache
def _needs(folders: tuple[Path, ...], name: str) -> Needs:
    """Read once in a process what a template needs: templates stay as they are in a build."""
    return needs(template.environment(folders, language.text("en", Names({}, {}))), name)


@cache
def _typed(folders: tuple[Path, ...], name: str) -> str:
    env = template.environment(folders, language.text("en", Names({}, {})))
    return written.of_templates(env, _needs(folders, name).templates)


@cache
def _printer(folders: tuple[Path, ...], logo: str) -> Printer:
    return Printer(folders, logo)


def _thumbnail(pdf: bytes) -> bytes:
    import pypdfium2
    from PIL.Image import Quantize

    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        picture = page.render(scale=THUMBNAIL_WIDTH / page.get_width()).to_pil()
    out = io.BytesIO()
    picture.quantize(64, method=Quantize.FASTOCTREE).save(out, "PNG", compress_level=3)
    return out.getvalue()

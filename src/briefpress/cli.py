"""The command line: words in, one call, lines out. Heavy imports wait until they are needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from briefpress import __version__, cli_desk, cli_editions, cli_grow, cli_new, cli_review, remote
from briefpress.config import FILE, Project, load
from briefpress.errors import BriefpressError, GateError, ProjectError, StoppedError

if TYPE_CHECKING:
    from briefpress.press.build import Foreseen, Outcome
    from briefpress.press.progress import Reporter


class _Place(click.Path):
    """A folder; or, where an edition can be published, a URL, which stays text."""

    def __init__(self, urls: bool) -> None:
        super().__init__(path_type=Path, file_okay=False)
        self.urls = urls

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        if not isinstance(value, str) or not remote.is_url(value):
            return super().convert(value, param, ctx)
        if not self.urls:
            self.fail(f"{value} is a URL; only 'build' and 'join' publish to one", param, ctx)
        if secret := remote.secret_in(value):
            self.fail(f"the URL holds {secret}: give it in the environment", param, ctx)
        return value


_OUT = click.option("--out", type=_Place(urls=False), help="Where the briefs are.  [build/]")
_OUT_OR_URL = click.option(
    "--out", type=_Place(urls=True), help="Where the briefs go: a folder, or a URL.  [build/]"
)

_NO_WAIT = click.option(
    "--no-wait", is_flag=True, help="Stop, status 2, when another build is at work there."
)


class _Plain(click.RichGroup):
    """Prints an error as lines that can be copied, searched and sent; a box would break them."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BriefpressError as error:
            click.echo(error.format_message(), err=True)
            ctx.exit(error.exit_code)


@click.group(cls=_Plain, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="briefpress")
def main() -> None:
    """Turn structured activity data into briefs: a PDF for every country, donor and theme.

    PROJECT is a folder with a briefs.toml; without it, the folder you are in.
    SELECTOR names briefs: 'country/PAK', 'theme/*', 'annual'.
    """


@main.command()
@click.argument("words", nargs=-1, metavar="[PROJECT] [SELECTOR]...")
@_OUT_OR_URL
@click.option("--workers", type=click.IntRange(1), help="Worker processes.  [one a processor]")
@click.option("--json", "as_json", is_flag=True, help="Write events to standard output, as JSON.")
@click.option(
    "--summary",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="GITHUB_STEP_SUMMARY",
    help="Append what came of it to FILE as Markdown.  [$GITHUB_STEP_SUMMARY]",
)
@click.option("--explain", is_flag=True, help="Say for each brief why it is made again.")
@click.option("--dry-run", is_flag=True, help="Say what would be made, and write nothing.")
@click.option("--shard", help="Build a part of the edition: 3/8 is the third of eight.")
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Have briefs made on a Dask cluster: tcp://host:8786.  [cluster in briefs.toml]",
)
@_NO_WAIT
def build(
    words: tuple[str, ...],
    out: Path | str | None,
    workers: int | None,
    as_json: bool,
    summary: Path | None,
    explain: bool,
    dry_run: bool,
    shard: str | None,
    cluster: str | None,
    no_wait: bool,
) -> None:
    """Build what has changed.

    Exit status: 0 all well, 1 some briefs failed (the others are there) or the
    build had to stop (what it finished is there), 2 the project or its data is
    wrong (nothing was written), 3 a gate failed, 130 stopped by Ctrl-C (what was
    made is there, the next build goes on).
    """
    from briefpress.press import telling
    from briefpress.press.interrupt import raised
    from briefpress.press.progress import reporter
    from briefpress.press.shards import shard as read_shard

    project, selectors = _project(words)
    target = out if isinstance(out, str) else _out(project, out)

    def foresee(ahead: Foreseen) -> None:
        for line in telling.lines(ahead, explain=explain, dry=dry_run):
            click.echo(line, err=as_json)

    part = read_shard(shard) if shard is not None else None
    options = {"foresee": foresee, "dry": dry_run, "wait": not no_wait, "shard": part}
    options["cluster"] = project.limits.cluster if cluster is None else cluster
    try:
        with raised(), reporter(as_json) as progress:
            outcome = _made(
                project,
                target,
                lambda folder: _built(project, folder, selectors, workers, progress, options),
                progress.note,
                wait=not no_wait,
                publish=not dry_run,
            )
    except KeyboardInterrupt:
        raise StoppedError("Stopped; 'briefpress build' goes on from what is there") from None
    if dry_run:
        return
    status = _status(outcome)
    progress.finished(outcome, status)
    if not as_json:
        _tell(outcome, target)
    if summary:
        from briefpress.press.summary import append, markdown

        append(summary, markdown(project.edition.title, outcome))
    raise SystemExit(status)


def _built(
    project: Project,
    out: Path,
    selectors: list[str],
    workers: int | None,
    progress: Reporter,
    options: dict[str, Any],
) -> Outcome:
    from briefpress.press import build as press

    press.require(out, project)
    processes = workers or press.workers_here()
    return press.build(project, out, selectors, processes, progress, **options)


def _made(
    project: Project,
    out: Path | str,
    make: Callable[[Path], Outcome],
    say: Callable[[str], None],
    *,
    wait: bool,
    publish: bool = True,
) -> Outcome:
    """Have an edition made in ``out``; for a URL on this machine, and published if it is whole."""
    if isinstance(out, Path):
        return make(out)
    from briefpress.press.upload import Place

    place = Place(project, out)
    place.take_over(say, wait=wait)
    outcome = make(place.stage)
    if publish and not outcome.left:
        place.publish(say, wait=wait)
    return outcome


def _status(outcome: Outcome) -> int:
    """Return the exit status that an outcome has; errors.py says what each means."""
    if outcome.left:
        return StoppedError.exit_code
    if outcome.failed:
        return BriefpressError.exit_code
    return GateError.exit_code if outcome.gated or outcome.differences else 0


def _tell(outcome: Outcome, out: Path | str) -> None:
    """Say what came of a build: what is there on standard output, what is wrong beside it."""
    from briefpress.press.summary import lines

    for line in lines(outcome, out):
        click.echo(line)
    _tell_wrongs(outcome)


def _tell_wrongs(outcome: Outcome) -> None:
    from briefpress.press.summary import briefs

    for text in outcome.to_read:
        click.echo(text, err=True)
    for brief, gate in outcome.gated.items():
        click.echo(f"{brief}: {gate}", err=True)
    for line in outcome.differences:
        click.echo(f"DIFFERS {line}", err=True)
    if outcome.differences:
        click.echo("The numbers do not agree, see above: docs/reconciliation.md.", err=True)
    if outcome.failed:
        click.echo(f"{briefs(len(outcome.failed))} failed, named above.", err=True)
    elif outcome.gated:
        said = f"{briefs(len(outcome.gated))} should not be handed out, named above."
        click.echo(said, err=True)


@main.command()
@click.argument(
    "parts",
    nargs=-1,
    required=True,
    metavar="PART...",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
)
@click.option(
    "--project", "folder", type=click.Path(path_type=Path, file_okay=False), default=Path()
)
@_OUT_OR_URL
@_NO_WAIT
def join(parts: tuple[Path, ...], folder: Path, out: Path | str | None, no_wait: bool) -> None:
    """Make one edition of PARTs, each built with 'build --shard'.

    The project must be what the parts were made of. Exit status as that of
    'build': 1 some briefs failed, 2 the parts do not make one edition (nothing
    was written), 3 a gate failed.
    """
    from briefpress.press import build as press
    from briefpress.press import join as joining
    from briefpress.press.interrupt import raised
    from briefpress.press.progress import reporter
    from briefpress.press.summary import briefs

    project, wait = load(folder), not no_wait
    target = out if isinstance(out, str) else _out(project, out)

    def joined(there: Path) -> Outcome:
        press.require(there, project)
        return joining.join(project, parts, there, progress.note, wait=wait)

    try:
        with raised(), reporter() as progress:
            outcome = _made(project, target, joined, progress.note, wait=wait)
    except KeyboardInterrupt:
        raise StoppedError("Stopped; join again, it goes on from what is there") from None
    click.echo(f"{briefs(len(outcome.made))} of {len(parts)} parts. Open {target}/index.html")
    for reason in outcome.failed.values():
        click.echo(f"FAILED {reason}", err=True)
    _tell_wrongs(outcome)
    raise SystemExit(_status(outcome))


_REPORT = click.Path(path_type=Path, dir_okay=False)


@main.command()
@click.argument("words", nargs=-1, metavar="[PROJECT]")
@_OUT
@click.option("--json", "as_json", type=_REPORT, help="Write what is found to FILE as JSON.")
@click.option("--html", "as_html", type=_REPORT, help="Write what is found to FILE as a page.")
@click.option("--sarif", "as_sarif", type=_REPORT, help="Write what is on the pages as SARIF.")
@click.option("--data", "only_data", is_flag=True, help="Look at the data, not at finished files.")
def check(
    words: tuple[str, ...],
    out: Path | None,
    as_json: Path | None,
    as_html: Path | None,
    as_sarif: Path | None,
    only_data: bool,
) -> None:
    """Check the data, and each finished file as a reader gets it.

    Says what is wrong, where, how bad it is and how to mend it. IATI files are
    also checked against the standard's rules and code lists. Where briefs are built,
    --json and --html have also what was seen on their pages, with a picture of each
    place; --sarif has that alone. Exit status: 0 no errors, 2 errors in the data, 3
    errors in the finished files.
    """
    from briefpress.press import manifest
    from briefpress.press.data import CACHE, ready
    from briefpress.press.fetched import fetched
    from briefpress.press.publish import write_whole
    from briefpress.review import report, standard
    from briefpress.review.check import check as findings
    from briefpress.review.pages import found as pages

    project, selectors = _project(words)
    _no_selectors(selectors)
    target = _out(project, out)
    project = fetched(project, target / CACHE)
    reading = ready(project)
    groups = report.grouped([*reading.mistakes, *standard.check(project)])
    for line in [*report.lines(groups), *map(str, reading.accounts)]:
        click.echo(line)
    title, built = project.edition.title, (target / manifest.NAME).is_file()
    of_pages = built and not only_data and not reading.errors
    seen = pages.findings(project, target) if of_pages else []
    if as_json:
        from briefpress.review.pages.cropped import pictures

        there = pages.plain(project, seen, pictures(seen, target)) if of_pages else None
        write_whole(as_json, report.to_json(groups, there).encode())
    if as_html and not of_pages:
        write_whole(as_html, report.to_html(title, groups).encode())
    if reading.errors:
        errors = len(reading.errors)
        raise ProjectError(f"{errors} error{'s' if errors > 1 else ''} in the data, named above.")
    if only_data:
        return
    if out is None and not built:
        click.echo("The data can be built from. Nothing is built yet: briefpress build")
        return
    for line in pages.lines(project, seen):
        click.echo(line)
    if of_pages and as_html:
        from briefpress.review.pages.html import to_html

        write_whole(as_html, to_html(title, seen, target, list(report.lines(groups))).encode())
    if as_sarif:
        from briefpress.review.pages.cropped import pictures
        from briefpress.review.pages.sarif import to_sarif

        files = {brief: entry["pdf"] for brief, entry in manifest.read(target)["briefs"].items()}
        write_whole(as_sarif, to_sarif(seen, files, pictures(seen, target)).encode())
    found = list(findings(project, target))
    for line in found:
        click.echo(line, err=True)
    if found:
        raise GateError(f"{len(found)} finding{'s' if len(found) > 1 else ''}, named above.")
    activities = len(reading.tables.activities)
    click.echo(f"All well: {activities} activities, and every file is as it was built.")


@main.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--project", "folder", type=click.Path(path_type=Path, file_okay=False), default=Path()
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the tables proposed from a page of text go.  [beside the page]",
)
@click.option("--again", is_flag=True, help="Propose anew what briefs.toml has already.")
@click.option("--encoding", default="", help="Of a CSV file, if it cannot be told: cp1252, …")
def import_(file: Path, folder: Path, out: Path | None, again: bool, encoding: str) -> None:
    """Propose how to read FILE.

    For a table (CSV, XLSX, ODS, JSON Lines, Parquet): what its columns are,
    written into briefs.toml for you to correct. For a page of text or HTML:
    its activities, places, themes and organisations as CSV for you to review.
    """
    if file.suffix.lower() in (".txt", ".md", ".html", ".htm"):
        from briefpress import narrative

        lines = narrative.import_page(file, out or file.with_suffix(""), folder)
    else:
        from briefpress import importing

        lines = importing.add_source(folder, file, again=again, encoding=encoding)
    for line in lines:
        click.echo(line)


@main.command("list")
@click.argument("words", nargs=-1, metavar="[PROJECT] [SELECTOR]...")
@_OUT
def list_(words: tuple[str, ...], out: Path | None) -> None:
    """List the briefs of the edition, and the state of each."""
    from briefpress.press import manifest
    from briefpress.press.data import CACHE, ready
    from briefpress.press.fetched import fetched
    from briefpress.press.plan import plan, select

    project, selectors = _project(words)
    target = _out(project, out)
    reading = ready(fetched(project, target / CACHE))
    if reading.errors:
        raise ProjectError(reading.errors)
    jobs = {job.brief: job for job in plan(project, reading.tables)}
    built = manifest.read(target)["briefs"]
    for brief in select(jobs, selectors):
        entry = built.get(brief)
        state = f"{entry['state']}, {entry['pages']} p." if entry else "not built"
        click.echo(f"{brief:<24} {state:<14} {jobs[brief].title}")


@main.command()
@click.argument("words", nargs=-1, metavar="[PROJECT]")
@_OUT
def totals(words: tuple[str, ...], out: Path | None) -> None:
    """Write the sums of money and the counts of activities of all the data, as CSV.

    By year, place, theme, donor and earmarking, to standard output. Data that is
    larger than memory is summed part by part.
    """
    from briefpress.press import build as press
    from briefpress.press.sums import sums

    project, selectors = _project(words)
    _no_selectors(selectors)
    target = _out(project, out)
    press.require(target, project)
    table = sums(project, target, lambda line: click.echo(line, err=True))
    table["amount"] = [format(one, "f") if one is not None else "" for one in table["amount"]]
    click.echo(table.to_csv(index=False), nl=False)


@main.command()
@click.argument("words", nargs=-1, metavar="[PROJECT]")
@_OUT
@click.option("--all", "everything", is_flag=True, help="Remove the finished briefs too.")
def clean(words: tuple[str, ...], out: Path | None, everything: bool) -> None:
    """Remove caches, and files that no brief stands for any more.

    Never data, templates or charts; and finished briefs only with --all.
    """
    from briefpress.press import build as press
    from briefpress.press import caches, lock

    project, selectors = _project(words)
    _no_selectors(selectors)
    target = _out(project, out)
    press.require(target, project)
    with lock.held(target, True, lambda line: click.echo(line, err=True)):
        freed = caches.clean(target, everything=everything)
    click.echo(f"{_size(freed)} freed in {target}")


@main.command()
def doctor() -> None:
    """Say what this machine has and what it lacks."""
    from briefpress.doctor import examine

    missing = 0
    for finding in examine():
        click.echo(finding.line)
        missing += not finding.well
    if missing:
        raise ProjectError(f"{missing} thing{'s' if missing > 1 else ''} to mend, named above.")


def _project(words: Sequence[str]) -> tuple[Project, list[str]]:
    """Split ``[PROJECT] [SELECTOR]...``: the first word is a project when it is a folder."""
    if words and (Path(words[0]).is_dir() or Path(words[0]).name == FILE):
        first = Path(words[0])
        is_selector = not (first / FILE).is_file() and Path(FILE).is_file()
        if not is_selector:
            return load(first.parent if first.name == FILE else first), list(words[1:])
    return load(Path()), list(words)


def _no_selectors(selectors: Sequence[str]) -> None:
    if selectors:
        raise ProjectError(f"{selectors[0]}: there is no such folder")


def _out(project: Project, out: Path | None) -> Path:
    return out if out is not None else project.root / "build"


def _size(count: int) -> str:
    size, unit = float(count), "bytes"
    for larger in ("kB", "MB", "GB"):
        if size < 1000:
            break
        size, unit = size / 1000, larger
    return f"{size:.1f} {unit}" if unit != "bytes" else f"{count} bytes"


cli_review.add(main)
cli_desk.add(main)
cli_editions.add(main)
cli_new.add(main)
cli_grow.add(main)

"""The commands that make an edition: build, join."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from briefpress.cli_shared import NO_WAIT, OUT_OR_URL, out_of, project_of
from briefpress.config import Project, load
from briefpress.errors import BriefpressError, GateError, StoppedError

if TYPE_CHECKING:
    from briefpress.press.build import Foreseen, Outcome
    from briefpress.press.progress import Reporter


def add(main: click.RichGroup) -> None:
    """Add the commands to the command line."""
    for command in (build, join):
        main.add_command(command)


@click.command()
@click.argument("words", nargs=-1, metavar="[PROJECT] [SELECTOR]...")
@OUT_OR_URL
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
@NO_WAIT
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

    project, selectors = project_of(words)
    target = out if isinstance(out, str) else out_of(project, out)

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


@click.command()
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
@OUT_OR_URL
@NO_WAIT
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
    target = out if isinstance(out, str) else out_of(project, out)

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

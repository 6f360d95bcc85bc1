"""What people and programs are told while a build goes on, and at its end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import marked
import pytest
from click.testing import CliRunner

from briefpress.cli import main
from briefpress.press.build import Outcome
from briefpress.press.progress import _Live, reporter, slowest
from briefpress.press.summary import lines, markdown

SECONDS = {f"country/{at}/en": float(at) for at in (3, 1, 7, 2, 6, 4, 5)}


def outcome(**more: object) -> Outcome:
    return Outcome(made=list(SECONDS), kept=["annual/2024/en"], seconds=SECONDS, **more)  # type: ignore[arg-type]


def test_the_slowest_five_are_named_the_slowest_first() -> None:
    assert [brief.split("/")[1] for brief, _ in slowest(outcome())] == ["7", "6", "5", "4", "3"]
    assert list(lines(outcome(), Path("build")))[:2] == [
        "7 briefs made, 1 kept. Open build/index.html",
        "Slowest: country/7/en 7.0 s, country/6/en 6.0 s, country/5/en 5.0 s,"
        " country/4/en 4.0 s, country/3/en 3.0 s",
    ]


def test_of_one_brief_it_is_not_said_that_it_was_the_slowest() -> None:
    one = Outcome(made=["country/KEN/en"], seconds={"country/KEN/en": 1})
    assert list(lines(one, Path("build"))) == ["1 brief made. Open build/index.html"]


def test_a_build_that_was_stopped_says_what_is_there_and_how_to_go_on() -> None:
    stopped = outcome(failed={"x": "x: y"}, left=[f"theme/{at}/en" for at in range(51)])
    said = "Stopped: 8 of 60 briefs are made; 'briefpress build' goes on from there"
    assert next(lines(stopped, Path("build"))) == said
    assert said in markdown("An edition", stopped)


def test_the_summary_is_markdown_in_which_nothing_of_the_data_is_markup() -> None:
    text = markdown(
        "Women & <work>",
        outcome(
            failed={"theme/a|b/en": "theme/a|b/en: KeyError: '<b>x</b>'\nline 2"},
            gated={"country/7/en": "has 3 pages; briefs.toml allows 1 to 2"},
        ),
    )
    assert text.splitlines() == [
        r"### Women \& \<work\>",
        "",
        "Briefs: 7 made, 1 kept, 1 failed, 1 not to be handed out.",
        "",
        "#### Failed",
        "",
        "| brief | reason |",
        "|---|---|",
        r"| theme/a\|b/en | theme/a\|b/en: KeyError: '\<b\>x\</b\>' line 2 |",
        "",
        "#### Not to be handed out",
        "",
        "| brief | why |",
        "|---|---|",
        "| country/7/en | has 3 pages; briefs.toml allows 1 to 2 |",
        "",
        "#### Slowest",
        "",
        "| brief | seconds |",
        "|---|---|",
        *(f"| country/{at}/en | {at}.0 |" for at in (7, 6, 5, 4, 3)),
        "",
    ]


def test_without_a_terminal_there_is_a_line_a_brief(capsys: pytest.CaptureFixture[str]) -> None:
    with reporter() as plain:
        plain.start(2, ["annual/2024/en"])
        plain.began("country/KEN/en")
        plain.made("country/KEN/en", 1, 0.44)
        plain.failed("country/PAK/en", "country/PAK/en: took more than 120 s")
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        "Building 2 briefs (1 unchanged)",
        "[1/2] country/KEN/en, 1 page, 0.4 s",
        "[2/2] FAILED country/PAK/en: took more than 120 s",
    ]


def test_the_line_on_a_terminal_names_the_briefs_at_work_and_counts_the_others() -> None:
    live = _Live()
    live.start(9, ["a/a/en", "b/b/en"])
    assert live.line() == "2 kept"
    for brief in ("c/1/en", "c/2/en", "c/3/en", "c/4/en"):
        live.began(brief)
    assert live.line() == "2 kept; c/1/en, c/2/en, c/3/en, …"
    live.made("c/2/en", 1, 0.1)
    live.failed("c/1/en", "c/1/en: no")
    live.failed("c/9/en", "c/9/en: no worker process can be started")
    assert live.line() == "2 failed, 2 kept; c/3/en, c/4/en"
    assert (live.progress.tasks[0].completed, live.progress.tasks[0].total) == (3, 9)
    live.stop()


def run(*words: str, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "briefpress", "build", *words],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **more},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two briefs, of which the second fails, and a chart that prints."""
    root = marked.project(tmp_path / "project", 2)
    chart = root / "charts/mark.py"
    text = marked.CHART.replace(
        "    number = int(",
        "    print('from a chart', flush=True)\n    assert 'chart001' not in set(table['mark'])\n"
        "    number = int(",
    )
    chart.write_text(text, encoding="utf-8")
    return root


def test_json_is_one_event_a_line_and_nothing_else_on_standard_output(root: Path) -> None:
    result = run("--json", "--workers", "1", cwd=root)
    assert result.returncode == 1, result.stderr
    start, one, other, end = (json.loads(line) for line in result.stdout.splitlines())
    assert start == {"event": "start", "to_make": 2, "kept": 0}
    seconds = one.pop("seconds")
    assert one == {"event": "made", "brief": "theme/t000/en", "pages": 1}
    assert (other["event"], other["brief"]) == ("failed", "theme/t001/en")
    assert other["reason"].startswith("theme/t001/en: charts/mark.py, line ")
    assert seconds > 0
    assert end == {
        "event": "finished", "made": 1, "kept": 0, "failed": 1, "left": 0, "gated": {},
        "slowest": [], "exit_status": 1,
    }  # fmt: skip


def test_a_build_with_nothing_to_do_tells_what_is_kept(root: Path) -> None:
    assert run("theme/t000", cwd=root).returncode == 0
    result = run("theme/t000", "--json", cwd=root)
    assert result.returncode == 0
    events = [json.loads(line) for line in result.stdout.splitlines()]
    assert events[:2] == [
        {"event": "start", "to_make": 0, "kept": 1},
        {"event": "kept", "brief": "theme/t000/en"},
    ]
    assert (events[2]["event"], events[2]["kept"]) == ("finished", 1)


def test_the_summary_goes_to_the_page_of_the_ci_job_after_what_is_there(root: Path) -> None:
    page = root / "page.md"
    page.write_text("before\n", encoding="utf-8")
    result = run(cwd=root, GITHUB_STEP_SUMMARY=str(page))
    assert result.returncode == 1
    text = page.read_text(encoding="utf-8")
    assert text.startswith("before\n### Marks\n\nBriefs: 1 made, 1 failed.\n")
    assert "| theme/t001/en | theme/t001/en: charts/mark.py, line" in text
    other = root / "other.md"
    run("--summary", str(other), cwd=root, GITHUB_STEP_SUMMARY=str(page))
    assert other.read_text(encoding="utf-8").startswith("### Marks\n\nBriefs: 1 kept, 1 failed.\n")
    assert page.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_before_the_first_brief_has_the_same_exit_status(
    sent: signal.Signals, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefpress.press.build.build", lambda *_, **__: os.kill(os.getpid(), sent))
    result = CliRunner().invoke(main, ["build", str(root)])
    assert result.exit_code == 130
    assert result.output == "Stopped; 'briefpress build' goes on from what is there\n"

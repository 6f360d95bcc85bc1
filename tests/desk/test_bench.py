"""The worker of the desk: warm, called off when nobody wants what it makes, gone at the end."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefpress.desk import folder, snapshot
from briefpress.desk.bench import Bench, CalledOff
from briefpress.desk.hand import Keys
from briefpress.desk.snapshot import Snapshot
from briefpress.errors import BriefError, ProjectError

BRIEF = "country/PAK/en"


@pytest.fixture
def bench() -> Iterator[Bench]:
    bench = Bench()
    yield bench
    bench.close()


def taken(root: Path, last: Snapshot | None = None) -> Snapshot:
    return snapshot.take(root, folder.of(root), last)


@pytest.fixture(autouse=True)
def caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))


def keys(now: Snapshot) -> Keys:
    return Keys(now.code, now.templates, now.style)


def test_a_page_is_made_anew_from_what_is_saved(bench: Bench, starter_project: Path) -> None:
    now = taken(starter_project)
    first = bench.page(now.task(BRIEF), keys(now))
    assert b"Pakistan" in first.html
    path = starter_project / "templates/country.html"
    path.write_text(path.read_text().replace("<section>", "<section><p>Of today</p>", 1))
    then = taken(starter_project, now)
    assert then.data is now.data, "no row was read again"
    assert then.page_key(BRIEF) != now.page_key(BRIEF)
    assert b"Of today" in bench.page(then.task(BRIEF), keys(then)).html
    chart = starter_project / "charts/activity_themes.py"
    define = "def heading(table: pd.DataFrame, text: Text) -> str:\n"
    chart.write_text(chart.read_text().replace(define, f"{define}    return 'Of tonight'\n"))
    at_last = taken(starter_project, then)
    assert b"Of tonight" in bench.page(at_last.task(BRIEF), keys(at_last)).html
    assert at_last.code == then.code, "the worker stays"


def test_only_a_module_that_charts_import_asks_for_a_new_worker(starter_project: Path) -> None:
    chart, module = (starter_project / f"charts/{name}.py" for name in ("activity_themes", "_mine"))
    module.write_text("WORDS = 'One word'\n")
    chart.write_text("from charts import _mine\n" + chart.read_text())
    now = taken(starter_project)
    key = now.page_key(BRIEF)
    chart.write_text(chart.read_text() + "# another\n")
    then = taken(starter_project, now)
    assert (then.code, then.page_key(BRIEF) != key) == (now.code, True)
    module.write_text("WORDS = 'Another word'\n")
    assert taken(starter_project, then).code != now.code


def test_what_is_called_off_ends_and_the_next_is_made(bench: Bench, starter_project: Path) -> None:
    chart = starter_project / "charts/activity_themes.py"
    define = "def heading(table: pd.DataFrame, text: Text) -> str:\n"
    text = chart.read_text()
    began = starter_project / "began"
    endless = f"    open({str(began)!r}, 'w').close()\n    while True: pass\n"
    chart.write_text(text.replace(define, define + endless))
    now = taken(starter_project)

    def stop_it() -> None:
        while not began.exists():
            pass
        bench.call_off()

    stopping = threading.Thread(target=stop_it)
    stopping.start()
    with pytest.raises(CalledOff):
        bench.page(now.task(BRIEF), keys(now))
    stopping.join()
    chart.write_text(text)
    mended = taken(starter_project, now)
    assert b"Pakistan" in bench.page(mended.task(BRIEF), keys(mended)).html


def test_an_error_has_the_briefs_name(bench: Bench, starter_project: Path) -> None:
    path = starter_project / "templates/country.html"
    path.write_text("{{ activities.totl }}" + path.read_text())
    now = taken(starter_project)
    with pytest.raises(BriefError, match=r"Did you mean 'activities\.total'") as raised:
        bench.page(now.task(BRIEF), keys(now))
    assert (raised.value.brief, raised.value.where) == (BRIEF, "templates/country.html, line 1")


def test_a_project_that_is_wrong_is_not_taken(starter_project: Path) -> None:
    (starter_project / "data/places.csv").write_text("activity,country\nUNODC-EVAW-01,Palestin\n")
    with pytest.raises(ProjectError, match="Did you mean 'State of Palestine'"):
        taken(starter_project)


def test_a_brief_that_is_no_more_is_said(starter_project: Path) -> None:
    (starter_project / "data/places.csv").write_text("activity,country\n")
    with pytest.raises(BriefError, match="no brief of the edition"):
        snapshot.require(taken(starter_project), BRIEF)

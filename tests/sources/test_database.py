"""Databases: SQLite, and a real PostgreSQL that these tests start and stop themselves."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from briefpress import config
from briefpress.config import ColumnUse, Project, Source
from briefpress.errors import Mistake, ProjectError
from briefpress.sources import database, read

pytestmark = pytest.mark.xdist_group("postgresql")

PASSWORD = "s3cret-päss"
VARIABLE = "BRIEFPRESS_TEST_PASSWORD"
TABLES = """
CREATE TABLE activities (id text, title text, start_date date);
INSERT INTO activities VALUES ('A', 'One', '2024-07-01'), ('B', 'Two', NULL);
CREATE TABLE transactions (id text, activity text, type text, date date, value numeric(20, 2),
  currency text);
INSERT INTO transactions VALUES ('T1', 'A', 'expenditure', '2024-01-02', 1234567.10, 'USD');
CREATE TABLE projects (code integer, name text, "Pays" text, budget double precision);
INSERT INTO projects VALUES (7, 'Help lines', 'Kenya', 0.1), (8, 'Shelters', 'Palestin', 2);
"""


def binary(name: str) -> str:
    found = shutil.which(name)
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(places[-1]) if places else str(found)


class Server:
    """A PostgreSQL of these tests' own, on a free port of this machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.user = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
        if self.user:  # PostgreSQL refuses to run as root
            owner = pwd.getpwnam("postgres")
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        password = folder / "password"
        password.write_text(PASSWORD, encoding="utf-8")
        password.chmod(0o644)
        data = str(folder / "data")
        self.run("initdb", "-D", data, "-U", "reader", "--auth=scram-sha-256", "-E", "UTF8",
                 "--locale=C", f"--pwfile={password}", "--no-sync")  # fmt: skip
        options = f"-p {self.port} -h 127.0.0.1 -k {folder} -F"
        self.run("pg_ctl", "-D", data, "-o", options, "-w", "-l", str(folder / "log"), "start")

    def run(self, name: str, *arguments: str) -> None:
        done = subprocess.run(
            [binary(name), *arguments], cwd=self.folder, capture_output=True, text=True,
            check=False, **self.user,  # type: ignore[call-overload]
        )  # fmt: skip
        assert done.returncode == 0, done.stderr

    def url(self, name: str = "postgres", user: str = "reader", port: int = 0) -> str:
        return f"postgresql+pg8000://{user}@127.0.0.1:{port or self.port}/{name}"

    def stop(self) -> None:
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    # not below pytest's own folder, which each session of pytest closes to other users
    folder = Path(tempfile.mkdtemp(prefix="briefpress-postgresql-"))
    server = Server(folder)
    try:
        engine = create_engine(server.url().replace("reader@", f"reader:{PASSWORD}@"))
        with engine.begin() as connection:
            connection.execute(text(TABLES))
        engine.dispose()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, PASSWORD)


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    connection = sqlite3.connect(tmp_path / "data.db")
    connection.executescript(TABLES)
    connection.close()
    return f"sqlite:///{tmp_path / 'data.db'}"


def source(url: str, **more: str) -> Source:
    return Source(database=url, password=VARIABLE if "pg8000" in url else "", **more)  # type: ignore[arg-type]


@pytest.fixture(params=["postgresql", "sqlite"])
def url(request: pytest.FixtureRequest) -> str:
    if request.param == "sqlite":
        return str(request.getfixturevalue("sqlite"))
    return str(request.getfixturevalue("server").url())


def rows(one: Source) -> list[tuple[str, ...]]:
    (grid,) = database.read(one, [])
    return list(zip(*grid.columns, strict=True))


def test_every_canonical_table_is_read_with_exact_values(url: str) -> None:
    grids = {grid.name: grid for grid in database.read(source(url), [])}
    assert set(grids) == {"activities", "transactions"}
    assert grids["activities"].heading == ("id", "title", "start_date")
    assert list(zip(*grids["activities"].columns, strict=True)) == [
        ("A", "One", "2024-07-01"), ("B", "Two", ""),
    ]  # fmt: skip
    assert grids["transactions"].columns[4][0] in ("1234567.10", "1234567.1")
    assert list(grids["activities"].numbers) == [1, 2]


def test_a_table_or_a_query_is_read(url: str) -> None:
    query = "SELECT code, budget FROM projects ORDER BY code DESC"
    assert rows(source(url, query=query)) == [("8", "2"), ("7", "0.1")]
    assert rows(source(url, table="projects"))[0] == ("7", "Help lines", "Kenya", "0.1")


def test_a_query_cannot_change_the_data(url: str) -> None:
    query = "DELETE FROM projects RETURNING code"
    with pytest.raises(ProjectError, match=r"read-?only|readonly|syntax error"):
        database.read(source(url, query=query), [])
    assert len(rows(source(url, table="projects"))) == 2


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"table": "project"}, "there is no table 'project'. Did you mean 'projects'?"),
        ({"query": "SELEKT 1"}, "the database answers: "),
        ({"query": "SELECT nothing FROM projects"}, "nothing"),
    ],
)
def test_what_is_asked_wrongly_is_said(url: str, asked: dict[str, str], found: str) -> None:
    with pytest.raises(ProjectError) as caught:
        database.read(source(url, **asked), [])
    assert found in str(caught.value.message)
    assert PASSWORD not in str(caught.value.message)


def test_no_failure_shows_the_password(
    server: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nobody = closed.getsockname()[1]
        wrong = [server.url("nothing"), server.url(user="nobody"), server.url(port=nobody)]
        for one in wrong:
            with pytest.raises(ProjectError) as caught:
                database.read(source(one), [])
            said = f"{caught.value.message} {caught.value!r} {caught.value.__context__!r}"
            assert PASSWORD not in said
            assert "the database answers: " in str(caught.value.message)
    monkeypatch.setenv(VARIABLE, f"not-{PASSWORD}")
    with pytest.raises(ProjectError) as caught:
        database.read(source(server.url()), [])
    assert PASSWORD not in str(caught.value.message)
    assert PASSWORD not in "".join(capsys.readouterr())


def test_a_password_that_is_not_there_is_asked_for_by_its_name(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE)
    with pytest.raises(ProjectError, match=f"no variable '{VARIABLE}'"):
        database.read(source(server.url()), [])


@pytest.mark.parametrize("url", ["nonsense", "nobase://x/y", "sqlite:////nowhere/at/all.db"])
def test_what_is_no_database_is_refused(url: str) -> None:
    with pytest.raises(ProjectError):
        database.read(Source(database=url), [])


def test_a_file_that_is_not_there_is_said_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"there is no file '.*none\.db'"):
        database.read(Source(database=f"sqlite:///{tmp_path / 'none.db'}"), [])
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_opened_to_be_read_only(sqlite: str) -> None:
    Path(sqlite.removeprefix("sqlite:///")).chmod(0o444)
    query = "PRAGMA query_only = OFF"
    with pytest.raises(ProjectError):
        database.read(source(sqlite, query=query), [])
    with database._reading(create_engine(database._read_only(make_url(sqlite)))) as connection:
        connection.execute(text(query))
        with pytest.raises(OperationalError, match="readonly"):
            connection.execute(text("DELETE FROM projects"))


@pytest.mark.parametrize("folder", ["project", "un projet d’été", "50%41 #1"])
def test_the_path_of_a_file_begins_at_the_project(
    starter_project: Path, sqlite: str, folder: str
) -> None:
    root = starter_project.rename(starter_project.with_name(folder))
    (root / "our data").mkdir()
    Path(sqlite.removeprefix("sqlite:///")).rename(root / "our data/a.db")
    said = (root / config.FILE).read_text(encoding="utf-8")
    said = said.replace('path = "data/"', 'database = "sqlite:///our data/a.db"')
    (root / config.FILE).write_text(said, encoding="utf-8")
    (one,) = config.load(root).sources
    assert [grid.file for grid in database.read(one, [])] == [
        "sqlite:///a.db, table activities", "sqlite:///a.db, table transactions",
    ]  # fmt: skip


def test_values_that_are_no_plain_ones_are_mistakes(server: Server) -> None:
    mistakes: list[Mistake] = []
    query = "SELECT 1 AS id, '{\"a\": 1}'::jsonb AS more, ARRAY['x', 'y'] AS tags, true AS yes"
    (grid,) = database.read(source(server.url(), query=query), mistakes)
    assert list(zip(*grid.columns, strict=True)) == [("1", "", "x; y", "true")]
    assert [(one.row, one.column) for one in mistakes] == [(1, "more")]


def test_many_rows_come_in_parts(server: Server) -> None:
    query = "SELECT n AS id, 'title' AS title FROM generate_series(1, 25000) AS n"
    (grid,) = database.read(source(server.url(), query=query), [])
    assert (len(grid.numbers), grid.columns[0][-1]) == (25_000, "25000")


def test_a_database_is_a_source_with_a_mapping_and_names_its_rows(
    url: str, data_project: Callable[..., Project]
) -> None:
    import dataclasses

    uses = (
        ColumnUse("code", "activities.id"),
        ColumnUse("name", "activities.title"),
        ColumnUse("Pays", "places.country"),
        ColumnUse("budget", "ignore"),
    )
    one = dataclasses.replace(source(url, table="projects"), columns=uses)
    project = dataclasses.replace(data_project(), sources=(one,))
    reading = read(project)
    assert [(mistake.row, mistake.column) for mistake in reading.errors] == [(2, "Pays")]
    assert PASSWORD not in str(reading.errors[0])
    assert reading.tables.places["country"].tolist()[0] == "KEN"


def test_the_hash_of_a_database_changes_with_its_rows(sqlite: str) -> None:
    before = database.digest(database.read(source(sqlite), []))
    assert database.digest(database.read(source(sqlite), [])) == before
    path = sqlite.removeprefix("sqlite:///")
    connection = sqlite3.connect(path)
    connection.execute("UPDATE activities SET title = 'New' WHERE id = 'B'")
    connection.commit()
    connection.close()
    assert database.digest(database.read(source(sqlite), [])) != before

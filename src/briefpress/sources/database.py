"""The only place that knows databases: any that SQLAlchemy does, read and never written.

A password comes from the environment and goes nowhere else: what a driver says
of a failure is searched for it before it is shown.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from briefpress.config import Source
from briefpress.errors import Mistake, ProjectError, did_you_mean
from briefpress.model.specs import SPECS
from briefpress.sources import values
from briefpress.sources.grid import Grid
from briefpress.sources.jsonlines import BETWEEN
from briefpress.sources.rows import Row, grid

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine

CHUNK = 10_000
WAIT = 10
"""Seconds that a server may take to answer the first time."""


def read(source: Source, mistakes: list[Mistake]) -> list[Grid]:
    """Read a query, a table, or each table whose name is a canonical table's.

    Rows are counted from 1; a query without ORDER BY may number them
    differently each time. Raises ProjectError, without the
    password, when the database does not answer or does not know what is asked.
    """
    try:
        from sqlalchemy import create_engine, exc
    except ImportError:
        found = "needs SQLAlchemy, which is not installed"
        mend = "pip install 'briefpress[sql]'"
        raise ProjectError([Mistake("a database", found=found, mend=mend)]) from None
    url = _url(source)
    shown = _shown(url)
    if url.drivername.startswith("sqlite"):
        url = _read_only(url)
    try:
        engine = create_engine(url, connect_args=_arguments(url))
    except (exc.SQLAlchemyError, ImportError) as error:
        raise _refused(shown, error, source) from None
    try:
        with _reading(engine) as connection:
            return [
                _grid(connection, name, query, shown, source.decimal_mark, mistakes)
                for name, query in _queries(connection, source, shown)
            ]
    except ProjectError:
        raise
    except Exception as error:  # each driver has errors of its own
        raise _refused(shown, error, source) from None
    finally:
        engine.dispose()


def digest(grids: Sequence[Grid]) -> str:
    """Return the hash of what a database gave: it has no file that shows a change."""
    whole = hashlib.sha256()
    for one in grids:
        whole.update(repr((one.name, one.heading, one.columns)).encode())
    return whole.hexdigest()


def _url(source: Source) -> URL:
    from sqlalchemy import exc, make_url

    try:
        url = make_url(source.database)
    except exc.ArgumentError:
        found = "is no database URL. It begins as 'postgresql+pg8000://' or 'sqlite:///'"
        raise ProjectError([Mistake("[source] database", found=found)]) from None
    if source.password:
        password = os.environ.get(source.password)
        if password is None:
            found = f"the environment has no variable '{source.password}' with its password"
            raise ProjectError([Mistake("[source] database", found=found)])
        url = url.set(password=password)
    return url


def _shown(url: URL) -> str:
    """Write a URL as mistakes and origins name it: a file by its name, wherever the project is."""
    if url.drivername.startswith("sqlite") and url.database:
        url = url.set(database=Path(url.database).name)
    return url.render_as_string(hide_password=True).replace(":***", "")


def _read_only(url: URL) -> URL:
    """Open a file of SQLite so that it is not written to, nor made where there is none."""
    path = url.database or ""
    if path in ("", ":memory:") or path.startswith("file:"):
        return url
    if not Path(path).is_file():
        raise ProjectError([Mistake("[source] database", found=f"there is no file '{path}'")])
    query = {**url.query, "mode": "ro", "uri": "true"}
    return url.set(database=f"file:{quote(path)}", query=query)


def _arguments(url: URL) -> dict[str, Any]:
    if url.drivername.endswith("pg8000"):
        return {"timeout": WAIT}
    return {"timeout": WAIT} if url.drivername.startswith("sqlite") else {}


@contextmanager
def _reading(engine: Engine) -> Iterator[Connection]:
    """Connect so that no query can change anything, where the database has a way to say so."""
    from sqlalchemy import text

    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET TRANSACTION READ ONLY"))
        elif engine.dialect.name == "sqlite":
            connection.execute(text("PRAGMA query_only = ON"))
        elif engine.dialect.name in ("mysql", "mariadb"):
            connection.execute(text("SET SESSION TRANSACTION READ ONLY"))
        try:
            yield connection
        finally:
            connection.rollback()


def _queries(connection: Connection, source: Source, shown: str) -> list[tuple[str, Any]]:
    """Return names and statements of what is to be read."""
    from sqlalchemy import inspect, select, text
    from sqlalchemy import table as named

    if source.query:
        return [(source.table or "query", text(source.query))]
    inspector = inspect(connection)
    known = [*inspector.get_table_names(), *inspector.get_view_names()]
    wanted = [source.table] if source.table else [name for name in known if name in SPECS]
    if not wanted:
        found = "has no table with the name of a canonical table. Say which 'table' or 'query'"
        raise ProjectError([Mistake(shown, found=found)])
    queries = []
    for name in wanted:
        schema, _, plain = name.rpartition(".")
        there = inspector.get_table_names(schema) if schema else known
        if plain not in (*there, *(inspector.get_view_names(schema) if schema else ())):
            found = f"there is no table '{name}'.{did_you_mean(name, known)}"
            raise ProjectError([Mistake(shown, found=found)])
        queries.append((name, select(text("*")).select_from(named(plain, schema=schema or None))))
    return queries


def _grid(
    connection: Connection,
    name: str,
    query: Any,
    shown: str,
    mark: str,
    mistakes: list[Mistake],
) -> Grid:
    options = {"stream_results": True, "max_row_buffer": CHUNK}
    result = connection.execution_options(**options).execute(query)
    file = f"{shown}, {'query' if name == 'query' else f'table {name}'}"

    def rows() -> Iterator[Row]:
        names = list(result.keys())
        yield 1, names  # the headings, which have no row of their own
        parts = chain.from_iterable(result.partitions(CHUNK))
        for at, row in enumerate(parts, start=1):
            cells = zip(names, row, strict=True)
            yield at, [_text(value, mark, file, key, at, mistakes) for key, value in cells]

    return grid(rows(), file, name, mistakes, heading_row=1)


def _text(value: Any, mark: str, file: str, column: str, at: int, mistakes: list[Mistake]) -> str:
    match value:
        case list() | tuple() if not any(isinstance(one, dict | list | bytes) for one in value):
            return BETWEEN.join(_text(one, mark, file, column, at, mistakes) for one in value)
        case bytes() | memoryview() | dict() | list() | tuple():
            found = f"holds {type(value).__name__}, which is no plain value"
            mistakes.append(Mistake(file, at, column, found))
            return ""
    return values.text(value, mark)


def _refused(shown: str, error: Exception, source: Source) -> ProjectError:
    """Say what the driver says, in one line and without the password."""
    own: Any = getattr(error, "orig", None) or error  # SQLAlchemy wraps the driver's
    first = own.args[0] if own.args else ""
    said = str(first["M"] if isinstance(first, dict) and "M" in first else own)
    password = os.environ.get(source.password, "") if source.password else ""
    if password:
        said = said.replace(password, "…")
    line = " ".join(said.split())[:300] or type(error).__name__
    mend = "pip install 'briefpress[sql]'" if isinstance(error, ImportError) else ""
    return ProjectError([Mistake(shown, found=f"the database answers: {line}", mend=mend)])

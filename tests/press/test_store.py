"""What lies in a store, part by part, is what would be in memory: rows, totals, briefs."""

from __future__ import annotations

import errno
import functools
import pickle
from pathlib import Path
from typing import Any
from zlib import crc32

import parted
import pyarrow as pa
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from pyarrow import parquet

from briefpress import cli
from briefpress.errors import DiskError, ProjectError
from briefpress.measures.totals import merged, totals
from briefpress.model.slices import Slice, keys, touching
from briefpress.model.tables import Tables
from briefpress.press import build
from briefpress.press.data import Ready, ready
from briefpress.press.lateslice import LateSlice
from briefpress.press.plan import plan
from briefpress.press.progress import Reporter

ROOM = "300 kB"
"""Of 75 rows a part, and 150 a slice."""


def both(root: Path, **how: Any) -> tuple[Ready, Ready]:
    """Read a folder at once, and in parts."""
    whole = ready(parted.project(root, partitioned=False, **how))
    return whole, ready(parted.project(root, partitioned=True, memory=ROOM, **how))


def assert_same(one: Tables, other: Tables, *, leave: tuple[str, ...] = ()) -> None:
    for name, table in one.each().items():
        assert_frame_equal(table.drop(columns=[*leave]), other.each()[name].drop(columns=[*leave]))
    assert_frame_equal(one.rejected, other.rejected)
    assert_frame_equal(one.other_levels, other.other_levels)


def test_slices_plan_and_totals_are_those_of_tables_in_memory(tmp_path: Path) -> None:
    parted.flat(tmp_path, parted.rows(1, 12, 100))
    whole, stored = both(tmp_path)
    store, project = stored.store, parted.project(tmp_path, partitioned=True)
    assert store
    assert len(store.parts) > 1
    assert stored.mistakes == whole.mistakes != ()  # of levels and rates
    assert plan(project, stored.tables) == plan(project, whole.tables)
    for over in ("country", "region", "theme", "donor", "edition"):
        assert keys(stored.tables, project.edition, over) == keys(
            whole.tables, project.edition, over
        )
        for key in keys(whole.tables, project.edition, over):
            ids = touching(whole.tables, over, key)
            cut = whole.tables.of(ids)
            assert_same(cut, store.of(touching(stored.tables, over, key)))
            lengths = {name: len(table) for name, table in cut.each().items()}
            assert store.rows(ids) == sum(lengths.values()) - lengths["vocabularies"]
    assert_same(whole.tables.of(whole.tables.activities["id"][:0]), store.of([]))
    assert_frame_equal(
        merged(totals(Slice(project.edition, part, "edition", "")) for part in store.each()),
        totals(Slice(project.edition, whole.tables, "edition", "")),
    )


@settings(max_examples=5)  # each takes a second or two
@given(seed=st.integers(0, 10**6), files=st.integers(1, 5), part=st.integers(20, 120))
def test_it_is_the_same_in_any_files_and_any_parts(
    seed: int, files: int, part: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    given = parted.rows(seed, 12, 40)
    root, other = (tmp_path_factory.mktemp(name) for name in ("flat", "scattered"))
    parted.flat(root, given)
    parted.scattered(other, given, files)
    whole = ready(parted.project(root, partitioned=False))
    stored = ready(parted.project(other, partitioned=True, memory=f"{part * 4} kB"))
    assert stored.store
    for over, key in (("edition", ""), ("country", "KEN"), ("donor", "NO")):
        cut = whole.tables.of(touching(whole.tables, over, key))
        found = stored.store.of(touching(stored.tables, over, key))
        for name, table in cut.each().items():
            assert_frame_equal(
                table.drop(columns="origin"), found.each()[name].drop(columns="origin")
            )


def test_a_name_of_a_folder_is_a_column_of_its_files(tmp_path: Path) -> None:
    tables = parted.rows(2)
    for currency in ("USD", "EUR", "KES"):
        some = [row for row in tables["transactions"] if row["currency"] == currency]
        bare = [{name: row[name] for name in row if name != "currency"} for row in some]
        parted.put(tmp_path / f"data/transactions/year=2020/currency={currency}/a.parquet", bare)
    parted.scattered(tmp_path, {**tables, "transactions": []}, 1)
    stored = ready(parted.project(tmp_path, partitioned=True)).store
    assert stored
    found = stored.of(stored.spine.activities["id"]).transactions
    told = {row["id"]: row["currency"] for row in tables["transactions"]}
    assert dict(zip(found["id"], found["currency"], strict=True)).items() <= told.items()
    assert found["origin"].str.contains("year=2020/currency=").all()


def test_values_of_any_type_are_read_as_texts_would_be(tmp_path: Path) -> None:
    import datetime as dt
    from decimal import Decimal

    tables = parted.rows(3, 5, 10)
    parted.flat(tmp_path, tables)
    typed = [
        row | {"value": Decimal(row["value"]), "date": dt.date.fromisoformat(row["date"])}
        for row in tables["transactions"]
    ]
    parted.put(tmp_path / "data/transactions.parquet", typed)
    whole, stored = both(tmp_path)
    assert stored.store
    assert_same(whole.tables, stored.store.of(whole.tables.activities["id"]))


# What is wrong


def wrong(tables: parted.Rows, name: str, at: int, /, **changed: Any) -> parted.Rows:
    row = tables[name][at] | changed
    return {**tables, name: [*tables[name][:at], row, *tables[name][at + 1 :]]}


@pytest.mark.parametrize(
    ("name", "at", "changed"),
    [
        ("transactions", 7, {"activity": None}),
        ("transactions", 7, {"activity": "A/nowhere"}),
        ("transactions", 7, {"value": "1.000,50"}),
        ("activities", 5, {"id": "A/4"}),
        ("organisations", 20, {"organisation": "EU", "name": "The Union"}),
        ("places", 3, {"country": "Atlantis"}),
        ("themes", 3, {"code": "war"}),
        ("transactions", 2, {"colour": "red"}),
    ],
)
def test_a_wrong_row_is_named_as_if_all_were_read_at_once(
    tmp_path: Path, name: str, at: int, changed: dict[str, Any]
) -> None:
    tables = wrong(parted.rows(4), name, at, **changed)
    if "colour" in changed:
        tables[name] = [row | {"colour": "red"} for row in tables[name]]
    parted.flat(tmp_path, tables)
    whole, stored = both(tmp_path)
    assert whole.errors
    assert stored.store is None
    if name == "organisations":  # which of two names is the first, each part says for itself
        assert {(one.file, one.column) for one in stored.errors} == {
            (one.file, one.column) for one in whole.errors
        }
    else:
        assert set(stored.errors) == set(whole.errors)


def test_an_id_that_stands_in_two_parts_and_a_second_name_are_found(tmp_path: Path) -> None:
    tables = parted.rows(4)
    parted.flat(tmp_path, tables)
    store = both(tmp_path)[1].store
    assert store
    of = [row["activity"] for row in tables["transactions"]]
    bucket = {one: crc32(one.encode()) % len(store.parts) for one in of}
    at = next(at for at in range(50, 120) if bucket[of[at]] != bucket[of[3]])
    parted.flat(tmp_path, wrong(tables, "transactions", at, id="T3"))
    whole, stored = both(tmp_path)
    assert stored.errors == whole.errors
    assert str(stored.errors[0]).endswith(": 'T3' stands in row 5 already")

    named = [row | {"name": f"Of part {bucket.get(row['activity'], 0)}", "organisation": "EU"}
             for row in tables["organisations"]]  # fmt: skip
    parted.flat(tmp_path, {**tables, "organisations": named})
    found = both(tmp_path)[1].errors
    assert len(found) == len(store.parts) - 1
    assert all("'EU' is 'Of part " in one.found for one in found)


def test_rows_that_are_set_aside_are_those_that_would_be(tmp_path: Path) -> None:
    tables = parted.rows(5)
    for name, at, changed in (
        ("activities", 5, {"title": ""}),
        ("transactions", 9, {"value": "much"}),
        ("transactions", 80, {"currency": "XYZ"}),
        ("places", 2, {"country": "Atlantis"}),
    ):
        tables = wrong(tables, name, at, **changed)
    parted.flat(tmp_path, tables)
    whole, stored = both(tmp_path, on_error="set aside")
    assert len(whole.tables.rejected) > 4
    assert stored.store
    assert_same(whole.tables, stored.store.of(whole.tables.activities["id"]))
    assert sorted(map(str, stored.mistakes)) == sorted(map(str, whole.mistakes))


def said(root: Path) -> str:
    found = ready(parted.project(root, partitioned=True, memory=ROOM), root / "cache", "key")
    assert found.store is None
    assert [one.name for one in (root / "cache").iterdir()] == []
    return "\n".join(map(str, found.errors))


def test_a_folder_without_parquet_says_what_it_should_have(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/transactions.csv").write_text("id\n")
    assert said(tmp_path) == (
        "data: has no Parquet files in it."
        " It should have folders called activities, narratives, related, … with them"
    )


def test_every_damaged_or_unknown_piece_is_named(tmp_path: Path) -> None:
    parted.scattered(tmp_path, parted.rows(6), 3)
    (tmp_path / "data/transactions/part-1.parquet").write_bytes(b"PAR1 and nothing")
    parted.put(tmp_path / "data/transaction/part-0.parquet", [{"id": "1"}])
    found = said(tmp_path)
    assert "data/transactions/part-1.parquet: is damaged, or no Parquet file: " in found
    assert "data/transaction: 'transaction' is no canonical table. Did you mean" in found


def test_a_piece_that_is_damaged_in_its_middle_is_named(tmp_path: Path) -> None:
    parted.scattered(tmp_path, parted.rows(6), 2)
    path = tmp_path / "data/transactions/part-1.parquet"
    content = bytearray(path.read_bytes())
    content[4:200] = b"\xff" * 196
    path.write_bytes(content)
    assert "data/transactions/part-1.parquet: is damaged, or no Parquet file: " in said(tmp_path)


def test_a_piece_with_other_columns_is_told_by_its_name(tmp_path: Path) -> None:
    tables = parted.rows(6)
    parted.scattered(tmp_path, tables, 2)
    path = tmp_path / "data/transactions/part-1.parquet"
    some = parquet.read_table(path).drop_columns(["value"])
    parquet.write_table(some.append_column("valeu", [["1"] * len(some)]), path)
    found = said(tmp_path)
    assert f"{path.relative_to(tmp_path)}, row 1, column value: is missing" in found
    assert f"{path.relative_to(tmp_path)}, row 1, column valeu: is unknown." in found


@pytest.mark.parametrize(
    ("key", "found"),
    [
        (
            'path = "data/transactions.parquet", partitioned = true',
            "goes with the path of a folder",
        ),
        ('path = "data", partitioned = "yes"', "must be true or false"),
        ('path = "data", partitioned = true, columns = { id = "activities.id" }', "no mapping"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused(tmp_path: Path, key: str, found: str) -> None:
    parted.flat(tmp_path, parted.rows(6, 3, 3))
    parted.project(tmp_path, partitioned=True)
    path = tmp_path / "briefs.toml"
    start, _, rest = path.read_text().partition("source = [")
    path.write_text(f"{start}source = [{{ {key} }}]{rest[rest.index(chr(10)) :]}")
    with pytest.raises(ProjectError, match=found):
        parted.config.load(tmp_path)


@pytest.mark.parametrize("call", ["write_table", "new_stream"])
def test_a_full_disk_leaves_no_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    parted.flat(tmp_path, parted.rows(7))
    project = parted.project(tmp_path, partitioned=True, memory=ROOM)
    calls: list[int] = []
    module = parquet if call == "write_table" else pa.ipc
    right = getattr(module, call)

    def fail(*given: Any, **more: Any) -> Any:
        calls.append(1)
        if len(calls) > 12:
            raise OSError(errno.ENOSPC, "No space left on device")
        return right(*given, **more)

    monkeypatch.setattr(module, call, fail)
    with pytest.raises(DiskError, match=r"No space left on device\. Make room there"):
        ready(project, tmp_path / "cache", "key")
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_store_is_kept_and_one_that_is_damaged_is_made_again(tmp_path: Path) -> None:
    parted.flat(tmp_path, parted.rows(8))
    project, cache = parted.project(tmp_path, partitioned=True, memory=ROOM), tmp_path / "cache"
    first = ready(project, cache, "one").store
    assert first
    path = first.folder / first.parts[1] / "transactions.parquet"
    before = path.stat().st_ino
    assert ready(project, cache, "one").store
    assert path.stat().st_ino == before
    whole = path.read_bytes()
    path.write_bytes(whole[:-20] + b"\0" * 20)
    assert ready(project, cache, "one").store
    assert path.read_bytes() == whole
    assert ready(project, cache, "two").store
    assert [one.name for one in cache.iterdir()] == ["two"]  # one store is as large as all else


# Briefs


class Silent(Reporter):
    """Says nothing."""


def built(root: Path, out: Path, *, partitioned: bool, memory: str = "1 MB") -> build.Outcome:
    project = parted.project(root, partitioned=partitioned, memory=memory)
    return build.build(project, out, [], 2, Silent())


COUNTRY = """\
<!DOCTYPE html>
<html lang="{{ language.code }}">
<head><meta charset="utf-8"><title>{{ brief.title }}</title></head>
<body><h1>{{ brief.title }}</h1><p>{{ activities.total }}: {{ funding.received }}</p></body>
</html>
"""
INDEX = '<!DOCTYPE html><html lang="{{ language }}"><title>{{ edition.title }}</title></html>'
CSS = """\
@font-face { font-family: "Noto Sans"; src: url("asset:fonts/NotoSans-Regular.ttf") }
html { font: 400 10pt "Noto Sans" }
h1 { font-weight: 400 }
"""


def printable(root: Path) -> None:
    for name, text in {"country.html": COUNTRY, "index.html": INDEX, "css/brief.css": CSS}.items():
        (root / "templates" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "templates" / name).write_text(text)


def briefs(out: Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for folder in ("country", "annual")
        for path in sorted((out / folder).iterdir())
    }


def test_briefs_of_a_store_have_the_bytes_of_those_of_memory(tmp_path: Path) -> None:
    tables = parted.rows(9)
    parted.flat(tmp_path, tables)
    printable(tmp_path)
    one, two = tmp_path / "one", tmp_path / "two"
    names = ["country/KEN/en", "country/PAK/en", "country/UGA/en", "annual/2020-2024/en"]
    assert built(tmp_path, one, partitioned=False).made == names
    assert built(tmp_path, two, partitioned=True).made == names
    assert len(briefs(one)) == 12
    assert briefs(two) == briefs(one)
    assert built(tmp_path, two, partitioned=True).kept == names

    counted = {row["id"] for row in tables["activities"] if row["hierarchy"] == 2}
    placed = [row["activity"] for row in tables["places"]]
    where = {row["activity"]: row["country"] for row in tables["places"]}
    only = {one for one in counted if placed.count(one) == 1}
    at = next(at for at, row in enumerate(tables["budgets"]) if row["activity"] in only)
    parted.flat(tmp_path, wrong(tables, "budgets", at, value="12.34"))
    reasons: dict[str, Any] = {}
    project = parted.project(tmp_path, partitioned=True, memory="1 MB")
    build.build(project, two, [], 2, Silent(), foresee=lambda ahead: reasons.update(ahead.reasons))
    country = where[tables["budgets"][at]["activity"]]
    assert set(reasons) == {f"country/{country}/en", names[-1]}
    assert {tuple(said) for said in reasons.values()} == {("rows of budgets changed",)}


def test_a_brief_that_is_too_large_fails_alone_and_says_how_large_it_is(tmp_path: Path) -> None:
    parted.flat(tmp_path, parted.rows(10))
    printable(tmp_path)
    outcome = built(tmp_path, tmp_path / "out", partitioned=True, memory="280 kB")
    assert len(outcome.made) == 3
    (reason,) = outcome.failed.values()
    assert reason.startswith("annual/2020-2024/en: is of ")
    assert reason.endswith(
        " rows, and [build] tables_memory has room for 140."
        " Raise it, or leave out this kind of brief"
    )


def test_a_worker_gets_rows_and_no_store(tmp_path: Path) -> None:
    parted.flat(tmp_path, parted.rows(9))
    project = parted.project(tmp_path, partitioned=True, memory=ROOM)
    stored = ready(project)
    assert stored.store
    ids = touching(stored.tables, "country", "KEN")
    read = functools.partial(stored.store.of, ids)
    waiting = LateSlice(project.edition, read, len(set(ids)), "country", "KEN")
    cut = pickle.loads(pickle.dumps(waiting))
    assert type(cut) is Slice
    assert (cut.over, cut.key, cut.size) == ("country", "KEN", waiting.size)
    assert_same(cut.tables, waiting.tables)


def test_totals_are_printed_alike_of_a_store_and_of_memory(tmp_path: Path) -> None:
    parted.flat(tmp_path, parted.rows(9))
    printed = []
    for partitioned in (False, True):
        parted.project(tmp_path, partitioned=partitioned, memory=ROOM)
        result = CliRunner().invoke(cli.main, ["totals", str(tmp_path)])
        assert result.exit_code == 0, result.output
        printed.append(result.stdout)
    assert printed[0] == printed[1]
    assert printed[0].startswith("measure,by,key,currency,amount,rows,status\nactivities,")
    parted.put(tmp_path / "data/transactions.parquet", [{"id": "1"}])
    assert CliRunner().invoke(cli.main, ["totals", str(tmp_path)]).exit_code == 2

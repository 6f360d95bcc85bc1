"""Tables kept between builds: the same again, or not there; never something else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from briefpress.errors import Mistake
from briefpress.model.slices import Slice
from briefpress.model.tables import Tables
from briefpress.sources import cache

TablesFrom = Callable[..., Tables]
MISTAKES = (Mistake("a.csv", 3, "x", "is odd", id="A", level="warning", content=("1", "é")),)


def same(one: Tables, other: Tables) -> None:
    for name, table in {**one.each(), "rejected": one.rejected}.items():
        assert_frame_equal(table, {**other.each(), "rejected": other.rejected}[name])


values = st.decimals(places=2, min_value=-(10**12), max_value=10**12).map(str)


@settings(max_examples=10)
@given(st.lists(st.tuples(values, st.sampled_from(["USD", "CHF"])), max_size=5))
def test_what_was_written_is_read_with_every_digit_and_type(
    tables_from: TablesFrom,
    a_slice: Callable[..., Slice],
    tmp_path_factory: pytest.TempPathFactory,
    amounts: list[tuple[str, str]],
) -> None:
    tables = tables_from(
        activities=[{"id": "A", "start_date": "2024-01-02", "hierarchy": "2"}, {"id": "É"}],
        places=[{"activity": "A", "country": "KEN", "percentage": "33.30"}],
        transactions=[{"activity": "A", "value": v, "currency": c} for v, c in amounts],
    )
    prepared = a_slice(tables).tables
    folder = tmp_path_factory.mktemp("cache")
    cache.write(folder, "key", prepared, MISTAKES)
    found = cache.read(folder, "key")
    assert found is not None
    same(prepared, found[0])
    assert found[1] == MISTAKES
    assert [str(one) for one in found[0].transactions["value"]] == [v for v, _ in amounts]


@pytest.fixture
def kept(tables_from: TablesFrom, tmp_path: Path) -> Path:
    cache.write(tmp_path, "key", tables_from(activities=[{"id": "A"}]), ())
    return tmp_path


def test_nothing_is_found_under_another_key(kept: Path) -> None:
    assert cache.read(kept, "other") is None
    assert cache.read(kept / "nowhere", "key") is None


def test_an_entry_that_is_not_as_it_was_written_is_not_there(kept: Path) -> None:
    for path in sorted((kept / "key").iterdir()):
        whole = path.read_bytes()
        for spoilt in (b"", whole[: len(whole) // 2], whole[:-1] + bytes([whole[-1] ^ 1])):
            path.write_bytes(spoilt)
            assert cache.read(kept, "key") is None, path.name
        path.write_bytes(whole)
    assert cache.read(kept, "key") is not None
    (kept / "key/places.parquet").unlink()
    assert cache.read(kept, "key") is None


def test_only_the_last_entries_are_kept(tables_from: TablesFrom, tmp_path: Path) -> None:
    tables = tables_from(activities=[{"id": "A"}])
    for at in range(cache.MOST_ENTRIES + 2):
        cache.write(tmp_path, f"key{at}", tables, ())
    assert len(list(tmp_path.iterdir())) == cache.MOST_ENTRIES
    assert cache.read(tmp_path, f"key{cache.MOST_ENTRIES + 1}") is not None

"""What briefs must print, kept between builds: the same from the cache, and never another's."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from test_reconcile import KEYS, TABLES

from briefpress.measures.world import World
from briefpress.model.slices import Slice
from briefpress.press.expected import expected


@pytest.fixture
def whole(tables_from: Callable, a_slice: Callable) -> Slice:
    return a_slice(tables_from(**TABLES))


def found(whole: Slice, cache: Path, made_of: object = "this") -> World:
    return expected(whole.edition, whole.tables, KEYS.values(), cache, made_of)


def test_what_is_kept_is_what_was_found(whole: Slice, tmp_path: Path) -> None:
    first = found(whole, tmp_path)
    (kept,) = tmp_path.iterdir()
    assert kept.name.startswith("expected-")
    assert found(whole, tmp_path) == first
    assert first.money
    assert first.activities


def test_it_is_taken_from_there_and_only_for_the_same(whole: Slice, tmp_path: Path) -> None:
    first = found(whole, tmp_path)
    tables = replace(whole.tables, transactions=whole.tables.transactions.iloc[:0])
    other = replace(whole, tables=tables)
    assert found(other, tmp_path) == first  # nothing but ``made_of`` says that rows are others
    assert found(other, tmp_path, "that") != first


@pytest.mark.parametrize("change", [lambda it: it[:-1], lambda it: it + b" ", lambda _: b""])
def test_what_is_damaged_is_found_anew(
    whole: Slice, tmp_path: Path, change: Callable[[bytes], bytes]
) -> None:
    first = found(whole, tmp_path)
    (kept,) = tmp_path.iterdir()
    before = kept.read_bytes()
    kept.write_bytes(change(before))
    assert found(whole, tmp_path) == first
    assert kept.read_bytes() == before


def test_a_folder_that_takes_nothing_is_no_failure(whole: Slice, tmp_path: Path) -> None:
    taken = tmp_path / "a file"
    taken.touch()
    assert found(whole, taken / "cache").money

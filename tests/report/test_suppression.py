"""No small count can be worked out from a table that is told."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from checker.report.suppression import LEAST, SMALL, Cell, Told, protected


def shown(counts: list[list[int]]) -> list[list[str]] | None:
    rows = protected(counts)
    return None if rows is None else [[str(cell) for cell in row] for row in rows]


def test_a_small_count_is_not_told() -> None:
    assert shown([[2], [3], [40]]) == [["<5", "<5"], ["<5", "<5"], ["40", "40"]]


def test_a_single_small_count_takes_the_smallest_beside_it_with_it() -> None:
    assert shown([[3], [12], [30]]) == [["<5", "<5"], ["held back", "held back"], ["30", "30"]]


def test_two_small_counts_that_only_their_most_can_add_up_to_are_hidden_better() -> None:
    """Two counts under five that add up to eight are both four."""
    assert shown([[4], [4], [9], [30]]) == [["<5", "<5"], ["<5", "<5"], ["held back", "held back"], ["30", "30"]]


def test_small_counts_within_a_row_cannot_be_had_from_its_total() -> None:
    rows = shown([[10, 2], [20, 30]])

    assert rows is not None
    assert rows[0][1] == "<5"
    assert rows[0][0] == rows[1][1] == "held back" or rows[0][2] == "held back"


def test_a_table_that_cannot_be_told_is_not() -> None:
    assert shown([[4], [4]]) is None


def test_a_table_of_large_counts_is_told_whole() -> None:
    assert shown([[10, 20], [30, 40]]) == [["10", "20", "30"], ["30", "40", "70"]]


def possible(rows: tuple[tuple[Cell, ...], ...], totals: list[int]) -> list[list[set[int]]]:
    """By trial of every table: the counts that each cell may have, for a reader who knows all that is told."""
    width = len(totals)
    # Each row by itself first: the counts that agree with what is told of it.
    each = []
    for row in rows:
        ranges = [_range(cell, totals[column]) for column, cell in enumerate(row[:-1])]
        fits = [
            (*counts, sum(counts))
            for counts in product(*ranges)
            if sum(counts) in _range(row[-1], sum(totals)) and sum(counts) > 0
        ]
        each.append(fits)
    found = [[set() for _ in row] for row in rows]
    for table in product(*each):
        if all(sum(row[column] for row in table) == totals[column] for column in range(width)):
            for r, row in enumerate(table):
                for c, count in enumerate(row):
                    found[r][c].add(count)
    return found


def _range(cell: Cell, most: int) -> range:
    if cell.told is Told.shown:
        return range(cell.count, cell.count + 1)
    return range(SMALL) if cell.told is Told.small else range(SMALL, most + 1)


COUNTS = st.sampled_from((0, 0, 1, 2, 3, 4, 5, 6, 7))


@given(
    st.integers(1, 2).flatmap(
        lambda width: st.lists(st.lists(COUNTS, min_size=width, max_size=width).filter(any), min_size=1, max_size=3)
    )
)
@settings(max_examples=150, deadline=None)
def test_a_reader_who_tries_every_table_finds_no_small_count(counts: list[list[int]]) -> None:
    totals = [sum(column) for column in zip(*counts, strict=True)]
    if any(total < SMALL for total in totals):
        return

    rows = protected(counts)

    if rows is None:
        return
    found = possible(rows, totals)
    for row, values, true in zip(rows, found, counts, strict=True):
        for cell, may_be, count in zip(row, values, (*true, sum(true)), strict=True):
            assert count in may_be
            assert (cell.told is Told.small) == (count < SMALL)
            if cell.told is Told.small:
                assert len(may_be) >= LEAST

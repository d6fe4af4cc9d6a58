"""Tables of counts without the small ones: what is under five is not told, and cannot be worked out from what is.

A reader is taken to know the totals of the columns, which cells are small (nought to four) and which were held back beside them
(five or more), and to reckon with all of it at once. What such a reader could still think possible is worked out exactly: the
rows of a table, each with its bounds, add up to a generalized polymatroid (Frank and Tardos, 1988), so that a table with given
totals of columns exists if and only if, for every set of columns, the rows together can hold as much and need as little. While
a small count could be pinned down to fewer than ``LEAST`` values, the smallest figure beside it is held back too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import combinations

SMALL = 5  # the first count that is told
LEAST = 3  # a count that is not told must be able to have so many values


class Told(Enum):
    """Whether a count is shown, is too small to be, or is held back so that a small one cannot be worked out."""

    shown = auto()
    small = auto()
    held = auto()


@dataclass(frozen=True, slots=True)
class Cell:
    """A count, and whether it may be told."""

    count: int
    told: Told

    def __str__(self) -> str:
        return {Told.shown: f"{self.count:,}", Told.small: f"<{SMALL}", Told.held: "held back"}[self.told]


def protected(counts: Sequence[Sequence[int]]) -> tuple[tuple[Cell, ...], ...] | None:
    """The rows of a table, each with its total as the last cell, so that no small count can be worked out.

    The totals of the columns are taken to be told, and must be ``SMALL`` or more. Every row holds something. None if no part
    of the table can be told safely.
    """
    table = _Table([list(row) for row in counts])
    while (unsafe := next(table.unsafe(), None)) is not None:
        if not table.hold_beside(*unsafe):
            return None
    return tuple(
        tuple(Cell(count, state) for count, state in zip((*row, sum(row)), states, strict=True))
        for row, states in zip(table.counts, table.states, strict=True)
    )


class _Table:
    """Counts, and of each cell and each row's total (the last of its row) whether it is told."""

    def __init__(self, counts: list[list[int]]) -> None:
        self.counts = counts
        self.width = len(counts[0]) if counts else 0
        self.totals = [sum(row[column] for row in counts) for column in range(self.width)]
        self.states = [[Told.shown if count >= SMALL else Told.small for count in (*row, sum(row))] for row in counts]
        every = range(self.width)
        self.sets = [frozenset(some) for size in range(1, self.width + 1) for some in combinations(every, size)]

    def value(self, row: int, column: int) -> int:
        return sum(self.counts[row]) if column == self.width else self.counts[row][column]

    def unsafe(self) -> Iterator[tuple[int, int]]:
        """Small counts that could be pinned down."""
        bounds = [self._bounds(row) for row in range(len(self.counts))]
        most = [[_most(bound, some) for some in self.sets] for bound in bounds]
        fewest = [[_fewest(bound, some) for some in self.sets] for bound in bounds]
        all_most = [sum(each) for each in zip(*most, strict=True)]
        all_fewest = [sum(each) for each in zip(*fewest, strict=True)]
        for row, states in enumerate(self.states):
            others = [(all_most[each] - most[row][each], all_fewest[each] - fewest[row][each]) for each in range(len(self.sets))]
            for column, state in enumerate(states):
                if state is Told.small and self._values(bounds[row], column, others) < LEAST:
                    yield row, column

    def _values(self, bounds: list[tuple[int, int]], column: int, others: list[tuple[int, int]]) -> int:
        """How many values a small count may have, for all that the reader knows; ``others`` is what the other rows can hold."""
        possible = 0
        for value in range(SMALL):
            tried = [*bounds]
            tried[column] = (value, value)
            if not bounds[column][0] <= value <= bounds[column][1] or not _is_row(tried):
                continue
            possible += all(
                least + _fewest(tried, some) <= sum(self.totals[each] for each in some) <= most + _most(tried, some)
                for some, (most, least) in zip(self.sets, others, strict=True)
            )
        return possible

    def _bounds(self, row: int) -> list[tuple[int, int]]:
        """What the reader knows of each cell of a row, and of its total last: the least and the most that it may be."""
        bounds = []
        for column, state in enumerate(self.states[row]):
            value = self.value(row, column)
            most = sum(self.totals) if column == self.width else self.totals[column]
            if state is Told.small:
                # Every row that is listed holds something.
                bounds.append((int(column == self.width), SMALL - 1))
            else:
                bounds.append((value, value) if state is Told.shown else (SMALL, most))
        if self.width == 1:  # the only cell of a row is its total
            bounds[0] = bounds[1] = (max(bounds[0][0], bounds[1][0]), min(bounds[0][1], bounds[1][1]))
        return bounds

    def hold_beside(self, row: int, column: int) -> bool:
        """Hold back the smallest count that is told in the same row or column, or anywhere; whether there was one."""
        shown = [
            (self.value(r, c), r, c)
            for r, states in enumerate(self.states)
            for c, state in enumerate(states)
            if state is Told.shown
        ]
        beside = [each for each in shown if each[1] == row or each[2] == column]
        if not shown:
            return False
        _, r, c = min(beside or shown)
        self.states[r][c] = Told.held
        if self.width == 1:
            self.states[r] = [Told.held, Told.held]
        return True


def _most(bounds: list[tuple[int, int]], some: frozenset[int]) -> int:
    """The most that the cells of a row in these columns can hold together; the last bound is that of the whole row."""
    *cells, (_, total) = bounds
    inside = sum(high for column, (_, high) in enumerate(cells) if column in some)
    outside = sum(low for column, (low, _) in enumerate(cells) if column not in some)
    return min(inside, total - outside)


def _fewest(bounds: list[tuple[int, int]], some: frozenset[int]) -> int:
    """The least that they can hold together."""
    *cells, (total, _) = bounds
    inside = sum(low for column, (low, _) in enumerate(cells) if column in some)
    outside = sum(high for column, (_, high) in enumerate(cells) if column not in some)
    return max(inside, total - outside)


def _is_row(bounds: list[tuple[int, int]]) -> bool:
    """Whether any row keeps to these bounds."""
    *cells, (least, most) = bounds
    return sum(low for low, _ in cells) <= most and sum(high for _, high in cells) >= least

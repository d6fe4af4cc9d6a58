"""A text in which stretches are replaced, and the way from places in the old one to places in the new."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of a text, and what stands there instead."""

    start: int
    end: int
    instead: str


@dataclass(frozen=True, slots=True)
class Edited:
    """A text with its edits made, and the way from places in the old text to places in the new one."""

    text: str
    edits: tuple[Edit, ...] = ()
    shifts: tuple[int, ...] = ()

    def start(self, place: int) -> int:
        """Where a stretch that began at a place of the old text begins: if that was replaced, where the replacement does."""
        number, inside = self._edit(place)
        return self.edits[number].start + self.shifts[number] if inside else place + self._shift(number)

    def end(self, place: int) -> int:
        """Where a stretch that ended at a place of the old text ends."""
        number, inside = self._edit(place)
        if inside:
            return self.edits[number].start + self.shifts[number] + len(self.edits[number].instead)
        return place + self._shift(number)

    def _edit(self, place: int) -> tuple[int, bool]:
        """The last edit that begins before a place, and whether the place lies within it."""
        number = bisect_right(self.edits, place - 1, key=lambda edit: edit.start) - 1
        return number, number >= 0 and self.edits[number].start < place < self.edits[number].end

    def _shift(self, number: int) -> int:
        if number < 0:
            return 0
        edit = self.edits[number]
        return self.shifts[number] + len(edit.instead) - (edit.end - edit.start)


def edited(text: str, edits: Iterable[Edit]) -> Edited:
    """The text with these edits; of two that overlap, the one that begins first stands, and reaches to the end of both.

    >>> edited("Jo Smith wrote", [Edit(0, 8, "A"), Edit(3, 8, "B")]).text
    'A wrote'
    """
    made: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: (edit.start, -edit.end)):
        if made and edit.start < made[-1].end:
            if edit.end > made[-1].end:
                made[-1] = Edit(made[-1].start, edit.end, made[-1].instead)
            continue
        made.append(edit)
    if not made:
        return Edited(text)
    pieces, shifts, last, length = [], [], 0, 0
    for edit in made:
        pieces += [text[last : edit.start], edit.instead]
        length += edit.start - last
        shifts.append(length - edit.start)
        length += len(edit.instead)
        last = edit.end
    return Edited("".join([*pieces, text[last:]]), tuple(made), tuple(shifts))

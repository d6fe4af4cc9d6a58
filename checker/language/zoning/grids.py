"""The grids in which Lotus Notes sets the heading of a message answered, as plain text shows them.

One box holds who wrote and when, another (or plain lines) To, cc and Subject; or, without borders, two columns do, in which
the labels stand beside their values or above them. The lines of the left column wrap at its width, in mid-word too. A table
of a writer's own has no time beside a recipient and a subject.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from checker.language.zoning.blocks import BY, WHEN, Block, block_at, field_of
from checker.language.zoning.lines import Line, next_line

_BORDER = frozenset("-+|>")
_BOX = 24  # lines: the longest left box, or pair of columns
_RECIPIENTS = 80  # lines of the lower box
_WIDE = 200  # characters: nothing longer stands in a column
COLUMN = 8  # lines of the left column, with its own, before or at the one that begins the right
_CELL = re.compile(r"\s{2,}|\t")
_TIMED = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2}|\d{1,2}:\d{2}\b|[AP]M\b")
_HEADERS = ("to", "cc", "subject")


def may_begin_box(line: str) -> bool:
    """Whether a line is the upper border of a box: ``|---------+---------------->``."""
    return line.startswith("|-") and len(line) > 5 and "+" in line and _is_border(line)


def _is_border(line: str) -> bool:
    return _BORDER.issuperset(line)


def boxed_at(lines: Sequence[Line], at: int) -> Block | None:
    """A name and a time in a box; below it, in another or on plain lines, to whom and about what."""
    if not may_begin_box(lines[at].words):
        return None
    left: list[str] = []
    for index in range(at + 1, min(len(lines), at + _BOX)):
        line = lines[index].words
        if not line:
            continue
        if _is_border(line) and len(line) > 1:
            break
        if line[0] != "|":
            return None
        left.append(" ".join(line.replace("|", " ").split()))
    else:
        return None
    author, sent = _who_and_when(left)
    below = next_line(lines, index + 1)
    if not sent or below >= len(lines):
        return None
    found = _lower_box(lines, below, lines[at].depth)
    if found is None or len(found.fields.keys() & set(_HEADERS)) < 2:
        return None
    return Block(found.end, lines[at].depth, "from", {**found.fields, "from": author, "sent": sent})


def _lower_box(lines: Sequence[Line], at: int, depth: int) -> Block | None:
    """The header lines in the lower box, up to its lower border, or without borders."""
    if not _is_border(lines[at].words):
        return block_at(lines, at, is_bare=True)
    fields = dict[str, str]()
    name, end = "", at + 1
    for index in range(at + 1, min(len(lines), at + _RECIPIENTS)):
        line = lines[index].words
        if not line or line == "|":
            continue
        if _is_border(line):
            end = index + 1
            if fields and not (index + 1 < len(lines) and _is_border(lines[index + 1].words or " ")):
                break  # the last of a border that wraps
            continue
        if line[0] != "|" or len(line) > _WIDE:
            break
        said = line.strip("| \t")
        if found := field_of(said):
            name, fields[found[0]] = found
        elif name:
            fields[name] = f"{fields[name]} {said}".strip()
        end = index + 1
    return Block(end, depth, "to", fields) if fields else None


def names_recipients(line: str) -> bool:
    """Whether a line begins the right column: with To, alone or beside whoever it is, with something of the left before it."""
    return line == "To" or "   To:" in line or "   To  " in line or line.endswith("   To")


def columns_at(lines: Sequence[Line], at: int) -> Block | None:
    """A name and a time in a left column, To, cc and Subject in a right one, without borders."""
    if at and lines[at - 1].words and lines[at - 1].depth == lines[at].depth:
        return None
    first = at
    while not names_recipients(lines[first].words):
        first += 1
        if first >= min(len(lines), at + COLUMN) or not lines[first].words or len(lines[first].words) > _WIDE:
            return None
    if lines[at].words == "To":
        return None
    depth, left, fields = lines[at].depth, list[str](), dict[str, str]()
    name, is_awaited, end = "", False, at  # the label last read; whether its value may stand on the next line
    for index in range(at, min(len(lines), at + _BOX)):
        line = lines[index]
        if not line.words:
            is_awaited = False
            if _is_complete(left, fields) and not _goes_on_left(lines, index + 1, left):
                break
            continue
        if line.depth != depth or len(line.words) > _WIDE:
            break
        cells = [cell for cell in _CELL.split(line.words) if cell]
        place, label, value = _label_in(cells) if index >= first else (-1, "", "")
        if label:
            left += cells[:place]
            name, fields[label] = label, f"{fields.get(label, '')} {value}".strip()
            is_awaited = not value
        elif len(cells) > 1 and name:
            left.append(cells[0])
            fields[name] = " ".join([fields[name], *cells[1:]]).strip()
            is_awaited = False
        elif is_awaited and not _TIMED.match(line.words) and not BY.match(line.words):
            fields[name] = line.words
            is_awaited = False
        elif _is_complete(left, fields) and not _is_of_left(line.words, left):
            break
        else:
            left.append(line.words)
        end = index + 1
    if not _is_complete(left, fields):
        return None
    author, sent = _who_and_when(left)
    return Block(end, depth, "from", {**fields, "from": author, "sent": sent})


def _label_in(cells: Sequence[str]) -> tuple[int, str, str]:
    """The label among the cells of a line, its place, and what stands after it."""
    for place, cell in enumerate(cells):
        found = field_of(cell, is_bare=True)
        if found and found[0] in _HEADERS:
            return place, found[0], " ".join([found[1], *cells[place + 1 :]]).strip()
    return -1, "", ""


def _is_complete(left: Sequence[str], fields: dict[str, str]) -> bool:
    return bool(fields.get("to")) and bool(fields.get("subject")) and bool(_who_and_when(left)[1])


def _goes_on_left(lines: Sequence[Line], at: int, left: Sequence[str]) -> bool:
    below = next_line(lines, at)
    return below < len(lines) and _is_of_left(lines[below].words, left)


def _is_of_left(line: str, left: Sequence[str]) -> bool:
    """Whether a line below a heading that is complete is more of its left column: half a day, or who sent or answers."""
    return line in ("AM", "PM") or BY.match(line) is not None or (BY.fullmatch(left[-1]) is not None and len(line) < 40)


def _who_and_when(left: Sequence[str]) -> tuple[str, str]:
    """The writer and the time in a left column; nobody and nothing where no time is."""
    author, is_other = "", False
    for index, piece in enumerate(left):
        if BY.match(piece):
            is_other = True  # what follows is who sent for the writer, or whom to answer
        elif _TIMED.match(piece) and (when := WHEN.match(" ".join(left[index : index + 3])[:80])):
            return author, when[0]
        elif not is_other:
            is_cut = "<" in author and ">" not in author.rpartition("<")[2]
            author = f"{author}{'' if is_cut or not author else ' '}{piece}"
    return "", ""

"""Pictures of a finding, as SVG that needs no script: the way that a letter took, and the days of a deadline.

They show what the words beside them say, for those who would rather look than read; what they mean stands in their title and
description too. Colours come from the page's own style, so that they print, and can be told apart in black and white: a blind
copy is a broken line, a day that does not count is hatched.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup, escape

from checker.calendar import HOLIDAY, WEEKEND, WORKING, Count, Day
from checker.domain import BCC, CC, Step
from checker.report import words
from checker.report.highlight import plain

# A picture with more people, or of more days, would be too small to read; the words beside it say all.
MOST_PEOPLE, MOST_DAYS = 8, 105

_COLUMN, _ROW, _HEAD, _LABEL = 215, 54, 34, 20
_DAY, _DAY_ROW, _IN_ROW = 34, 68, 15
_KINDS = {BCC: "blind copy", CC: "copy"}


def way(steps: Sequence[Step]) -> Markup:
    """The way that a letter took: a line down for each person, an arrow for each message; empty if nobody could read it."""
    people = list(dict.fromkeys(name for step in steps for name in (step.by, *step.to)))
    if not steps or len(people) > MOST_PEOPLE or len(people) < 2:
        return Markup("")
    place = {name: _COLUMN // 2 + number * _COLUMN for number, name in enumerate(people)}
    height = _HEAD + _ROW * len(steps) + 10
    pieces = []
    for name in people:
        x = place[name]
        pieces.append(text(x, _LABEL, short(name, 20), "middle", "person"))
        pieces.append(Markup('<line x1="{0}" y1="{1}" x2="{0}" y2="{2}" class="life"/>').format(x, _HEAD - 8, height - 4))
    for number, step in enumerate(steps):
        y = _HEAD + _ROW * number + 24
        pieces += _arrows(step, place, y)
    told = "; ".join(_told(step) for step in steps)
    return picture(_COLUMN * len(people), height, "The way of the letter", told, pieces, "way")


def _arrows(step: Step, place: dict[str, int], y: int) -> list[Markup]:
    start = place[step.by]
    ends = [place[name] for name in step.to if name != step.by]
    if not ends:
        return []
    kind = "blind" if step.kind == BCC else "open"
    when = words.short_moment(step.date) if step.date else "no date"
    how = ", ".join(word for word in (_KINDS.get(step.kind, ""), step.way) if word)
    left, right = min(start, *ends), max(start, *ends)
    middle, room = (left + right) // 2, max(30, (right - left) // 6)
    found = [text(middle, y - 7, when, "middle", "step"), text(middle, y + 13, short(how, room), "middle", "step")]
    for end in ends:
        tip = end - 6 if end > start else end + 6
        found.append(Markup('<line x1="{}" y1="{}" x2="{}" y2="{}" class="{}"/>').format(start, y, tip, y, kind))
        found.append(Markup('<path d="M{} {} L{} {} L{} {} Z" class="tip"/>').format(end, y, tip, y - 4, tip, y + 4))
    return [*found, Markup('<circle cx="{}" cy="{}" r="3.5" class="tip"/>').format(start, y)]


def _told(step: Step) -> str:
    kind = _KINDS.get(step.kind, "")
    when = words.moment(step.date) if step.date else "no date"
    return f"{when}: {step.by} to {', '.join(step.to)}{f' ({kind})' if kind else ''}, {step.way}"


def strip(count: Count, told: Sequence[Day]) -> Markup:
    """The days of a deadline, one box each, numbered where they count, in rows; empty if there are too many to be read."""
    if not told or len(told) > MOST_DAYS:
        return Markup("")
    pieces = [_box(0, count.after, "received", "0", "received")]
    for number, day in enumerate(told, 1):
        kind = {WORKING: "working", WEEKEND: "weekend", HOLIDAY: "holiday"}.get(day.kind, "closed")
        is_late = count.last is not None and day.day > count.last and day.kind == WORKING
        is_last = day.day == count.last
        kind += " late" if is_late else " last" if is_last else ""
        name = day.name or ("last day in time" if is_last else "")
        pieces.append(_box(number, day.day, kind, str(day.count) if day.kind == WORKING else "–", name))
    counted = f"{told[-1].count} working days from {words.day(count.after)} to {words.day(count.until)}"
    last = f"; the last day in time was {words.day(count.last)}" if count.last else ""
    names = "; ".join(shut(told))
    rows = -(-(len(told) + 1) // _IN_ROW)
    width = _DAY * min(len(told) + 1, _IN_ROW) + 2
    described = f"{counted}{last}{f'; {names}' if names else ''}"
    return picture(width, rows * _DAY_ROW, "The days, one by one", described, pieces, "days")


def shut(told: Sequence[Day]) -> list[str]:
    """The days from Monday to Friday that did not count, each with its name."""
    return [f"{words.day(day.day)}: {day.name}" for day in told if day.kind not in (WORKING, WEEKEND)]


def _box(number: int, day: date, kind: str, figure: str, name: str) -> Markup:
    x, y = number % _IN_ROW * _DAY + 1, number // _IN_ROW * _DAY_ROW
    title = f"{words.day(day)}{f': {name}' if name else ''}"
    middle = x + _DAY // 2 - 1
    # Our own words, figures and names of holidays: no need to ask Markup to escape each box by itself.
    return Markup(  # noqa: S704
        f"<g><title>{escape(title)}</title>"
        f'<text x="{middle}" y="{y + 11}" text-anchor="middle" class="weekday">{words.day(day)[:2]}</text>'
        f'<rect x="{x}" y="{y + 16}" width="{_DAY - 3}" height="30" class="{kind}"/>'
        f'<text x="{middle}" y="{y + 36}" text-anchor="middle" class="figure">{figure}</text>'
        f'<text x="{middle}" y="{y + 60}" text-anchor="middle" class="weekday">{day.day}/{day.month}</text></g>'
    )


def text(x: int, y: int, words: str, anchor: str, kind: str) -> Markup:
    """Words in a picture at a place, to which they are anchored by their start, middle or end."""
    told = escape(plain(words))
    return Markup(f'<text x="{x}" y="{y}" text-anchor="{anchor}" class="{kind}">{told}</text>')  # noqa: S704 all else is ours


def short(text: str, most: int) -> str:
    """The text, cut off with an ellipsis when it is longer than this."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def picture(width: int, height: int, title: str, told: str, pieces: Sequence[Markup], kind: str) -> Markup:
    """A picture of these pieces, with a title and a description of what it shows."""
    opening = Markup('<svg class="picture {}" viewBox="0 0 {} {}" width="{}" height="{}" role="img">').format(
        kind, width, height, width, height
    )
    named = Markup("<title>{}</title><desc>{}</desc>").format(plain(title), plain(told))
    return opening + named + Markup("").join(pieces) + Markup("</svg>")

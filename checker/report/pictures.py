"""Pictures of a finding, as SVG that needs no script: the way that a letter took, and the days of a deadline.

They show what the words beside them say, for those who would rather look than read; what they mean stands in their title and
description too. Colours come from the page's own style, so that they print, and can be told apart in black and white: a blind
copy is a broken line, a day that does not count is hatched.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from checker.calendar import HOLIDAY, WEEKEND, WORKING, Count, Day
from checker.domain import BCC, CC, Step
from checker.report import words
from checker.report.highlight import plain

# A picture with more people, or of more days, would be too small to read; the words beside it say all.
MOST_PEOPLE, MOST_DAYS = 8, 45

_COLUMN, _ROW, _HEAD, _LABEL = 215, 46, 34, 20
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
        pieces.append(_text(x, _LABEL, _short(name, 20), "middle", "person"))
        pieces.append(Markup('<line x1="{0}" y1="{1}" x2="{0}" y2="{2}" class="life"/>').format(x, _HEAD - 8, height - 4))
    for number, step in enumerate(steps):
        y = _HEAD + _ROW * number + 28
        pieces += _arrows(step, place, y)
    told = "; ".join(_told(step) for step in steps)
    return _svg(_COLUMN * len(people), height, "The way of the letter", told, pieces, "way")


def _arrows(step: Step, place: dict[str, int], y: int) -> list[Markup]:
    start = place[step.by]
    ends = [place[name] for name in step.to if name != step.by]
    if not ends:
        return []
    kind = "blind" if step.kind == BCC else "open"
    when = words.short_moment(step.date) if step.date else ""
    label = " ".join(word for word in (when, _KINDS.get(step.kind, ""), step.way) if word)
    left, right = min(start, *ends), max(start, *ends)
    found = [_text((left + right) // 2, y - 7, _short(label, max(18, (right - left) // 6)), "middle", "step")]
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
    """The days of a deadline, one box each, numbered where they count; empty if there are too many to be read."""
    if not told or len(told) > MOST_DAYS:
        return Markup("")
    width = 34
    pieces = [_box(0, width, count.after, "received", "0", "received")]
    for number, day in enumerate(told, 1):
        kind = {WORKING: "working", WEEKEND: "weekend", HOLIDAY: "holiday"}.get(day.kind, "closed")
        is_late = count.last is not None and day.day > count.last and day.kind == WORKING
        name = day.name or ("last day in time" if day.day == count.last else "")
        pieces.append(
            _box(
                number, width, day.day, f"{kind}{' late' if is_late else ''}", str(day.count) if day.kind == WORKING else "", name
            )
        )
    names = "; ".join(f"{words.day(day.day)}: {day.name}" for day in told if day.kind not in (WORKING, WEEKEND))
    counted = f"{told[-1].count} working days from {words.day(count.after)} to {words.day(count.until)}"
    last = f"; the last day in time was {words.day(count.last)}" if count.last else ""
    return _svg(
        width * (len(told) + 1) + 2, 66, "The days, one by one", f"{counted}{last}{f'; {names}' if names else ''}", pieces, "days"
    )


def _box(number: int, width: int, day: date, kind: str, figure: str, name: str) -> Markup:
    x = number * width + 1
    title = Markup("<title>{}</title>").format(f"{words.day(day)}{f': {name}' if name else ''}")
    box = Markup('<rect x="{}" y="16" width="{}" height="30" class="{}"/>').format(x, width - 3, kind)
    return Markup("<g>{}{}{}{}{}</g>").format(
        title,
        _text(x + width // 2 - 1, 11, f"{day:%a}"[:2], "middle", "weekday"),
        box,
        _text(x + width // 2 - 1, 36, figure, "middle", "figure"),
        _text(x + width // 2 - 1, 60, f"{day.day}/{day.month}", "middle", "weekday"),
    )


def _text(x: int, y: int, words: str, anchor: str, kind: str) -> Markup:
    return Markup('<text x="{}" y="{}" text-anchor="{}" class="{}">{}</text>').format(x, y, anchor, kind, plain(words))


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _svg(width: int, height: int, title: str, told: str, pieces: Sequence[Markup], kind: str) -> Markup:
    opening = Markup('<svg class="picture {}" viewBox="0 0 {} {}" width="{}" height="{}" role="img">').format(
        kind, width, height, width, height
    )
    named = Markup("<title>{}</title><desc>{}</desc>").format(plain(title), plain(told))
    return opening + named + Markup("").join(pieces) + Markup("</svg>")

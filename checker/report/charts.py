"""How many findings under which clause, in which month and with which outcome, as SVG that needs no script.

Breaches are filled and what is for review is outlined, so that the two are told apart in black and white; every bar has its
figure beside it, and a description tells them all. Few findings are no trend: a picture by month is drawn only from ``LEAST`` on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from checker.calendar import LONDON
from checker.domain import BREACH, Finding
from checker.report import words
from checker.report.pictures import picture, short, text
from checker.report.tree import Chapter

LEAST, LEAST_MONTHS = 30, 3  # findings, and months with any, from which on a picture by month says something
MOST_MONTHS = 36

_WIDTH, _LABEL, _FIGURE, _ROW = 400, 90, 60, 140


@dataclass(frozen=True, slots=True)
class _Bar:
    """A bar: what it stands for, and its breaches and findings for review."""

    name: str
    breaches: int
    reviews: int

    @property
    def all(self) -> int:
        return self.breaches + self.reviews

    @property
    def told(self) -> str:
        parts = [words.count(self.breaches, "breach", "breaches")] if self.breaches else []
        if self.reviews:
            parts.append(f"{self.reviews:,} for review")
        return f"{self.name}: {', '.join(parts) or 'none'}"


def bar(chapter: Chapter, most: int) -> Markup:
    """A bar for the findings under a clause, as long as their share of the most that any clause has."""
    one = _Bar(chapter.clause.number, chapter.breaches, chapter.reviews)
    scale = _ROW / max(most, 1)
    pieces = []
    if one.breaches:
        pieces.append(_box(1, 2, one.breaches * scale, 12, "bar-breach"))
    if one.reviews:
        pieces.append(_box(1 + one.breaches * scale, 2, one.reviews * scale, 12, "bar-review"))
    return picture(_ROW + 2, 16, f"Clause {chapter.clause.number}", one.told, pieces, "bar")


def by_outcome(findings: Sequence[Finding]) -> Markup:
    """A bar for what was called a breach and one for what was put up for review."""
    breaches = sum(finding.outcome == BREACH for finding in findings)
    bars = [_Bar("Breach", breaches, 0), _Bar("For review", 0, len(findings) - breaches)]
    return _lying(bars, "Findings by outcome", "outcomes")


def by_month(findings: Sequence[Finding]) -> Markup:
    """A bar for each month from the first to the last, by year when they are many; empty where so few findings show no trend."""
    dated = [(words.in_london(finding.date), finding.outcome == BREACH) for finding in findings if finding.date]
    months = [(moment.year * 12 + moment.month - 1, is_breach) for moment, is_breach in dated]
    if len(months) < LEAST or len({month for month, _ in months}) < LEAST_MONTHS:
        return Markup("")
    first, last = min(months)[0], max(months)[0]
    if last - first < MOST_MONTHS:
        names = {month: words.month(_first_day(month)) for month in range(first, last + 1)}
        bars = [_counted(name, [one for each, one in months if each == month]) for month, name in names.items()]
        return _standing(bars, "Findings by month of the document", "months")
    years = range(first // 12, last // 12 + 1)
    if len(years) > MOST_MONTHS:
        return Markup("")
    bars = [_counted(str(year), [one for each, one in months if each // 12 == year]) for year in years]
    return _standing(bars, "Findings by year of the document", "years")


def _counted(name: str, are_breaches: Sequence[bool]) -> _Bar:
    return _Bar(name, sum(are_breaches), len(are_breaches) - sum(are_breaches))


def _first_day(month: int) -> datetime:
    return datetime(month // 12, month % 12 + 1, 1, tzinfo=LONDON)


def _lying(bars: Sequence[_Bar], title: str, kind: str) -> Markup:
    """Bars from left to right, one under another."""
    if not bars:
        return Markup("")
    scale = (_WIDTH - _LABEL - _FIGURE) / max(bar.all for bar in bars) if any(bar.all for bar in bars) else 0
    pieces = []
    for number, bar in enumerate(bars):
        y = 4 + 22 * number
        breach, review = bar.breaches * scale, bar.reviews * scale
        pieces.append(text(_LABEL - 8, y + 13, short(bar.name, 24), "end", "name"))
        if bar.breaches:
            pieces.append(_box(_LABEL, y, breach, 16, "bar-breach"))
        if bar.reviews:
            pieces.append(_box(_LABEL + breach, y, review, 16, "bar-review"))
        pieces.append(text(round(_LABEL + breach + review) + 6, y + 13, f"{bar.all:,}", "start", "figure"))
    return picture(_WIDTH, 22 * len(bars) + 6, title, "; ".join(bar.told for bar in bars), pieces, f"chart {kind}")


def _standing(bars: Sequence[_Bar], title: str, kind: str) -> Markup:
    """Bars from the ground up, side by side."""
    most, high, wide = max(bar.all for bar in bars), 120, 34
    pieces = []
    for number, bar in enumerate(bars):
        x, breach, review = 4 + wide * number, high * bar.breaches / most, high * bar.reviews / most
        ground = high + 22
        if bar.breaches:
            pieces.append(_box(x + 3, ground - breach, wide - 6, breach, "bar-breach"))
        if bar.reviews:
            pieces.append(_box(x + 3, ground - breach - review, wide - 6, review, "bar-review"))
        pieces.append(text(x + wide // 2, round(ground - breach - review) - 5, f"{bar.all:,}", "middle", "figure"))
        name, _, year = bar.name.partition(" ")
        pieces.append(text(x + wide // 2, ground + 14, name[:3] if year else name, "middle", "step"))
        if year and (number == 0 or name == "January"):
            pieces.append(text(x + wide // 2, ground + 28, year, "middle", "step"))
    return picture(wide * len(bars) + 8, high + 56, title, "; ".join(bar.told for bar in bars), pieces, f"chart {kind}")


def _box(x: float, y: float, width: float, height: float, kind: str) -> Markup:
    place = f'x="{x:.1f}" y="{y:.1f}" width="{max(width, 1):.1f}" height="{max(height, 1):.1f}"'
    return Markup(f'<rect {place} class="{kind}"/>')  # noqa: S704 numbers and our own words

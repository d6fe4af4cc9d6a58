"""How often reports of each behaviour were right, where that was counted: the figures of ``measured.toml``.

They stand beside the likelihood of a finding, so that a reader can tell what was judged from what was counted. Figures of a set
that the program was also built on say how well the set is learnt, and are called that.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from checker.domain import Finding
from checker.report import words

# Of fewer reports than this a share would say more than is known.
FEW = 10


@dataclass(frozen=True, slots=True)
class Tally:
    """How many reports of a behaviour with one outcome were right, of how many."""

    right: int
    reported: int


@dataclass(frozen=True, slots=True)
class Measurement:
    """One count: its day, its sets, whether the program was also built on them, and the reports by behaviour and outcome."""

    day: date
    sets: tuple[str, ...]
    is_built_on: bool
    tallies: Mapping[tuple[str, str], Tally]


@cache
def measurements() -> tuple[Measurement, ...]:
    """The counts that came with the program; those on sets that it was not built on come first."""
    table = tomllib.loads(resources.files("checker.report").joinpath("measured.toml").read_text(encoding="utf-8"))
    found = []
    for told in table.get("measured", ()):
        sets = tuple(str(name) for name in told["sets"])
        tallies = {
            (behaviour, outcome): Tally(int(right), int(reported))
            for behaviour, by_outcome in told["behaviours"].items()
            for outcome, (right, reported) in by_outcome.items()
        }
        found.append(Measurement(told["day"], sets, bool(told["built_on"]), tallies))
    return tuple(sorted(found, key=lambda one: one.is_built_on))


def told(finding: Finding) -> str:
    """What was counted of this behaviour with this outcome, in a sentence; that nothing was, if nothing was."""
    counted = [(one, tally) for one in measurements() if (tally := one.tallies.get((finding.behaviour, finding.outcome)))]
    if not counted:
        return "Not measured: no labelled set holds a report like this one."
    return " ".join(_sentence(one, tally) for one, tally in counted)


def _sentence(measurement: Measurement, tally: Tally) -> str:
    share = "" if tally.right == tally.reported else f" ({round(100 * tally.right / tally.reported)} in 100)"
    share = ", too few for a share" if tally.reported < FEW else share
    sets = "sets the program was also built on" if measurement.is_built_on else "sets the program had not been built on"
    right = f"{tally.right} of {words.count(tally.reported, 'report')} like this one"
    return f"Of labelled cases, {right} {'was' if tally.right == 1 else 'were'} right{share}; {sets}."


def sources() -> tuple[str, ...]:
    """Which sets were counted, and when."""
    return tuple(
        f"{', '.join(one.sets)}, counted on {words.day(one.day)}: "
        + (
            "the program was also built on these, so it will be right less often on mail it has not seen."
            if one.is_built_on
            else "the program was not built on these."
        )
        for one in measurements()
    )

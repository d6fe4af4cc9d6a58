"""Precision, recall and F1 against a labelled case set.

Scoring is by document and behaviour, as the gold format says: a report matches a gold line when its document is the line's
or one of ``also_document``, and its behaviour the line's or one of ``also_behaviour``. Each gold line is found or missed; each
report that matches none is a false alarm. Intervals are Wilson's score intervals at 95 %.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from checker.domain import BREACH, CheckerError, Finding


@dataclass(frozen=True, slots=True)
class Gold:
    """One true breach: on which documents and as which behaviours it may fairly be reported."""

    document: str
    behaviour: str
    documents: frozenset[str]
    behaviours: frozenset[str]
    quote: str = ""

    def is_met_by(self, finding: Finding) -> bool:
        return finding.document in self.documents and finding.behaviour in self.behaviours


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of a behaviour, or of all: reports that are right, reports, gold lines found, gold lines."""

    right: int
    reported: int
    found: int
    gold: int

    @property
    def precision(self) -> float:
        return self.right / self.reported if self.reported else math.nan

    @property
    def recall(self) -> float:
        return self.found / self.gold if self.gold else math.nan

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; not a number when there is nothing to find or report."""
        if not self.gold and not self.reported:
            return math.nan
        precision = self.right / self.reported if self.reported else 0.0
        recall = self.found / self.gold if self.gold else 0.0
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.reported + other.reported, self.found + other.found, self.gold + other.gold)


NOTHING = Score(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Measured:
    """The scores of a case set by behaviour, with every miss and every false alarm."""

    scores: dict[str, Score]
    misses: tuple[Gold, ...]
    false_alarms: tuple[Finding, ...]

    def total(self, behaviours: Collection[str] | None = None) -> Score:
        """All behaviours together, or these."""
        return sum((s for b, s in self.scores.items() if behaviours is None or b in behaviours), NOTHING)


def read_gold(path: Path) -> list[Gold]:
    """The gold lines of a file; ``CheckerError`` names the line that is wrong."""
    lines = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            document, behaviour = row["document"], row["behaviour"]
        except (ValueError, KeyError, TypeError) as error:
            raise CheckerError(f"{path}:{number} is no gold line: {error!r}; 'document' and 'behaviour' are needed.") from error
        documents = frozenset([document, *row.get("also_document", [])])
        behaviours = frozenset([behaviour, *row.get("also_behaviour", [])])
        lines.append(Gold(document, behaviour, documents, behaviours, row.get("quote", "")))
    return lines


def measure(findings: Iterable[Finding], gold: Sequence[Gold]) -> Measured:
    """How these findings stand against the gold lines."""
    findings = list(findings)
    wrong = [f for f in findings if not any(line.is_met_by(f) for line in gold)]
    missed = [line for line in gold if not any(line.is_met_by(f) for f in findings)]
    names = sorted({f.behaviour for f in findings} | {line.behaviour for line in gold})
    scores = {}
    for name in names:
        reported = sum(f.behaviour == name for f in findings)
        labelled = sum(line.behaviour == name for line in gold)
        scores[name] = Score(
            right=reported - sum(f.behaviour == name for f in wrong),
            reported=reported,
            found=labelled - sum(line.behaviour == name for line in missed),
            gold=labelled,
        )
    return Measured(scores, tuple(missed), tuple(wrong))


@dataclass(frozen=True, slots=True)
class Changes:
    """What one set of findings has that another had not, each right or wrong by the gold lines."""

    now_right: tuple[Finding, ...]
    now_wrong: tuple[Finding, ...]
    no_longer_right: tuple[Finding, ...]
    no_longer_wrong: tuple[Finding, ...]


def changes(before: Iterable[Finding], after: Iterable[Finding], gold: Sequence[Gold]) -> Changes:
    """What changed from some findings to others, by document, behaviour and outcome."""
    old, new = ({(f.document, f.behaviour, f.outcome): f for f in findings} for findings in (before, after))
    came = [finding for key, finding in new.items() if key not in old]
    went = [finding for key, finding in old.items() if key not in new]

    def right(findings: Iterable[Finding]) -> tuple[Finding, ...]:
        return tuple(f for f in findings if any(line.is_met_by(f) for line in gold))

    def wrong(findings: Iterable[Finding]) -> tuple[Finding, ...]:
        return tuple(f for f in findings if not any(line.is_met_by(f) for line in gold))

    return Changes(right(came), wrong(came), right(went), wrong(went))


def calibration(findings: Iterable[Finding], gold: Sequence[Gold]) -> list[tuple[float, int, int]]:
    """Whether confidence comes true: by tenths of confidence, its mean, how many findings have it, how many of them are right."""
    tenths: dict[int, list[Finding]] = {}
    for finding in findings:
        tenths.setdefault(min(9, int(finding.confidence * 10)), []).append(finding)
    return [
        (
            sum(f.confidence for f in group) / len(group),
            len(group),
            sum(any(line.is_met_by(f) for line in gold) for f in group),
        )
        for _, group in sorted(tenths.items())
    ]


def calibration_error(rows: Sequence[tuple[float, int, int]]) -> float:
    """The expected calibration error of such rows, 0-1: how far on average confidence is from the share that is right.

    >>> calibration_error([(0.9, 10, 8), (0.6, 10, 6)])
    0.05
    """
    count = sum(total for _, total, _ in rows)
    return round(sum(abs(mean * total - right) for mean, total, right in rows) / count, 4) if count else math.nan


def breaches(findings: Iterable[Finding]) -> list[Finding]:
    """Those findings that are called breaches."""
    return [finding for finding in findings if finding.outcome == BREACH]


def interval(hits: int, total: int) -> tuple[float, float]:
    """Wilson's score interval at 95 % for a share.

    >>> tuple(round(x, 2) for x in interval(9, 10))
    (0.6, 0.98)
    """
    if not total:
        return (0.0, 1.0)
    z = 1.959964
    share = hits / total
    middle = share + z * z / (2 * total)
    spread = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    scale = 1 + z * z / total
    return (max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale))

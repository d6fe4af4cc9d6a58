"""The account of a run: what was given and read, what was not, what could not be told, and what no export can show.

It comes before any finding, because a report that is silent about what it did not read says more than is known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from checker.domain import Container, Quoted, Run, Unread
from checker.report import words


@dataclass(frozen=True, slots=True)
class Account:
    """What a run read and did not read. ``unnamed`` counts what containers say was not read and nobody named.

    The page shows so many containers at once as ``most`` says, and lists so many quoted messages as ``most_quoted``.
    """

    containers: tuple[Container, ...]
    expected: int
    read: int
    unread: int
    unnamed: int
    named: tuple[Unread, ...]
    untold: tuple[tuple[str, tuple[str, ...]], ...]
    cannot_show: tuple[str, ...]
    quoted: tuple[Quoted, ...] = ()
    most: int = 100
    most_quoted: int = 300


def of(run: Run) -> Account:
    """The account of the run; behaviours that could not be told are gathered by the reason."""
    reasons = Counter(each.reason for each in {(one.behaviour, one.reason): one for one in run.untold}.values())
    unread = sum(container.unread for container in run.containers)
    return Account(
        containers=run.containers,
        expected=sum(container.expected for container in run.containers),
        read=sum(container.read for container in run.containers),
        unread=unread,
        unnamed=max(0, unread - len(run.unread)),
        named=tuple(words.unread_in_order(run.unread)),
        untold=tuple(
            (reason, tuple(sorted({each.behaviour for each in run.untold if each.reason == reason})))
            for reason in sorted(reasons, key=lambda reason: (reasons[reason], reason))
        ),
        cannot_show=tuple(_cannot_show(run)),
        quoted=run.quoted,
    )


def adds_up(container: Container) -> bool:
    """Whether everything expected of a container was either read or counted as unread."""
    return container.expected == container.read + container.unread


def _day(text: str) -> str:
    try:
        return words.day(date.fromisoformat(text))
    except ValueError:
        return text


def _cannot_show(run: Run) -> Iterator[str]:
    yield from run.gaps
    yield (
        "Blind copies. A blind copy shows only in the sender’s own copy of a message or in delivery headers. "
        "Where this report names none, none was seen; that does not mean that none was sent."
    )
    end = run.options.get("end", "")
    until = f"What was unanswered in the export on {_day(end)}" if end else "What the export holds no answer to"
    yield f"{until} counts as unanswered. An answer by telephone, in a meeting or by other means is not known."
    yield "What was said aloud, sent by other means, or deleted before the export was made."
    yield (
        "Files attached to messages are named here with their type and size; they are not reproduced. Those of people on the "
        "roster were read for what they say, those of others were not opened. "
        "Pictures are given by their name and alternative text."
    )

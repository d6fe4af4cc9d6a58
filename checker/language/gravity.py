"""What makes a letter weigh: what it tells, how its writer calls that, what is asked for, and who is not to hear of it.

The lists are signs of several sorts, none of them enough by itself: ``crime``, ``harm``, ``staff`` (wrongdoing at work) and
``probity`` (a body misled, a tender fixed) are grave whoever tells them, ``hazard`` and ``law`` may be; ``called``, ``decides``,
``inquires``, ``judges`` and ``round`` say how it is treated. ``upheaval`` is what the authority means to do at large. The words
are in ``gravity.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from checker.language.phrases import Hit, folded
from checker.language.wording import Wording

SENIOR = "thesenior"  # what patterns call anybody senior

_REACH = 600  # characters: a sentence longer than this is a table or a list
# Who is called by post, and is in charge wherever an authority has one.
_BY_POST = re.compile(
    r"\b(?:(?:the|your|our) (?:assistant |deputy |corporate )?(?:director(?! of public prosecutions)|chief executive"
    r"|town clerk|clerk|treasurer|chamberlain"
    r"|city surveyor|solicitor|head of (?:service|department|[a-z]{3,14})|chief officer|gaffer|powers that be)s?)\b"
)


@cache
def _wording() -> Wording:
    table = tomllib.loads(files("checker.language").joinpath("gravity.toml").read_text(encoding="utf-8"))
    return Wording(table["patterns"], table["sets"])


def signs(sentence: str, seniors: Sequence[tuple[int, int]] = ()) -> list[Hit]:
    """The signs of weight that a sentence shows, in order, with their places in it.

    ``seniors`` are the places of words that mean somebody senior, in order; posts that every authority has are known.

    >>> sorted({hit.kind for hit in signs("Don't tell your manager that the inspections were never done.")})
    ['round', 'staff']
    >>> (
    ...     [hit.kind for hit in signs("No need for Rowan to know.")],
    ...     [hit.kind for hit in signs("No need for Rowan to know.", [(12, 17)])],
    ... )
    ([], ['round'])
    """
    even = folded(sentence[:_REACH])
    places = list(seniors)
    places += [m.span() for m in _BY_POST.finditer(even) if not any(a < m.end() and m.start() < b for a, b in seniors)]
    made, moved, last, length = [], [], 0, 0
    for start, end in sorted(place for place in places if place[1] <= len(even)):
        made += [even[last:start], SENIOR]
        length += start - last
        moved.append((length, length + len(SENIOR), start, end))
        length += len(SENIOR)
        last = end
    hits = _wording().find("".join([*made, even[last:]]))
    return [Hit(hit.kind, hit.phrase, _place(hit.start, moved, 2), _place(hit.end, moved, 3)) for hit in hits]


def _place(place: int, moved: Sequence[tuple[int, int, int, int]], edge: int) -> int:
    """Where a place of the text with words put in stands in the text as written; within such a word its ``edge``."""
    shift = 0
    for start, end, *written in moved:
        if place < start or (place == start and edge == 3):
            break
        if place < end or (place == end and edge == 3):
            return written[edge - 2]
        shift = written[1] - end
    return place + shift

"""Emblems that a user keeps in a folder of their own, looked for among the pictures of drafts and attachments.

A file's name, or that of the folder it lies in, says whose an emblem is: ``labour/rose.png``, ``dene-first-logo.png``. Where a
draft holds a picture that is like one (``likenesses``), a mark of the kind ``emblem`` lies on the line that stands for the
picture, or at the start of the text where no line can be told to be its; ``Seen`` reads the mark's value. No emblem comes with
the program.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from checker.domain import CheckerError, Mark
from checker.ingest.likenesses import ALIKE, NEAR, Likeness, distance, likeness, share_a_colour
from checker.ingest.pictures import likenesses

if TYPE_CHECKING:
    from checker.ingest.child import Child
    from checker.ingest.limits import Limits

KIND = "emblem"  # of the marks

_ENDINGS = (".bmp", ".gif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp")
_MOST = 1_000  # files of a folder


@dataclass(frozen=True, slots=True)
class Emblem:
    """A picture of the user's folder: its path within the folder, and what to know it again by."""

    name: str
    likeness: Likeness


# The emblems that are looked for while drafts are read. A context of its own for each thread and task.
_LOOKED_FOR: ContextVar[tuple[Emblem, ...]] = ContextVar("emblems looked for", default=())


@contextmanager
def looked_for(emblems: Sequence[Emblem]) -> Iterator[None]:
    """Within it, whatever draft is read is searched for these."""
    token = _LOOKED_FOR.set(tuple(emblems))
    try:
        yield
    finally:
        _LOOKED_FOR.reset(token)


def are_looked_for() -> bool:
    """Whether there are emblems to look for."""
    return bool(_LOOKED_FOR.get())


def read(folder: Path) -> tuple[Emblem, ...]:
    """The emblems of a folder and the folders in it; ``CheckerError`` if there are none, or with every file that is no emblem."""
    if not folder.is_dir():
        raise CheckerError(f"There is no folder of emblems {folder}; one with pictures in it was expected.")
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in _ENDINGS and not path.name.startswith("."))
    if not files:
        raise CheckerError(f"{folder} holds no picture; {', '.join(_ENDINGS)} were expected.")
    if len(files) > _MOST:
        raise CheckerError(f"{folder} holds {len(files):,} pictures; {_MOST:,} is the most.")
    found, faults = [], []
    for path in files:
        try:
            known = likeness(path.read_bytes())
        except OSError as error:
            faults.append(f"{path} cannot be read ({error.strerror or error}).")
            continue
        if known is None:
            faults.append(f"{path} cannot be used as an emblem: it is damaged, too large, very small, or shows nothing.")
        else:
            found.append(Emblem(path.relative_to(folder).as_posix(), known))
    if faults:
        raise CheckerError("\n".join(faults))
    return tuple(found)


def fingerprint(emblems: Sequence[Emblem]) -> str:
    """A short hash of these emblems, for the account of a run."""
    return hashlib.sha256(repr(sorted(emblems, key=lambda one: one.name)).encode()).hexdigest()[:16]


def with_emblems(marks: tuple[Mark, ...], data: bytes, name: str, *, limits: Limits, child: Child | None) -> tuple[Mark, ...]:
    """The marks of a draft, and one for each of its pictures that is like an emblem."""
    emblems = _LOOKED_FOR.get()
    if not emblems:
        return marks
    held = likenesses(data, limits=limits, child=child)
    places = [mark for mark in marks if mark.kind == "picture"]
    found = []
    for number, (called, shown) in enumerate(held):
        best = min(((bits(one.likeness, shown), one.name) for one in emblems), default=(64, ""))
        if best[0] <= NEAR:
            place = _place(places, called, number, len(held))
            value = "\t".join((best[1], str(best[0]), called or (place.value if place else "") or name))
            found.append(Mark(KIND, place.start if place else 0, place.end if place else 0, value))
    return (*marks, *dict.fromkeys(found))


def bits(emblem: Likeness, shown: Likeness) -> int:
    """How far a picture is from an emblem; further than ``ALIKE`` where they have no colour in common."""
    apart = distance(emblem, shown)
    return apart if share_a_colour(emblem, shown) else max(apart, ALIKE + 1)


def _place(places: Sequence[Mark], called: str, number: int, count: int) -> Mark | None:
    """The mark of a picture: of its name, else of its turn where there are as many marks as pictures."""
    by_name = [mark for mark in places if called and mark.value.lower() == called.lower()]
    if len(by_name) == 1:
        return by_name[0]
    return places[number] if len(places) == count else None

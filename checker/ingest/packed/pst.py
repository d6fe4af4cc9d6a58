"""Outlook's stores: PST, and OST, in which a mail program keeps a copy of what lies on a server ([MS-PST]).

Each folder becomes a mailbox of its own, with as many messages as it has items that are messages; every other item, and whatever
could not be had, is named. What only lay in the store's recycled space is not looked for. libpff reads in a child process, since
it may crash on a damaged item: then the item is named, and reading goes on behind it.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from checker.domain import CheckerError
from checker.ingest.child import PROGRAM, Child, Late, Lost
from checker.ingest.limits import Limits
from checker.ingest.packed import Member
from checker.ingest.unreadable import NotReadable

NAME = "Outlook store"
FOLDER = "Outlook folder"
_JOB = "checker.ingest.packed._pst_child:walk"

# How often the process may be lost over one store.
_MOST_LOST = 100


def recognises(head: bytes, name: str) -> bool:  # noqa: ARG001 - the content says all
    return head.startswith(b"!BDN")


def mailbox(scratch: Path, folder: int) -> Path:
    """Where a folder's items are written; ``folder`` is its number."""
    return scratch / f"{folder:06}.mbox"


def members(path: Path, scratch: Path, limits: Limits, *, program: str = PROGRAM) -> Iterator[Member]:
    """A member for each folder; and one without a name for what of the whole could not be read.

    ``program`` is what the child process runs. ``CheckerError`` where there is no room for the mailboxes.
    """
    size = path.stat().st_size
    with path.open("rb") as stream:
        whole = _whole(stream.read(512))
    yield from _members(path, _Reading(scratch, limits.unpacked(size)), limits, program)
    if size < whole:
        yield Member("", None, f"it is cut off: {size:,} of its {whole:,} bytes are there")


def _members(path: Path, reading: _Reading, limits: Limits, program: str) -> Iterator[Member]:
    with Child(limits, program=program) as child:
        for _ in range(_MOST_LOST):
            reading.begun = 0
            try:
                for line in child.lines(_JOB, arguments={"path": str(path), **reading.arguments(limits)}):
                    yield from reading.told(*json.loads(line))
                return
            except Lost as error:
                if not reading.begun:
                    yield from reading.ended(error.reason)
                    return
                # Else what was done before may have damaged the process, or filled its memory: it is done again in a new one.
                if reading.begun == 1 or isinstance(error, Late):
                    yield from reading.passed_over(error.reason)
            except NotReadable as error:
                yield from reading.ended(error.reason)
                return
    yield from reading.ended(f"the program that reads it was lost {_MOST_LOST} times over it; the rest was not read")


def _whole(header: bytes) -> int:
    """How many bytes a store has by its own account ([MS-PST], 2.2.2.6: wVer, and ibFileEof of ROOT)."""
    is_unicode = int.from_bytes(header[10:12], "little") >= 20
    return int.from_bytes(header[184:192] if is_unicode else header[168:172], "little")


@dataclass(slots=True)
class _Reading:
    """How far the reading of a store is: what a new process has to be told, and what to say if one is lost.

    ``begun`` counts what the process has begun. ``next`` is the item of the folder to do next (0: the folder is not open),
    ``size`` how far its mailbox is good.
    """

    scratch: Path
    allowed: int
    begun: int = 0
    folder: int = 0
    name: str = ""
    next: int = 0
    size: int = 0
    label: str = ""
    faults: list[str] = field(default_factory=list)
    without: list[int] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)

    def arguments(self, limits: Limits) -> dict[str, str | int]:
        return {
            "scratch": str(self.scratch),
            "message_bytes": limits.message_bytes,
            "enclosed": limits.enclosed,
            "members": limits.members,
            "packed_bytes": self.allowed,
            "folder": self.folder,
            "item": self.next,
            "size": self.size,
            "without": " ".join(str(number) for number in self.without),
        }

    def told(self, kind: str, number: int, text: str) -> Iterator[Member]:
        """Take in a step (``_pst_child.Step``); a folder that is done is a member."""
        if kind == "opening":
            self._to(number, text)
            self.begun += 1
        elif kind == "folder" and not self.next:
            self.name, self.next, self.label = self._own(text), 1, "item 1"
        elif kind == "lost":
            yield Member(self._own(self.name), None, text)
            self._to(number + 1, "")
        elif kind == "item":
            self.begun += not text
            self.next, self.label = number, f"item {number}, '{text}'" if text else f"item {number}"
        elif kind == "size":
            self.next, self.size = self.next + 1, number
        elif kind == "fault" and number:
            self.next = number + 1
            self.faults.append(f"{self.label}: {text}")
        elif kind == "fault":
            self.faults.append(text)
        elif kind == "room":
            raise CheckerError(f"There is no room to unpack in '{self.scratch}': {text}.")
        elif kind == "end":
            yield self._member()
            self._to(number + 1, "")

    def passed_over(self, reason: str) -> Iterator[Member]:
        """Name what was being done, and go on behind it."""
        if self.next:
            self.faults.append(f"{self.label}: {reason}")
            self.next += 1
        else:
            yield Member(self._own(self.name or "a folder"), None, f"neither it nor its folders could be opened: {reason}")
            self.without.append(self.folder)

    def ended(self, reason: str) -> Iterator[Member]:
        """What there is, where reading ends."""
        if self.next:
            yield self._member(lost=f"from item {self.next} on it was not read")
        yield Member("", None, reason)

    def _member(self, *, lost: str = "") -> Member:
        place = mailbox(self.scratch, self.folder)
        if lost and place.exists():
            os.truncate(place, self.size)  # the last item may have been written in part
        self.allowed -= self.size
        return Member(self.name, place, lost, tuple(self.faults), FOLDER)

    def _to(self, folder: int, name: str) -> None:
        """Go on to a folder that is not open yet."""
        self.folder, self.name, self.next, self.size, self.label, self.faults = folder, name, 0, 0, "", []

    def _own(self, name: str) -> str:
        """A name that no folder had before: two may have the same in a damaged store."""
        self.names[name] += 1
        return name if self.names[name] == 1 else f"{name} ({self.names[name]})"

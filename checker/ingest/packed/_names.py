"""Names within archives: never used as paths, shown as they stand, and refused where they were made to do harm."""

from __future__ import annotations

import re

from checker.ingest.charsets import clean

_DRIVE = re.compile(r"[A-Za-z]:[\\/]")


def shown(name: str) -> str:
    """A name as a report can show it."""
    return " ".join(clean(name.replace("\x00", "")).split("\n"))[:1_000]


def refusal(name: str) -> str:
    """Why a member of this name is not unpacked; empty if it may be. Only what would leave the folder is refused."""
    if name.startswith(("/", "\\")) or _DRIVE.match(name):
        return "it was not unpacked: its name is that of a place on the whole machine and not in the archive"
    if ".." in re.split(r"[\\/]", name):
        return "it was not unpacked: its name leads out of the archive"
    return ""

"""Packed files, a module each kind: archives, compressed files and Outlook's stores; a kind is known by lying here.

A module of this package has three things, and nothing else need be told of it:

- ``NAME: str``: the kind as reports call it;
- ``recognises(head: bytes, name: str) -> bool``: whether a file that begins with these bytes (64 KiB, or all of it) and has this
  name is of the kind. The content counts; the name only where content leaves it open;
- ``members(path: Path, scratch: Path, limits: Limits) -> Iterator[Member]``: what is in it, in a fixed order, each unpacked to a
  file in ``scratch``, an empty folder of its own, under a name that the module chooses: a name from within an archive never
  becomes a path on this machine. Limits are checked before and while unpacking. What is wrong with a member is told by it,
  what is wrong with the whole by a last member without a name. Raises ``OSError`` where nothing at all can be read.

A member may itself be packed; ``containers`` goes on with it, no deeper than the limits allow. It asks for the next member only
after it has dealt with the one before; files in ``scratch`` are kept until the end of the run.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol, cast

from checker.ingest.limits import Limits


@dataclass(frozen=True, slots=True)
class Member:
    """Something in a packed file: its name there, as reports show it, and where its bytes are now.

    ``location`` is None where none of it could be had; ``lost`` says what could not, empty if nothing. ``faults`` names, each
    with its reason, things within it that could not be had and have no file of their own (an item of a mail folder).
    ``name`` is empty for a file that holds one thing only, which has no name beside the file's own. ``kind`` says what it was
    where that is more than its bytes show (a folder of an Outlook store, whose ``location`` is a mailbox made of its items).
    """

    name: str
    location: Path | None
    lost: str = ""
    faults: tuple[str, ...] = ()
    kind: str = ""


class Kind(Protocol):
    """The face of a module that knows one kind of packed file."""

    NAME: str

    def recognises(self, head: bytes, name: str) -> bool: ...

    def members(self, path: Path, scratch: Path, limits: Limits) -> Iterator[Member]: ...


@cache
def kinds() -> dict[str, Kind]:
    """The kinds by the names of their modules, in sorted order."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))
    return {name: cast("Kind", importlib.import_module(f"{__name__}.{name}")) for name in names}

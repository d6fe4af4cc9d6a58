"""An Outlook store, read with libpff in a child process: each folder's items become a mailbox, and what cannot be had is told.

The numbers of properties are those of [MS-OXPROPS]; which of them a message has is told in [MS-OXCMSG] (messages, and what hangs
on them) and [MS-OXOMSG] (senders and recipients). libpff is C and may crash on a damaged item. So each step is told before it
is taken, and the whole can be begun again behind any of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO

from checker.ingest.packed._names import shown
from checker.ingest.packed._pst_items import FAULTS, Most, PffFile, PffFolder, PffMessage, Record, as_mail, kept, record
from checker.ingest.packed.pst import mailbox
from checker.ingest.unreadable import NotReadable

MISSING = "reading Outlook stores needs an optional part: pip install 'protocol-checker[pst]'"
# A folder for what no folder holds any more, and one for what lies in none.
RECOVERED, LOOSE = "recovered items", "items in no folder"

# What is done, with a number and words: ``opening`` a folder (its number, a provisional name); the ``folder`` is open (number,
# name) or ``lost`` (number, reason); an ``item`` (its number in the folder; its subject, told once it is known); a ``fault`` of
# an item (number, reason) or of the folder (0); the ``size`` of the mailbox after an item; the ``end`` of a folder; no ``room``.
Step = tuple[str, int, str]

_DEEPEST = 100  # folders within folders
_VISIBLE, _COUNT, _NAME = 0x35E0, 0x3602, 0x3001
# Folders that only list what lies elsewhere ([MS-PST], 2.2.2.1).
_SEARCH, _KIND = 0x03, 0x1F
_FROM = re.compile(rb"(?m)^(>*From )")
_DAMAGED = "the store is damaged where it lies"


@dataclass(frozen=True, slots=True)
class Place:
    """Where to begin: which folder, by its number, which item in it, and how many bytes of its mailbox are good.

    ``item`` is 0 where the folder was not begun. The folders of ``without`` are not opened again.
    """

    folder: int = 0
    item: int = 0
    size: int = 0
    without: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder that is open: its name with those of the folders it lies in, its items, and what is known to be missing."""

    number: int
    name: str
    items: int
    item: Callable[[int], PffMessage]
    fault: str = ""


@dataclass(slots=True)
class _Left:
    """How many items may still be read, and how many bytes written."""

    items: int
    bytes: int


def walk(arguments: Mapping[str, str | int], data: bytes) -> Iterator[bytes]:  # noqa: ARG001 - the face of a job
    """The job: the store at ``path`` to mailboxes in ``scratch``. Each line is a step, as JSON."""
    try:
        import pypff
    except ImportError as error:
        raise NotReadable(MISSING) from error
    store = pypff.file()
    try:
        store.open(str(arguments["path"]))
    except OSError as error:
        raise NotReadable("it could not be opened: it is damaged or cut off, or of a kind that libpff does not know") from error
    most = Most(*(int(arguments[name]) for name in ("message_bytes", "enclosed", "members", "packed_bytes")))
    without = frozenset(int(number) for number in str(arguments["without"]).split())
    place = Place(int(arguments["folder"]), int(arguments["item"]), int(arguments["size"]), without)
    for step in steps(store, Path(str(arguments["scratch"])), most, place):
        yield json.dumps(step).encode()


def steps(store: PffFile, scratch: Path, most: Most, place: Place) -> Iterator[Step]:
    """Go through a store. ``NotReadable`` where it goes beyond a limit."""
    left = _Left(most.members, most.packed_bytes)
    for folder in _folders(store, place):
        if not isinstance(folder, _Folder):
            yield folder
        elif folder.number < place.folder:
            left.items -= folder.items
        else:
            is_begun = folder.number == place.folder and place.item > 0
            start, size = (place.item, place.size) if is_begun else (1, 0)
            yield ("folder", folder.number, folder.name)
            if folder.fault and not is_begun:
                yield ("fault", 0, folder.fault)
            left.items -= start - 1
            left.bytes -= size
            with mailbox(scratch, folder.number).open("r+b" if is_begun else "wb") as out:
                if is_begun:
                    out.truncate(size)
                    out.seek(size)
                yield from _items(folder, start, out, most, left)
            yield ("end", folder.number, "")


def entry(message: bytes, moment: datetime | None) -> bytes:
    """A message as it stands in a mailbox (mboxrd). It ends with a line end there, whether it had one or not."""
    line = f"From - {(moment or datetime(1970, 1, 1, tzinfo=UTC)).ctime()}\n".encode()
    quoted = _FROM.sub(rb">\1", message)
    return line + quoted + (b"\n" if quoted.endswith(b"\n") else b"\n\n")


# --- folders -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Closed:
    """A folder before it is opened: how, the name of the folder it lies in, its own if that tells none, and how deep it lies.

    ``is_visible`` says whether Outlook shows it: its own book-keeping lies beside what it shows.
    """

    open: Callable[[], PffFolder]
    parent: str
    provisional: str
    depth: int
    is_visible: bool


def _folders(store: PffFile, place: Place) -> Iterator[_Folder | Step]:
    """Every folder, each before those in it, and what was recovered; those of ``place.without`` and what is in them left out."""
    visible = _visible(store)
    waiting = [_Closed(lambda: _there(store.root_folder), "", "", 0, is_visible=False)]
    number = 0
    while waiting:
        closed = waiting.pop()
        number += 1
        if number in place.without:
            continue
        if number >= place.folder and not (number == place.folder and place.item):
            yield ("opening", number, _path(closed.parent, closed.provisional))
        try:
            folder = closed.open()
            known = record(folder)
            name = _path(closed.parent, shown(known.text(_NAME)).replace("/", "_").strip() or closed.provisional)
            is_visible = closed.is_visible or visible in (None, folder.identifier)
            items, inner = folder.number_of_sub_messages, folder.number_of_sub_folders
        except FAULTS:
            if number >= place.folder:
                yield ("lost", number, f"neither it nor its folders could be opened: {_DAMAGED}")
            continue
        fault = _fault(known, folder, items)
        if inner and closed.depth >= _DEEPEST:
            fault, inner = f"its {inner:,} folders were not read: they lie more than {_DEEPEST} deep", 0
        for index in reversed(range(inner)):
            opener = partial(_there_is, folder, index)
            waiting.append(_Closed(opener, name, f"folder {index + 1}", closed.depth + 1, is_visible=is_visible))
        # An empty folder is news where Outlook shows it (no Sent Items); its own book-keeping, and searches, are empty.
        if items or fault or (is_visible and name and folder.identifier & _KIND != _SEARCH):
            yield _Folder(number, name or LOOSE, items, partial(_item_of, folder), fault)
    yield from _recovered(store, number + 1, place)


def _recovered(store: PffFile, number: int, place: Place) -> Iterator[_Folder | Step]:
    if number in place.without:
        return
    if not (number == place.folder and place.item):
        yield ("opening", number, RECOVERED)
    try:
        items = store.number_of_orphan_items
    except FAULTS:
        yield ("lost", number, f"they could not be had: {_DAMAGED}")
        return
    if items:
        yield _Folder(number, RECOVERED, items, store.get_orphan_item)


def _visible(store: PffFile) -> int | None:
    """The identifier of the folder that Outlook shows as the top one; None where the store does not say."""
    try:
        entry_id = record(store.message_store).data(_VISIBLE)
    except FAULTS:
        return None
    return int.from_bytes(entry_id[20:24], "little") if len(entry_id) == 24 else None


def _fault(known: Record, folder: PffFolder, items: int) -> str:
    """What of a folder's items is missing by its own count."""
    told = known.integer(_COUNT)
    if told <= items or folder.identifier & _KIND == _SEARCH:
        return ""
    return f"it says that it holds {told:,} items; {told - items:,} of them are not in the store"


def _path(parent: str, name: str) -> str:
    return f"{parent}/{name}" if parent else name


def _there(folder: PffFolder | None) -> PffFolder:
    if folder is None:
        raise ValueError
    return folder


def _there_is(folder: PffFolder, index: int) -> PffFolder:
    return _there(folder.get_sub_folder(index))


def _item_of(folder: PffFolder, index: int) -> PffMessage:
    return folder.get_sub_message(index)


# --- items -------------------------------------------------------------------------------------------------------------


def _items(folder: _Folder, start: int, out: BinaryIO, most: Most, left: _Left) -> Iterator[Step]:
    """Write a folder's items to its mailbox."""
    for number in range(start, folder.items + 1):
        if left.items <= 0:
            raise NotReadable(f"it holds more than {most.members:,} items; the rest was not read")
        left.items -= 1
        yield ("item", number, "")
        try:
            message = folder.item(number - 1)
            subject = record(message).subject()
        except FAULTS:
            yield ("fault", number, _DAMAGED)
            continue
        yield ("item", number, subject)
        faults: list[str] = []
        try:
            known = kept(message, folder.name, most, faults)
            lines = entry(as_mail(known), known.sent or known.received)
        except NotReadable as error:
            yield ("fault", number, error.reason)
            continue
        except FAULTS:
            yield ("fault", number, _DAMAGED)
            continue
        left.bytes -= len(lines)
        if left.bytes < 0:
            raise NotReadable(f"it unpacks to more than {most.packed_bytes:,} bytes; the rest was not read")
        try:
            out.write(lines)
            out.flush()
        except OSError as error:
            yield ("room", 0, error.strerror or str(error))
            return
        yield ("size", out.tell(), "")
        for fault in faults:
            yield ("fault", number, fault)

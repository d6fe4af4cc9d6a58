"""The parts of a Word document: a zip of XML files that refer to one another (ECMA-376 part 2, OPC).

The file is taken to be hostile: how many parts it has, how large they grow when unpacked and how deep they nest is
limited here, and nothing outside it is ever opened.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree  # type: ignore[import-untyped]  # ships no types

from checker.ingest.unreadable import NotReadable

# The most parts in a file: long documents with many pictures have some hundreds.
MEMBERS = 5_000
# The most bytes that one XML part, and all of them, may unpack to; Word itself balks at 512 MB of text.
PART, PARTS = 64 * 2**20, 128 * 2**20
# How many times its packed size a part may unpack to. XML of Word's packs to a thirtieth; zip bombs to a thousandth.
RATIO = 250
# How deep elements may nest. Tables in text boxes in tables of real documents stay under 80.
DEPTH = 150

_NAMESPACES = {
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram": "dgm",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel",
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingShape": "wps",
    "http://purl.oclc.org/ooxml/drawingml/chart": "c",
    "http://purl.oclc.org/ooxml/drawingml/diagram": "dgm",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/picture": "pic",
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "wp",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://purl.org/dc/elements/1.1/": "dc",
    "urn:schemas-microsoft-com:office:office": "o",
    "urn:schemas-microsoft-com:vml": "v",
}
_URIS: dict[str, tuple[str, ...]] = {
    prefix: tuple(uri for uri, short in _NAMESPACES.items() if short == prefix) for prefix in set(_NAMESPACES.values())
}

# What reading a zip that is not one can raise.
_ZIP_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Relation:
    """Where a part refers to: the last word of the reference's type, the part or address, and whether that is outside."""

    kind: str
    target: str
    is_outside: bool


class Parts:
    """The parts of one file, each unpacked only when it is asked for."""

    def __init__(self, data: bytes) -> None:
        """Open the zip; ``NotReadable`` if it is not one, is encrypted or holds what no Word document holds."""
        if data.count(b"PK\x01\x02") > MEMBERS * 4:  # before zipfile makes an object of each of a million entries
            raise NotReadable("a zip file with far too many parts")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _ZIP_FAULTS as error:
            raise NotReadable("damaged: it cannot be unpacked as a Word document") from error
        members = [info for info in self._zip.infolist() if not info.is_dir()]
        if len(members) > MEMBERS:
            raise NotReadable(f"it has {len(members):,} parts; {MEMBERS:,} is the most that is read")
        self._members = {info.filename.lstrip("/").lower(): info for info in members}
        if len(self._members) < len(members):
            raise NotReadable("damaged: two of its parts have the same name")
        self._left = PARTS

    def xml(self, name: str) -> etree._Element | None:
        """The XML of a part, or None if there is no such part; ``NotReadable`` if there is and it cannot be read."""
        info = self._members.get(name.lower())
        return None if info is None else _parsed(self._unpacked(info), name)

    def relations(self, name: str) -> dict[str, Relation]:
        """What a part refers to, by the ids it uses; of the whole file if the name is empty."""
        folder, file = posixpath.split(name)
        root = self.xml(posixpath.join(folder, "_rels", f"{file}.rels"))
        if root is None:
            return {}
        relations = {}
        for element in root:
            target, is_outside = element.get("Target", ""), element.get("TargetMode") == "External"
            if not is_outside:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = element.get("Type", "").rpartition("/")[2]
            relations[element.get("Id", "")] = Relation(kind, target, is_outside)
        return relations

    def _unpacked(self, info: zipfile.ZipInfo) -> bytes:
        if info.flag_bits & 1:
            raise NotReadable("encrypted: it opens only with a password")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise NotReadable("damaged: packed in a way that Word documents are not")
        allowed = min(PART, self._left, max(2**20, info.compress_size * RATIO))
        try:
            with self._zip.open(info) as file:
                data = file.read(allowed + 1)
        except _ZIP_FAULTS as error:
            raise NotReadable(f"damaged: its part {info.filename!r} cannot be unpacked") from error
        if len(data) > allowed:
            raise NotReadable(f"its part {info.filename!r} unpacks to more than a document can hold")
        self._left -= len(data)
        return data


def _parsed(data: bytes, name: str) -> etree._Element:
    # Word writes no document type, and entities are all that one could bring. UTF-16 is XML too.
    if any("<!DOCTYPE".encode(charset) in data for charset in ("ascii", "utf-16-le", "utf-16-be")):
        raise NotReadable(f"its part {name!r} declares a document type, as no Word document does")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotReadable(f"damaged: its part {name!r} is not well-formed XML") from error
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEPTH:
            raise NotReadable(f"its part {name!r} nests deeper than {DEPTH} elements")
    return root


@lru_cache(maxsize=4096)
def _short(tag: str) -> str:
    uri, _, local = tag.rpartition("}")
    return f"{_NAMESPACES.get(uri[1:], '?')}:{local}"


def kind(element: etree._Element) -> str:
    """The name of an element with the usual prefix of its namespace: ``w:p``; ``?:p`` if the namespace is not known."""
    return _short(element.tag)


@lru_cache(maxsize=4096)
def _long(name: str) -> tuple[str, ...]:
    prefix, _, local = name.rpartition(":")
    return tuple(f"{{{uri}}}{local}" for uri in _URIS[prefix]) if prefix else (local,)


def value(element: etree._Element | None, name: str = "w:val", default: str = "") -> str:
    """An attribute by its short name; the default if it, or the element, is not there."""
    if element is None:
        return default
    for long in _long(name):
        if (held := element.get(long)) is not None:
            return str(held)
    return default


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first child of this short name, its first child of the next, and so on; None where there is none."""
    for name in path:
        if element is None:
            return None
        element = next((inner for inner in element if kind(inner) == name), None)
    return element


def within(element: etree._Element, *names: str) -> list[etree._Element]:
    """Every element of these short names within this one, in the order of the document."""
    return list(element.iter(*[long for name in names for long in _long(name)]))

"""What a draft's file says beside its text: who wrote it and for whom, and changes that are kept in it, unsettled.

Nobody sees these on the page, and everybody can see them in the file. They are no part of the text and no evidence of
anything. Whatever a file holds, nothing is raised: what cannot be read here has been said by ``drafts.read`` already.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import TYPE_CHECKING

from checker.ingest.drafts._kinds import kind_of
from checker.ingest.drafts._office_parts import Parts
from checker.ingest.drafts._writing import tidy
from checker.ingest.drafts._xml_names import value, within
from checker.ingest.limits import USUAL
from checker.ingest.unreadable import NotReadable

if TYPE_CHECKING:
    from lxml import etree  # type: ignore[import-untyped]  # ships no types

    from checker.ingest.limits import Limits

# Kinds of what is told: somebody's name, an organisation's, a change that was put in or taken out and by whom.
AUTHOR, EDITOR, COMPANY, INSERTED, DELETED = "author", "last edited by", "company", "inserted", "deleted"

_MOST = 2_000  # tracked changes, and characters of a value
# Elements of the parts on a document's properties, by the ends of their names, in Office and in OpenDocument.
_PROPERTIES = {
    "creator": AUTHOR,
    "initial-creator": AUTHOR,
    "lastModifiedBy": EDITOR,
    "Company": COMPANY,
    "Manager": COMPANY,
}
_PROPERTY_PARTS = ("docProps/core.xml", "docProps/app.xml", "meta.xml")
_CHANGES = {"ins": INSERTED, "moveTo": INSERTED, "del": DELETED, "moveFrom": DELETED}
_META = re.compile(r"<meta\s[^>]{0,400}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""\b(name|content)=(?:"([^"]{0,300})"|'([^']{0,300})')""", re.IGNORECASE)
_RTF = re.compile(rb"\{\\(author|operator|company|manager) ([^{}\\]{1,200})\}")
_RTF_KINDS = {b"author": AUTHOR, b"operator": EDITOR, b"company": COMPANY, b"manager": COMPANY}


def about(data: bytes, limits: Limits = USUAL) -> list[tuple[str, str]]:
    """What a file says beside its text, each with its kind, in order and once."""
    kind = kind_of(data)
    told: Iterator[tuple[str, str]]
    if kind in ("docx", "pptx", "odt"):
        told = _of_parts(data, limits)
    elif kind == "pdf":
        told = _of_pdf(data)
    elif kind == "rtf":
        told = ((_RTF_KINDS[m[1]], m[2].decode("cp1252", "replace")) for m in _RTF.finditer(data[:65_536]))
    else:
        told = _of_page(data)
    return list(dict.fromkeys((name, tidy(words)[:200]) for name, words in told if tidy(words)))


def _of_parts(data: bytes, limits: Limits) -> Iterator[tuple[str, str]]:
    try:
        parts = Parts(data, limits)
        roots = [parts.xml(name) for name in _PROPERTY_PARTS]
        bodies = [parts.xml(name) for name in ("word/document.xml", "content.xml")]
    except NotReadable:
        return
    for root in roots:
        for element in root.iter() if root is not None else ():
            name = _local(element)
            if name in _PROPERTIES or (name == "creator" and element.text):
                yield _PROPERTIES[name], element.text or ""
    for body in bodies:
        if body is not None:
            yield from _changes(body)


def _changes(body: etree._Element) -> Iterator[tuple[str, str]]:
    """The authors of tracked changes, in the order in which they stand."""
    for number, element in enumerate(within(body, "w:ins", "w:del", "w:moveTo", "w:moveFrom")):
        if number == _MOST:
            return
        yield _CHANGES[_local(element)], value(element, "w:author") or "somebody"


def _local(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _of_pdf(data: bytes) -> Iterator[tuple[str, str]]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return
    with document:
        yield AUTHOR, str(document.get_metadata_value("Author") or "")


def _of_page(data: bytes) -> Iterator[tuple[str, str]]:
    for tag in _META.finditer(data[:65_536].decode("utf-8", "replace")):
        held = {name.lower(): (one or other) for name, one, other in _ATTRIBUTE.findall(tag[0])}
        if held.get("name", "").lower() in ("author", "creator", "dc.creator"):
            yield AUTHOR, unescape(held.get("content", ""))

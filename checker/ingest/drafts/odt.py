"""OpenDocument texts (ODF 1.3, as LibreOffice and Word write them): all the words that a reader of the page could see.

In order: headers, the body (with its tables, text boxes and pictures), footnotes and endnotes, footers, and under a line of its
own what people wrote beside it as comments. Tracked insertions are text; tracked deletions are not, but a line among the comments
says how many there are. Hidden text is there and marked as hidden. What is embedded in another format is not read, and a line
in square brackets says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.ingest.drafts._kinds import kind_of
from checker.ingest.drafts._open_styles import Styles
from checker.ingest.drafts._open_text import PartText
from checker.ingest.drafts._writing import RULE, Look, Writing, struck_out, tidy, title
from checker.ingest.drafts._xml_names import child, kind, within
from checker.ingest.drafts._zipped import Zipped
from checker.ingest.limits import USUAL
from checker.ingest.unreadable import NotReadable

if TYPE_CHECKING:
    from lxml import etree  # type: ignore[import-untyped]  # ships no types

    from checker.domain import Mark
    from checker.ingest.limits import Limits

NAMES = (".odt", ".ott")


def recognises(data: bytes) -> bool:
    """A zip that says it is an OpenDocument text."""
    return kind_of(data) == "odt"


def read(data: bytes, name: str, *, limits: Limits = USUAL) -> tuple[str, tuple[Mark, ...], str]:
    """The text, marks and title of an OpenDocument text; ``name`` says nothing more here."""
    del name
    package = Zipped(data, limits)
    _refuse_encrypted(package)
    content, known, meta = package.xml("content.xml"), package.xml("styles.xml"), package.xml("meta.xml")
    body = child(content, "office:body", "office:text")
    if content is None or body is None:
        raise NotReadable("a zip file, but not an OpenDocument text")
    common = child(known, "office:styles")
    text = PartText(Styles(child(content, "office:automatic-styles"), common))
    text.read(body)
    edges = Styles(child(known, "office:automatic-styles"), common)
    whole = Writing()
    parts = [*_edges(known, "header", edges), text, *_notes(text), *_edges(known, "footer", edges)]
    for part in parts:
        whole.add(part.writing)
        whole.lines(2)
    beside = _comments([comment for part in parts for comment in part.comments], text)
    struck_out(beside, [_author(change) for change in within(body, "text:deletion") if "".join(change.itertext()).strip()])
    if len(beside):
        whole.write(RULE)
        whole.lines()
        whole.add(beside)
    written, marks = whole.text, whole.marks
    named = child(meta, "office:meta", "dc:title")
    return written, marks, title(written, marks, "" if named is None else named.text or "")


def _refuse_encrypted(package: Zipped) -> None:
    manifest = package.xml("META-INF/manifest.xml")
    if manifest is not None and within(manifest, "manifest:encryption-data"):
        raise NotReadable("encrypted: it opens only with a password")


def _edges(known: etree._Element | None, side: str, styles: Styles) -> list[PartText]:
    """The headers, or footers, of all kinds of pages, each once; those that are switched off are hidden (16.10)."""
    edges: dict[str, PartText] = {}
    for page in () if known is None else within(known, "style:master-page"):
        for element in page:
            if kind(element).removeprefix(f"style:{side}") in ("", "-left", "-first"):
                part = PartText(styles)
                part.read(element, is_hidden=_is_off(element))
                edges.setdefault(part.writing.text, part)
    return list(edges.values())


def _is_off(element: etree._Element) -> bool:
    return any(name.endswith("}display") and said == "false" for name, said in element.attrib.items())


def _notes(text: PartText) -> list[PartText]:
    """The footnotes and endnotes of a text, in the order in which it refers to them, each read as one more part."""
    notes: list[PartText] = []
    for note in text.notes:
        part = PartText(text.styles)
        part.read(note, gap=1)
        notes.append(part)
    return notes


def _comments(comments: list[etree._Element], text: PartText) -> Writing:
    """What people wrote beside the draft, each with the name that they go by."""
    beside = Writing()
    for comment in comments:
        author = tidy(_author(comment)) or "somebody"
        part = PartText(text.styles)
        part.read(comment, comment=author, gap=1)
        beside.lines()
        beside.write(f"Comment by {author}:", Look(comment=author))
        beside.lines()
        beside.add(part.writing)
    return beside


def _author(element: etree._Element) -> str:
    """Who made a comment or a change (4.3.2.7)."""
    return next((creator.text or "" for creator in within(element, "dc:creator")), "")

"""A copy of a Word draft with what was found as comments of Word's own (ECMA-376 part 1, 17.13.4), on the words that count.

The draft itself is not touched, and of its words not one is changed: only marks around them and the part that holds comments
are put in. The file is hostile as any: it is opened within the limits of ``ingest``, and what does not open is answered by one
line. Words that stand in a header, a footer or a note cannot bear a comment; those are told in a comment on the first words.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree  # type: ignore[import-untyped]  # ships no types

from checker.domain import CheckerError, Document, Finding, Protocol
from checker.ingest.drafts._kinds import kind_of
from checker.ingest.drafts._office_parts import Parts
from checker.ingest.drafts._xml_names import child, kind, parsed, value
from checker.ingest.limits import USUAL, Limits
from checker.ingest.unreadable import NotReadable
from checker.report import words
from checker.report.desk import Desk, Offer, cited, fingerprint
from checker.report.highlight import plain

_AUTHOR, _INITIALS = "protocol-checker", "PC"
_MOST = 400  # comments of one draft
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
# What the type of a relation begins with: in a strict document another than in a transitional one.
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_STRICT, _STRICT_OFFICE = "{http://purl.oclc.org", "http://purl.oclc.org/ooxml/officeDocument/relationships/"
# What a run holds beside text and looks; its letters are counted as the text of a draft counts them.
_PLAIN = re.compile(r"\s+")
# Characters that XML 1.0 does not allow.
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff￾￿]")


@dataclass(frozen=True, slots=True)
class _Said:
    """A comment: its paragraphs, and the words it stands on, as the draft's text has them."""

    paragraphs: tuple[str, ...]
    quote: str
    before: int  # how often the quote stands in the text before this place


@dataclass(frozen=True, slots=True)
class _Letter:
    """A letter of the body, blanks left out: its element of text, and its place in that."""

    element: etree._Element
    at: int


def annotated(data: bytes, document: Document, desk: Desk, *, limits: Limits = USUAL) -> bytes:
    """The bytes of the copy; ``CheckerError`` if the draft is no Word document or cannot be opened."""
    if kind_of(data) != "docx":
        raise CheckerError(f"{document.id} is no Word document (docx); comments are written into a copy of those alone.")
    try:
        return _Copy(data, limits).annotated(list(_said(document, desk)))
    except NotReadable as error:
        raise CheckerError(f"{document.id} cannot be annotated: {error}.") from error


def _said(document: Document, desk: Desk) -> Iterator[_Said]:
    for finding in words.in_order(desk.run.findings):
        if finding.document != document.id:
            continue
        paragraphs = tuple(_paragraphs(finding, desk.run.protocol, desk.offers.get(finding.id)))
        quotes = [passage for passage in finding.evidence if passage.quote.strip()]
        if not quotes:
            yield _Said(paragraphs, "", 0)
        for number, passage in enumerate(quotes):
            told = paragraphs if number == 0 else (f"{words.title(finding.behaviour)}: also here. {passage.why}".strip(),)
            yield _Said(told, passage.quote, _squeezed(document.text[: passage.start]).count(_squeezed(passage.quote)))
    for note in desk.notes:
        if note.document == document.id:
            quote = next((passage.quote for passage in note.passages if passage.quote.strip()), "")
            yield _Said((f"Advice, no breach: {note.kind}.", note.text), quote, 0)


def _paragraphs(finding: Finding, protocol: Protocol, offer: Offer | None) -> Iterator[str]:
    clauses = {clause.id: clause for clause in protocol.clauses}
    yield f"{words.outcome(finding)}: {words.title(finding.behaviour).lower()}, {words.likelihood(finding.confidence)}"
    yield finding.why
    for id in finding.clauses:
        if id in clauses:
            said = clauses[id].wording or f"{clauses[id].summary} (Our summary, not the official wording.)"
            yield f"Clause {cited(clauses[id], protocol)}, {clauses[id].locator}: {said}"
    for wording in offer.wordings if offer else ():
        yield f"Could read: “{wording.instead}”" if wording.instead else f"Could be left out: “{words.cut(wording.sentence, 80)}”"
    if offer and not offer.wordings:
        yield offer.advice
    yield f"Fingerprint: {fingerprint(finding)}"


def _squeezed(text: str) -> str:
    return _PLAIN.sub("", text)


class _Copy:
    """A Word document that is being copied: its body and comments as trees, everything else byte for byte."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._data = data
        self._parts = Parts(data, limits)
        package = {relation.kind: relation.target for relation in self._parts.relations("").values()}
        self._main = package.get("officeDocument", "")
        root = self._parts.xml(self._main)
        body = child(root, "w:body")
        if root is None or body is None:
            raise NotReadable("a zip file, but not a Word document")
        self._root, self._body = root, body
        self._w = root.tag.rpartition("}")[0] + "}"
        held = next((r.target for r in self._parts.relations(self._main).values() if r.kind == "comments"), "")
        self._comments_name = held or posixpath.join(posixpath.dirname(self._main), "comments.xml")
        self._is_new = not held
        comments = self._parts.xml(held) if held else None
        self._comments = etree.Element(f"{self._w}comments", nsmap={"w": self._w[1:-1]}) if comments is None else comments
        ids = [int(id) for one in self._comments if re.fullmatch(r"\d{1,9}", id := value(one, "w:id"))]
        self._next = max(ids, default=-1) + 1
        self._letters: list[_Letter] = []
        self._text = ""

    def annotated(self, said: Sequence[_Said]) -> bytes:
        for one in said[:_MOST]:
            self._read()
            first, last = self._place(one)
            self._anchor(first, last, self._next)
            self._comments.append(self._comment(one.paragraphs, self._next))
            self._next += 1
        return self._packed() if said else self._data

    # --- where the words stand ---------------------------------------------------------------------------------------

    def _read(self) -> None:
        """The letters of the body as they stand now: runs are cut where comments begin and end."""
        self._letters, texts = [], []
        for element in self._body.iter(f"{self._w}t"):
            if self._is_shown(element):
                for at, letter in enumerate(element.text or ""):
                    if not letter.isspace():
                        self._letters.append(_Letter(element, at))
                        texts.append(letter)
        self._text = "".join(texts)

    def _is_shown(self, element: etree._Element) -> bool:
        """Whether letters lie in a run of a paragraph, and are not the older of two ways to say the same."""
        parent = element.getparent()
        return kind(parent) == "w:r" and not any(kind(outer) == "mc:Fallback" for outer in element.iterancestors())

    def _place(self, one: _Said) -> tuple[int, int] | tuple[None, None]:
        """The first and the last of the letters that a comment stands on; none where the body does not have the words."""
        quote = _squeezed(one.quote)
        if not quote:
            return None, None
        places: list[int] = []
        at = self._text.find(quote)
        while at >= 0 and len(places) <= one.before:
            places.append(at)
            at = self._text.find(quote, at + 1)
        if not places:
            return None, None
        return places[-1], places[-1] + len(quote) - 1

    def _anchor(self, first: int | None, last: int | None, id: int) -> None:
        """Put the marks of a comment around these letters, or on the first paragraph."""
        start, end, mark = (etree.Element(f"{self._w}{name}") for name in ("commentRangeStart", "commentRangeEnd", "r"))
        for element in (start, end, etree.SubElement(mark, f"{self._w}commentReference")):
            element.set(f"{self._w}id", str(id))
        if first is None or last is None:
            paragraph = next(iter(self._body.iter(f"{self._w}p")), None)
            if paragraph is None:
                paragraph = etree.Element(f"{self._w}p")
                self._body.insert(0, paragraph)
            paragraph.extend([start, end, mark])
            return
        # The end first: cutting there leaves the places before it as they are.
        ends = self._letters[last]
        run = self._cut(ends.element, ends.at + 1)
        begins = self._letters[first]
        opening = self._opened(begins.element, begins.at)
        if run is opening[1]:  # begun and ended within one run: the cut made a new one
            run = opening[0]
        opening[0].addprevious(start)
        run.addnext(end)
        end.addnext(mark)

    def _cut(self, element: etree._Element, at: int) -> etree._Element:
        """The run that holds a text, which ends behind so many of its letters from now on."""
        run = element.getparent()
        rest = list(element.itersiblings())
        tail = (element.text or "")[at:]
        if tail or rest:
            after = self._twin(run)
            if tail:
                piece = etree.SubElement(after, element.tag)
                self._write(piece, tail)
                self._write(element, (element.text or "")[:at])
            after.extend(rest)
            run.addnext(after)
        return run

    def _opened(self, element: etree._Element, at: int) -> tuple[etree._Element, etree._Element]:
        """The run that begins with this letter of a text from now on, and the run that held it."""
        run = element.getparent()
        held = [inner for inner in element.itersiblings(preceding=True) if kind(inner) != "w:rPr"]
        if not at and not held:
            return run, run
        after = self._twin(run)
        rest = list(element.itersiblings())
        piece = etree.SubElement(after, element.tag)
        self._write(piece, (element.text or "")[at:])
        self._write(element, (element.text or "")[:at])
        after.extend(rest)
        run.addnext(after)
        return after, run

    def _twin(self, run: etree._Element) -> etree._Element:
        """An empty run that looks like this one."""
        twin = etree.Element(run.tag, attrib=dict(run.attrib), nsmap=run.nsmap)
        looks = child(run, "w:rPr")
        if looks is not None:
            twin.append(deepcopy(looks))
        return twin

    def _write(self, element: etree._Element, text: str) -> None:
        element.text = text
        element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    # --- the comments, and the file ----------------------------------------------------------------------------------

    def _comment(self, paragraphs: Sequence[str], id: int) -> etree._Element:
        comment = etree.Element(f"{self._w}comment")
        for name, held in (("id", str(id)), ("author", _AUTHOR), ("initials", _INITIALS)):
            comment.set(f"{self._w}{name}", held)
        for text in paragraphs:
            paragraph = etree.SubElement(comment, f"{self._w}p")
            run = etree.SubElement(paragraph, f"{self._w}r")
            self._write(etree.SubElement(run, f"{self._w}t"), _NOT_XML.sub("�", plain(text)))
        return comment

    def _packed(self) -> bytes:
        """The file anew, its parts in the order they had, with the days that they had."""
        changed = {self._main: _as_bytes(self._root), self._comments_name: _as_bytes(self._comments)}
        if self._is_new:
            folder, file = posixpath.split(self._main)
            relations = posixpath.join(folder, "_rels", f"{file}.rels")
            changed[relations] = self._related(relations)
            changed["[Content_Types].xml"] = self._typed()
        lower = {name.lower(): content for name, content in changed.items()}
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(self._data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for info in old.infolist():
                name = info.filename.lstrip("/").lower()
                content = lower.pop(name, None)
                kept = zipfile.ZipInfo(info.filename, info.date_time)
                kept.compress_type = zipfile.ZIP_DEFLATED
                kept.external_attr = info.external_attr
                if info.is_dir():
                    continue
                new.writestr(kept, self._parts_bytes(info.filename) if content is None else content)
            for name, content in changed.items():
                if name.lower() in lower:
                    new.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
        return out.getvalue()

    def _parts_bytes(self, name: str) -> bytes:
        return self._parts.part(name.lstrip("/")) or b""

    def _related(self, name: str) -> bytes:
        held = self._parts.part(name)
        root = etree.Element(f"{{{_RELATIONS}}}Relationships", nsmap={None: _RELATIONS}) if held is None else parsed(held, name)
        used = {element.get("Id", "") for element in root}
        number = next(number for number in range(1, len(used) + 2) if f"rIdComments{number}" not in used)
        relation = etree.SubElement(root, f"{{{_RELATIONS}}}Relationship")
        relation.set("Id", f"rIdComments{number}")
        relation.set("Type", f"{_STRICT_OFFICE if self._w.startswith(_STRICT) else _OFFICE}comments")
        relation.set("Target", posixpath.basename(self._comments_name))
        return _as_bytes(root)

    def _typed(self) -> bytes:
        held = self._parts.part("[Content_Types].xml")
        root = parsed(held, "[Content_Types].xml") if held else etree.Element(f"{{{_CONTENT_TYPES}}}Types")
        override = etree.SubElement(root, f"{{{_CONTENT_TYPES}}}Override")
        override.set("PartName", f"/{self._comments_name}")
        override.set("ContentType", _COMMENTS_TYPE)
        return _as_bytes(root)


def _as_bytes(root: etree._Element) -> bytes:
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made
